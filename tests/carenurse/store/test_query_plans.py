"""The cost of a question grows with its answer, not with the record: no question walks a whole table."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from carenurse.clinical.fhir import Resource
from carenurse.store.database import Database, create_database
from carenurse.store.driver import Connection, Row
from carenurse.store.leaving import waiting_for
from carenurse.store.reading import Reading
from carenurse.store.schema import bring_up_to_date
from carenurse.store.writing import Work
from tests.carenurse.store.resources import weight
from tests.fakes import FixedClock
from tests.made_vault import NOW

PATIENT = "8f2f6c0e-0002-4000-8000-000000000001"
DAY = datetime(2026, 2, 27, tzinfo=UTC)
SMALL = {"label", "moment", "setting", "leaving", "coming", "blob", "outbox", "CONSTANT", "json_each"}
"""What may be walked: a row for each kind and person, one row, none, what waits to be sent, and what the
question itself lists."""

FEW = ("ORDER BY sequence DESC LIMIT ?", "ORDER BY sequence DESC LIMIT 1")
"""The newest of the trail: ends after as many rows as were asked for."""

now = FixedClock(NOW).now


class Noting:
    """Passes everything on to a connection and keeps what was asked."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.asked: list[tuple[str, Sequence[object]]] = []

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        self.asked.append((sql, parameters))
        return self.connection.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Sequence[Sequence[object]]) -> Any:
        self.asked += [(sql, parameters[0])] if parameters else []
        return self.connection.executemany(sql, parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


class Asked(Database):
    """A database that can tell how each statement since the last look was planned."""

    @override
    def __init__(self, connection: Connection, file: Path, key: bytes, salt: bytes) -> None:
        super().__init__(connection, file, key, salt)
        self.noting = Noting(connection)
        self._connection = self.noting  # pyright: ignore[reportAttributeAccessIssue]

    def plans(self) -> list[tuple[str, str]]:
        asked, self.noting.asked = self.noting.asked, []
        return [
            (sql, str(row[-1]))
            for sql, parameters in asked
            if not sql.startswith(("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK"))
            for row in self._plan(sql, parameters)
        ]

    def _plan(self, sql: str, parameters: Sequence[object]) -> list[Row]:
        return self.noting.connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Asked]:
    made = create_database(tmp_path / "records.db", bytes(32), bytes(16))
    bring_up_to_date(made, now, new=True)
    asked = Asked(vars(made)["_connection"], tmp_path / "records.db", bytes(32), bytes(16))
    yield asked
    made.close()


def walks(database: Asked) -> list[tuple[str, str]]:
    found = [(sql, re.match(r"SCAN (\w+)", step)) for sql, step in database.plans()]
    return [(sql, scan[1]) for sql, scan in found if scan and scan[1] not in SMALL and not sql.endswith(FEW)]


def observation(number: int) -> Resource:
    return weight(f"o{number}", PATIENT, "2026-02-27T10:30:00-05:00")


QUESTIONS: dict[str, Callable[[Reading], object]] = {
    "one resource": lambda reading: reading.get("Observation", "o1"),
    "a chart's list": lambda reading: reading.of_patient(PATIENT, "Observation", limit=5),
    "an identifier": lambda reading: reading.where("Patient", "identifier", "mrn|1"),
    "a visit's observations": lambda reading: reading.where(
        "Observation", "encounter", "e1", patient=PATIENT
    ),
    "a day": lambda reading: reading.between("Appointment", DAY, DAY + timedelta(days=1)),
    "a day of one patient": lambda reading: reading.between(
        "Appointment", DAY, DAY + timedelta(days=1), patient=PATIENT
    ),
    "days of one nurse": lambda reading: reading.between(
        "Appointment", DAY, DAY + timedelta(days=7), practitioner="nurse"
    ),
    "a trend": lambda reading: reading.latest_by_code(PATIENT, "29463-7", limit=100),
    "the timeline": lambda reading: reading.timeline(PATIENT),
    "the timeline's next page": lambda reading: reading.timeline(PATIENT, before=("2026-02-27T12:00", "o1")),
    "few of a kind": lambda reading: reading.all_of("Practitioner"),
    "kinds": lambda reading: reading.kinds(),
    "kinds of one patient": lambda reading: reading.kinds(PATIENT),
    "history": lambda reading: reading.versions("Observation", "o1"),
    "signed": lambda reading: reading.signed("Observation", "o1"),
    "unsent": lambda reading: reading.unsent(),
    "the newest of the trail": lambda reading: reading.audit_trail(limit=5)[:0],
    "a setting": lambda reading: reading.setting("office"),
    "a file": lambda reading: reading.file("0" * 64),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_walks_a_table(database: Asked, question: str) -> None:
    QUESTIONS[question](Reading(database, "nurse"))

    assert walks(database) == []


@pytest.mark.parametrize(
    "question", ["a trend", "the timeline", "a chart's list", "a day", "the timeline's next page"]
)
def test_the_newest_are_read_in_their_order_not_sorted_afterward(database: Asked, question: str) -> None:
    QUESTIONS[question](Reading(database, "nurse"))

    assert [step for _, step in database.plans() if step == "USE TEMP B-TREE FOR ORDER BY"] == []


def test_keeping_walks_no_table(database: Asked) -> None:
    work = Work(database, now, "nurse")
    with database.transaction():
        for draft in (True, False):
            work.put(observation(1) | {"note": [{"text": str(draft)}]}, draft=draft)
        work.put(observation(1) | {"effectiveDateTime": "2026-02-28"}, sign=True)
        work.put({"resourceType": "Patient", "id": PATIENT, "name": [{"family": "Delgado"}]})
        work.record("create", f"Patient/{PATIENT}")
        work.finish()

    assert walks(database) == []


def test_saving_a_draft_again_writes_one_page(database: Asked, tmp_path: Path) -> None:
    log, lengths = tmp_path / "records.db-wal", list[int]()
    for number in range(4):
        work = Work(database, now, "nurse")
        with database.transaction():
            work.put(observation(1) | {"note": [{"text": f"draft {number}"}]}, draft=True)
            work.finish()
        lengths.append(log.stat().st_size)

    assert [after - before for before, after in pairwise(lengths[1:])] == [4096 + 24] * 2


def test_what_keeps_a_patient_here_is_counted_from_what_waits(database: Asked) -> None:
    waiting_for(database, PATIENT)

    assert walks(database) == []


def test_only_the_search_reads_a_row_for_each_person(database: Asked) -> None:
    Reading(database, "nurse").find_patients("delgado")

    assert {table for _, table in walks(database)} == {"person"}
