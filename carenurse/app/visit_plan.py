"""The plan as a visit needs it: what to do today, and the goals to say a word on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from carenurse.app.plan_values import newest_value
from carenurse.app.ports import Reading
from carenurse.app.visit_facts import AgreedGoal, PlannedCare
from carenurse.app.visit_worksheet import Worksheet
from carenurse.clinical import goal as goals
from carenurse.clinical import intervention, practitioner, problem, procedure
from carenurse.clinical.fhir import Resource, reference_to
from carenurse.translations import tr

_IN_FORCE = frozenset({"", "proposed", "planned", "accepted", "active", "on-hold"})
_TEACHING = "TGC"
"""Omaha category: teaching, guidance and counseling."""


def orders_in_force(records: Reading, patient: str) -> list[Resource]:
    """Find the interventions of the plan that are in force; visit orders and referrals are none."""
    found = records.of_patient(patient, "ServiceRequest")
    return [one for one in found if one.get("status") == "active" and intervention.decode(one).category]


def goals_in_force(records: Reading, patient: str) -> list[Resource]:
    """Find the goals that are still worked on."""
    found = records.of_patient(patient, "Goal")
    return [one for one in found if one.get("lifecycleStatus", "") in _IN_FORCE]


def planned_care(records: Reading, patient: str, orders: Sequence[Resource]) -> tuple[PlannedCare, ...]:
    """Say each intervention with its problem and when it was last given, in the order of the plan."""
    given = _last_given(records, patient)
    problems = _problem_names(records, patient)
    values = [intervention.decode(one) for one in orders]
    listed = [
        PlannedCare(
            order=f"ServiceRequest/{value.id}",
            text=value.text,
            category=category_words(value.category),
            teaches=value.category == _TEACHING,
            frequency=value.frequency,
            problem=next((problems[one] for one in value.problems if one in problems), ""),
            last_given=given.get(value.id),
        )
        for value in values
    ]
    return tuple(sorted(listed, key=lambda care: (care.problem, care.text)))


def category_words(category: str) -> str:
    """Say an Omaha intervention category in plain words."""
    return {
        _TEACHING: tr("Teach and guide"),
        "TP": tr("Treat"),
        "CM": tr("Coordinate"),
        "S": tr("Watch"),
    }.get(category, "")


def nurse_words(resource: Resource) -> str:
    """Say a nurse as she signs: name and credential."""
    nurse = practitioner.decode(resource)
    credential = nurse.credential or ", ".join(nurse.name.suffix)
    return ", ".join(part for part in (nurse.name.display, credential) if part)


def _last_given(records: Reading, patient: str) -> Mapping[str, date]:
    given: dict[str, date] = {}
    for resource in records.of_patient(patient, "Procedure"):
        value = procedure.decode(resource)
        day = value.when.date if value.when else None
        if value.done and value.intervention and day:
            given.setdefault(value.intervention, day.first_day)
    return given


def _problem_names(records: Reading, patient: str) -> Mapping[str, str]:
    values = [problem.decode(one) for one in records.of_patient(patient, "Condition")]
    return {value.id: value.text for value in values if value.active}


def agreed_goals(
    records: Reading,
    resources: Sequence[Resource],
    last: Worksheet | None,
    last_day: date | None,
    today: date,
) -> tuple[AgreedGoal, ...]:
    """Say each goal with the word of the last visit and its newest value, the nearest day first."""
    agreed = (_agreed(records, resource, last, last_day, today) for resource in resources)
    listed = [replace(one, new=_began(one) == today) for one in agreed]
    return tuple(sorted(listed, key=lambda one: (one.due is None, one.due or date.max, one.text)))


def _began(agreed: AgreedGoal) -> date | None:
    started = agreed.target.started if agreed.target else None
    return started.exact if started else None


def _agreed(
    records: Reading, resource: Resource, last: Worksheet | None, last_day: date | None, today: date
) -> AgreedGoal:
    value = goals.decode(resource)
    word = last.goal(reference_to(resource)) if last else None
    said = word if word and word.word else None
    return AgreedGoal(
        goal=reference_to(resource),
        text=value.text,
        words=value.words,
        due=value.due.first_day if value.due else None,
        last_word=said.word if said else "",
        last_value=said.value if said else "",
        last_when=last_day if said else None,
        target=value,
        before=newest_value(records, value.patient, value.measure, value.unit, today=today)
        if value.measure
        else None,
    )
