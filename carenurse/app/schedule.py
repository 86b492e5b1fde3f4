"""The nurse's week: which visits stand where, what became of them, what does not fit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from carenurse.app.homes import place_of
from carenurse.app.ports import Reading, Records
from carenurse.app.schedule_days import make_day
from carenurse.app.schedule_facts import Block, BlockState, Week, mark_of
from carenurse.app.schedule_orders import unplanned
from carenurse.clinical import patient as patients
from carenurse.clinical import planned_visit, visit
from carenurse.clinical.planned_visit import PlannedVisit
from carenurse.clinical.shapes import as_text
from carenurse.clinical.visit import Visit
from carenurse.scheduling.travel import Place
from carenurse.scheduling.weeks import day_bounds, week_days
from carenurse.translations import tr

USUAL_MINUTES = 45
_NOT_SHOWN = ("entered-in-error", "waitlist")
_COLLEAGUE_COMES = ("pending", "booked", "arrived", "checked-in", "fulfilled")
"""A colleague's visits fill an order, too, though they do not stand in this nurse's week."""
_OVER = ("finished", "cancelled", "entered-in-error")


def week(records: Records, sunday: date, now: datetime, zone: tzinfo) -> Week:
    """Read one week of this nurse's visits, from Sunday on, on the clock of ``zone``."""
    days = week_days(sunday)
    start, end = day_bounds(days[0], days[-1], zone)
    found = records.between("Appointment", start, end)
    hers = [one for one in found if planned_visit.is_made_by(one, records.me)]
    topics = {str(one["id"]): as_text(one.get("description")) for one in hers}
    mine = [one for one in map(planned_visit.decode, hers) if one.status not in _NOT_SHOWN]
    made = _made(records, start, end)
    alone = [one for one in made if not one.appointment and one.practitioner == records.me and one.at_home]
    people = _People(records, {one.patient for one in (*mine, *alone)})
    by_plan = {one.appointment: one for one in made if one.appointment}
    local = now.astimezone(zone)
    blocks = [block for one in mine if (block := _planned(one, by_plan.get(one.id), people, local))]
    blocks = [_meeting(one, topics.get(one.id, "")) for one in blocks]
    blocks += [block for one in alone if (block := _unplanned_visit(one, people, local))]
    shown = tuple(
        make_day(day, (block for block in blocks if block.start.date() == day), local) for day in days
    )
    standing = [one.patient for one in blocks if one.state.takes_time]
    standing += [
        one.patient
        for one in map(planned_visit.who_meets, found)
        if one.practitioner not in ("", records.me) and one.status in _COLLEAGUE_COMES
    ]
    return Week(sunday, shown, unplanned(records, sunday, standing, people.names))


class _People:
    """Names, addresses and places of the people of one week, read at once."""

    def __init__(self, records: Reading, wanted: Iterable[str]) -> None:
        found = records.get_many("Patient", sorted(wanted))
        self._people = {str(one["id"]): (patients.decode(one), place_of(one)) for one in found}

    @property
    def names(self) -> list[tuple[str, str]]:
        return [(identity, person.name.display) for identity, (person, _) in self._people.items()]

    def facts(self, identity: str) -> tuple[str, str, str, Place | None]:
        """Give name, family name, address and place."""
        person, place = self._people.get(identity, (patients.Patient(), None))
        name = person.name
        return name.display, name.family or name.display, person.address.one_line, place


def _made(records: Reading, start: datetime, end: datetime) -> list[Visit]:
    """Find the visits made or begun in this span, also those whose clock has not begun."""
    found = {str(one["id"]): one for one in records.between("Encounter", start, end)}
    for status in ("planned", "arrived", "in-progress"):
        found |= {str(one["id"]): one for one in records.where("Encounter", "status", status)}
    return [visit.decode(one) for one in found.values()]


def _planned(plan: PlannedVisit, made: Visit | None, people: _People, now: datetime) -> Block | None:
    if plan.start is None:
        return None
    start = plan.start.astimezone(now.tzinfo)
    end = plan.end.astimezone(now.tzinfo) if plan.end and plan.end > plan.start else None
    name, family, address, place = people.facts(plan.patient)
    return Block(
        id=plan.id,
        patient=plan.patient,
        name=name,
        family=family,
        start=start,
        end=end or start + timedelta(minutes=USUAL_MINUTES),
        reason=plan.reason,
        state=_state(plan, made, now),
        address=address,
        bring=plan.note,
        why=plan.cancel_reason,
        series=plan.series,
        place=place,
        mark=mark_of(plan),
    )


def _meeting(block: Block, topic: str) -> Block:
    """Name what is about no patient by its topic."""
    name = topic or block.reason or tr("Meeting")
    return block if block.patient else replace(block, name=name, family=name)


def _unplanned_visit(made: Visit, people: _People, now: datetime) -> Block | None:
    """Show a visit that was made without being planned, where it took place."""
    if made.began is None or made.status in ("cancelled", "entered-in-error"):
        return None
    start = made.began.astimezone(now.tzinfo)
    end = (
        made.completed.astimezone(now.tzinfo) if made.completed else start + timedelta(minutes=USUAL_MINUTES)
    )
    name, family, address, place = people.facts(made.patient)
    state = BlockState.DONE if made.status == "finished" else _open(made, now)
    return Block(
        made.id, made.patient, name, family, start, end, made.reason, state, address=address, place=place
    )


def _state(plan: PlannedVisit, made: Visit | None, now: datetime) -> BlockState:
    if plan.status == "cancelled":
        return BlockState.CANCELLED
    if plan.status == "noshow":
        return BlockState.MISSED
    if plan.status == "fulfilled" or (made and made.status == "finished"):
        return BlockState.DONE
    if made and made.status not in _OVER and (made.began or made.drive_started):
        return _open(made, now)
    return BlockState.PLANNED


def _open(made: Visit, now: datetime) -> BlockState:
    """Tell the visit that is going on from one of an earlier day whose note nobody closed."""
    began = made.began or made.drive_started
    same_day = began is not None and began.astimezone(now.tzinfo).date() == now.date()
    return BlockState.RUNNING if same_day else BlockState.OPEN_NOTE
