"""Changing the week: add, move, cancel, miss, repeat. One unit of work each, with audit and a way back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from carenurse.app.day_words import clock_time, week_day
from carenurse.app.meanwhile import refuse_if_changed
from carenurse.app.ports import Reading, Records
from carenurse.app.schedule_facts import Changed, mark_of
from carenurse.app.schedule_orders import orders_in_force
from carenurse.app.undo import Changes
from carenurse.clinical import patient as patients
from carenurse.clinical import planned_visit
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.planned_visit import PlannedVisit
from carenurse.errors import ExpectedError
from carenurse.scheduling.repeating import weekly
from carenurse.translations import tr, trn

SHORTEST, LONGEST = 5, 12 * 60
"""Minutes that a visit can be planned for."""
_CHANGEABLE = ("proposed", "pending", "booked", "arrived")


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to plan: whom, when, how long, what for, what to bring; ``weeks`` repeats it weekly."""

    patient: str
    start: datetime
    minutes: int
    reason: str = ""
    bring: str = ""
    weeks: int = 1
    every: int = 1
    weekdays: tuple[int, ...] = ()


def add_visit(records: Records, new: NewVisit, zone: tzinfo) -> Changed:
    """Plan a visit, or one a week for some weeks. Raises ExpectedError for nonsense."""
    person = _person(records, new.patient)
    _check_minutes(new.minutes)
    starts = _starts(new, zone) if new.weekdays or new.weeks > 1 else (new.start,)
    series = new_id() if len(starts) > 1 else ""
    order = next(iter(orders_in_force(records, new.patient)), None)
    made = [
        PlannedVisit(
            id=new_id(),
            patient=new.patient,
            practitioner=records.me,
            start=start,
            end=start + timedelta(minutes=new.minutes),
            reason=new.reason.strip(),
            status="booked",
            note=new.bring.strip(),
            series=series,
            order=order.id if order and order.covers(start.astimezone(zone).date()) else "",
        )
        for start in starts
    ]
    said = tr("{name}: visit planned for {when}", name=person, when=_when(min(starts).astimezone(zone)))
    if len(starts) > 1:
        said = trn(
            "{name}: {number} visit planned", "{name}: {number} visits planned", len(starts), name=person
        )
    return _keep(records, said, (planned_visit.encode(one) for one in made))


def move_visit(records: Records, identity: str, start: datetime, zone: tzinfo) -> Changed:
    """Move a visit, its length kept. Raises ExpectedError when it is over or gone."""
    resource, plan = _changeable(records, identity)
    moved = replace(plan, start=start, end=start + _length(plan))
    said = tr("{name} moved to {when}", name=_name(records, plan.patient), when=_when(start.astimezone(zone)))
    return _keep(records, said, [planned_visit.encode(moved, onto=resource)])


def change_visit(
    records: Records,
    identity: str,
    *,
    start: datetime,
    minutes: int,
    reason: str,
    bring: str,
    opened: str = "",
) -> Changed:
    """Change when, how long, what for and what to bring.

    ``opened`` marks what the form was filled from. Raises ExpectedError for nonsense, ChangedMeanwhileError
    when the plan is another one by now.
    """
    _check_minutes(minutes)
    resource, plan = _changeable(records, identity)
    refuse_if_changed(opened, mark_of(plan))
    changed = replace(
        plan,
        start=start,
        end=start + timedelta(minutes=minutes),
        reason=reason.strip(),
        note=bring.strip(),
    )
    said = tr("{name}: visit changed", name=_name(records, plan.patient))
    kept = planned_visit.encode(changed, onto=resource)
    if "minutesDuration" in kept:
        kept["minutesDuration"] = minutes
    return _keep(records, said, [kept])


def change_and_repeat(
    records: Records, identity: str, new: NewVisit, zone: tzinfo, opened: str = ""
) -> Changed:
    """Change a planned visit, and repeat it weekly when that is asked for. Raises as changing it does."""
    changed = change_visit(
        records,
        identity,
        start=new.start,
        minutes=new.minutes,
        reason=new.reason,
        bring=new.bring,
        opened=opened,
    )
    if new.weeks == 1:
        return changed
    repeated = repeat_weekly(records, identity, new.weeks, zone)
    return replace(repeated, undo=repeated.undo.after(changed.undo))


def cancel_visit(records: Records, identity: str, reason: str, *, series: bool = False) -> Changed:
    """Cancel a visit (or it and the later ones of its series) with the reason that the record asks for."""
    _check_reason(reason)
    resource, plan = _changeable(records, identity)
    doomed = [(resource, plan)]
    if series and plan.series:
        doomed += _later_of_series(records, plan)
    name = _name(records, plan.patient)
    said = trn("{name}: visit cancelled", "{name}: {number} visits cancelled", len(doomed), name=name)
    return _keep(records, said, (_ended(one, "cancelled", reason) for one in doomed))


