"""What the synchronization keeps, and the moments at which it is kept: the store provides it.

Each method that changes something is one transaction, wholly on the disk when it returns, and leaves a state
from which a run can go on after the process died. Between any two of them the laptop may lose its power.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from carenurse.clinical.fhir import Resource


class Held(StrEnum):
    """Why something is not going to the office by itself."""

    BY_NURSE = "by-nurse"
    CONFLICT = "conflict"
    REFUSED = "refused"
    NOT_ALLOWED = "not-allowed"
    WAITS_FOR_OTHER = "waits-for-other"


class BatchState(StrEnum):
    """PREPARED: frozen, nothing left. SENT: the first byte may have left. UNKNOWN: no trustworthy answer."""

    PREPARED = "prepared"
    SENT = "sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """One version that the office has not acknowledged, oldest first in the outbox.

    ``base`` and ``base_tag`` are what the office last had of it (None, "": never anything). Drafts never
    stand in the outbox; of several unsigned versions only the newest does, each signed one stays.
    """

    sequence: int
    kind: str
    identity: str
    version: int
    resource: Resource
    signed: bool
    recorded: datetime
    patient: str | None
    visit: str | None
    base: Resource | None
    base_tag: str
    held: Held | None = None
    reason: str = ""
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One snapshot of a batch, byte for byte as it is sent."""

    sequence: int
    kind: str
    identity: str
    version: int
    body: bytes
    base_tag: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes together; its id is the id of its receipt (a Provenance) at the office."""

    identity: str
    state: BatchState
    transaction: bool
    entries: tuple[Entry, ...]
    made: datetime
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The office has one snapshot: under which tag, and what it keeps (None: our snapshot as it was)."""

    sequence: int
    tag: str
    echo: Resource | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two changes that no rule can join; ``theirs`` None means that the office deleted it."""

    identity: int
    kind: str
    resource: str
    patient: str | None
    found: datetime
    base: Resource | None
    mine: Resource
    theirs: Resource | None
    theirs_tag: str


@dataclass(frozen=True, slots=True)
class Received:
    """One resource as the office has it now; ``resource`` None when it was deleted there."""

    kind: str
    identity: str
    tag: str
    resource: Resource | None
    updated: str = ""


class Taken(StrEnum):
    """What became of something received."""

    KEPT = "kept"
    KNOWN = "known"
    MERGED = "merged"
    CONFLICT = "conflict"
    GONE = "gone"


class Journal(Protocol):
    """The store's side of the synchronization, all on the one thread that owns the record."""

    def changes(self) -> list[Change]:
        """List the outbox, held ones too, oldest first."""
        ...

    def batches(self) -> list[Batch]:
        """List the batches that have no answer yet."""
        ...

    def freeze(self, sequences: Sequence[int], *, transaction: bool, now: datetime) -> Batch:
        """Put changes into a new batch with their exact bytes (T2). None of them is in another batch."""
        ...

    def mark_sent(self, batch: str, now: datetime) -> None:
        """Note that the first byte is about to leave (T3)."""
        ...

    def mark_unknown(self, batch: str) -> None:
        """Note that no trustworthy answer came."""
        ...

    def dissolve(self, batch: str) -> None:
        """Take a batch apart that certainly did nothing; its changes wait again, counted as tried."""
        ...

    def acknowledge(self, batch: str, answers: Sequence[Acknowledged], now: datetime) -> None:
        """Make snapshots (or echoes) the base, drop their outbox rows, close the batch when none is left (T4).

        What was edited after the freeze stays in the outbox, on the new base.
        """
        ...

    def hold(self, sequence: int, why: Held, reason: str) -> None:
        """Put one change aside, out of its batch, with the office's reason; the rest goes on."""
        ...

    def release(self, sequence: int) -> None:
        """Let a held change go again."""
        ...

    def receive(self, page: Sequence[Received], cursor: tuple[str, str] | None, now: datetime) -> list[Taken]:
        """Take a page and where to ask on, in one transaction (T5), by the rules of the resource's state.

        Clean: kept. Dirty: merged onto the new base, or a conflict. In flight or unknown: only noted, the
        batch's answer comes first. Known tag or same statement: the base's tag follows, nothing else.
        """
        ...

    def conflicts(self) -> list[Conflict]:
        """List what a nurse has to read."""
        ...

    def resolve(self, conflict: int, resource: Resource, now: datetime) -> None:
        """Keep what she chose as a new version on the base of theirs (T7); raises ValueError when settled."""
        ...

    def cursor(self, name: str) -> str:
        """Read where a feed stands, or a fact of the synchronization; "" for none."""
        ...

    def set_cursor(self, name: str, value: str) -> None:
        """Keep it."""
        ...

    def known_tags(self, patient: str | None = None) -> dict[tuple[str, str], str]:
        """Tell what the office is believed to have, with its tags: (kind, id) -> tag."""
        ...

    def base_of(self, kind: str, identity: str) -> tuple[Resource, str] | None:
        """Tell what the office last had of one resource, and its tag."""
        ...

    def take_lease(self, owner: str, now: datetime) -> bool:
        """Become the one runner; False while another holds a lease that is alive."""
        ...

    def give_lease(self, owner: str) -> None:
        """Stop being it."""
        ...
