"""Looking things up; implements ``carenurse.app.ports.Reading``, where each method is described."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.record import AuditFact, KeptFile, Unsent, Version
from carenurse.store import audit, seeking
from carenurse.store.database import Database
from carenurse.store.files import file_of
from carenurse.store.numbers import LABEL, id_kept, id_told, number_of_instant, number_of_order
from carenurse.store.packing import unpacked

ME = "me"
_CURRENT = "SELECT version.json FROM resource JOIN version ON version.id = resource.current"
_THIS = f"WHERE resource.kind = {LABEL} AND resource.identity = ?"
_KEYED = (
    "SELECT version.json FROM key JOIN resource ON resource.id = key.resource "
    f"JOIN version ON version.id = resource.current WHERE key.term = (SELECT id FROM term "
    f"WHERE kind = {LABEL} AND name = {LABEL} AND value = ?)"
)
_CODED = "Observation"


class Reading:
    """The current record as resources, each a fresh copy that the caller may change."""

    def __init__(self, database: Database, me: str | None = None) -> None:
        self._database = database
        self._me = me

    @property
    def me(self) -> str:
        """The Practitioner id of the nurse whose vault this is."""
        if self._me is None:
            self._me = self.setting(ME)
        return self._me or ""

    def get(self, kind: str, identity: str) -> Resource | None:
        """Return the current version, or None where there is none."""
        found = self._database.row(f"{_CURRENT} {_THIS}", (kind, id_kept(identity)))
        return read_json(unpacked(found[0])) if found else None

    def get_many(self, kind: str, identities: Sequence[str]) -> list[Resource]:
        """Return those that exist, in the order asked for."""
        return [found for identity in identities if (found := self.get(kind, identity)) is not None]

    def here(self, kind: str, identities: Iterable[str]) -> frozenset[str]:
        """Say which of these ids are here; one question for all of them."""
        kept = [id_kept(one) for one in identities]
        ids = [one.hex() for one in kept if isinstance(one, bytes)]
        words = [one for one in kept if isinstance(one, str)]
        found = self._database.rows(
            f"SELECT identity FROM resource WHERE kind = {LABEL} AND (identity IN "
            "(SELECT unhex(value) FROM json_each(?)) OR identity IN (SELECT value FROM json_each(?)))",
            (kind, json.dumps(ids), json.dumps(words)),
        )
        return frozenset(id_told(identity) for (identity,) in found)

    def of_patient(self, patient: str, kind: str, *, limit: int | None = None) -> list[Resource]:
        """All (or the newest) resources of one kind about one patient, newest first, the undated last."""
        return self._resources(
            f"{_CURRENT} WHERE person = {LABEL} AND kind = {LABEL} "
            "ORDER BY at DESC, resource.id DESC LIMIT ?",
            (patient, kind, _limit(limit)),
        )

    def where(
        self, kind: str, key: str, value: str, *, patient: str | None = None, limit: int | None = None
    ) -> list[Resource]:
        """Resources (all, or the newest) whose index key has exactly this value, newest first."""
        whose, more = ("", ()) if patient is None else (f" AND key.person = {LABEL}", (patient,))
        most, few = ("", ()) if limit is None else (" LIMIT ?", (limit,))
        return self._resources(
            f"{_KEYED}{whose} ORDER BY key.at DESC, key.resource DESC{most}", (kind, key, value, *more, *few)
        )

    def between(
        self,
        kind: str,
        start: datetime,
        end: datetime,
        *,
        patient: str | None = None,
        practitioner: str | None = None,
    ) -> list[Resource]:
        """Resources whose clinical date lies in [start, end), oldest first."""
        whose, more = ("", ()) if patient is None else (f" AND person = {LABEL}", (patient,))
        listed = f"WHERE kind = {LABEL} AND at >= ? AND at < ?{whose} ORDER BY at, resource.id"
        asked = (kind, number_of_instant(start), number_of_instant(end), *more)
        if practitioner is None:
            return self._resources(f"{_CURRENT} {listed}", asked)
        rows = self._database.rows(f"SELECT current, terms FROM resource {listed}", asked)
        return self._versions(self._theirs(kind, practitioner, rows))

    def _theirs(self, kind: str, practitioner: str, rows: Iterable[tuple[int, str]]) -> list[int]:
        """Ask the index whose each row is: those of this practitioner and those of nobody."""
        terms = self._database.rows(
            f"SELECT id, value FROM term WHERE kind = {LABEL} AND name = {LABEL}", (kind, "practitioner")
        )
        own = {number for number, value in terms if value == practitioner}
        others = {number for number, _ in terms} - own
        found = ((current, set(map(int, listed.split()))) for current, listed in rows)
        return [current for current, listed in found if listed & own or not listed & others]

    def _versions(self, wanted: Sequence[int]) -> list[Resource]:
        """Read these versions, in this order."""
        asked = "SELECT id, json FROM version WHERE id IN (SELECT value FROM json_each(?))"
        read = dict(self._database.rows(asked, (json.dumps(wanted),)))
        return [read_json(unpacked(read[one])) for one in wanted]

    def latest_by_code(self, patient: str, code: str, *, limit: int = 1) -> list[Resource]:
        """Observations of one LOINC (or other) code about one patient, newest first."""
        return self._resources(
            f"{_KEYED} AND key.person = {LABEL} ORDER BY key.at DESC, key.resource DESC LIMIT ?",
            (_CODED, "code", code, patient, limit),
        )

    def timeline(
        self, patient: str, *, before: tuple[str, str] | None = None, limit: int = 50
    ) -> list[Resource]:
        """Everything dated about one patient, newest first; page on with (date, id) of the last one."""
        page, more = "AND at IS NOT NULL", ()
        if before is not None:
            page, more = "AND (at, identity) < (?, ?)", (number_of_order(before[0]), id_kept(before[1]))
        return self._resources(
            f"{_CURRENT} WHERE person = {LABEL} {page} ORDER BY at DESC, identity DESC LIMIT ?",
            (patient, *more, limit),
        )

    def undated(self, patient: str, *, after: int = 0, limit: int = 50) -> list[Resource]:
        """Give what says no date about one patient, in the order it came; page on with how many were read."""
        return self._resources(
            f"{_CURRENT} WHERE person = {LABEL} AND at IS NULL ORDER BY resource.id LIMIT ? OFFSET ?",
            (patient, limit, after),
        )

    def all_of(self, kind: str) -> list[Resource]:
        """Return every resource of one kind, in the order they came."""
        return self._resources(f"{_CURRENT} WHERE kind = {LABEL} ORDER BY resource.id", (kind,))

    def commits(self) -> int:
        """Count the units of work that were kept since the record was made; an open one does not count."""
        row = self._database.row("SELECT commits FROM moment")
        return int(row[0]) if row else 0

    def kinds(self, patient: str | None = None) -> list[str]:
        """Name the resource types that the record (or one patient's part of it) holds, in alphabet order."""
        whose, more = ("", ()) if patient is None else (f"AND person = {LABEL}", (patient,))
        rows = self._database.rows(
            "SELECT text FROM label WHERE EXISTS (SELECT 1 FROM resource "
            f"WHERE kind = label.id {whose}) ORDER BY text",
            more,
        )
        return [kind for (kind,) in rows]

    def find_patients(self, words: str, *, limit: int = 50) -> list[str]:
        """Find the ids of patients who match every word, best first; no words: everybody, by family name."""
        return seeking.find_patients(self._database, words, limit)

    def versions(self, kind: str, identity: str) -> list[Version]:
        """Every kept version, oldest first."""
        found = self._database.rows(
            "SELECT number, saved, label.text, draft, json FROM version "
            "JOIN resource ON resource.id = version.resource JOIN label ON label.id = author "
            f"{_THIS} ORDER BY number",
            (kind, id_kept(identity)),
        )
        return [
            Version(number, datetime.fromisoformat(saved), author, bool(draft), read_json(unpacked(json)))
            for number, saved, author, draft, json in found
        ]

    def signed(self, kind: str, identity: str) -> bool:
        """Say whether the current version is frozen by a signature."""
        found = self._database.row(
            f"SELECT signed FROM resource JOIN version ON version.id = current {_THIS}",
            (kind, id_kept(identity)),
        )
        return found == (1,)

    def unsent(self) -> list[Unsent]:
        """List what the office has not acknowledged, oldest first."""
        found = self._database.rows(
            "SELECT sequence, sort.text, identity, number, whose.text, recorded FROM outbox "
            "JOIN version ON version.id = outbox.version JOIN resource ON resource.id = version.resource "
            "JOIN label AS sort ON sort.id = kind LEFT JOIN label AS whose ON whose.id = person "
            "ORDER BY sequence"
        )
        return [
            Unsent(sequence, kind, id_told(identity), version, patient, datetime.fromisoformat(recorded))
            for sequence, kind, identity, version, patient, recorded in found
        ]

    def audit_trail(self, *, limit: int = 100) -> list[AuditFact]:
        """Return the newest audit facts, newest first."""
        return audit.newest(self._database, limit)

    def file(self, digest: str) -> bytes | None:
        """Return a kept file's bytes by its SHA-256 in hex."""
        return file_of(self._database, digest)

    def files(self) -> list[KeptFile]:
        """List the kept files, newest first."""
        found = self._database.rows(
            "SELECT digest, media_type, name, size, kept FROM blob ORDER BY rowid DESC"
        )
        return [
            KeptFile(digest, media_type, name, size, datetime.fromisoformat(kept))
            for digest, media_type, name, size, kept in found
        ]

    def was_received(self, state: str) -> bool:
        """Say whether a file brought this state: the first sixteen hex digits of its digest."""
        return self._database.row("SELECT 1 FROM received WHERE state = unhex(?)", (state,)) is not None

    def setting(self, name: str) -> str | None:
        """Look up a fact about this vault itself, kept inside it."""
        found = self._database.row("SELECT value FROM setting WHERE name = ?", (name,))
        return found[0] if found else None

    def _resources(self, sql: str, parameters: Sequence[object]) -> list[Resource]:
        return [read_json(unpacked(json)) for (json,) in self._database.rows(sql, parameters)]


def _limit(limit: int | None) -> int:
    """SQLite takes a negative limit for none."""
    return -1 if limit is None else limit
