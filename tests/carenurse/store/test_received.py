"""What files brought is known state by state: after the move from settings, too, and not beyond the file."""

from pathlib import Path

from carenurse.app.ports import Records
from carenurse.store.database import create_database
from carenurse.store.migrations import STEPS
from carenurse.store.reading import Reading
from carenurse.store.records import StoredRecords
from carenurse.store.schema import bring_up_to_date
from tests.carenurse.store.resources import patient, problem
from tests.fakes import FixedClock
from tests.made_vault import NOW

FILE = "ab" * 32
ONE, TWO, OTHER = "0123456789abcdef", "fedcba9876543210", "00000000000000aa"
now = FixedClock(NOW).now


def test_states_that_stood_in_settings_are_known_and_the_settings_are_gone(tmp_path: Path) -> None:
    before = tuple(step for step in STEPS if step[0] < "m0011")
    database = create_database(tmp_path / "records.db", bytes(32), bytes(16))
    bring_up_to_date(database, now, new=True, steps=before)
    for name, value in ((f"received:{FILE}", f"{ONE} {TWO}"), ("received:cd", ""), ("office", "kept")):
        database.run("INSERT INTO setting VALUES (?, ?)", (name, value))

    bring_up_to_date(database, now)

    reading = Reading(database)
    assert [reading.was_received(one) for one in (ONE, TWO, OTHER)] == [True, True, False]
    assert database.rows("SELECT name FROM setting") == [("office",)]
    database.close()


def test_a_state_stands_once_however_many_files_bring_it(records: Records) -> None:
    for _ in range(3):
        with records.work() as work:
            work.note_received(FILE, [ONE, TWO])

    assert records.was_received(ONE)
    assert not records.was_received(OTHER)


def test_states_go_with_their_file(records: Records) -> None:
    assert isinstance(records, StoredRecords)
    with records.work() as work:
        work.put(patient("p1"), local=True)
        work.put(problem("d1", "p1", "Asthma"), local=True)
        digest = work.keep_file(b"a bundle", media_type="application/json", name="bundle.json")
        work.note_received(digest, [ONE])
        work.note_received(FILE, [TWO])
        work.record("import", "Patient/p1", digest)

    records.let_leave("p1")

    assert [records.was_received(one) for one in (ONE, TWO)] == [False, True]
