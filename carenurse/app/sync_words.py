"""What something is, in the nurse's words, where it is told between laptop and office."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from carenurse.app.day_words import short_day
from carenurse.app.sync_elements import apart
from carenurse.clinical import goal, medicine, patient
from carenurse.clinical.fhir import Resource, concept_text, kind_of
from carenurse.clinical.shapes import as_objects, as_text, at
from carenurse.clinical.titles import title_of
from carenurse.translations import tr, trn

_MOST_LETTERS = 90


def moment(when: datetime, now: datetime) -> str:
    """Say a moment shortly: "10:42", "yesterday 18:05", "27 Feb 18:05"."""
    local = when.astimezone(now.tzinfo)
    clock = f"{local:%H:%M}"
    if local.date() == now.date():
        return clock
    if local.date() == now.date() - timedelta(days=1):
        return tr("yesterday {time}", time=clock)
    return f"{short_day(local.date(), now.date())} {clock}"


def what(resource: Resource) -> str:
    """Say what one change is about: "Medicine: Furosemide", "Home address and phone"."""
    said = title_of(resource)
    named = _NAMED.get(kind_of(resource))
    told = f"{named()}: {said}" if named and said and said != kind_of(resource) else said
    if told == kind_of(resource):
        told = kind_word(told)
    return told if len(told) <= _MOST_LETTERS else f"{told[: _MOST_LETTERS - 1].rstrip()}…"


_NAMED: Final[Mapping[str, Callable[[], str]]] = {
    "CarePlan": lambda: tr("Care plan"),
    "Goal": lambda: tr("Goal"),
    "Patient": lambda: tr("Name, address and phone"),
    "QuestionnaireResponse": lambda: tr("Form"),
    "RelatedPerson": lambda: tr("Family or caregiver"),
    "ServiceRequest": lambda: tr("Order"),
    "Task": lambda: tr("To do"),
}


def kind_word(kind: str) -> str:
    """Name a kind in the nurse's words; one without any is FHIR's own name, written as words."""
    known = {
        "AllergyIntolerance": tr("Allergy"),
        "AuditEvent": tr("Trail"),
        "Binary": tr("File"),
        "CarePlan": tr("Care plan"),
        "CareTeam": tr("Care team"),
        "ClaimResponse": tr("Authorized visits"),
        "Communication": tr("Call or lesson"),
        "Composition": tr("Visit note"),
        "Condition": tr("Problem"),
        "Consent": tr("Wishes"),
        "Coverage": tr("Insurance"),
        "DetectedIssue": tr("Medicine difference"),
        "Device": tr("Device"),
        "DocumentReference": tr("Paper"),
        "Encounter": tr("Visit"),
        "EpisodeOfCare": tr("Time under care"),
        "Flag": tr("Alert"),
        "Group": tr("Caseload"),
        "Immunization": tr("Vaccination"),
        "List": tr("List"),
        "Location": tr("Place"),
        "Media": tr("Photo"),
        "Observation": tr("Measurement"),
        "Organization": tr("Organization"),
        "Practitioner": tr("Nurse or physician"),
        "Provenance": tr("Signature"),
        "Questionnaire": tr("Form as it is printed"),
        "QuestionnaireResponse": tr("Form"),
        "RelatedPerson": tr("Family or caregiver"),
        "ServiceRequest": tr("Order"),
        "Task": tr("To do"),
    }
    return known.get(kind) or apart(kind)


def counted(resources: Iterable[Resource]) -> str:
    """Say what a visit brings, most telling first: "visit note, 2 forms, 12 measurements, signature"."""
    numbers = Counter(kind_of(one) for one in resources)
    told = [words(numbers.pop(kind)) for kind, words in _COUNTED.items() if numbers[kind]]
    if rest := sum(numbers.values()):
        told.append(trn("{number} other thing", "{number} other things", rest))
    return ", ".join(told)


_COUNTED: Final[Mapping[str, Callable[[int], str]]] = {
    "Composition": lambda number: trn("visit note", "{number} notes", number),
    "QuestionnaireResponse": lambda number: trn("{number} form", "{number} forms", number),
    "Observation": lambda number: trn("{number} measurement", "{number} measurements", number),
    "Communication": lambda number: trn("{number} call or lesson", "{number} calls or lessons", number),
    "DocumentReference": lambda number: trn("{number} paper", "{number} papers", number),
    "Media": lambda number: trn("{number} photo", "{number} photos", number),
    "Condition": lambda number: trn("{number} problem", "{number} problems", number),
    "Goal": lambda number: trn("{number} goal", "{number} goals", number),
    "MedicationStatement": lambda number: trn("{number} medicine", "{number} medicines", number),
    "ServiceRequest": lambda number: trn("{number} order", "{number} orders", number),
    "Task": lambda number: trn("{number} to do", "{number} to do", number),
    "Flag": lambda number: trn("{number} alert", "{number} alerts", number),
    "Encounter": lambda number: trn("times of the visit", "times of {number} visits", number),
    "Patient": lambda number: trn("name, address and phone", "{number} people", number),
    "Appointment": lambda number: trn("{number} planned visit", "{number} planned visits", number),
    "CarePlan": lambda number: trn("care plan", "{number} care plans", number),
    "Practitioner": lambda number: trn(
        "{number} nurse or physician", "{number} nurses or physicians", number
    ),
    "Group": lambda number: trn("list of patients", "{number} lists of patients", number),
    "RelatedPerson": lambda number: trn("{number} family member", "{number} family members", number),
    "Provenance": lambda number: trn("signature", "{number} signatures", number),
}


def short_name(resource: Resource) -> str:
    """Name what both sides changed as a sentence needs it: "Furosemide", "the goal 'Weight stable'"."""
    kind = kind_of(resource)
    special = _SHORT.get(kind)
    return special(resource) if special else _quoted(kind_word(kind), title_of(resource))


def _medicine(resource: Resource) -> str:
    return medicine.decode(resource).name or tr("a medicine")


_SHORT: Final[Mapping[str, Callable[[Resource], str]]] = {
    "Appointment": lambda _: tr("a planned visit"),
    "CarePlan": lambda _: tr("the care plan"),
    "Composition": lambda _: tr("a note"),
    "Condition": lambda one: _quoted(tr("the problem"), concept_text(one.get("code"))),
    "DocumentReference": lambda one: _quoted(tr("the paper"), title_of(one)),
    "Encounter": lambda one: _quoted(tr("the visit"), title_of(one)),
    "Goal": lambda one: _quoted(tr("the goal"), goal.decode(one).text),
    "MedicationRequest": _medicine,
    "MedicationStatement": _medicine,
    "Observation": lambda one: _quoted(tr("the measurement"), title_of(one)),
    "Patient": lambda one: tr("what is told about {name}", name=patient.decode(one).name.display),
    "QuestionnaireResponse": lambda one: _quoted(tr("the form"), title_of(one)),
    "Task": lambda one: _quoted(tr("what is to do"), title_of(one)),
}


def _quoted(kind: str, name: str) -> str:
    return f"{kind} “{name}”" if name else kind


def author_of(resource: Resource) -> str:
    """Name who wrote a state at the office, where it says so."""
    shown = (
        as_text(at(resource, f"{name}.display"))
        for name in ("informationSource", "author", "recorder", "asserter", "performer", "requester")
    )
    extension = (as_text(at(one, "valueReference.display")) for one in as_objects(resource.get("extension")))
    return next((name for name in (*shown, *extension) if name), "")
