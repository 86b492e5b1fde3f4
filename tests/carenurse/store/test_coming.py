"""A large file comes in part by part: others save meanwhile, nobody sees half of it, a cut leaves none."""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from carenurse import store
from carenurse.app import wiring
from carenurse.app.wiring import OpenVault
from carenurse.clinical.fhir import Resource
from carenurse.store.coming import PART, AnotherFileError, Bringing, MeanwhileError
from carenurse.store.database import Database
from carenurse.store.driver import DatabaseError
from carenurse.store.files import PIECE
from carenurse.store.records import StoredRecords
from carenurse.store.writing import ComingNowError
from tests.carenurse.store.resources import patient, problem, weight
from tests.made_vault import MadeVault

SIZE = 2 * PART + 40


class CutShortError(Exception):
    """The power goes."""


@pytest.fixture
def records(open_vault: OpenVault) -> StoredRecords:
    """Hold one patient with a problem."""
    records = open_vault.records
    assert isinstance(records, StoredRecords)
    with records.work() as work:
        work.put(patient("old", "Delgado"))
        work.put(problem("old-problem", "old", "Asthma"))
    return records


def observation(number: int, whose: str = "new", value: int = 70) -> Resource:
    return weight(f"o{number}", whose, f"2026-02-{1 + number % 28:02}", valueQuantity={"value": value})


def database_of(records: StoredRecords) -> Database:
    return vars(records)["_database"]


def a_file(size: int = SIZE) -> list[Resource]:
    """Make a patient who is new, a problem of hers and one of somebody who is here, and measurements."""
    return [
        patient("new", "Okoye", identifier=[{"system": "urn:mrn", "value": "N1"}]),
        problem("new-problem", "new", "Heart failure"),
        problem("second-problem", "old", "Diabetes"),
        *(observation(number) for number in range(size)),
    ]


def take(records: StoredRecords, file: list[Resource]) -> None:
    with records.work(file) as work:
        work.put_new(file)


@contextmanager
def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], turn: int = 2) -> Generator[None]:
    """Let somebody act between two parts."""
    turns: list[None] = []

    def make_way(_database: Database) -> None:
        turns.append(None)
        if len(turns) == turn:
            act()

    with monkeypatch.context() as patch:
        patch.setattr(Database, "make_way", make_way)
        yield
    assert len(turns) >= turn


def nothing_is_taken_back(_bringing: Bringing) -> None:
    """Die before that."""


def nothing_of_it(records: StoredRecords) -> None:
    assert records.get("Patient", "new") is None
    assert records.get("Observation", "o3") is None
    assert records.of_patient("new", "Observation") == []
    assert records.where("Observation", "code", "29463-7") == []
    assert records.timeline("new") == []
    assert records.kinds("new") == []
    assert records.find_patients("okoye") == []
    assert records.find_patients("") == ["old"]
    assert records.find_patients("diabetes") == []
    assert records.here("Observation", ["o3"]) == frozenset()
    assert {one.patient for one in records.unsent()} <= {"old", None}


def test_it_is_all_there_and_found_in_every_way(records: StoredRecords, open_vault: OpenVault) -> None:
    take(records, a_file())

    assert len(records.of_patient("new", "Observation")) == SIZE
    assert len(records.where("Observation", "code", "29463-7")) == SIZE
    assert records.find_patients("okoye heart") == ["new"]
    assert records.find_patients("diabetes asthma") == ["old"]
    assert [one["id"] for one in records.where("Patient", "identifier", "urn:mrn|N1")] == ["new"]
    sent = [one.identity for one in records.unsent() if one.patient == "new"]
    assert sent == ["new", "new-problem", *(f"o{number}" for number in range(SIZE))], "in the file's order"
    assert open_vault.faults() == ()


def test_nobody_sees_a_part_of_it(records: StoredRecords, monkeypatch: pytest.MonkeyPatch) -> None:
    with meanwhile(monkeypatch, lambda: nothing_of_it(records)):
        take(records, a_file())

    assert records.get("Patient", "new") is not None


