"""How a run tells where it is and how it ended."""

from collections.abc import Generator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class Stage(StrEnum):
    """What a run is doing, in its order."""

    CONNECTING = "connecting"
    LOOKING_BACK = "looking-back"
    RECOVERING = "recovering"
    SENDING = "sending"
    CASELOAD = "caseload"
    RECEIVING = "receiving"
    COMPARING = "comparing"
    FILES = "files"
    FINISHING = "finishing"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands after one exchange: so many of what this stage has to do."""

    stage: Stage
    done: int = 0
    of: int = 0


Steps: TypeAlias = Generator[Progress]
"""Work that may be stopped, for good, wherever it yields: closing it loses nothing."""


class Ending(StrEnum):
    """How a run ended."""

    COMPLETE = "complete"
    BUSY = "busy"
    """Another run holds the lease."""
    NO_ANSWER = "no-answer"
    """No connection, or somebody else answered: a hotel's page, a proxy."""
    LATER = "later"
    """The office asks for time."""
    RESTORED = "restored"
    """The office was restored from a backup while this run went on; the next one, at once, compares."""
    SIGN_IN = "sign-in"
    """The token is not good any more and could not be renewed; everything is kept."""
    UNCOUNTED = "uncounted"
    """It does not let this laptop keep its counter there, and never will as it is."""
    NOT_THE_OFFICE = "not-the-office"
    """It is another server than before, or none that speaks FHIR here."""


@dataclass(slots=True)
class Tally:
    """What a run did so far. ``notices`` are codes for what the nurse or the office has to be told."""

    sent: int = 0
    received: int = 0
    merged: int = 0
    conflicts: int = 0
    refused: int = 0
    reoffered: int = 0
    restored: bool = False
    cloned: bool = False
    left: list[str] = field(default_factory=list[str])
    unreadable: set[str] = field(default_factory=set[str])
    """What the office has and no laptop can read, as kind/id: it was left out."""
    not_given: set[str] = field(default_factory=set[str])
    """Kinds that the office gives out none of, or not in the way that they are asked for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended, when to come again (seconds; None for the ordinary time), and what it did."""

    ending: Ending
    tally: Tally
    wait: float | None = None
    why: str = ""


class StoppedError(Exception):
    """A run cannot go on; everything stands as its last commit point left it."""

    def __init__(self, ending: Ending, *, wait: float | None = None, why: str = "") -> None:
        super().__init__(why)
        self.ending, self.wait, self.why = ending, wait, why
