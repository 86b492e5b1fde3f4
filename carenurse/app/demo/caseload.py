"""The fictional caseload of one nurse, made from a seed for a given day."""

from collections.abc import Iterator
from datetime import UTC, date, tzinfo
from itertools import chain
from random import Random

from carenurse.app.demo import background, plan
from carenurse.app.demo.building import Frame, concept, link
from carenurse.app.demo.cast import Staff, patient, physician, staff
from carenurse.app.demo.chart import Chart
from carenurse.app.demo.measuring import Trend, trends
from carenurse.app.demo.rota import Planned, calendar_day, round_of, visits
from carenurse.app.demo.stories import Person, conditions, people
from carenurse.app.demo.visiting import Round
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, kind_of, reference_to

PATIENTS = 24
MONTHS = 6
_WEEKS_IN_MONTH = 4.35
_WEEKS_AHEAD = 3


def generate(
    seed: int,
    today: date,
    offset: tzinfo = UTC,
    *,
    patients: int = PATIENTS,
    months: int = MONTHS,
    nurse: str | None = None,
) -> list[Resource]:
    """Make the whole caseload: staff first, then each person's record, then the Group of all.

    The same arguments give the same resources to the byte. ``offset`` is the place whose clock the visits
    keep; ``nurse`` the Practitioner id that takes the part of Dana Whitfield. More than 24 patients are made
    up from the same conditions, with ``months`` of weekly visits each.
    """
    return list(
        chain.from_iterable(charts(seed, today, offset, patients=patients, months=months, nurse=nurse))
    )


def charts(
    seed: int,
    today: date,
    offset: tzinfo = UTC,
    *,
    patients: int = PATIENTS,
    months: int = MONTHS,
    nurse: str | None = None,
) -> Iterator[list[Resource]]:
    """Make the caseload one person at a time, for caseloads too large to hold at once."""
    frame = Frame(seed, today, offset)
    team = staff(frame, nurse)
    yield team.resources()
    members: list[Resource] = []
    weeks = round(months * _WEEKS_IN_MONTH)
    for number in range(patients):
        person = _person(frame, number, months)
        chart = _record(frame, team, person, number, weeks)
        members.append(chart[0])
        yield chart
    yield [_group(frame, team, members), _meeting(frame, team)]


def load_demo(
    records: Records,
    today: date,
    offset: tzinfo = UTC,
    *,
    seed: int = 1,
    patients: int = PATIENTS,
    months: int = MONTHS,
) -> int:
    """Put the caseload into an open vault, as its nurse's own; return how many resources that were.

    Nothing of it waits for the office. What a visit wrote is signed; the unfinished visit is a draft.
    """
    count = 0
    for chart in charts(seed, today, offset, patients=patients, months=months, nurse=records.me or None):
        signed = {target["reference"] for one in chart if _is_signature(one) for target in one["target"]}
        with records.work() as work:
            for resource in chart:
                work.put(
                    resource,
                    sign=_is_signature(resource) or reference_to(resource) in signed,
                    draft=resource.get("status") == "in-progress",
                    local=True,
                )
        count += len(chart)
    return count


def _is_signature(resource: Resource) -> bool:
    return kind_of(resource) == "Provenance"


def _person(frame: Frame, number: int, months: int) -> Person:
    told = people().people
    if number < len(told):
        return told[number]
    chance = Random(f"{frame.seed}/{number}")  # noqa: S311 - invented people, not keys
    names = people().more
    gender, given = chance.choice((("female", names.given_female), ("male", names.given_male)))
    return Person(
        given=(chance.choice(given),),
        family=chance.choice(names.family),
        gender=gender,
        age=chance.randrange(55, 96),
        birthday=f"{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        phone=f"555-01{number % 100:02}",
        line=f"{chance.randrange(1, 200)} {chance.choice(names.streets)} Street",
        conditions=(chance.choice(sorted(conditions().conditions)),),
        weeks=round(months * _WEEKS_IN_MONTH),
        rota=round_of(number),
    )


def _record(frame: Frame, team: Staff, person: Person, number: int, weeks: int) -> list[Resource]:
    """Make everything about one person; the Patient comes first."""
    label = f"{number:04}"
    whose = patient(frame, label, person, number + 1)
    doctor = physician(frame, label, person.doctor) if person.doctor else team.doctor
    whose["generalPractitioner"] = [link(doctor)]
    whose["managingOrganization"] = link(team.agency)
    calendar = visits(person, frame.today, weeks, _WEEKS_AHEAD)
    start = min((one.day for one in calendar), default=frame.today)
    chart = Chart(frame, label, person, whose, doctor, team, start)
    made = [whose, *([doctor] if person.doctor else []), plan.episode(chart)]
    return [*made, *background.around(chart), *plan.whole_plan(chart), *_history(chart, made[-1], calendar)]


def _history(chart: Chart, episode: Resource, calendar: list[Planned]) -> Iterator[Resource]:
    chance = Random(f"{chart.frame.seed}/{chart.label}/visits")  # noqa: S311 - invented readings, not keys
    told = Round(chart, episode, plan.visit_order(chart), _trends(chart), chance)
    before = max(1, sum(one.working_day < 0 for one in calendar) - 1)
    for number, planned in enumerate(calendar):
        yield from told.tell(planned, number + 1, min(1.0, number / before))
    yield from told.home_log()


def _trends(chart: Chart) -> dict[str, Trend]:
    merged: dict[str, Trend] = {}
    for condition in reversed(chart.conditions):
        merged |= condition.vitals
    return trends(merged)


def _group(frame: Frame, team: Staff, members: list[Resource]) -> Resource:
    return frame.resource(
        "Group",
        "caseload",
        active=True,
        type="person",
        actual=True,
        name="Caseload of Dana Whitfield, RN",
        managingEntity=link(team.nurse),
        quantity=len(members),
        member=[{"entity": link(one)} for one in members],
    )


def _meeting(frame: Frame, team: Staff) -> Resource:
    day = calendar_day(frame.today, 1)
    return frame.resource(
        "Appointment",
        "meeting",
        status="booked",
        serviceType=[concept("Meeting")],
        description="Team meeting",
        start=frame.at(day, "13:00").isoformat(),
        end=frame.at(day, "13:45").isoformat(),
        minutesDuration=45,
        participant=[{"actor": link(team.nurse), "status": "accepted"}],
    )
