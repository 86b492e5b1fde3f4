"""One page about one person: own words, problems and goals, medicines, and whom to talk to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from carenurse.app.alerts import OpenAlert, open_alerts
from carenurse.app.care_plan import plan_of
from carenurse.app.chart_home import Person, at_home
from carenurse.app.draft_values import draft_values, running_visit, standing
from carenurse.app.medicine_allergies import AllergiesOnRecord
from carenurse.app.medicine_list import marked, medicine_list
from carenurse.app.medicine_twice import told_twice
from carenurse.app.moved import moved_words
from carenurse.app.plan_values import ValueThen
from carenurse.app.ports import Reading
from carenurse.careplan.care_plan_record import own_words
from carenurse.careplan.plan import bands, is_active_goal
from carenurse.careplan.progress import Progress, progress_of
from carenurse.clinical import care_team, goal, practitioner, problem, related_person
from carenurse.clinical import patient as patients
from carenurse.clinical.contact import phone_to_call
from carenurse.clinical.fhir import Resource, concept_text, split_reference
from carenurse.clinical.goal import Goal
from carenurse.clinical.medicine import Medicine
from carenurse.clinical.problem import Problem
from carenurse.clinical.related_person import RelatedPerson
from carenurse.clinical.shapes import as_objects, as_text
from carenurse.errors import ExpectedError
from carenurse.translations import tr

V = TypeVar("V")

_STOPPED_SHOWN = 5
_TEAM_AT_WORK = ("", "active", "proposed")


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal with where it stands; ``unit`` is UCUM, values are None where nothing was measured.

    ``draft``: the standing follows what was measured in the open visit; ``before`` is the value on record.
    """

    goal: Goal
    standing: Progress
    unit: str
    draft: bool = False
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem with its goals. A diagnosis that the plan does nothing about has none."""

    problem: Problem
    goals: tuple[GoalLine, ...]
    in_plan: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart's standing parts; the timeline and the trends come by themselves."""

    own_words: str
    problems: tuple[ProblemLine, ...]
    medicines: tuple[Medicine, ...]
    stopped: tuple[Medicine, ...]
    people: tuple[Person, ...]
    today: date
    """The day that it tells of, so that a day of another year is said with its year."""
    alerts: tuple[OpenAlert, ...] = ()
    allergic: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of medicines (by id) whose name is that of an allergy on record, the sentence about it."""
    twice: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of medicines (by reference) that share an ingredient with another line, the sentence about it."""
    past: int = 0
    """Problems that are over; what was entered in error is none of them."""
    whose: str = ""
    """On whose list somebody is who left this nurse's and is still on this laptop."""


def chart(records: Reading, patient: str, now: datetime) -> Chart:
    """Gather the standing parts of one person's chart as they are now, an open visit included.

    Raises ExpectedError where no such person is on this laptop: what has no person has no chart.
    """
    person = records.get("Patient", patient)
    if person is None:
        raise ExpectedError(
            tr("This person is not on this laptop."),
            tr("Look for the name under Patients, or ask the office."),
        )
    listed, known = medicine_list(records, patient), AllergiesOnRecord(records, patient)
    return Chart(
        own_words=_own_words(records, patient),
        problems=_problems(records, patient, now),
        medicines=tuple(replace(one, name=marked(one, now.date())) for one in listed.taken),
        stopped=listed.stopped[:_STOPPED_SHOWN],
        people=_people(records, person),
        today=now.date(),
        alerts=open_alerts(records, patient, now.date()),
        whose=moved_words(records, patient, now.date()),
        allergic={one.id: said for one in listed.taken if (said := known.warning(one.name, one.codings))},
        twice=told_twice(listed.taken),
        past=_past(records, patient),
    )


def _people(records: Reading, person: Resource) -> tuple[Person, ...]:
    patient = as_text(person.get("id"))
    home = (*at_home(records, person), *_family(records, patient))
    return (*home, *_contacts(person), *_team(records, patient))


def _decoded(records: Reading, patient: str, kind: str, decode: Callable[[Resource], V]) -> list[V]:
    return [decode(resource) for resource in records.of_patient(patient, kind)]


