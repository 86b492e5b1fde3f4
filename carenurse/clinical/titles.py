"""What a record is, in a few words: one line for each kind that we understand, a fair guess for the rest."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from carenurse.clinical import (
    allergy,
    coverage,
    medicine,
    paper,
    patient,
    planned_visit,
    practitioner,
    procedure,
    related_person,
    teaching,
    visit,
    vital_sign,
)
from carenurse.clinical.altered import wary
from carenurse.clinical.fhir import Resource, concept_text, kind_of
from carenurse.clinical.reading_words import reading_words
from carenurse.clinical.shapes import as_list, as_objects, as_text, at
from carenurse.clinical.standing import Standing, standing_of
from carenurse.translations import tr


def title_of(resource: Resource) -> str:
    """Say what a resource is; its kind where it says nothing of itself.

    What was entered in error or ruled out says so first, so that no list shows it as a fact; so does, behind
    it, what may mean something else than it says.
    """
    kind = kind_of(resource)
    special = _TITLES.get(kind)
    said = (special(resource) if special else "") or _guess(resource) or kind
    said = said if kind in _PEOPLE else wary(resource, said)
    match standing_of(resource):
        case Standing.IN_ERROR:
            return tr("Entered in error: {what}", what=said)
        case Standing.RULED_OUT:
            return tr("Ruled out: {what}", what=said)
        case Standing.DOUBTFUL:
            return tr("{what} (not confirmed)", what=said)
        case Standing.CALLED_OFF:
            return tr("Canceled: {what}", what=said)
        case Standing.COUNTS:
            return said


_PEOPLE: Final = frozenset({"Patient", "Practitioner", "RelatedPerson"})
"""Whoever they are, their names are their names."""


def _guess(resource: Resource) -> str:
    """Take the first thing that names a resource: its title, code, type, name or description."""
    said = (_said(resource.get(name)) for name in _NAMING)
    return next((one for one in said if one), "")


_NAMING: Final = ("title", "code", "name", "type", "serviceType", "category", "description", "scope")


def _said(found: Any) -> str:
    first = next(iter(as_list(found)), None) if isinstance(found, list) else found
    return as_text(first) or concept_text(first)


def _allergy(resource: Resource) -> str:
    found = allergy.decode(resource)
    if found.none_at_all:
        return tr("No known allergies")
    if found.no_known and found.substance:
        return found.substance
    return tr("Allergy: {substance}", substance=found.substance) if found.substance else tr("Allergy")


def _problem(resource: Resource) -> str:
    text = concept_text(resource.get("code"))
    return tr("Problem: {text}", text=text) if text else ""


def _medicine(resource: Resource) -> str:
    found = medicine.decode(resource)
    if found.name and resource.get("doNotPerform") is True:
        return tr("Not to be given: {name}", name=found.name)
    if found.nameless:
        return found.name
    return tr("Medicine: {name}", name=found.name) if found.name else ""


def _visit(resource: Resource) -> str:
    found = visit.decode(resource)
    what = found.reason or concept_text(next(iter(as_list(resource.get("type"))), None))
    if found.at_home:
        return tr("Home visit: {reason}", reason=what) if what else tr("Home visit")
    return tr("Visit: {reason}", reason=what) if what else tr("Visit")


def _planned(resource: Resource) -> str:
    found = planned_visit.decode(resource)
    return tr("Planned visit: {reason}", reason=found.reason) if found.reason else tr("Planned visit")


def _done(resource: Resource) -> str:
    found = procedure.decode(resource)
    if found.status == "not-done" and found.text:
        return tr("Not done: {text}", text=found.text)
    return found.text


def _communication(resource: Resource) -> str:
    found = teaching.decode(resource)
    if teaching.is_teaching(resource):
        return tr("Teaching: {topic}", topic=found.topic) if found.topic else tr("Teaching")
    return tr("Message: {topic}", topic=found.topic) if found.topic else tr("Message")


def _alert(resource: Resource) -> str:
    text = concept_text(resource.get("code"))
    return tr("Alert: {text}", text=text) if text else ""


def _vaccine(resource: Resource) -> str:
    name = concept_text(resource.get("vaccineCode"))
    if name and resource.get("status") == "not-done":
        return tr("Vaccine not given: {name}", name=name)
    return tr("Vaccine: {name}", name=name) if name else ""


def _insurance(resource: Resource) -> str:
    found = coverage.decode(resource)
    who = found.payer or found.kind
    return tr("Insurance: {payer}", payer=who) if who else ""


def _paper(resource: Resource) -> str:
    found = paper.decode(resource)
    return found.title or as_text(resource.get("description")) or found.kind


def _form(resource: Resource) -> str:
    """Name a form by the display beside its canonical, else by the end of the canonical."""
    shown = (as_text(one.get("valueString")) for one in as_objects(at(resource, "_questionnaire.extension")))
    name = next((one for one in shown if one), "")
    return name or as_text(resource.get("questionnaire")).split("|")[0].rsplit("/", 1)[-1]


_TITLES: Final[Mapping[str, Callable[[Resource], str]]] = {
    "AllergyIntolerance": _allergy,
    "Appointment": _planned,
    "Communication": _communication,
    "Condition": _problem,
    "Coverage": _insurance,
    "DocumentReference": _paper,
    "Encounter": _visit,
    "EpisodeOfCare": lambda _: tr("Under care"),
    "Flag": _alert,
    "Goal": lambda resource: concept_text(resource.get("description")),
    "Immunization": _vaccine,
    "MedicationRequest": _medicine,
    "MedicationStatement": _medicine,
    "Observation": lambda resource: reading_words(vital_sign.decode(resource)),
    "Patient": lambda resource: patient.decode(resource).name.sorted,
    "Practitioner": lambda resource: practitioner.decode(resource).name.display,
    "Procedure": _done,
    "Provenance": lambda _: tr("Signature"),
    "QuestionnaireResponse": _form,
    "RelatedPerson": lambda resource: related_person.decode(resource).name.display,
    "Task": lambda resource: as_text(resource.get("description")),
}
