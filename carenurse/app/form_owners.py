"""Whose the words in open forms are, wherever they stand, and what is left without one person's."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from carenurse.app.coming_back import OF_A_PERSON, OF_A_VISIT, ReturnTo, named_in
from carenurse.app.ports import Reading
from carenurse.clinical.index_facts import patient_of


def owners(records: Reading, place: str, key: str, form: Mapping[str, Any]) -> frozenset[str]:
    """Say of which Patients a form is.

    ``place`` and ``key`` as ``coming_back.ReturnTo`` holds it: the subject of a form in front, the name under
    which another one waits.
    """
    found = {named_in(form)}
    if place in OF_A_PERSON:
        found.add(key)
    elif place in OF_A_VISIT:
        found.add(_patient(records, "Encounter", key))
    elif "ending" in form:
        found.add(_patient(records, "Appointment", str(form.get("visit", ""))))
    elif place == "today":
        found.update(_patient(records, "Task", task) for task in _told(form))
    return frozenset(found - {""})


def with_words(records: Reading, there: ReturnTo, patient: str) -> int:
    """Count the open forms in which words about a patient wait for the nurse to come back."""
    return sum(patient in owners(records, *one) for one in _forms(there))


def without(records: Reading, there: ReturnTo, patient: str) -> ReturnTo:
    """Take out all that is one patient's: the place, and their forms. What is anybody else's stays."""
    left: dict[str, dict[str, Any]] = {}
    for place, key, form in _forms(replace(there, form={})):
        if kept := _left_of(records, patient, (place, key, form)):
            left.setdefault(place, {})[key] = kept
    front = _left_of(records, patient, (there.place, there.subject, there.form))
    if patient in {there.subject, there.family, *owners(records, there.place, there.subject, {})}:
        return ReturnTo(there.when, "today", elsewhere=left)
    return replace(there, form=front, elsewhere=left)


def _left_of(records: Reading, patient: str, one: tuple[str, str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Give a form without what is the patient's; of several people's findings on Today theirs alone go."""
    place, key, form = one
    if patient not in owners(records, place, key, form):
        return form
    if place != "today":
        return {}
    told = {task: words for task, words in _told(form).items() if _patient(records, "Task", task) != patient}
    return {**form, "told": told} if told else {}


def _forms(there: ReturnTo) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    if there.form:
        yield there.place, there.subject, there.form
    for place, forms in there.elsewhere.items():
        for key, form in cast("dict[str, Any]", forms).items() if isinstance(forms, dict) else ():
            yield place, key, cast("dict[str, Any]", form) if isinstance(form, dict) else {}


def _told(form: Mapping[str, Any]) -> dict[str, Any]:
    told = form.get("told")
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


def _patient(records: Reading, kind: str, identity: str) -> str:
    """Say whom a record is about; "" where it is not here, or about nobody."""
    found = records.get(kind, identity) if identity else None
    return (patient_of(found) or "") if found else ""
