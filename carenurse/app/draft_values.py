"""What the open visit has measured so far, before it is signed: readings and complete totals by LOINC."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from carenurse.app.form_shelf import shelf_of
from carenurse.app.plan_values import ValueThen, newest_value
from carenurse.app.ports import Reading
from carenurse.app.visit_readings import loinc_of, readings_of
from carenurse.clinical import units
from carenurse.forms.session import Context, Session

_VITALS = "vital-signs"


def measured_in(sessions: Iterable[tuple[str, Session]], now: datetime) -> Mapping[str, ValueThen]:
    """Give today's values by code; the vital signs win over other forms. An incomplete total is no value."""
    found: dict[str, ValueThen] = {}
    for key, session in sorted(sessions, key=lambda one: one[0] != _VITALS):
        for reading in readings_of(key, session):
            found.setdefault(reading.code, ValueThen(reading.value, reading.unit, now.date(), now))
        for score in session.scores:
            code = loinc_of(session.form.index[score.link])
            if code and score.total is not None:
                found.setdefault(code, ValueThen(score.total, "", now.date(), now))
    return found


def draft_values(records: Reading, encounter: str, now: datetime) -> Mapping[str, ValueThen]:
    """Read the values of the open visit out of its drafts in the record; none without a visit."""
    drafts = records.where("QuestionnaireResponse", "encounter", encounter) if encounter else []
    shelf = shelf_of(records)
    return measured_in(
        (
            (name, Session(form, response, Context(), now, graph))
            for response in drafts
            if response.get("status") == "in-progress"
            and (name := shelf.name_of(str(response.get("questionnaire", ""))))
            for form, graph in (shelf.form(name),)
        ),
        now,
    )


def running_visit(records: Reading, patient: str) -> str:
    """Find the visit to this person that was begun and is not closed; empty when there is none."""
    for resource in records.of_patient(patient, "Encounter", limit=20):
        if resource.get("status") == "in-progress":
            return str(resource["id"])
    return ""


def in_unit(found: ValueThen | None, code: str, unit: str) -> ValueThen | None:
    """Take a value into the unit of a goal; None where it cannot be converted: it is another number."""
    if found is None or not unit or not found.unit or unit.startswith("{"):
        return found
    value = units.converted(found.value, found.unit, unit, units.substance_of(code))
    return None if value is None else ValueThen(value, unit, found.day, found.when)


@dataclass(frozen=True, slots=True)
class Standing:
    """The value that counts now; ``draft``: measured in the open visit, beside ``before`` on record."""

    now: ValueThen | None = None
    before: ValueThen | None = None
    draft: bool = False


def standing(
    records: Reading, patient: str, code: str, unit: str, drafts: Mapping[str, ValueThen]
) -> Standing:
    """Find what counts now for a measure: today's draft beside the newest on record, else that."""
    if not code:
        return Standing()
    kept = newest_value(records, patient, code, unit)
    draft = in_unit(drafts.get(code), code, unit)
    return Standing(draft, kept, draft=True) if draft else Standing(kept)
