"""What the store keeps between this laptop and the office, as the synchronization reads it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object, as_text
from carenurse.store.numbers import id_told

UNSURE: Final = "?"
"""A tag that nobody knows: the office has something there, read it before anything is sent on top of it."""


_FIRST_YEAR, _LAST_YEAR = 1, 9999
"""Between them every moment can be told in any zone."""


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

    ``base_tag`` is the office's tag of what it last had of it ("": never anything). Drafts never stand in the
    outbox; of several unsigned versions the newest speaks for all, each signed one goes by itself.
    """

    sequence: int
    kind: str
    identity: str
    version: int
    resource: Resource
    signed: bool
    recorded: datetime
    patient: str | None
    base_tag: str
    batch: str | None = None
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

    @classmethod
    def read(cls, row: Sequence[Any]) -> "Entry":
        """Read the columns of one entry, in this order."""
        sequence, kind, identity, version, body, base_tag = row
        return cls(sequence, kind, id_told(identity), version, body, base_tag)


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
    """The office has one snapshot: under which tag, and what it keeps (None: our snapshot as it was).

    ``tag`` is UNSURE when the office did not say; ``updated`` is its own moment, "" when it did not say.
    """

    sequence: int
    tag: str
    echo: Resource | None = None
    updated: str = ""


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

    @classmethod
    def read(cls, row: Sequence[Any], opened: Callable[[bytes | None], Resource | None]) -> "Conflict":
        """Read the columns of one conflict, in this order but for the packed states."""
        identity, kind, resource, patient, found, base, mine, theirs, tag = row
        return cls(
            identity=identity,
            kind=kind,
            resource=id_told(resource),
            patient=patient,
            found=datetime.fromisoformat(found),
            base=opened(base),
            mine=opened(mine) or {},
            theirs=opened(theirs),
            theirs_tag=tag,
        )


@dataclass(frozen=True, slots=True)
class Received:
    """One resource as the office has it now; ``resource`` None when it was deleted there.

    ``updated``: the office's own moment, where this was found by a search, which may be behind; "" for what
    was read by its id and is certainly how it stands (``moment`` tells of both when it was changed there).
    """

    kind: str
    identity: str
    tag: str
    resource: Resource | None
    updated: str = ""

    @property
    def moment(self) -> str:
        """When the office says it became so; "" where it does not say."""
        return self.updated or moment_told(self.resource)


def moment_told(resource: Resource | None) -> str:
    """Read the office's own moment of a state of its; "" for none, and for what is no moment of any zone."""
    told = as_text(as_object((resource or {}).get("meta")).get("lastUpdated"))
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return ""
    return told if moment.tzinfo is not None and _FIRST_YEAR < moment.year < _LAST_YEAR else ""


def is_of_another_history(known: Resource, one: Received) -> bool:
    """Say whether the office tells of the version ``known`` that it became so at another moment.

    An office that was restored from a backup counts on from there and uses the numbers of versions again.
    Only its own words are compared, as it told them both times: what a laptop sent says nothing of that.
    """
    tag = as_text(as_object(known.get("meta")).get("versionId"))
    moments = moment_told(known), moment_told(one.resource)
    return bool(tag) and tag == one.tag and all(moments) and moments[0] != moments[1]


class WentBackError(Exception):
    """The office is not the one that it was: under one and the same version it says something else."""


class Taken(StrEnum):
    """What became of something received."""

    KEPT = "kept"
    KNOWN = "known"
    MERGED = "merged"
    CONFLICT = "conflict"
    GONE = "gone"
