"""One unit of work; implements ``carenurse.app.ports.Work``, where each method is described."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol, TypeAlias

from typing_extensions import override

from carenurse.clinical.fhir import Resource
from carenurse.clinical.record import AuditAction, Effect
from carenurse.errors import ExpectedError
from carenurse.store import audit, becoming
from carenurse.store.database import Database
from carenurse.store.indexing import Place, keep_keys, keep_person, keep_words, kept_place, place_of
from carenurse.store.many import Keeping, Lot, is_made_of, make_lot
from carenurse.store.numbers import NEXT_RESOURCE, NEXT_VERSION, Numbers, id_kept
from carenurse.store.packing import unpacked
from carenurse.store.preparing import Prepared, prepare, says_the_same
from carenurse.store.reading import ME, Reading
from carenurse.translations import tr

_SHORT = 16
"""Hex digits of a file's digest that tell its states from those of others."""

_State: TypeAlias = tuple[str, int, int, int, bytes]
"""When it was saved, by whom, whether a draft, whether signed, and the JSON: the columns of a version."""


class SignedRecordError(ExpectedError):
    """A signed version was to be replaced; the record only grows."""

    def __init__(self) -> None:
        super().__init__(
            tr("This is signed and stays as it was signed."),
            tr("Add an addendum beside it instead."),
        )


class ComingNowError(ExpectedError):
    """Something was to be written that a file is just bringing."""

    def __init__(self) -> None:
        super().__init__(
            tr("A file that is being taken over at this moment brings the same record."),
            tr("Try again when it is done."),
        )


