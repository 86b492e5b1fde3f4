"""What the use cases need of the world, said as protocols; ``wiring`` provides it, tests fake it.

A use case is a function that takes ``Records`` first. It runs on the one thread that owns the store. A
screen's presenter sends it there with ``Background.run`` and gets its value (or its failure) back on its own
thread.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from carenurse.clinical.fhir import Resource
from carenurse.clinical.record import AuditAction, AuditFact, Effect, KeptFile, Unsent, Version

__all__ = [
    "AuditAction",
    "AuditFact",
    "Background",
    "Clock",
    "Effect",
    "KeptFile",
    "Progress",
    "Reading",
    "Records",
    "Unsent",
    "Version",
    "Work",
    "silent",
]

T = TypeVar("T")

Progress: TypeAlias = Callable[[float], object]
"""Hears how much of something is done, from 0 to 1, on the thread that does it; what it raises ends it."""


def silent(_share: float) -> None:
    """Tell nobody."""


class Reading(Protocol):
    """Looking things up. All results are the current versions unless said otherwise; drafts are included.

    "Newest first" is by the clinical date of ``carenurse.clinical.registry.index`` (when it happened, not
    when it was typed). ``patient`` arguments are bare Patient ids, ``kind`` a FHIR resource type.
    """

    @property
    def me(self) -> str:
        """The Practitioner id of the nurse whose vault this is."""
        ...

    def get(self, kind: str, identity: str) -> Resource | None:
        """Return the current version, or None where there is none."""
        ...

    def get_many(self, kind: str, identities: Sequence[str]) -> list[Resource]:
        """Return those that exist, in the order asked for."""
        ...

    def here(self, kind: str, identities: Iterable[str]) -> frozenset[str]:
        """Say which of these ids are here; one question for all of them."""
        ...

    def of_patient(self, patient: str, kind: str, *, limit: int | None = None) -> list[Resource]:
        """All (or the newest) resources of one kind about one patient, newest first."""
        ...

    def where(
        self, kind: str, key: str, value: str, *, patient: str | None = None, limit: int | None = None
    ) -> list[Resource]:
        """All (or the newest) resources whose index key has exactly this value, newest first.

        Keys: ``registry.index(...).keys``.
        """
        ...

    def between(
        self,
        kind: str,
        start: datetime,
        end: datetime,
        *,
        patient: str | None = None,
        practitioner: str | None = None,
    ) -> list[Resource]:
        """Resources whose clinical date lies in [start, end), oldest first.

        ``practitioner``: of these those that this one takes part in, and those that no practitioner does; in
        a large office most are others', and are not read.
        """
        ...

    def latest_by_code(self, patient: str, code: str, *, limit: int = 1) -> list[Resource]:
        """Observations of one LOINC (or other) code about one patient, newest first."""
        ...

    def timeline(
        self, patient: str, *, before: tuple[str, str] | None = None, limit: int = 50
    ) -> list[Resource]:
        """Everything dated about one patient, newest first; page on with (date, id) of the last one."""
        ...

    def undated(self, patient: str, *, after: int = 0, limit: int = 50) -> list[Resource]:
        """Everything about one patient that says no date, in the order it came; ``after``: skip so many."""
        ...

    def all_of(self, kind: str) -> list[Resource]:
        """Return every resource of one kind: for the few kinds that are few."""
        ...

    def commits(self) -> int:
        """Count how often something was kept: what was worked out before holds while it is the same.

        That somebody read something, which only the audit trail tells, does not count.
        """
        ...

    def kinds(self, patient: str | None = None) -> list[str]:
        """Name the resource types that the record (or one patient's part of it) holds, in alphabet order."""
        ...

    def find_patients(self, words: str, *, limit: int = 50) -> list[str]:
        """Find the ids of patients who match every word, best first.

        A word is matched in any part of a name and without accents, in the birth date, a record number, a
        phone, the address or a problem. No words: everybody, by family name.
        """
        ...

    def versions(self, kind: str, identity: str) -> list[Version]:
        """Every kept version, oldest first."""
        ...

    def signed(self, kind: str, identity: str) -> bool:
        """Say whether the current version is frozen by a signature."""
        ...

    def unsent(self) -> list[Unsent]:
        """List what the office has not acknowledged, oldest first."""
        ...

    def audit_trail(self, *, limit: int = 100) -> list[AuditFact]:
        """Return the newest audit facts, newest first."""
        ...

    def file(self, digest: str) -> bytes | None:
        """Return a kept file's bytes by its SHA-256 in hex."""
        ...

    def files(self) -> list[KeptFile]:
        """List the kept files, newest first."""
        ...

    def was_received(self, state: str) -> bool:
        """Say whether a file brought this state: the first sixteen hex digits of its digest."""
        ...

    def setting(self, name: str) -> str | None:
        """Look up a fact about this vault itself (never about a device), kept inside it."""
        ...


class Work(Reading, Protocol):
    """One unit of work: all of it is kept, or nothing. Reads see what the unit has written."""

    def put(
        self, resource: Resource, *, draft: bool = False, sign: bool = False, local: bool = False
    ) -> Effect:
        """Keep a resource (its ``id`` is set), with a version, its index, its search words and an outbox row.

        draft: replaces the draft before it, makes no outbox row. sign: freezes this version for ever; raises
        ExpectedError when the current version is frozen and differs. local: keeps no outbox row because the
        office knows it or must not (imports of the office's own export, demo).
        ``meta.versionId`` and ``meta.lastUpdated`` of the kept JSON are left exactly as given.
        """
        ...

    def put_new(self, resources: Iterable[Resource]) -> None:
        """Keep many resources of which none is here yet, at once, in a tenth of the time of ``put``.

        Several states of one resource become its versions, in this order. One that is here already is our
        own fault, and takes the whole unit of work back.
        """
        ...

    def record(self, action: AuditAction, subject: str, detail: str = "") -> None:
        """Add an audit fact; ``subject`` is a reference, ``detail`` holds codes and ids only."""
        ...

    def keep_file(self, data: bytes, *, media_type: str, name: str) -> str:
        """Keep a file inside the vault and return its SHA-256 in hex; the same bytes are kept once."""
        ...

    def note_received(self, file: str, states: Sequence[str]) -> None:
        """Note states that a file (its digest) brings, each the first sixteen hex digits of its digest."""
        ...

    def set_setting(self, name: str, value: str) -> None:
        """Set a fact about this vault itself."""
        ...

    def become(self, nurse: str) -> None:
        """Let this be the vault of the nurse whom her office knows under this Practitioner id.

        What is unsigned and names her under the id of before is put anew; what is signed stays. Who has this
        id already stays as she is.
        """
        ...


class Records(Reading, Protocol):
    """The open record of one nurse."""

    def work(
        self, ahead: Iterable[Resource] = (), *, files: Sequence[bytes] = (), progress: Progress = silent
    ) -> AbstractContextManager[Work]:
        """Begin a unit of work; leaving the block commits it, an exception takes all of it back.

        Whoever else saves waits until it is left. ``ahead``: the resources of its ``put_new``, and ``files``
        those of its ``keep_file``: all of the work with them is done before it begins, while others save,
        and nobody sees them before it ends. ``progress`` hears of that work, and may end it by raising.
        """
        ...


class Background(Protocol):
    """Sends use cases to the thread that owns the record; ``then`` and ``failed`` run on the caller's thread.

    Without ``failed``, a failure is told to the nurse in the one place that speaks of failures.
    """

    def run(
        self,
        job: Callable[[Records], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        beside: bool = False,
    ) -> None:
        """Send a use case to the record; return at once.

        ``beside``: it takes long and is not waited for; what is sent after it is done meanwhile.
        """
        ...


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Tell the time now, with this place's offset."""
        ...
