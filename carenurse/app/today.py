"""The nurse's day: the route in order, what to know and bring at each door, and what is not finished."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import chain, pairwise

from carenurse.app.banner import alerts_of, spoken_by, wishes_of
from carenurse.app.device_status import device_status, unsent_words
from carenurse.app.homes import place_of
from carenurse.app.nameless import called
from carenurse.app.ports import Reading
from carenurse.app.since_last_visit import News, since_last_visit
from carenurse.app.untold import Untold, untold, untold_out_of_sight
from carenurse.app.visit_begin import UnfinishedVisit, unfinished_visits
from carenurse.clinical import patient, planned_visit, visit
from carenurse.clinical.contact import phone_to_call
from carenurse.clinical.fhir import Resource
from carenurse.clinical.planned_visit import PlannedVisit
from carenurse.clinical.visit import Visit
from carenurse.scheduling.travel import Drive, Place, drive

_OFF_THE_ROUTE = frozenset({"cancelled", "entered-in-error", "proposed"})
_DEFAULT_LENGTH = timedelta(minutes=45)


class StopState(StrEnum):
    """How a stop stands; the words on the screen are the screen's."""

    PLANNED = "planned"
    DRIVING = "driving"
    IN_VISIT = "in-visit"
    OPEN_NOTE = "open-note"
    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of the day, on the clock of ``now``; ``encounter`` is empty until it is begun.

    ``appointment`` names the planned visit, or the Encounter of a visit that nobody had planned.

    ``leg`` is the drive from the stop before (None at the first: where the nurse starts from is not known);
    ``gap`` the minutes between the two visits, below none when they overlap.
    """

    appointment: str
    encounter: str
    patient: str
    name: str
    age: int | None
    speaks: str
    start: datetime
    end: datetime
    reason: str
    address: str
    phone: str
    access: str
    alerts: tuple[str, ...]
    wishes: tuple[str, ...]
    bring: str
    state: StopState
    gap: int | None = None
    leg: Drive | None = None
    untold: tuple[tuple[str, str], ...] = ()
    """Those of the alerts that are pressing findings nobody was told about yet, each also said shortly."""

    @property
    def open(self) -> bool:
        """Say whether something is still to be done at this stop."""
        return self.state not in (StopState.DONE, StopState.MISSED)


@dataclass(frozen=True, slots=True)
class Today:
    """What the first screen of the day shows."""

    day: date
    stops: tuple[Stop, ...]
    news: tuple[News, ...]
    unfinished: tuple[UnfinishedVisit, ...]
    unsent: str
    """What of hers the office has not, in the words of the status bar; empty for nothing."""
    next_stop: str
    """Where the nurse is or drives to; else the first open stop; empty: the day is done."""
    untold: tuple[Untold, ...] = ()
    """Findings of signed visits that nobody was told about yet."""
    untold_unseen: frozenset[str] = frozenset()
    """Tasks of such findings about somebody who does not open now."""

    @property
    def drive_minutes(self) -> int:
        """Minutes at the wheel between the stops."""
        return sum(stop.leg.minutes for stop in self.stops if stop.leg)


def today(records: Reading, now: datetime) -> Today:
    """Gather the day of ``now`` for the nurse whose vault this is."""
    begin = datetime.combine(now.date(), time(), now.tzinfo)
    found = records.between("Appointment", begin, begin + timedelta(days=1))
    hers = (one for one in found if planned_visit.is_made_by(one, records.me))
    mine = [one for one in map(planned_visit.decode, hers) if _is_on_route(one)]
    made = {one.id: one for one in _unplanned(records, begin)}
    mine = _in_order([*mine, *map(_as_planned, made.values())])
    people = _people(records, mine)
    stops = [
        _stop(records, one, people.get(one.patient) or {}, now, made.get(one.id) or _begun(records, one.id))
        for one in mine
    ]
    stops = _with_legs(stops, {who: place_of(person) for who, person in people.items()})
    return Today(
        day=now.date(),
        stops=tuple(stops),
        news=_news(records, stops, now),
        unfinished=unfinished_visits(records),
        unsent=unsent_words(device_status(records)),
        next_stop=_next_stop(stops),
        untold=untold(records),
        untold_unseen=untold_out_of_sight(records),
    )


def _next_stop(stops: Sequence[Stop]) -> str:
    under_way = (stop for stop in stops if stop.state in (StopState.IN_VISIT, StopState.DRIVING))
    waiting = (stop for stop in stops if stop.open)
    return next((stop.appointment for stop in chain(under_way, waiting)), "")


def _news(records: Reading, stops: Sequence[Stop], now: datetime) -> tuple[News, ...]:
    people = {stop.patient: stop.name for stop in stops if stop.open}
    return tuple(one for who, name in people.items() for one in since_last_visit(records, who, name, now))


def _is_on_route(planned: PlannedVisit) -> bool:
    return planned.status not in _OFF_THE_ROUTE and planned.start is not None and bool(planned.patient)


def _people(records: Reading, mine: Sequence[PlannedVisit]) -> dict[str, Resource]:
    found = records.get_many("Patient", list(dict.fromkeys(one.patient for one in mine)))
    return {str(person["id"]): person for person in found}


def _unplanned(records: Reading, begin: datetime) -> list[Visit]:
    """Find the home visits of this nurse that began today though nobody had planned them."""
    found = map(visit.decode, records.between("Encounter", begin, begin + timedelta(days=1)))
    return [
        one
        for one in found
        if one.practitioner == records.me
        and one.at_home
        and not one.appointment
        and one.status not in _OFF_THE_ROUTE
        and (one.began or one.drive_started)
    ]


def _as_planned(made: Visit) -> PlannedVisit:
    return PlannedVisit(
        id=made.id,
        patient=made.patient,
        practitioner=made.practitioner,
        start=made.began or made.drive_started,
        end=made.completed,
        reason=made.reason,
        status="arrived",
    )


def _in_order(visits: Iterable[PlannedVisit]) -> list[PlannedVisit]:
    """Put visits in the order in which they begin."""
    timed = [(one.start, one.id, one) for one in visits if one.start]
    return [one for _, _, one in sorted(timed, key=lambda each: each[:2])]


def _stop(
    records: Reading, planned: PlannedVisit, resource: Resource, now: datetime, begun: Visit | None
) -> Stop:
    person = patient.decode(resource)
    start = (planned.start or now).astimezone(now.tzinfo)
    end = planned.end.astimezone(now.tzinfo) if planned.end else start + _DEFAULT_LENGTH
    alerts = alerts_of(records, planned.patient, now.date())
    return Stop(
        appointment=planned.id,
        encounter=begun.id if begun else "",
        patient=planned.patient,
        name=called(resource),
        age=person.age_on(now.date()),
        speaks=spoken_by(person),
        start=start,
        end=end,
        reason=planned.reason,
        address=person.address.one_line,
        phone=phone_to_call(person.phones),
        access=person.access_notes,
        alerts=alerts.all,
        wishes=wishes_of(records, planned.patient, now.date()),
        bring=planned.note,
        state=_state(planned, begun),
        untold=alerts.untold,
    )


def _begun(records: Reading, appointment: str) -> Visit | None:
    for resource in records.where("Encounter", "appointment", appointment):
        begun = visit.decode(resource)
        if begun.status not in ("cancelled", "entered-in-error"):
            return begun
    return None


def _state(planned: PlannedVisit, begun: Visit | None) -> StopState:
    if planned.status == "noshow":
        return StopState.MISSED
    if planned.status == "fulfilled" or (begun and begun.status == "finished"):
        return StopState.DONE
    if begun is None:
        return StopState.PLANNED
    if begun.completed:
        return StopState.OPEN_NOTE
    return StopState.IN_VISIT if begun.began else StopState.DRIVING


def _with_legs(stops: list[Stop], places: Mapping[str, Place | None]) -> list[Stop]:
    """Put between each stop and the one before it the gap and the drive; a missed visit is driven past."""
    told = {stop.appointment: stop for stop in stops}
    on_route = [stop for stop in stops if stop.state is not StopState.MISSED]
    for before, after in pairwise(on_route):
        told[after.appointment] = replace(
            after,
            gap=int((after.start - before.end).total_seconds() // 60),
            leg=drive(places.get(before.patient), places.get(after.patient)),
        )
    return list(told.values())