class Hidden(Protocol):
    """Many resources that are in the tables and that nobody sees yet."""

    def show(self) -> set[str]:
        """Let everybody see them; returns the patients whose search rows are to be made again."""
        ...


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stands in the record now: the resource's row, and its current version's."""

    resource: int
    version: int
    number: int
    draft: bool
    signed: bool
    json: bytes
    place: Place


class Work(Reading):
    """Everything written through it is kept together, by whoever opened the transaction around it."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        me: str | None = None,
        numbers: Numbers | None = None,
    ) -> None:
        super().__init__(database, me)
        self._now = now
        self.numbers = numbers or Numbers(database)
        self.became = ""
        self.only_told = 0
        """Rows of the audit trail, and of nothing else, among those that this unit changed."""
        self._unsearchable: set[str] = set()
        self._expected: Lot | None = None
        self._coming: Hidden | None = None
        self._files: Sequence[tuple[bytes, str]] = ()

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
        return self.put_prepared(prepare(resource, draft=draft), draft=draft, sign=sign, local=local)

    def put_new(self, resources: Iterable[Resource]) -> None:
        """Keep many resources of which none is here yet, at once."""
        wanted = list(resources)
        lot, self._expected, coming, self._coming = self._expected, None, self._coming, None
        if lot is None or not is_made_of(lot, wanted):
            lot, coming = make_lot(prepare(one) for one in wanted), None
        if coming is not None:
            self._unsearchable |= coming.show()
        elif lot.resources:
            self.keep_part(Keeping(self._database, lot), 0, len(lot.resources))
            self._unsearchable |= {patient for _, patient, *_ in lot.words}

    def keep_part(self, keeping: Keeping, start: int, end: int) -> None:
        """Keep a part of what was made ready."""
        keeping.keep(self.numbers, start, end, saved=self.saved, author=self._author)

    def expect(self, lot: Lot, coming: Hidden | None, files: Sequence[tuple[bytes, str]]) -> None:
        """Take what was made ready before; it is known again as the very same objects.

        ``coming``: the lot is in the tables already. ``files``: with their digests, their pieces kept.
        """
        self._expected, self._coming, self._files = lot, coming, files

    def forget_numbers(self) -> None:
        """Look every number up again: some were just deleted."""
        self.numbers = Numbers(self._database)

    def put_prepared(
        self, prepared: Prepared, *, draft: bool = False, sign: bool = False, local: bool = False
    ) -> Effect:
        """Keep a resource that was prepared (with the same ``draft``); else as ``put``."""
        kind, identity = str(prepared.resource["resourceType"]), str(prepared.resource["id"])
        number = self.numbers.label(kind)
        kept = self._kept(number, identity)
        if kept and _says_the_same(kept, prepared) and not _becomes_more(kept, draft=draft, sign=sign):
            return Effect.SAME
        if kept and kept.signed:
            raise SignedRecordError
        after = place_of(self.numbers, number, prepared.entry, prepared.at)
        state = (self.saved, self._author, int(draft), int(sign and not draft), prepared.packed)
        if kept is None:
            resource, version = self._add_resource(number, identity, after, state)
        else:
            resource, version = kept.resource, self._next_version(kept, state)
            self._move(kept, after)
        self._unsearchable |= keep_words(self._database, resource, identity, prepared.entry, new=kept is None)
        if not (draft or local):
            self._database.run("INSERT INTO outbox (version, recorded) VALUES (?, ?)", (version, self.saved))
        return Effect.NEW if kept is None else Effect.CHANGED

    def record(self, action: AuditAction, subject: str, detail: str = "") -> None:
        """Add an audit fact; ``subject`` is a reference, ``detail`` holds codes and ids only."""
        before = self._database.changes
        audit.append(
            self._database, self._now(), actor=self.me, action=action, subject=subject, detail=detail
        )
        self.only_told += self._database.changes - before

    def keep_file(self, data: bytes, *, media_type: str, name: str) -> str:
        """Keep a file inside the vault and return its SHA-256 in hex; the same bytes are kept once."""
        ahead = next((digest for known, digest in self._files if known is data), "")
        digest = ahead or hashlib.sha256(data).hexdigest()
        self._database.run(
            "INSERT INTO blob (digest, media_type, name, size, kept, data) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (digest) DO NOTHING",
            (digest, media_type, name, len(data), self.saved, b"" if ahead else data),
        )
        return digest

    def note_received(self, file: str, states: Sequence[str]) -> None:
        """Note states that a file (its digest) brings, each the first sixteen hex digits of its digest."""
        told = file[:_SHORT]
        self._database.run_many(
            "INSERT OR REPLACE INTO received VALUES (unhex(?), unhex(?))", [(one, told) for one in states]
        )

    def set_setting(self, name: str, value: str) -> None:
        """Set a fact about this vault itself."""
        if self.setting(name) != value:
            self._database.run(
                "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def become(self, nurse: str) -> None:
        """Let this be the vault of the nurse with another id, and hers what is unsigned and names her."""
        before = self.me
        if not nurse or nurse == before:
            return
        own = self.setting(becoming.MADE_AS) is None
        self._me = self.became = nurse
        self.set_setting(ME, nurse)
        becoming.hand_over(self._database, self, before, nurse, own=own)
        if own:
            self.set_setting(becoming.MADE_AS, before)
            becoming.retire(self._database, self, before)
        self.record("join", f"Practitioner/{nurse}", before)

    @cached_property
    def saved(self) -> str:
        """The moment of this unit of work, as its versions say it."""
        return self._now().isoformat()

    @cached_property
    def _author(self) -> int:
        return self.numbers.label(self.me)

    def _kept(self, kind: int, identity: str) -> _Kept | None:
        found = self._database.row(
            "SELECT resource.id, version.id, number, draft, signed, json, person, at, terms FROM resource "
            "JOIN version ON version.id = current WHERE kind = ? AND identity = ?",
            (kind, id_kept(identity)),
        )
        if found is None:
            return None
        resource, version, number, draft, signed, json, *place = found
        return _Kept(resource, version, number, bool(draft), bool(signed), unpacked(json), kept_place(*place))

    def _add_resource(self, kind: int, identity: str, place: Place, state: _State) -> tuple[int, int]:
        """Add a resource with its first version; each row names the other, so that none is written twice."""
        here = "SELECT 1 FROM main.resource WHERE kind = ? AND identity = ?"
        if self._database.row("SELECT 1 FROM coming") and self._database.row(here, (kind, id_kept(identity))):
            raise ComingNowError
        resource, version = self._database.row(
            f"INSERT INTO main.resource (id, kind, identity, person, at, terms, current) "
            f"VALUES ({NEXT_RESOURCE}, ?, ?, ?, ?, ?, {NEXT_VERSION}) RETURNING id, current",
            (kind, id_kept(identity), place.person, place.at, place.listed),
        ) or (0, 0)
        self._database.run("INSERT INTO version VALUES (?, ?, 1, ?, ?, ?, ?, ?)", (version, resource, *state))
        keep_keys(self._database, resource, None, place)
        return resource, version

    def _next_version(self, kept: _Kept, state: _State) -> int:
        """Write over a draft, or beside anything else.

        What stays a draft stays in the index of drafts, which is not written then: a page less each time.
        """
        saved, author, draft, _, json = state
        if kept.draft and draft:
            self._database.run(
                "UPDATE version SET saved = ?, author = ?, json = ? WHERE id = ?",
                (saved, author, json, kept.version),
            )
            return kept.version
        if kept.draft:
            self._database.run(
                "UPDATE version SET saved = ?, author = ?, draft = ?, signed = ?, json = ? WHERE id = ?",
                (*state, kept.version),
            )
            return kept.version
        version = self._database.run(
            f"INSERT INTO version VALUES ({NEXT_VERSION}, ?, ?, ?, ?, ?, ?, ?)",
            (kept.resource, kept.number + 1, *state),
        )
        self._database.run("UPDATE main.resource SET current = ? WHERE id = ?", (version, kept.resource))
        return version

    def _move(self, kept: _Kept, after: Place) -> None:
        """Give a resource its place in the index, where that is another now."""
        if kept.place == after:
            return
        self._database.run(
            "UPDATE main.resource SET person = ?, at = ?, terms = ? WHERE id = ?",
            (after.person, after.at, after.listed, kept.resource),
        )
        keep_keys(self._database, kept.resource, kept.place, after)


def _says_the_same(kept: _Kept, prepared: Prepared) -> bool:
    """Compare with what stands; a draft keeps the order in which its elements were written last."""
    before = kept.json.rstrip()
    return before == prepared.json if kept.draft else says_the_same(before, prepared)


def _becomes_more(kept: _Kept, *, draft: bool, sign: bool) -> bool:
    """Say whether the same words are now meant for good: a draft is finished, or a version is signed."""
    return (kept.draft and not draft) or (sign and not kept.signed and not draft)
