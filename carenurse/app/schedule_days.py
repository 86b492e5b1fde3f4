"""Days of visits as they fit together: lanes, ways, conflicts; also while a visit is only held somewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from carenurse.app.schedule_facts import WHOLE, Block, BlockState, ConflictWords, Day, Way, Week
from carenurse.scheduling.day import (
    Conflict,
    DriveBetween,
    conflicts,
    conflicts_of,
    in_order,
    legs,
    tell_conflict,
)
from carenurse.scheduling.lanes import lanes
from carenurse.scheduling.travel import Drive, drive

QUARTER = 15
"""Minutes; visits begin at quarters of an hour."""


def make_day(day: date, blocks: Iterable[Block], now: datetime | None = None) -> Day:
    """Lay one day out: order, lanes, ways, and the conflicts of visits that are still to come.

    With ``now``, what is over is left in peace: nobody can move it any more.
    """
    ordered = in_order(blocks)
    busy = [block for block in ordered if block.state.takes_time]
    between = _drives(busy)
    shares = lanes(ordered)
    found = conflicts(busy, between)
    names = {block.id: block.name for block in busy}
    made = tuple(
        replace(
            block,
            lane=shares.get(block.id, WHOLE),
            conflicts=_words(block, found, names) if _still_matters(block, now) else (),
        )
        for block in ordered
    )
    ways = tuple(
        Way(leg.previous, leg.visit, leg.gap, leg.drive.minutes, leg.drive.estimated)
        for leg in legs(busy, between)
    )
    return Day(day, made, ways)


def held_at(week: Week, identity: str, start: datetime) -> Block | None:
    """Show a visit as it would be if it began then, with the conflicts it would have; None when unknown."""
    block = week.block(identity)
    if block is None:
        return None
    held = replace(block, start=start, end=start + (block.end - block.start))
    day = make_day(start.date(), [*_others(week, identity, start), held])
    return next(one for one in day.blocks if one.id == identity)


def held_new(week: Week, replaced: str, patient: str, start: datetime, minutes: int) -> Block:
    """Show a visit that is not kept yet, with the conflicts it would have; ``replaced`` makes way for it."""
    former = week.block(replaced)
    known = next((block for block in week.blocks if block.patient == patient), None)
    place = known.place if known else None
    name = former.name if former else known.name if known else ""
    identity = replaced or "new"
    held = Block(
        identity,
        patient,
        name,
        name,
        start,
        start + timedelta(minutes=minutes),
        "",
        BlockState.PLANNED,
        place=place,
    )
    day = _others(week, identity, start)
    return next(one for one in make_day(start.date(), [*day, held]).blocks if one.id == identity)


def first_free(week: Week, identity: str, start: datetime) -> datetime:
    """Find when a visit could begin at or after this moment without a conflict, in quarters of an hour."""
    block = held_at(week, identity, start)
    moment = start
    for _ in range(len(week.blocks) + 1):
        if block is None:
            break
        later = [one.move_to for one in block.conflicts if one.move_to]
        if not later:
            break
        moment = _quarter(max(later))
        if moment.date() != start.date():
            return start
        block = held_at(week, identity, moment)
    return moment


def _others(week: Week, identity: str, start: datetime) -> list[Block]:
    return [one for one in week.blocks if one.id != identity and one.start.date() == start.date()]


def _still_matters(block: Block, now: datetime | None) -> bool:
    return block.state.movable and (now is None or block.end > now)


def _drives(blocks: Sequence[Block]) -> DriveBetween:
    places = {block.id: block for block in blocks}

    def between(earlier: str, later: str) -> Drive:
        one, other = places[earlier], places[later]
        if one.patient and one.patient == other.patient:
            return Drive(0, 0.0)
        return drive(one.place, other.place)

    return between


def _words(block: Block, found: Iterable[Conflict], names: Mapping[str, str]) -> tuple[ConflictWords, ...]:
    return tuple(
        ConflictWords(
            sentence=tell_conflict(one, names[_other(one, block.id)]),
            other=_other(one, block.id),
            move_to=_quarter(one.free_from) if one.later == block.id else None,
        )
        for one in conflicts_of(block.id, found)
    )


def _other(conflict: Conflict, identity: str) -> str:
    return conflict.earlier if conflict.later == identity else conflict.later


def _quarter(moment: datetime) -> datetime:
    """Round up to a quarter of an hour: that is how visits are told on the phone."""
    over = timedelta(minutes=moment.minute % QUARTER, seconds=moment.second, microseconds=moment.microsecond)
    return moment - over + timedelta(minutes=QUARTER) if over else moment
