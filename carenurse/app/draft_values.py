"""What the open visit has measured so far, before it is signed: readings and complete totals by LOINC."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from carenurse.app.form_shelf import shelf_of
from carenurse.app.plan_values import ValueThen, newest_value
from carenurse.app.ports import Reading
from carenurse.app.visit_readings import VITALS, loinc_of, readings_of
from carenurse.clinical import units, visit
from carenurse.forms.session import Context, Session


def measured_in(sessions: Iterable[tuple[str, Session]], when: datetime) -> Mapping[str, ValueThen]:
    """Give a visit's values by code; the vital signs win over other forms.

    An incomplete total is no value, nor is what cannot be right. ``when`` they were measured.
    """
    found: dict[str, ValueThen] = {}
    for key, session in sorted(sessions, key=lambda one: one[0] != VITALS):
        for reading in readings_of(key, session):
            if not reading.refused:
                found.setdefault(reading.code, ValueThen(reading.value, reading.unit, when.date(), when))
        for score in session.scores:
            code = loinc_of(session.form.index[score.link])
            if code and score.total is not None:
                found.setdefault(code, ValueThen(score.total, "", when.date(), when))
    return found


def draft_values(records: Reading, encounter: str, now: datetime) -> Mapping[str, ValueThen]:
    """Read the values of the open visit out of its drafts in the record; none without a visit.

    They were measured when the visit began, which may be days ago: a visit that was left open says nothing
    about today.
    """
    if not encounter:
        return {}
    began = visit.decode(records.get("Encounter", encounter) or {}).began
    drafts = records.where("QuestionnaireResponse", "encounter", encounter)
    shelf = shelf_of(records)
    return measured_in(
        (
            (name, Session(form, response, Context(), now, graph))
            for response in drafts
            if response.get("status") == "in-progress"
            and (name := shelf.name_of(str(response.get("questionnaire", ""))))
            for form, graph in (shelf.form(name),)
        ),
        min(began.astimezone(now.tzinfo), now) if began else now,
    )


def running_visit(records: Reading, patient: str) -> str:
    """Find this nurse's newest home visit to a person that was begun and is not closed; empty for none.

    A stay in a hospital that is still going on, or a colleague's visit, is not hers to write on.
    """
    for resource in records.where("Encounter", "status", "in-progress", patient=patient):
        made = visit.decode(resource)
        if made.practitioner == records.me and made.at_home:
            return made.id
    return ""


def in_unit(found: ValueThen | None, code: str, unit: str) -> ValueThen | None:
    """Take a value into the unit of a goal; None where it cannot be converted: it is another number.

    A count ({steps}, or no unit) is compared as it is, but never with something that was weighed or measured.
    """
    if found is None or _counts(unit) or _counts(found.unit):
        return found if found is None or _counts(unit) == _counts(found.unit) else None
    value = units.converted(found.value, found.unit, unit, units.substance_of(code))
    return None if value is None else ValueThen(value, unit, found.day, found.when)


def _counts(unit: str) -> bool:
    return not unit or unit.startswith("{")


@dataclass(frozen=True, slots=True)
class Standing:
    """The value that counts now; ``draft``: measured in the open visit, beside ``before`` on record."""

    now: ValueThen | None = None
    before: ValueThen | None = None
    draft: bool = False


def standing(
    records: Reading, patient: str, code: str, unit: str, drafts: Mapping[str, ValueThen], *, today: date
) -> Standing:
    """Find what counts now for a measure: today's draft beside the newest on record, else that."""
    if not code:
        return Standing()
    kept = newest_value(records, patient, code, unit, today=today)
    draft = in_unit(drafts.get(code), code, unit)
    if draft is None or (kept is not None and _later(kept, draft)):
        return Standing(kept)
    return Standing(draft, kept, draft=True)


def _later(kept: ValueThen, draft: ValueThen) -> bool:
    """Say whether what is on record is newer than a draft that was left open."""
    if kept.when is None or draft.when is None:
        return kept.day > draft.day if kept.day and draft.day else False
    return kept.when > draft.when
