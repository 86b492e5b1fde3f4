"""What a resource says, fact by fact, each with its element: for reading two states side by side.

The kinds that nurses write have words of their own; anything else is told element by element.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from carenurse.app.medicine_words import as_told
from carenurse.app.sync_elements import element_words, is_technical
from carenurse.app.sync_values import moment_words, words_of
from carenurse.clinical import (
    allergy,
    goal,
    medicine,
    medicine_told,
    patient,
    planned_visit,
    problem,
    task,
    vital_sign,
)
from carenurse.clinical.choices import stem_of
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, kind_of
from carenurse.clinical.reading_words import reading_words
from carenurse.clinical.shapes import as_object, as_objects, as_text, at
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class Fact:
    """``key`` tells facts of one resource apart, ``element`` holds it, ``label`` names it."""

    key: str
    element: str
    label: str
    words: str


Teller = Callable[[Resource, datetime], Iterator[Fact]]
_CODES: Final = frozenset({"status", "docStatus"})
"""Elements that hold a code of which ``_status`` knows the words."""


def facts_of(resource: Resource, now: datetime) -> list[Fact]:
    """List the facts of one state, in the order in which a nurse asks for them."""
    if not resource:
        return []
    special = _TELLERS.get(kind_of(resource))
    return list(special(resource, now)) if special else list(_plain(resource, now))


def plain_fact(resource: Resource, element: str, now: datetime) -> Fact:
    """Tell one element as it stands; ``element`` is its name without its type (``value``)."""
    found = [value for name, value in resource.items() if stem_of(name) == element]
    words = _status(as_text(found[0])) if found and element in _CODES else words_of(found, now)
    return Fact(element, element, element_words(element), words)


def _plain(resource: Resource, now: datetime) -> Iterator[Fact]:
    for element in dict.fromkeys(map(stem_of, resource)):
        if not is_technical(element):
            yield plain_fact(resource, element, now)


def _medicine(resource: Resource, now: datetime) -> Iterator[Fact]:
    told = medicine.decode(resource)
    dosage = "dosage" if kind_of(resource) == medicine.STATEMENT else "dosageInstruction"
    needed = {True: tr("yes"), False: tr("no"), None: ""}
    yield Fact("name", "medication", tr("Medicine"), told.name)
    yield Fact("dose", dosage, tr("Dose and times"), told.dose)
    yield Fact("needed", dosage, tr("Only when needed"), needed[told.as_needed])
    yield Fact("status", "status", tr("State"), _status(told.status))
    yield Fact("since", "effective", tr("Since"), _when(told.since, now))
    yield Fact("until", "effective", tr("Until"), _when(told.until, now))
    yield Fact("reason", "reasonCode", tr("What for"), told.reason)
    yield Fact("note", "note", tr("Note"), told.note)
    if told.told_at_home:
        home = medicine_told.decode(resource)
        yield Fact("source", "category", tr("Source"), as_told())
        yield Fact("prescriber", "extension", tr("Prescribed by"), home.prescriber)
        yield Fact("found", "extension", tr("Where it was found"), home.found_at)
        yield Fact("why", "statusReason", tr("Why it is no longer taken"), home.why_stopped)


def _goal(resource: Resource, now: datetime) -> Iterator[Fact]:
    told = goal.decode(resource)
    ends = [f"{one:f}" for one in (told.target_low, told.target_high) if one is not None]
    yield Fact("text", "description", tr("Goal"), told.text)
    yield Fact("words", "extension", tr("In the person's words"), told.words)
    yield Fact("target", "target", tr("Target"), f"{' - '.join(ends)} {told.unit}".strip() if ends else "")
    yield Fact("due", "target", tr("Until"), moment_words(str(told.due), now) if told.due else "")
    yield Fact("state", "lifecycleStatus", tr("State"), _status(told.lifecycle))
    yield Fact("progress", "achievementStatus", tr("Progress"), _status(told.achievement))
    yield Fact("note", "note", tr("Note"), words_of(resource.get("note"), now))


def _person(resource: Resource, now: datetime) -> Iterator[Fact]:
    told = patient.decode(resource)
    born = moment_words(str(told.birth_date), now) if told.birth_date else ""
    yield Fact("name", "name", tr("Name"), told.name.display)
    yield Fact("born", "birthDate", tr("Born"), born)
    yield Fact("gender", "gender", tr("Gender"), told.gender)
    yield Fact("phones", "telecom", tr("Phone"), words_of(resource.get("telecom"), now))
    yield Fact("address", "address", tr("Address"), told.address.one_line)
    yield Fact("languages", "communication", tr("Languages"), ", ".join(told.languages))
    yield Fact("access", "extension", tr("How to get in"), told.access_notes)
    yield Fact("deceased", "deceased", tr("Deceased"), tr("yes") if told.deceased else "")
    yield Fact("contact", "contact", tr("Contacts"), words_of(resource.get("contact"), now))


def _planned(resource: Resource, now: datetime) -> Iterator[Fact]:
    told = planned_visit.decode(resource)
    actors = [as_text(at(one, "actor.display")) for one in as_objects(resource.get("participant"))]
    for key, label, moment in (("start", tr("Begins"), told.start), ("end", tr("Ends"), told.end)):
        yield Fact(key, key, label, moment_words(moment.isoformat(), now) if moment else "")
    yield Fact("status", "status", tr("State"), _status(told.status))
    yield Fact("reason", "reasonCode", tr("What for"), told.reason)
    yield Fact("who", "participant", tr("With"), ", ".join(name for name in actors if name))
    yield Fact("cancel", "cancelationReason", tr("Why not"), told.cancel_reason)
    yield Fact("note", "comment", tr("Note"), told.note)


def _problem(resource: Resource, now: datetime) -> Iterator[Fact]:
    yield Fact("name", "code", tr("Problem"), words_of(resource.get("code"), now))
    yield Fact("status", "clinicalStatus", tr("State"), words_of(resource.get("clinicalStatus"), now))
    yield Fact(
        "sure", "verificationStatus", tr("How sure"), words_of(resource.get("verificationStatus"), now)
    )
    told = problem.decode(resource)
    ratings = [
        f"{name}: {rating.now}"
        for name, rating in (
            (tr("Knowledge"), told.knowledge),
            (tr("Behavior"), told.behavior),
            (tr("Status"), told.status),
        )
        if rating.now
    ]
    yield Fact("ratings", "extension", tr("Ratings now"), ", ".join(ratings))
    yield Fact("onset", "onset", tr("Since"), plain_fact(resource, "onset", now).words)
    yield Fact("note", "note", tr("Note"), words_of(resource.get("note"), now))


def _allergy(resource: Resource, now: datetime) -> Iterator[Fact]:
    told = allergy.decode(resource)
    yield Fact("substance", "code", tr("Allergy"), told.substance)
    yield Fact("reactions", "reaction", tr("Reaction"), ", ".join(told.reactions))
    yield Fact("danger", "criticality", tr("Danger"), _status(told.criticality))
    yield Fact("status", "clinicalStatus", tr("State"), words_of(resource.get("clinicalStatus"), now))
    yield Fact("note", "note", tr("Note"), words_of(resource.get("note"), now))


def _reading(resource: Resource, now: datetime) -> Iterator[Fact]:
    yield Fact("value", "value", tr("Measured"), reading_words(vital_sign.decode(resource)))
    yield Fact("when", "effective", tr("When"), plain_fact(resource, "effective", now).words)
    yield Fact("status", "status", tr("State"), _status(as_text(resource.get("status"))))
    yield Fact("note", "note", tr("Note"), words_of(resource.get("note"), now))


def _to_do(resource: Resource, now: datetime) -> Iterator[Fact]:
    told = task.decode(resource)
    yield Fact("text", "description", tr("To do"), told.text)
    yield Fact("due", "restriction", tr("Until"), _when(told.due, now))
    yield Fact("status", "status", tr("State"), _status(told.status))
    yield Fact("owner", "owner", tr("Who"), words_of(resource.get("owner"), now))
    yield Fact("note", "note", tr("Note"), words_of(resource.get("note"), now))


def _form(resource: Resource, now: datetime) -> Iterator[Fact]:
    yield Fact("status", "status", tr("State"), _status(as_text(resource.get("status"))))
    yield from _answers(as_objects(resource.get("item")), now)


def _answers(items: list[Resource], now: datetime) -> Iterator[Fact]:
    for item in items:
        link = as_text(item.get("linkId"))
        answers = as_objects(item.get("answer"))
        if answers:
            said = "; ".join(words_of(_value(one), now) for one in answers)
            yield Fact(f"item {link}", "item", as_text(item.get("text")) or link, said)
        for inner in (item, *answers):
            yield from _answers(as_objects(inner.get("item")), now)


def _value(answer: Resource) -> Any:
    return next((value for name, value in answer.items() if name.startswith("value")), None)


def _when(told: Moment | None, now: datetime) -> str:
    return moment_words(str(told), now) if told else ""


def _status(code: str) -> str:
    return {
        "active": tr("in force"),
        "intended": tr("planned"),
        "on-hold": tr("on hold"),
        "stopped": tr("stopped"),
        "completed": tr("done"),
        "cancelled": tr("canceled"),
        "noshow": tr("nobody there"),
        "booked": tr("planned"),
        "fulfilled": tr("made"),
        "in-progress": tr("in progress"),
        "improving": tr("improving"),
        "worsening": tr("worsening"),
        "no-change": tr("no change"),
        "achieved": tr("reached"),
        "not-achieved": tr("not reached"),
        "high": tr("high"),
        "low": tr("low"),
        "requested": tr("to do"),
        "entered-in-error": tr("entered in error"),
        "final": tr("finished"),
        "finished": tr("finished"),
        "preliminary": tr("being written"),
        "current": tr("in force"),
        "superseded": tr("replaced by a newer one"),
        "amended": tr("changed after it was finished"),
        "planned": tr("planned"),
        "draft": tr("being written"),
    }.get(code, code.replace("-", " "))


_TELLERS: Final[Mapping[str, Teller]] = {
    "AllergyIntolerance": _allergy,
    "Appointment": _planned,
    "Condition": _problem,
    "Goal": _goal,
    "MedicationRequest": _medicine,
    "MedicationStatement": _medicine,
    "Observation": _reading,
    "Patient": _person,
    "QuestionnaireResponse": _form,
    "Task": _to_do,
}


def elements_of(value: Any) -> set[str]:
    """Name the elements that one side of a clash holds (a clash of a unit is an object of elements)."""
    return {stem_of(name) for name in as_object(value)}
