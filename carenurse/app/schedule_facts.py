"""What the schedule's screen shows, as ready-made facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from carenurse.app.meanwhile import seen
from carenurse.app.undo import Undo
from carenurse.clinical.planned_visit import PlannedVisit
from carenurse.scheduling.lanes import Lane
from carenurse.scheduling.ledger import Ledger
from carenurse.scheduling.travel import Place


class BlockState(StrEnum):
    """How a visit stands, as its block shows it."""

    PLANNED = "planned"
    RUNNING = "running"
    OPEN_NOTE = "open-note"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"

    @property
    def movable(self) -> bool:
        """Say whether it can still be moved: what happened cannot."""
        return self is BlockState.PLANNED

    @property
    def takes_time(self) -> bool:
        """Say whether it takes its place in the day (a cancelled or missed visit does not)."""
        return self not in (BlockState.CANCELLED, BlockState.MISSED)


@dataclass(frozen=True, slots=True)
class ConflictWords:
    """One conflict of a visit in words; ``move_to``: when to begin instead (None: it is the earlier)."""

    sentence: str
    other: str
    move_to: datetime | None


WHOLE = Lane(0, 1)


def mark_of(plan: PlannedVisit) -> str:
    """Mark what the form of a planned visit shows of it."""
    return seen(plan.start, plan.end, plan.reason, plan.note)


"""The lane of a visit that has its column for itself."""


@dataclass(frozen=True, slots=True)
class Block:
    """One visit in the week. ``start`` and ``end`` are on this place's clock."""

    id: str
    patient: str
    name: str
    family: str
    start: datetime
    end: datetime
    reason: str
    state: BlockState
    address: str = ""
    bring: str = ""
    why: str = ""
    series: str = ""
    lane: Lane = WHOLE
    conflicts: tuple[ConflictWords, ...] = ()
    place: Place | None = None
    mark: str = ""
    """Marks what the record says of it, for the form that changes it."""

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return int((self.end - self.start).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Way:
    """The way between two visits of a day: minutes between, minutes at the wheel, and what that rests on."""

    before: str
    after: str
    gap: int
    drive: int
    estimated: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day: its visits in order, the ways between them."""

    day: date
    blocks: tuple[Block, ...]
    ways: tuple[Way, ...]

    @property
    def busy(self) -> tuple[Block, ...]:
        """The visits that take time."""
        return tuple(block for block in self.blocks if block.state.takes_time)


@dataclass(frozen=True, slots=True)
class Unplanned:
    """An order whose week is not fully planned yet."""

    patient: str
    name: str
    order: str
    missing: int


@dataclass(frozen=True, slots=True)
class Week:
    """The nurse's week, Sunday to Saturday."""

    sunday: date
    days: tuple[Day, ...]
    unplanned: tuple[Unplanned, ...]

    def block(self, identity: str) -> Block | None:
        """Find a visit of the week."""
        return next((block for day in self.days for block in day.blocks if block.id == identity), None)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All visits of the week, in order."""
        return tuple(block for day in self.days for block in day.blocks)

    @property
    def visit_minutes(self) -> int:
        """Minutes in homes, over the visits that take time."""
        return sum(block.minutes for day in self.days for block in day.busy)

    @property
    def drive_minutes(self) -> int:
        """Minutes between homes; the way from and to the nurse's own home is not known."""
        return sum(way.drive for day in self.days for way in day.ways)


@dataclass(frozen=True, slots=True)
class OrderLedger:
    """A person's visit order beside what is planned and done; no order: only the name.

    ``asked_for`` is what the person asked about times, as the order says it.
    """

    patient: str
    name: str
    order_text: str = ""
    order_id: str = ""
    ledger: Ledger | None = None
    warnings: tuple[str, ...] = ()
    asked_for: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that was kept: what to say in the toast, what it touched, and how to take it back."""

    said: str
    visits: Sequence[str]
    undo: Undo
