"""The fictional caseload of one nurse, made from a seed for a given day."""

from collections.abc import Iterator
from datetime import UTC, date, tzinfo
from itertools import chain
from random import Random

import msgspec

from carenurse.app.demo import background, plan
from carenurse.app.demo.building import Frame, concept, link
from carenurse.app.demo.cast import Staff, patient, physician, relative, staff
from carenurse.app.demo.measuring import Trend, observations, trends
from carenurse.app.demo.rota import Planned, calendar_day, round_of, visits
from carenurse.app.demo.stories import Condition, Person, conditions, people
from carenurse.app.demo.visiting import Subject, told_visit
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource

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

    The same arguments give the same resources to the byte. ``offset`` is the place whose clock the visits keep;
    ``nurse`` the Practitioner id that takes the part of Dana Whitfield. More than 24 patients are made up from
    the same conditions, with ``months`` of weekly visits each.
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
    team = staff(frame, people(), nurse)
    yield team.resources()
    members: list[Resource] = []
    for number in range(patients):
        person = _person(frame, number, months)
        chart = _chart(frame, team, person, number, months)
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

    Nothing of it waits for the office. Finished notes are signed, the unfinished one is a draft.
    """
    count = 0
    for chart in charts(seed, today, offset, patients=patients, months=months, nurse=records.me or None):
        with records.work() as work:
            for resource in chart:
                state = resource.get("status")
                note = resource["resourceType"] == "Composition"
                work.put(
                    resource,
                    sign=note and state == "final",
                    draft=note and state == "preliminary",
                    local=True,
                )
        count += len(chart)
    return count


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


def _chart(frame: Frame, team: Staff, person: Person, number: int, months: int) -> list[Resource]:
    """Make everything about one person; the Patient comes first."""
    label = f"{number:04}"
    whose = patient(frame, label, person, people(), number + 1)
    doctor = physician(frame, label, person.doctor) if person.doctor else team.doctor
    whose["generalPractitioner"] = [link(doctor)]
    whose["managingOrganization"] = link(team.agency)
    weeks = round(months * _WEEKS_IN_MONTH)
    calendar = visits(person, frame.today, weeks, _WEEKS_AHEAD)
    start = min((one.day for one in calendar), default=frame.today)
    began = plan.episode(frame, label, person, whose, start, team)
    made = [whose, *([doctor] if person.doctor else []), began]
    made += _around(frame, label, person, whose, team)
    made += _care_plan(frame, label, person, whose, start, doctor, team)
    subject = Subject(
        label, person, _first_condition(person), _trends(person), whose, team.nurse, team.agency, began
    )
    return made + _history(frame, subject, calendar)


def _conditions(person: Person) -> list[Condition]:
    return [conditions().conditions[name] for name in person.conditions]


def _first_condition(person: Person) -> Condition:
    return _conditions(person)[0]


def _trends(person: Person) -> dict[str, Trend]:
    merged: dict[str, Trend] = {}
    for condition in reversed(_conditions(person)):
        merged |= condition.vitals
    if any("glucose" in past.vitals for past in person.past):
        merged.setdefault("glucose", (msgspec.json.decode(b"168", type=Trend.__args__[0]),) * 3)
    return trends(merged)


def _around(frame: Frame, label: str, person: Person, whose: Resource, team: Staff) -> Iterator[Resource]:
    """Make what stands in the banner and behind it."""
    for number, kin in enumerate(person.contacts):
        yield relative(frame, f"{label}/{number}", kin, whose)
    yield from background.allergies(frame, label, person, whose)
    for number, told in enumerate(person.alerts):
        yield background.alert(frame, f"{label}/{number}", told, whose)
    if person.wish:
        yield background.wish(frame, label, person.wish, whose)
    if person.hospital:
        yield from background.stay(frame, f"{label}/stay", person.hospital, whose)
    for number, told in enumerate(person.calls):
        yield background.call(frame, f"{label}/{number}", told, whose, team.nurse)
    words = conditions().diagnoses
    for code in dict.fromkeys(
        person.diagnoses or [code for one in _conditions(person) for code in one.diagnoses]
    ):
        yield background.diagnosis(frame, f"{label}/{code}", code, words[code], whose)
    medicines = person.medicines or [told for one in _conditions(person) for told in one.medicines]
    for number, told in enumerate(medicines):
        yield background.medicine(frame, f"{label}/{number}", told, whose)


def _care_plan(
    frame: Frame, label: str, person: Person, whose: Resource, start: date, doctor: Resource, team: Staff
) -> Iterator[Resource]:
    words = conditions().terms
    problems: list[Resource] = []
    goals: list[Resource] = []
    orders: list[Resource] = []
    for number, told in enumerate(
        person.problems or [one for held in _conditions(person) for one in held.problems]
    ):
        here = f"{label}/{number}"
        problem = plan.problem(frame, f"{here}/problem", told, words, whose, start)
        aims = [
            plan.goal(frame, f"{here}/{rank}", aim, problem, whose, start)
            for rank, aim in enumerate(told.goals)
        ]
        orders += [
            plan.care(frame, f"{here}/{rank}", care, problem, aims, words, whose, team, start)
            for rank, care in enumerate(told.interventions)
        ]
        problems.append(problem)
        goals += aims
    text = person.order or _first_condition(person).order
    orders.append(plan.visit_order(frame, f"{label}/visits", text, person, whose, start, doctor))
    yield from (*problems, *goals, *orders)
    yield plan.care_plan(frame, label, person, whose, start, problems, goals, orders, team)


def _history(frame: Frame, subject: Subject, calendar: list[Planned]) -> list[Resource]:
    chance = Random(f"{frame.seed}/{subject.label}/visits")  # noqa: S311 - invented readings, not keys
    before = max(1, sum(one.working_day < 0 for one in calendar) - 1)
    made: list[Resource] = []
    for number, planned in enumerate(calendar):
        made += told_visit(frame, subject, planned, min(1.0, number / before), number + 1, chance)
    for told in subject.person.home_log:
        when = frame.at(frame.ago(told.days), "07:30")
        label = f"{subject.label}/home/{told.days}"
        for one in observations(
            frame, label, {told.vital: told.value}, when, subject.patient, subject.patient, None
        ):
            made.append(one | {"note": [{"text": "Home log"}]})
    return made


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
