"""Looking things up; implements ``carenurse.app.ports.Reading``, where each method is described."""

from collections.abc import Sequence
from datetime import datetime

from carenurse.clinical.dates import order_of
from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.record import AuditFact, KeptFile, Unsent, Version
from carenurse.store import audit, seeking
from carenurse.store.database import Database

ME = "me"
_CURRENT = "SELECT version.json FROM resource JOIN version ON version.id = resource.current"
_KEYED = (
    "SELECT version.json FROM key JOIN resource ON resource.id = key.resource "
    "JOIN version ON version.id = resource.current WHERE key.kind = ? AND key.name = ? AND key.value = ?"
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
        found = self._database.row(f"{_CURRENT} WHERE kind = ? AND identity = ?", (kind, identity))
        return read_json(found[0]) if found else None

    def get_many(self, kind: str, identities: Sequence[str]) -> list[Resource]:
        """Return those that exist, in the order asked for."""
        return [found for identity in identities if (found := self.get(kind, identity)) is not None]

    def of_patient(self, patient: str, kind: str, *, limit: int | None = None) -> list[Resource]:
        """All (or the newest) resources of one kind about one patient, newest first, the undated last."""
        return self._resources(
            f"{_CURRENT} WHERE patient = ? AND kind = ? ORDER BY happened DESC, resource.id DESC LIMIT ?",
            (patient, kind, _limit(limit)),
        )

    def where(self, kind: str, key: str, value: str, *, patient: str | None = None) -> list[Resource]:
        """Resources whose index key has exactly this value, newest first."""
        whose, more = ("", ()) if patient is None else (" AND key.patient = ?", (patient,))
        return self._resources(
            f"{_KEYED}{whose} ORDER BY key.happened DESC, key.resource DESC", (kind, key, value, *more)
        )

    def between(
        self, kind: str, start: datetime, end: datetime, *, patient: str | None = None
    ) -> list[Resource]:
        """Resources whose clinical date lies in [start, end), oldest first."""
        whose, more = ("", ()) if patient is None else (" AND patient = ?", (patient,))
        return self._resources(
            f"{_CURRENT} WHERE kind = ? AND happened >= ? AND happened < ?{whose} "
            "ORDER BY happened, resource.id",
            (kind, order_of(start), order_of(end), *more),
        )

    def latest_by_code(self, patient: str, code: str, *, limit: int = 1) -> list[Resource]:
        """Observations of one LOINC (or other) code about one patient, newest first."""
        return self._resources(
            f"{_KEYED} AND key.patient = ? ORDER BY key.happened DESC, key.resource DESC LIMIT ?",
            (_CODED, "code", code, patient, limit),
        )

    def timeline(
        self, patient: str, *, before: tuple[str, str] | None = None, limit: int = 50
    ) -> list[Resource]:
        """Everything dated about one patient, newest first; page on with (date, id) of the last one."""
        page, more = ("", ()) if before is None else (" AND (happened, identity) < (?, ?)", before)
        return self._resources(
            f"{_CURRENT} WHERE patient = ? AND happened IS NOT NULL{page} "
            "ORDER BY happened DESC, identity DESC LIMIT ?",
            (patient, *more, limit),
        )

    def all_of(self, kind: str) -> list[Resource]:
        """Return every resource of one kind, in the order they came."""
        return self._resources(f"{_CURRENT} WHERE kind = ? ORDER BY resource.id", (kind,))

    def kinds(self, patient: str | None = None) -> list[str]:
        """Name the resource types that the record (or one patient's part of it) holds, in alphabet order."""
        whose, more = ("", ()) if patient is None else (" WHERE patient = ?", (patient,))
        rows = self._database.rows(f"SELECT DISTINCT kind FROM resource{whose} ORDER BY kind", more)  # noqa: S608 - constants only
        return [kind for (kind,) in rows]

    def find_patients(self, words: str, *, limit: int = 50) -> list[str]:
        """Find the ids of patients who match every word, best first; no words: everybody, by family name."""
        return seeking.find_patients(self._database, words, limit)

    def versions(self, kind: str, identity: str) -> list[Version]:
        """Every kept version, oldest first."""
        found = self._database.rows(
            "SELECT number, saved, author, draft, json FROM version "
            "JOIN resource ON resource.id = version.resource WHERE kind = ? AND identity = ? ORDER BY number",
            (kind, identity),
        )
        return [
            Version(number, datetime.fromisoformat(saved), author, bool(draft), read_json(json))
            for number, saved, author, draft, json in found
        ]

    def signed(self, kind: str, identity: str) -> bool:
        """Say whether the current version is frozen by a signature."""
        found = self._database.row(
            "SELECT signed FROM resource JOIN version ON version.id = current "
            "WHERE kind = ? AND identity = ?",
            (kind, identity),
        )
        return found == (1,)

    def unsent(self) -> list[Unsent]:
        """List what the office has not acknowledged, oldest first."""
        found = self._database.rows(
            "SELECT sequence, kind, identity, number, patient, recorded FROM outbox "
            "JOIN version ON version.id = outbox.version JOIN resource ON resource.id = version.resource "
            "ORDER BY sequence"
        )
        return [
            Unsent(sequence, kind, identity, version, patient, datetime.fromisoformat(recorded))
            for sequence, kind, identity, version, patient, recorded in found
        ]

    def audit_trail(self, *, limit: int = 100) -> list[AuditFact]:
        """Return the newest audit facts, newest first."""
        return audit.newest(self._database, limit)

    def file(self, digest: str) -> bytes | None:
        """Return a kept file's bytes by its SHA-256 in hex."""
        found = self._database.row("SELECT data FROM blob WHERE digest = ?", (digest,))
        return found[0] if found else None

    def files(self) -> list[KeptFile]:
        """List the kept files, newest first."""
        found = self._database.rows(
            "SELECT digest, media_type, name, size, kept FROM blob ORDER BY rowid DESC"
        )
        return [
            KeptFile(digest, media_type, name, size, datetime.fromisoformat(kept))
            for digest, media_type, name, size, kept in found
        ]

    def setting(self, name: str) -> str | None:
        """Look up a fact about this vault itself, kept inside it."""
        found = self._database.row("SELECT value FROM setting WHERE name = ?", (name,))
        return found[0] if found else None

    def _resources(self, sql: str, parameters: Sequence[object]) -> list[Resource]:
        return [read_json(json) for (json,) in self._database.rows(sql, parameters)]


def _limit(limit: int | None) -> int:
    """SQLite takes a negative limit for none."""
    return -1 if limit is None else limit
