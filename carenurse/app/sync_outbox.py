"""What waits for the office, item by item: what, for whom, since when, and why it is not there yet.

Grouped by visit; what belongs to none by person. What a file of another system brought stands apart. What is
about people who do not open today stands together: how much, since when and why, and nothing of what it says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from carenurse.app.nameless import called
from carenurse.app.ports import Reading, Records
from carenurse.app.reach import is_bounded
from carenurse.app.some_people import hides
from carenurse.app.sync_refusals import Refusal, refusal
from carenurse.app.sync_traces import Trace, trace_of
from carenurse.app.sync_words import counted, kind_word, moment, what
from carenurse.clinical import visit
from carenurse.errors import ExpectedError
from carenurse.sync.kept import Batch, BatchState, Change, Held, journal_of
from carenurse.translations import tr, trn


class State(StrEnum):
    """Where a change stands; those that need the nurse come first, then those that move."""

    REFUSED = "refused"
    NOT_ALLOWED = "not-allowed"
    CONFLICT = "conflict"
    GOING = "going"
    UNANSWERED = "unanswered"
    HELD = "held"
    BEHIND = "behind"
    WAITS = "waits"

    @property
    def needs_nurse(self) -> bool:
        """Say whether it cannot go without her."""
        return self in (State.REFUSED, State.NOT_ALLOWED, State.CONFLICT)


_ORDER = tuple(State)
_BY_HELD = {
    Held.BY_NURSE: State.HELD,
    Held.CONFLICT: State.CONFLICT,
    Held.REFUSED: State.REFUSED,
    Held.NOT_ALLOWED: State.NOT_ALLOWED,
    Held.WAITS_FOR_OTHER: State.BEHIND,
}


@dataclass(frozen=True, slots=True)
class Item:
    """One change; ``sequence`` names it. ``refused`` only where the office said no."""

    sequence: int
    reference: str
    patient: str
    title: str
    since: datetime
    state: State
    why: str
    refused: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One visit, or what belongs to none of one person; ``key`` names it from one look to the next."""

    key: str
    patient: str
    title: str
    detail: str
    since: datetime
    items: tuple[Item, ...]
    taken_over: bool = False

    @property
    def state(self) -> State:
        """Where the group stands: as that of its items which most needs to be known."""
        return min((one.state for one in self.items), key=_ORDER.index)

    @property
    def why(self) -> str:
        """Why it is not there yet, in the words of that item."""
        return next(one.why for one in self.items if one.state is self.state)

    @property
    def can_hold(self) -> bool:
        """Say whether something of it can still be kept from going."""
        return any(one.state in (State.WAITS, State.BEHIND) for one in self.items)

    @property
    def can_go(self) -> bool:
        """Say whether something of it was put aside and may go again."""
        return any(one.state in (State.HELD, State.REFUSED, State.NOT_ALLOWED) for one in self.items)


@dataclass(frozen=True, slots=True)
class Outbox:
    """All that waits, what needs the nurse first, then the oldest first; other systems' records last."""

    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        """All changes."""
        return sum(len(one.items) for one in self.groups)

    @property
    def refused(self) -> tuple[Item, ...]:
        """What the office refused, oldest first."""
        return tuple(one for group in self.groups for one in group.items if one.refused)


def outbox(records: Reading, now: datetime) -> Outbox:
    """Gather what the office has not acknowledged."""
    journal = journal_of(records)
    batches = {one.identity: one for one in journal.batches()}
    held: dict[tuple[str, bool], list[tuple[Change, Trace]]] = {}
    for change in journal.changes():
        trace = trace_of(records, change.resource)
        by = trace.visit if trace.visit and not trace.taken_over else f"person {change.patient or ''}"
        by = _HIDDEN if _is_hidden(records, change, trace) else by
        held.setdefault((by, trace.taken_over), []).append((change, trace))
    groups = [_group(records, key, changes, batches, now) for key, changes in held.items()]
    return Outbox(tuple(sorted(groups, key=_rank)))


_HIDDEN = "person hidden"
"""The key of the group of everybody who is not shown now."""


def _is_hidden(records: Reading, change: Change, trace: Trace) -> bool:
    """Say whether it is about somebody who is not shown; what names a visit alone is about its person."""
    if change.patient or not trace.visit:
        return hides(records, change.patient)
    return is_bounded(records) and records.get("Encounter", trace.visit) is None


def _rank(group: Group) -> tuple[bool, bool, datetime]:
    return group.taken_over, not group.state.needs_nurse, group.since


