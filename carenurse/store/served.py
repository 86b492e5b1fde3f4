"""The record as an office serves it: versions, times and one order of commits, each limited to a caseload.

Reading here is only of what was kept for good: a draft is nobody's business but the office's own.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import uuid4

from carenurse.clinical.caseload import members, nurse_of
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.store.database import Database
from carenurse.store.device_marks import DeviceMarks
from carenurse.store.devices import Devices
from carenurse.store.files import file_of
from carenurse.store.former import Former
from carenurse.store.journal_sending import Units
from carenurse.store.kept_answers import KeptAnswers
from carenurse.store.leashes import Leashes
from carenurse.store.numbers import LABEL, id_kept, id_told, number_of_instant
from carenurse.store.served_rows import (
    COLUMNS,
    IS_NEWEST,
    NEWEST,
    Condition,
    Question,
    Standing,
    add_scope,
    caseload_token,
    condition_of,
    standing,
)
from carenurse.store.uploads import Uploads

Op = Literal["put", "gone", "in", "out"]
RESTORED = "office:restored"
"""The setting that says up to which commit a restored backup reached, until the rest was looked through."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the feed: something kept, purged, or a patient who came to or left a nurse's list.

    ``nurse``: on whose list somebody who left is now; "" for nobody's, or for several.
    """

    sequence: int
    op: Op
    reference: str
    standing: Standing | None = None
    nurse: str = ""


class Served:
    """What an office reads and keeps beside the resources; writing happens inside a unit of work."""

    def __init__(self, units: Units, database: Database, now: Callable[[], datetime]) -> None:
        self._units, self._database, self._now = units, database, now
        self.devices = Devices(units, database, now)
        self.marks = DeviceMarks(units, database, now)
        self.leashes = Leashes(units, database, now)
        self.answers = KeptAnswers(units, database, now)
        self.uploads = Uploads(units, database, now)
        self.former = Former(database, now)

    def open_office(self, key_id: str) -> None:
        """Begin to serve, or go on: everything kept since stands in the feed, the lists of patients are read.

        A copy of a record has another key than the record (``key_id``): then it was restored, and gets
        another epoch, by which every laptop knows to offer again what it had sent.
        """
        with self._units.work() as work:
            row = self._database.row("SELECT epoch, key_id FROM office")
            if row is None:
                self._database.run(
                    "INSERT INTO office (id, epoch, key_id) VALUES (1, ?, ?)", (str(uuid4()), key_id)
                )
            elif row[1] != key_id:
                self._database.run("UPDATE office SET epoch = ?, key_id = ?", (str(uuid4()), key_id))
                work.set_setting(RESTORED, str(self.newest))
            self._catch_up()
            self._look_through()

    def nurses(self) -> list[Resource]:
        """Read whom this office knows as nurses, physicians and others who care by profession."""
        with self._units.work() as work:
            return work.all_of("Practitioner")

    def look_through(self) -> None:
        """Make findable what came by other ways than the network: a file from a laptop, an import."""
        with self._units.work():
            self._look_through()

    @property
    def epoch(self) -> str:
        """The name of this history; another one after a backup was restored."""
        row = self._database.row("SELECT epoch FROM office")
        return str(row[0]) if row else ""

    @property
    def newest(self) -> int:
        """The sequence of the last commit."""
        row = self._database.row("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'feed'")
        return int(row[0]) if row else 0

    def _catch_up(self) -> None:
        """Put into the feed what was kept before there was one, in the order it was kept."""
        at = self._last_at()
        rows = self._database.rows(
            "SELECT version.id, saved, resource.kind, resource.identity, resource.id FROM version "
            "JOIN resource ON resource.id = version.resource LEFT JOIN feed ON feed.version = version.id "
            "WHERE draft = 0 AND feed.version IS NULL ORDER BY version.id"
        )
        made: list[tuple[object, ...]] = []
        for version, saved, kind, identity, resource in rows:
            at = max(at + 1, number_of_instant(datetime.fromisoformat(saved)) // 2)
            made.append((at, kind, identity, resource, version))
        self._database.run_many(
            "INSERT INTO feed (at, op, kind, identity, resource, version) VALUES (?, 'put', ?, ?, ?, ?)", made
        )

    def _last_at(self) -> int:
        row = self._database.row("SELECT coalesce(max(at), 0) FROM feed")
        return int(row[0]) if row else 0

    def _look_through(self) -> None:
        """Note the tags of what was kept by other ways than this, and read all lists of patients."""
        row = self._database.row("SELECT tagged FROM office")
        tagged = int(row[0]) if row else 0
        while page := self._page("feed.sequence > ?", (tagged,)):
            for one in page:
                self.note_tags(one.resource)
            tagged = page[-1].sequence
        self._database.run("UPDATE office SET tagged = ?", (self.newest,))
        self.note_caseloads()

    def _page(self, condition: str, values: tuple[object, ...]) -> list[Standing]:
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM {NEWEST} WHERE {IS_NEWEST} AND {condition} "
            "ORDER BY feed.sequence LIMIT ?",
            (*values, _CHUNK),
        )
        return [standing(row) for row in rows]

    def note_tags(self, resource: Resource) -> None:
        """Make a resource findable by its tags, a list of patients by its nurse; within a unit."""
        row = self._database.row(
            f"SELECT id FROM resource WHERE kind = {LABEL} AND identity = ?",
            (resource["resourceType"], id_kept(str(resource["id"]))),
        )
        if row is None:
            return
        tokens = set(_tokens(resource))
        self._database.run("DELETE FROM tag WHERE resource = ?", row)
        self._database.run_many(
            "INSERT INTO tag VALUES (?, ?)", [(token, row[0]) for token in sorted(tokens)]
        )

    def note_caseloads(self) -> None:
        """Bring who cares for whom up to date with the lists of patients, inside a unit of work.

        A patient whom a nurse brought herself is hers until somebody's list has them.
        """
        wanted: set[tuple[int, int]] = set()
        groups = self._database.rows(
            f"SELECT {COLUMNS} FROM {NEWEST} WHERE {IS_NEWEST} AND feed.kind = {LABEL}",
            ("Group",),
        )
        for group in (standing(row).resource for row in groups):
            if nurse := nurse_of(group):
                wanted |= {(self._label(nurse), self._label(one)) for one in members(group)}
        listed = {person for _, person in wanted}
        now = self._rows_of(own=0)
        owned = self._rows_of(own=1)
        self._end({pair for pair in owned if pair[1] in listed}, own=1)
        self._begin(wanted - now, own=0, silent=owned)
        self._end(now - wanted, own=0)

    def bring(self, nurse: str, patient: str) -> None:
        """Note that a nurse brought a patient herself, inside a unit of work."""
        pair = (self._label(nurse), self._label(patient))
        if not self._database.row("SELECT 1 FROM assigned WHERE person = ? AND until IS NULL", pair[1:]):
            self._begin({pair}, own=1, silent={pair})

    def _rows_of(self, *, own: int) -> set[tuple[int, int]]:
        return {
            (nurse, person)
            for nurse, person in self._database.rows(
                "SELECT nurse, person FROM assigned WHERE until IS NULL AND own = ?", (own,)
            )
        }

    def _begin(self, pairs: set[tuple[int, int]], *, own: int, silent: set[tuple[int, int]]) -> None:
        for nurse, person in sorted(pairs):
            since = self.newest if (nurse, person) in silent else self._tell("in", nurse, person)
            self._database.run("INSERT INTO assigned VALUES (?, ?, ?, ?, NULL)", (nurse, person, own, since))

    def _end(self, pairs: set[tuple[int, int]], *, own: int) -> None:
        for nurse, person in sorted(pairs):
            kept = own and self._database.row(
                "SELECT 1 FROM assigned WHERE nurse = ? AND person = ? AND own = 0 AND until IS NULL",
                (nurse, person),
            )
            until = self.newest if kept or own else self._tell("out", nurse, person)
            self._database.run(
                "UPDATE assigned SET until = ? WHERE nurse = ? AND person = ? AND own = ? AND until IS NULL",
                (until, nurse, person, own),
            )

    def _tell(self, op: Op, nurse: int, person: int) -> int:
        return self._database.run(
            "INSERT INTO feed (at, op, person, nurse) VALUES (?, ?, ?, ?)",
            (self._last_at() + 1, op, person, nurse),
        )

    def _label(self, text: str) -> int:
        row = self._database.row("SELECT id FROM label WHERE text = ?", (text,))
        return int(row[0]) if row else self._database.run("INSERT INTO label (text) VALUES (?)", (text,))

    def patients_of(self, nurse: str) -> frozenset[str]:
        """Name the patients whom a nurse may see now."""
        rows = self._database.rows(
            "SELECT label.text FROM assigned JOIN label ON label.id = person "
            f"WHERE nurse = {LABEL} AND until IS NULL",
            (nurse,),
        )
        return frozenset(text for (text,) in rows)

    def cares_for(self, nurse: str, patient: str) -> bool:
        """Say whether a nurse may see a patient now."""
        return bool(
            self._database.row(
                f"SELECT 1 FROM assigned WHERE person = {LABEL} AND nurse = {LABEL} AND until IS NULL",
                (patient, nurse),
            )
        )

    def wrote(self, nurse: str, kind: str, identity: str) -> bool:
        """Say whether any version of a resource came from a nurse."""
        return bool(
            self._database.row(
                "SELECT 1 FROM version JOIN resource ON resource.id = version.resource "
                f"WHERE kind = {LABEL} AND identity = ? AND author = {LABEL}",
                (kind, id_kept(identity), nurse),
            )
        )

    def is_purged(self, kind: str, identity: str) -> bool:
        """Say whether something was here and is not any more."""
        return bool(
            self._database.row(
                f"SELECT 1 FROM feed WHERE op = 'gone' AND kind = {LABEL} AND identity = ?",
                (kind, id_kept(identity)),
            )
        )

    def standing(self, kind: str, identity: str) -> Standing | None:
        """Give the newest kept version."""
        found = self.history(kind, identity, limit=1)
        return found[0] if found else None

    def facts(self, kind: str, identity: str) -> tuple[int, int, int] | None:
        """Give number, sequence and moment of the newest kept version, without the resource itself."""
        row = self._database.row(
            "SELECT version.number, feed.sequence, feed.at FROM feed "
            "JOIN version ON version.id = feed.version WHERE feed.resource = "
            f"(SELECT id FROM resource WHERE kind = {LABEL} AND identity = ?) "
            "ORDER BY feed.sequence DESC LIMIT 1",
            (kind, id_kept(identity)),
        )
        return (int(row[0]), int(row[1]), int(row[2])) if row else None

    def history(
        self, kind: str, identity: str, *, limit: int = _CHUNK, number: int | None = None
    ) -> list[Standing]:
        """Give the kept versions of one resource, newest first; or only the one of a number."""
        one, more = ("", ()) if number is None else ("AND version.number = ? ", (number,))
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM {NEWEST} WHERE feed.resource = (SELECT id FROM resource "
            f"WHERE kind = {LABEL} AND identity = ?) {one}ORDER BY feed.sequence DESC LIMIT ?",
            (kind, id_kept(identity), *more, limit),
        )
        return [standing(row) for row in rows]

    def versions_of_kind(
        self, kind: str, nurse: str | None, *, since: int, before: int | None, limit: int
    ) -> list[Standing]:
        """Give versions of a kind, newest commit first: from a moment (milliseconds) on, below a sequence."""
        asked = Condition()
        asked.add(f"feed.kind = {LABEL} AND feed.at >= ?", kind, since)
        if before is not None:
            asked.add("feed.sequence < ?", before)
        add_scope(asked, nurse)
        return self._asked(asked, "DESC", limit)

    def search(self, question: Question, limit: int) -> list[Standing]:
        """Find the newest versions that a question asks for, in the order of their commits."""
        return self._asked(condition_of(question), "DESC" if question.descending else "ASC", limit)

    def count(self, question: Question) -> int:
        """Count them."""
        asked = condition_of(question)
        row = self._database.row(f"SELECT count(*) FROM {NEWEST} WHERE {asked.text}", asked.values)
        return int(row[0]) if row else 0

    def _asked(self, asked: Condition, order: str, limit: int) -> list[Standing]:
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM {NEWEST} WHERE {asked.text} ORDER BY feed.sequence {order} LIMIT ?",
            (*asked.values, limit),
        )
        return [standing(row) for row in rows]

    def about(self, patient: str, nurse: str | None, after: int, limit: int) -> list[Standing]:
        """Give everything about one patient, in the order of the commits, after a sequence."""
        asked = Condition()
        asked.add(f"{IS_NEWEST} AND resource.person = {LABEL} AND feed.sequence > ?", patient, after)
        add_scope(asked, nurse)
        return self._asked(asked, "ASC", limit)

    def sees(self, one: Standing, nurse: str | None) -> bool:
        """Say whether a nurse may see a resource."""
        asked = Condition()
        asked.add("feed.sequence = ?", one.sequence)
        add_scope(asked, nurse)
        return bool(self._database.row(f"SELECT 1 FROM {NEWEST} WHERE {asked.text}", asked.values))

    def changes(self, since: int, nurse: str | None, limit: int) -> tuple[list[Step], int]:
        """List what happened after a sequence that concerns a nurse, and the sequence to go on from."""
        row = self._database.row(
            "SELECT max(sequence) FROM "
            "(SELECT sequence FROM feed WHERE sequence > ? ORDER BY sequence LIMIT ?)",
            (since, limit),
        )
        end = int(row[0]) if row and row[0] else max(since, self.newest)
        asked = Condition()
        asked.add(f"{IS_NEWEST} AND feed.sequence > ? AND feed.sequence <= ?", since, end)
        add_scope(asked, nurse)
        found = self._asked(asked, "ASC", limit)
        steps = [Step(one.sequence, "put", f"{one.kind}/{one.identity}", one) for one in found]
        steps += self._other_steps(since, end, nurse)
        return sorted(steps, key=lambda step: step.sequence), end

    def _other_steps(self, since: int, end: int, nurse: str | None) -> list[Step]:
        gone = self._database.rows(
            "SELECT sequence, sort.text, identity FROM feed JOIN label AS sort ON sort.id = kind "
            "WHERE op = 'gone' AND sequence > ? AND sequence <= ? AND (? IS NULL OR person IS NULL OR "
            f"person IN (SELECT person FROM assigned WHERE nurse = {LABEL}))",
            (since, end, nurse, nurse),
        )
        steps = [Step(number, "gone", f"{kind}/{id_told(identity)}") for number, kind, identity in gone]
        if nurse is None:
            return steps
        moved = self._database.rows(
            "SELECT sequence, op, whose.text FROM feed JOIN label AS whose ON whose.id = person "
            f"WHERE op IN ('in', 'out') AND sequence > ? AND sequence <= ? AND nurse = {LABEL}",
            (since, end, nurse),
        )
        return steps + [
            Step(number, op, f"Patient/{patient}", nurse=self._now_with(patient) if op == "out" else "")
            for number, op, patient in moved
        ]

    def _now_with(self, patient: str) -> str:
        rows = self._database.rows(
            "SELECT DISTINCT label.text FROM assigned JOIN label ON label.id = nurse "
            f"WHERE person = {LABEL} AND until IS NULL",
            (patient,),
        )
        return str(rows[0][0]) if len(rows) == 1 else ""

    def manifest(self, nurse: str | None) -> Iterator[tuple[str, str, int, str]]:
        """List all that a nurse may see: kind, id, version and the patient ("" for none)."""
        asked = Condition()
        asked.add(IS_NEWEST)
        add_scope(asked, nurse)
        rows = self._database.rows(
            f"SELECT sort.text, feed.identity, version.number, whose.text FROM {NEWEST} "
            f"LEFT JOIN label AS whose ON whose.id = resource.person WHERE {asked.text}",
            asked.values,
        )
        return ((kind, id_told(identity), number, patient or "") for kind, identity, number, patient in rows)

    def file(self, digest: str) -> bytes | None:
        """Give a whole file by its SHA-256 in hex."""
        return file_of(self._database, digest)


def _tokens(resource: Resource) -> Iterable[str]:
    for tag in as_objects(as_object(resource.get("meta")).get("tag")):
        code, system = as_text(tag.get("code")), as_text(tag.get("system"))
        if code:
            yield from (code, f"{system}|{code}")
    if resource.get("resourceType") == "Group" and (nurse := nurse_of(resource)):
        yield caseload_token(nurse)