def test_nobody_sees_a_part_of_it_when_the_file_was_opened_again_either(
    records: StoredRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reopened() -> None:
        database_of(records)._let_go()  # pyright: ignore[reportPrivateUsage]  what a disk error does
        nothing_of_it(records)

    with meanwhile(monkeypatch, reopened):
        take(records, a_file())

    assert len(records.of_patient("new", "Observation")) == SIZE


def test_others_save_meanwhile(
    records: StoredRecords, monkeypatch: pytest.MonkeyPatch, open_vault: OpenVault
) -> None:
    def save() -> None:
        with records.work() as work:
            work.put(problem("typed", "old", "Wound"))
            work.put(problem("old-problem", "old", "Asthma, worse"))

    with meanwhile(monkeypatch, save):
        take(records, a_file())

    assert records.find_patients("wound diabetes worse") == ["old"]
    assert len(records.versions("Condition", "old-problem")) == 2
    assert len(records.of_patient("new", "Observation")) == SIZE
    assert open_vault.faults() == ()


def test_what_another_writes_about_who_comes_is_found_with_them(
    records: StoredRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save() -> None:
        with records.work() as work:
            work.put(problem("ahead", "new", "Gout"))

    others = [patient(f"other-{number}", "Silva") for number in range(60)]
    with meanwhile(monkeypatch, save, turn=4):
        take(records, [*a_file(), *others])

    assert records.find_patients("okoye gout heart") == ["new"]
    assert len(records.find_patients("silva", limit=99)) == 60


def largest_step(records: StoredRecords, monkeypatch: pytest.MonkeyPatch, file: list[Resource]) -> int:
    """Take a file; count the rows that its largest transaction changed."""
    seen = [database_of(records).changes]

    def make_way(database: Database) -> None:
        seen.append(database.changes)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "make_way", make_way)
        take(records, file)
    seen.append(database_of(records).changes)
    return max(after - before for before, after in pairwise(seen))


def test_no_save_waits_for_more_than_a_part(records: StoredRecords, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = ([observation(at, "old") for at in ids] for ids in (range(SIZE), range(SIZE, 4 * SIZE)))

    assert largest_step(records, monkeypatch, large) <= largest_step(records, monkeypatch, small) * 1.1


def test_what_fails_at_the_end_leaves_nothing(records: StoredRecords, open_vault: OpenVault) -> None:
    file = a_file()

    def fail() -> None:
        with records.work(file) as work:
            work.put_new(file)
            raise CutShortError

    with pytest.raises(CutShortError):
        fail()

    nothing_of_it(records)
    assert open_vault.faults() == ()
    take(records, a_file())
    assert records.find_patients("okoye") == ["new"]


def test_what_is_not_put_in_the_end_goes(records: StoredRecords) -> None:
    with records.work(a_file()) as work:
        work.put(problem("typed", "old", "Wound"))

    nothing_of_it(records)
    assert records.get("Condition", "typed") is not None


def test_a_vault_that_died_on_the_way_opens_without_any_of_it(
    records: StoredRecords, open_vault: OpenVault, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die() -> None:
        open_vault.close()
        raise CutShortError

    with monkeypatch.context() as patch, meanwhile(monkeypatch, die):
        patch.setattr(Bringing, "take_back", nothing_is_taken_back)
        with pytest.raises(CutShortError):
            take(records, a_file())

    again = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    stored = again.records
    assert isinstance(stored, StoredRecords)
    nothing_of_it(stored)
    assert stored.find_patients("delgado asthma") == ["old"]
    assert again.faults() == ()
    assert (again.counts().resources, again.counts().versions) == (3, 3)
    take(stored, a_file())
    assert stored.find_patients("okoye") == ["new"]
    again.close()


def test_one_file_at_a_time(records: StoredRecords, monkeypatch: pytest.MonkeyPatch) -> None:
    def another() -> None:
        with pytest.raises(AnotherFileError):
            take(records, [observation(number, "old") for number in range(SIZE)])

    with meanwhile(monkeypatch, another):
        take(records, a_file())


def test_the_same_record_from_elsewhere_waits(
    records: StoredRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    def received() -> None:
        with pytest.raises(ComingNowError), records.work() as work:
            work.put(patient("new", "Somebody"), local=True)

    with meanwhile(monkeypatch, received):
        take(records, a_file())

    assert records.find_patients("okoye") == ["new"]


def test_what_came_from_elsewhere_before_it_is_taken_makes_it_begin_again(
    records: StoredRecords, open_vault: OpenVault
) -> None:
    with records.work() as work:
        work.put(observation(SIZE - 1, "old"), local=True)

    with pytest.raises(MeanwhileError):
        take(records, a_file())

    assert records.get("Patient", "new") is None
    assert [one["id"] for one in records.of_patient("old", "Observation")] == [f"o{SIZE - 1}"]
    assert open_vault.faults() == ()


def test_who_comes_now_does_not_leave_now(records: StoredRecords, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting: list[int] = []
    file = [observation(number, "old") for number in range(SIZE)]

    with meanwhile(monkeypatch, lambda: waiting.append(records.waiting_for("old").unsent)):
        take(records, file)

    assert waiting[0] >= PART


def test_a_large_file_is_kept_in_pieces_and_given_back_whole(
    records: StoredRecords, open_vault: OpenVault
) -> None:
    data, small = bytes(range(256)) * (3 * PIECE // 256), b"a page"
    with records.work(files=(data, small)) as work:
        digest = work.keep_file(data, media_type="application/json", name="large.json")
        other = work.keep_file(small, media_type="application/pdf", name="page.pdf")

    assert (records.file(digest), records.file(other)) == (data, small)
    assert [one.size for one in records.files()] == [len(small), len(data)]
    assert open_vault.faults() == ()


def test_a_file_of_which_a_piece_is_gone_is_told(records: StoredRecords, open_vault: OpenVault) -> None:
    data = bytes(3 * PIECE)
    with records.work(files=(data,)) as work:
        digest = work.keep_file(data, media_type="application/json", name="large.json")
    assert open_vault.faults() == ()

    database_of(records).run("DELETE FROM part WHERE nth = 1")

    assert open_vault.faults() == (f"blob row {digest} points nowhere",)


def test_pieces_go_with_their_file(records: StoredRecords) -> None:
    data = bytes(3 * PIECE)
    with records.work(files=(data,)) as work:
        work.put(patient("p9"), local=True)
        digest = work.keep_file(data, media_type="application/json", name="large.json")
        work.record("import", "Patient/p9", digest)

    assert records.let_leave("p9").files == 1

    assert records.file(digest) is None
    assert database_of(records).row("SELECT count(*) FROM part") == (0,)


def test_pieces_of_a_file_that_is_not_kept_in_the_end_go(records: StoredRecords) -> None:
    with records.work(files=(bytes(3 * PIECE),)) as work:
        work.put(problem("typed", "old", "Wound"))

    assert database_of(records).row("SELECT count(*) FROM part") == (0,)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO coming VALUES (1, 1, 9, 1, 9)",
        "INSERT INTO coming SELECT 1, max(id) + 1, 99, 1, 99 FROM resource",
    ],
)
def test_nothing_that_is_here_can_be_called_on_its_way(records: StoredRecords, sql: str) -> None:
    with pytest.raises(DatabaseError, match="on its way"):
        database_of(records).run(sql)


@pytest.mark.parametrize("source", sorted(Path(store.__file__).parent.glob("*.py")), ids=lambda one: one.stem)
def test_what_is_written_goes_to_the_tables_themselves(source: Path) -> None:
    """A view of the same name stands before them while a file comes in, and takes nothing."""
    writes = re.findall(r"(?:INTO|UPDATE|DELETE FROM) (?:resource|word|person)\b", source.read_text())

    assert writes == []
