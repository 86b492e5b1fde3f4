"""One unit of work; implements ``carenurse.app.ports.Work``, where each method is described."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from typing_extensions import override

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.record import AuditAction, Effect
from carenurse.errors import ExpectedError
from carenurse.store import audit
from carenurse.store.database import Database
from carenurse.store.indexing import keep_index, keep_person
from carenurse.store.reading import Reading
from carenurse.translations import tr

_ordered = msgspec.json.Encoder(decimal_format="number", order="deterministic")


class SignedRecordError(ExpectedError):
    """A signed version was to be replaced; the record only grows."""

    def __init__(self) -> None:
        super().__init__(
            tr("This is signed and stays as it was signed."),
            tr("Add an addendum beside it instead."),
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stands in the record now: the resource's row, and its current version's."""

    resource: int
    version: int
    number: int
    draft: bool
    signed: bool
    json: bytes


class Work(Reading):
    """Everything written through it is kept together, by whoever opened the transaction around it."""

    def __init__(self, database: Database, now: Callable[[], datetime], me: str | None = None) -> None:
        super().__init__(database, me)
        self._now = now
        self._unsearchable: set[str] = set()

    @override
    def find_patients(self, words: str, *, limit: int = 50) -> list[str]:
        """Find patients, those of this unit of work among them."""
        self.finish()
        return super().find_patients(words, limit=limit)

    def finish(self) -> None:
        """Make the search rows of everybody that this unit of work wrote about."""
        for patient in sorted(self._unsearchable):
            keep_person(self._database, patient)
        self._unsearchable.clear()

    def put(
        self, resource: Resource, *, draft: bool = False, sign: bool = False, local: bool = False
    ) -> Effect:
        """Keep a resource, with a version, its index, its search words and an outbox row."""
        kind, identity = str(resource["resourceType"]), str(resource["id"])
        json = write_json(resource)
        kept = self._kept(kind, identity)
        if kept is None:
            number = self._database.run(
                "INSERT INTO resource (kind, identity, title) VALUES (?, ?, '')", (kind, identity)
            )
            version = self._add_version(number, 1, json, draft=draft, sign=sign)
        else:
            if _says_the_same(kept, json, resource) and not _becomes_more(kept, draft=draft, sign=sign):
                return Effect.SAME
            if kept.signed:
                raise SignedRecordError
            number = kept.resource
            version = self._next_version(kept, json, draft=draft, sign=sign)
        self._unsearchable |= keep_index(self._database, number, resource)
        if not (draft or local):
            self._database.run(
                "INSERT INTO outbox (version, recorded) VALUES (?, ?)", (version, self._now().isoformat())
            )
        return Effect.NEW if kept is None else Effect.CHANGED

    def record(self, action: AuditAction, subject: str, detail: str = "") -> None:
        """Add an audit fact; ``subject`` is a reference, ``detail`` holds codes and ids only."""
        audit.append(
            self._database, self._now(), actor=self.me, action=action, subject=subject, detail=detail
        )

    def keep_file(self, data: bytes, *, media_type: str, name: str) -> str:
        """Keep a file inside the vault and return its SHA-256 in hex; the same bytes are kept once."""
        digest = hashlib.sha256(data).hexdigest()
        self._database.run(
            "INSERT INTO blob (digest, media_type, name, size, kept, data) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (digest) DO NOTHING",
            (digest, media_type, name, len(data), self._now().isoformat(), data),
        )
        return digest

    def set_setting(self, name: str, value: str) -> None:
        """Set a fact about this vault itself."""
        if self.setting(name) != value:
            self._database.run(
                "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def _kept(self, kind: str, identity: str) -> _Kept | None:
        found = self._database.row(
            "SELECT resource.id, version.id, number, draft, signed, json FROM resource "
            "JOIN version ON version.id = current WHERE kind = ? AND identity = ?",
            (kind, identity),
        )
        if found is None:
            return None
        resource, version, number, draft, signed, json = found
        return _Kept(resource, version, number, bool(draft), bool(signed), json)

    def _next_version(self, kept: _Kept, json: bytes, *, draft: bool, sign: bool) -> int:
        """Write over a draft, or beside anything else."""
        if not kept.draft:
            return self._add_version(kept.resource, kept.number + 1, json, draft=draft, sign=sign)
        self._database.run(
            "UPDATE version SET saved = ?, author = ?, draft = ?, signed = ?, json = ? WHERE id = ?",
            (self._now().isoformat(), self.me, int(draft), int(sign and not draft), json, kept.version),
        )
        return kept.version

    def _add_version(self, resource: int, number: int, json: bytes, *, draft: bool, sign: bool) -> int:
        version = self._database.run(
            "INSERT INTO version (resource, number, saved, author, draft, signed, json) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (resource, number, self._now().isoformat(), self.me, int(draft), int(sign and not draft), json),
        )
        self._database.run("UPDATE resource SET current = ? WHERE id = ?", (version, resource))
        return version


def _says_the_same(kept: _Kept, json: bytes, resource: Resource) -> bool:
    """Compare to the last digit, whatever the order of the elements (which never changes the length)."""
    if kept.json == json or len(kept.json) != len(json):
        return kept.json == json
    return _ordered.encode(read_json(kept.json)) == _ordered.encode(resource)


def _becomes_more(kept: _Kept, *, draft: bool, sign: bool) -> bool:
    """Say whether the same words are now meant for good: a draft is finished, or a version is signed."""
    return (kept.draft and not draft) or (sign and not kept.signed and not draft)
