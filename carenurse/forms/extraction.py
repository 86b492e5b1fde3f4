"""Observations out of a completed response, as the SDC guide's observation-based extraction has it.

An item that says so (``observationExtract``) becomes one Observation with the item's codes; a group does
with its parts as components (blood pressure); a score does with its total. Each names the response it came
from. The identity follows from the response and the item, so that extracting twice makes the same
resources.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import local_id
from carenurse.forms.answers import words_of
from carenurse.forms.definitions import defined_resources
from carenurse.forms.elements import value_and_type
from carenurse.forms.fhirpath import ExpressionError
from carenurse.forms.form import Item
from carenurse.forms.nodes import Place
from carenurse.forms.scoring import Score
from carenurse.forms.session import Session
from carenurse.forms.templates import filled_templates

_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
SURVEY: Resource = {"coding": [{"system": _CATEGORY, "code": "survey", "display": "Survey"}]}
"""The category of an Observation whose item names none."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom, where, when and by whom; references are relative (``Patient/...``), ``response`` is a bare id."""

    response: str
    subject: str
    when: datetime
    encounter: str = ""
    performer: str = ""


def extract(session: Session, origin: Origin, *, leave_out: Iterable[str] = ()) -> list[Resource]:
    """Make the Observations of a filling. ``leave_out``: codes that the visit has recorded otherwise.

    What is not asked or not answered makes none; a score makes one only when it has a total.
    """
    skipped = frozenset(leave_out)
    scores = {score.link: score for score in session.scores}
    found: list[Resource] = []
    for place in session.places(hidden=True):
        item = session.item(place)
        if item.extract != "observation" or _codes(item) & skipped:
            continue
        found.extend(_observations(session, place, item, origin, scores.get(item.link)))
    return found


_PEOPLE = frozenset({"Patient", "Practitioner", "PractitionerRole", "Organization"})
"""Kinds that a form never makes or changes: whom the record is about is not a form's to say."""
_SUBJECT: Mapping[str, str] = {
    "AllergyIntolerance": "patient",
    "Immunization": "patient",
    "RelatedPerson": "patient",
    "FamilyMemberHistory": "patient",
}
_WITH_SUBJECT = frozenset(
    {
        *("Observation", "Condition", "Procedure", "MedicationStatement", "ServiceRequest", "Goal"),
        *("Communication", "DiagnosticReport", "RiskAssessment", "ClinicalImpression", "Flag"),
    }
)


def extract_all(session: Session, origin: Origin, *, leave_out: Iterable[str] = ()) -> list[Resource]:
    """Make everything that a filling gives: Observations, and what its templates and definitions make.

    What is made names the person where its kind has a place for it. Raises ExpressionError where a value
    cannot be worked out.
    """
    made = [*filled_templates(session, origin.response), *defined_resources(session, origin.response)]
    others = [_about(one, origin) for one in made if one.get("resourceType") not in _PEOPLE]
    return [*extract(session, origin, leave_out=leave_out), *others]


_OTHERS = frozenset(
    {"templateExtract", "templateExtractBundle", "definitionExtract", "itemExtractionContext"}
)


def unmade(session: Session) -> str:
    """Say why what the form's templates and definitions ask for cannot be made of these answers.

    Empty when it can, and for a form that asks for nothing but Observations. What a form is told when it is
    read cannot know the answers: this is asked before signing.
    """
    if not any(feature.name in _OTHERS for feature in session.form.report.features):
        return ""
    try:
        for _made in (*filled_templates(session, "before"), *defined_resources(session, "before")):
            pass
    except ExpressionError as problem:
        return str(problem)
    return ""


def _about(resource: Resource, origin: Origin) -> Resource:
    kind = str(resource.get("resourceType"))
    member = _SUBJECT.get(kind, "subject" if kind in _WITH_SUBJECT else "")
    made = {**resource, member: {"reference": origin.subject}} if member else resource
    if kind == "Observation" and "derivedFrom" not in made:
        return {**made, "derivedFrom": [{"reference": f"QuestionnaireResponse/{origin.response}"}]}
    return made


def _codes(item: Item) -> frozenset[str]:
    return frozenset(str(coding.get("code", "")) for coding in item.codes)


def _observations(
    session: Session, place: Place, item: Item, origin: Origin, score: Score | None
) -> Iterable[Resource]:
    components = _components(session, place, item)
    if item.kind == "group":
        if components:
            yield {**_base(place, item, origin, 0), "component": components}
        return
    if score is not None and score.total is None:
        return
    for number, answer in enumerate(session.answers(place)):
        value = _value(item, answer)
        if value is None:
            continue
        made = {**_base(place, item, origin, number), **value}
        if components:
            made["component"] = components
        if score is not None and score.band:
            made["interpretation"] = [{"text": score.band}]
        yield made


def _base(place: Place, item: Item, origin: Origin, number: int) -> Resource:
    mark = ".".join([item.link, *map(str, place.at), *([str(number)] if number else [])])
    made: Resource = {
        "resourceType": "Observation",
        "id": local_id(f"QuestionnaireResponse/{origin.response}", "Observation", mark),
        "status": "final",
        "category": list(item.extract_categories) or [SURVEY],
        "code": _concept(item),
        "subject": {"reference": origin.subject},
        "effectiveDateTime": origin.when.isoformat(timespec="seconds"),
        "derivedFrom": [{"reference": f"QuestionnaireResponse/{origin.response}"}],
    }
    if origin.encounter:
        made["encounter"] = {"reference": origin.encounter}
    if origin.performer:
        made["performer"] = [{"reference": origin.performer}]
    return made


def _concept(item: Item) -> Resource:
    codings = [dict(coding) for coding in item.codes]
    text = str(codings[0].get("display") or item.text) if codings else item.text
    return {"coding": codings, "text": text} if codings else {"text": text}


def _components(session: Session, place: Place, item: Item) -> list[Resource]:
    found: list[Resource] = []
    for other in session.places(hidden=True):
        part = session.item(other)
        inside = part.extract == "component" and part.parent == item.link and other.at == place.at
        if not inside and part.component_of != item.link:
            continue
        for answer in session.answers(other):
            value = _value(part, answer)
            if value is not None:
                found.append({"code": _concept(part), **value})
    return found


def _value(item: Item, answer: Resource) -> Resource | None:
    """Turn an answer into the value of an Observation; numbers take the unit of their question."""
    found = value_and_type(answer)
    if found is None:
        return None
    value, kind = found
    if kind in ("Integer", "Decimal") and item.unit is not None:
        unit = item.unit
        return {
            "valueQuantity": {"value": value, "unit": unit.text, "system": unit.system, "code": unit.code}
        }
    if kind == "Coding":
        return {"valueCodeableConcept": {"coding": [value], "text": words_of(answer, item)}}
    return _plain_value(value, kind)


def _plain_value(value: Any, kind: str) -> Resource | None:
    if kind == "Decimal":
        return {"valueQuantity": {"value": value}}
    if kind == "Date":
        return {"valueDateTime": value}
    if kind == "Uri":
        return {"valueString": value}
    if kind in ("Integer", "String", "Boolean", "Quantity", "Time", "DateTime"):
        return {f"value{kind}": value}
    return None