def miss_visit(
    records: Records, identity: str, reason: str, zone: tzinfo, again: datetime | None = None
) -> Changed:
    """Mark a visit missed with its reason; ``again`` plans it anew, as the order may still be kept."""
    _check_reason(reason)
    resource, plan = _changeable(records, identity)
    kept = [_ended((resource, plan), "noshow", reason)]
    name = _name(records, plan.patient)
    said = tr("{name}: visit missed", name=name)
    if again is not None:
        anew = replace(plan, id=new_id(), start=again, end=again + _length(plan), status="booked", series="")
        kept.append(planned_visit.encode(anew))
        said = tr("{name}: missed, planned again for {when}", name=name, when=_when(again.astimezone(zone)))
    return _keep(records, said, kept)


def repeat_weekly(records: Records, identity: str, weeks: int, zone: tzinfo, *, every: int = 1) -> Changed:
    """Repeat a planned visit at the same hour for so many weeks, itself the first."""
    resource, plan = _changeable(records, identity)
    if plan.start is None:
        raise _gone()
    new = NewVisit(plan.patient, plan.start, 0, weeks=weeks, every=every)
    starts = _starts(new, zone)[1:]
    if not starts:
        raise ExpectedError(tr("Repeating needs at least two weeks."), tr("Choose how often to repeat."))
    first = replace(plan, series=plan.series or new_id())
    more = [
        replace(first, id=new_id(), start=start, end=start + _length(plan), status="booked")
        for start in starts
    ]
    said = trn(
        "{name}: {number} more visit planned",
        "{name}: {number} more visits planned",
        len(more),
        name=_name(records, plan.patient),
    )
    kept = [planned_visit.encode(first, onto=resource), *(planned_visit.encode(one) for one in more)]
    return _keep(records, said, kept)


def _keep(records: Records, said: str, resources: Iterable[Resource]) -> Changed:
    with records.work() as work:
        changes = Changes(work)
        kept: list[str] = []
        for resource in resources:
            changes.put(resource)
            kept.append(str(resource["id"]))
    return Changed(said, tuple(kept), changes.undo())


def _starts(new: NewVisit, zone: tzinfo) -> tuple[datetime, ...]:
    days = new.weekdays or (new.start.astimezone(zone).weekday(),)
    try:
        return weekly(new.start, new.weeks * len(days), zone, every=new.every, weekdays=days)
    except ValueError:
        raise ExpectedError(
            tr("So many visits cannot be planned at once."), tr("Repeat for fewer weeks; add more later.")
        ) from None


def _ended(one: tuple[Resource, PlannedVisit], status: str, reason: str) -> Resource:
    resource, plan = one
    return planned_visit.encode(replace(plan, status=status, cancel_reason=reason.strip()), onto=resource)


def _later_of_series(records: Reading, plan: PlannedVisit) -> list[tuple[Resource, PlannedVisit]]:
    found = [(one, planned_visit.decode(one)) for one in records.of_patient(plan.patient, "Appointment")]
    return [
        (one, other)
        for one, other in found
        if other.series == plan.series
        and other.id != plan.id
        and other.status in _CHANGEABLE
        and other.start
        and plan.start
        and other.start > plan.start
    ]


def _changeable(records: Reading, identity: str) -> tuple[Resource, PlannedVisit]:
    resource = records.get("Appointment", identity)
    if resource is None:
        raise _gone()
    plan = planned_visit.decode(resource)
    begun = [one for one in records.where("Encounter", "appointment", identity) if _has_begun(one)]
    if plan.status not in _CHANGEABLE or begun:
        raise ExpectedError(
            tr("This visit has begun or is over, so its plan cannot change."),
            tr("Open the visit itself."),
        )
    return resource, plan


def _has_begun(encounter: Resource) -> bool:
    return encounter.get("status") not in ("planned", "cancelled", "entered-in-error")


def _gone() -> ExpectedError:
    return ExpectedError(tr("This visit is no longer in the plan."), tr("Look at the week as it is now."))


def _check_minutes(minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise ExpectedError(
            tr("A visit lasts from {least} minutes to {most} hours.", least=SHORTEST, most=LONGEST // 60),
            tr("Change its length."),
        )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ExpectedError(
            tr("A visit that does not take place needs its reason."), tr("Choose one or write it.")
        )


def _person(records: Reading, patient: str) -> str:
    found = records.get("Patient", patient)
    if found is None:
        raise ExpectedError(
            tr("Nobody was chosen for this visit."), tr("Search the name and choose the person.")
        )
    return patients.decode(found).name.display


def _name(records: Reading, patient: str) -> str:
    found = records.get("Patient", patient)
    return patients.decode(found).name.display if found else tr("Unknown person")


def _length(plan: PlannedVisit) -> timedelta:
    if plan.start and plan.end and plan.end > plan.start:
        return plan.end - plan.start
    return timedelta(minutes=45)


def _when(moment: datetime) -> str:
    return f"{week_day(moment.date())}, {clock_time(moment)}"