def _own_words(records: Reading, patient: str) -> str:
    """Take what the person wants: the plan's own heading, else the newest goal in their words."""
    for plan in records.of_patient(patient, "CarePlan"):
        if plan.get("status") in ("active", "draft") and (said := own_words(plan)):
            return said.text
    goals = _decoded(records, patient, "Goal", goal.decode)
    return next((one.words for one in goals if one.words and is_active_goal(one)), "")


def _problems(records: Reading, patient: str, now: datetime) -> tuple[ProblemLine, ...]:
    plan = plan_of(records, patient)
    drafts = draft_values(records, running_visit(records, patient), now)
    planned = [
        ProblemLine(
            _doubted(band.problem),
            tuple(_goal_line(records, one, drafts, now.date()) for one in band.goals),
            in_plan=True,
        )
        for band in bands(plan)
        if band.problem
    ]
    shown = {line.problem.id for line in planned}
    others = (ProblemLine(_doubted(one), (), in_plan=False) for one in plan.problems if one.id not in shown)
    return (*planned, *_each_once(others))


def _past(records: Reading, patient: str) -> int:
    told = _decoded(records, patient, "Condition", problem.glance)
    return sum(1 for one in told if not one.active and one.verification in ("", "confirmed"))


def _doubted(told: Problem) -> Problem:
    """Say of a diagnosis that nobody confirmed that it is none yet."""
    doubtful = told.verification in ("unconfirmed", "provisional", "differential")
    return replace(told, text=tr("{problem} (not confirmed)", problem=told.text)) if doubtful else told


def _each_once(lines: Iterable[ProblemLine]) -> tuple[ProblemLine, ...]:
    """Show a diagnosis once that a long record states at many encounters."""
    return tuple({line.problem.text: line for line in lines}.values())


def _goal_line(records: Reading, told: Goal, drafts: Mapping[str, ValueThen], today: date) -> GoalLine:
    found = standing(records, told.patient, told.measure, told.unit, drafts, today=today)
    judged = progress_of(told, found.now.value if found.now else None, today)
    return GoalLine(told, judged, told.unit, found.draft, found.before.value if found.before else None)


def _contacts(person: Resource) -> Iterator[Person]:
    """Name the contacts that stand inside a Patient, as other systems write next of kin."""
    for entry in as_objects(person.get("contact")):
        told = patients.decode({"name": [entry.get("name")], "telecom": entry.get("telecom")})
        roles = (concept_text(one) for one in as_objects(entry.get("relationship")))
        name = told.name.display or concept_text(entry.get("organization"))
        if name or told.phones:
            role = ", ".join(role for role in roles if role)
            yield Person(name or tr("Contact"), role, phone_to_call(told.phones))


def _family(records: Reading, patient: str) -> list[Person]:
    people = _decoded(records, patient, "RelatedPerson", related_person.decode)
    return [_relative(one) for one in people if one.active is not False]


def _relative(told: RelatedPerson) -> Person:
    return Person(
        name=told.name.display,
        role=told.relationship,
        phone=phone_to_call(told.phones),
        may_know=told.may_know,
        represents=told.is_representative,
    )


def _team(records: Reading, patient: str) -> list[Person]:
    found: dict[str, Person] = {}
    for team in _decoded(records, patient, "CareTeam", care_team.decode):
        for member in team.members if team.status in _TEAM_AT_WORK else ():
            resource = records.get("Practitioner", member.practitioner) if member.practitioner else None
            known = practitioner.decode(resource or {})
            name = member.name or known.name.display
            if name and member.practitioner != records.me:
                found[name] = Person(name, member.role, phone_to_call(known.phones))
    for doctor in _physicians(records, patient):
        found.setdefault(doctor.name, doctor)
    return list(found.values())


def _physicians(records: Reading, patient: str) -> Iterator[Person]:
    """Name the physicians that the Patient resource itself refers to."""
    for reference in as_objects((records.get("Patient", patient) or {}).get("generalPractitioner")):
        target = split_reference(as_text(reference.get("reference")))
        resource = records.get(*target) if target and target[0] == "Practitioner" else None
        known = practitioner.decode(resource or {})
        if name := known.name.display or as_text(reference.get("display")):
            yield Person(name, tr("physician"), phone_to_call(known.phones))