def _group(
    records: Reading,
    key: tuple[str, bool],
    changes: Sequence[tuple[Change, Trace]],
    batches: dict[str, Batch],
    now: datetime,
) -> Group:
    by, taken_over = key
    listed = [change for change, _ in changes]
    if by == _HIDDEN:
        return _hidden(key, listed, batches, now)
    patient = next((one.patient for one in listed if one.patient), "") or ""
    person = records.get("Patient", patient) if patient else None
    name = called(person) if person else tr("About nobody: caseload, forms, this laptop")
    whose_visit = "" if by.startswith("person ") else by
    title, detail = name, counted(one.resource for one in listed)
    if taken_over:
        title = tr("{name}: taken over from other systems", name=name)
    elif whose_visit:
        title = _visit_title(records, whose_visit, name, now)
    items = tuple(_item(one, batches.get(one.batch or ""), now) for one in listed)
    since = min(one.recorded for one in listed)
    return Group(f"{by} {taken_over}", patient, title, detail, since, items, taken_over)


def _hidden(
    key: tuple[str, bool], listed: Sequence[Change], batches: dict[str, Batch], now: datetime
) -> Group:
    """Tell what waits of people who do not open today, without a word about them or of them."""
    items = tuple(_unnamed(_item(one, batches.get(one.batch or ""), now), one.kind) for one in listed)
    return Group(
        f"{key[0]} {key[1]}",
        "",
        tr("People who do not open today"),
        counted(one.resource for one in listed),
        min(one.recorded for one in listed),
        items,
        key[1],
    )


def _unnamed(item: Item, kind: str) -> Item:
    """Leave the kind alone; the office's own words may name somebody, too."""
    refused = replace(item.refused, said="") if item.refused else None
    return replace(item, reference="", patient="", title=kind_word(kind), refused=refused)


def _visit_title(records: Reading, encounter: str, name: str, now: datetime) -> str:
    made = visit.decode(records.get("Encounter", encounter) or {})
    if made.began is None:
        return tr("{name}: visit", name=name)
    when = moment(made.began, now)
    if made.status == "finished":
        return tr("{name}: visit {when}", name=name, when=when)
    return tr("{name}: visit {when}, not signed", name=name, when=when)


def _item(change: Change, batch: Batch | None, now: datetime) -> Item:
    state = _state(change, batch)
    refused = refusal(change.held, change.reason) if change.held and state in _REFUSED else None
    return Item(
        sequence=change.sequence,
        reference=f"{change.kind}/{change.identity}",
        patient=change.patient or "",
        title=what(change.resource),
        since=change.recorded,
        state=state,
        why=refused.why if refused else _why(state, change, batch, now),
        refused=refused,
    )


_REFUSED = (State.REFUSED, State.NOT_ALLOWED)


def _state(change: Change, batch: Batch | None) -> State:
    if batch is not None:
        return State.UNANSWERED if batch.state is BatchState.UNKNOWN else State.GOING
    return _BY_HELD[change.held] if change.held else State.WAITS


def _why(state: State, change: Change, batch: Batch | None, now: datetime) -> str:
    if state is State.UNANSWERED:
        when = moment(batch.sent, now) if batch and batch.sent else ""
        return tr(
            "Sent {when}, no answer came. The office is asked what it has before anything is sent again.",
            when=when,
        )
    if state is State.WAITS and change.attempts:
        return trn(
            "Tried {number} time, goes again by itself",
            "Tried {number} times, goes again by itself",
            change.attempts,
        )
    return {
        State.GOING: tr("On its way"),
        State.HELD: tr("You hold it back"),
        State.CONFLICT: tr("You and the office both changed it: choose which is right"),
        State.BEHIND: tr("Goes after what it belongs to"),
    }.get(state, tr("Goes at the next connection"))


def hold(records: Records, sequences: Iterable[int]) -> None:
    """Keep changes from going until they are released; what is on its way already goes on."""
    journal = journal_of(records)
    waiting = {one.sequence for one in journal.changes() if one.batch is None and one.held is None}
    for sequence in waiting & set(sequences):
        journal.hold(sequence, Held.BY_NURSE, "")


def release(records: Records, sequences: Iterable[int]) -> None:
    """Let changes go again that were held back or refused. Raises ExpectedError for an open conflict."""
    journal = journal_of(records)
    wanted = set(sequences)
    held = [one for one in journal.changes() if one.sequence in wanted]
    if held and all(one.held is Held.CONFLICT for one in held):
        raise ExpectedError(
            tr("You and the office both changed it."), tr("Choose first what is right, then it goes.")
        )
    for one in held:
        if one.held and one.held is not Held.CONFLICT:
            journal.release(one.sequence)
