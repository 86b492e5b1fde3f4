"""Taking back a visit that was begun on the wrong person, or by mistake, before it is signed.

Nothing is deleted: the Encounter, its drafts, the papers given and what was newly put into the plan become
"entered in error" and stay in the record's versions; the planned visit is planned again. What was there
before and was changed meanwhile stays, and is told.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from carenurse.app.ports import Records, Work
from carenurse.app.visit_begin import open_encounter
from carenurse.app.visit_made import TakenAlong, mark_made
from carenurse.app.visit_session import VisitSession
from carenurse.clinical import planned_visit, visit
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, new_id, reference_to
from carenurse.translations import tr, trn

_BEGUN = ("arrived", "checked-in", "fulfilled")
"""Statuses of an Appointment that only a visit made it."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What leaves the view when a visit is taken back: answers in forms, and whatever else was written."""

    person: str
    answers: int
    others: int
    planned: bool


def lost_with(living: VisitSession) -> Lost:
    """Count what was typed in this visit so far."""
    sheet = living.sheet
    answers = sum(
        living.form(key).completion().answered for key in living.forms if not living.only_carried(key)
    )
    rows = (*sheet.interventions, *sheet.goals, *sheet.teaching, *sheet.told, *sheet.paragraphs)
    words = (sheet.reason, sheet.homebound_help, sheet.homebound_effort, sheet.response, sheet.jot)
    others = len(rows) + sum(1 for one in words if one.strip())
    return Lost(living.opened.head.person, answers, others, bool(living.opened.visit.appointment))


def take_back(records: Records, encounter: str, now: datetime, why: str) -> TakenAlong:
    """Take a visit back: it was begun by mistake. ``why`` is kept with it. Returns what went with it.

    Raises ExpectedError when the visit is signed already; then an addendum is the way.
    """
    resource = open_encounter(records, encounter)
    value = visit.decode(resource)
    with records.work() as work:
        wrong = visit.encode(replace(value, status="entered-in-error"), onto=resource)
        work.put(wrong)
        if why.strip():
            work.put(_reason(wrong, why, work.me, now))
        work.record("update", reference_to(resource), "entered-in-error")
        _close_drafts(work, value.id)
        _plan_again(work, value.appointment)
        return mark_made(work, value.id, value.patient)


def taken_back_words(along: TakenAlong) -> str:
    """Say what was taken back, and what she still has to look at."""
    parts = [tr("The visit was taken back. It stays in the trail, as entered in error.")]
    if along.papers:
        parts.append(
            trn(
                "{number} paper or photo went with it: ask for a printed page back.",
                "{number} papers and photos went with it: ask for printed pages back.",
                along.papers,
            )
        )
    if along.others:
        parts.append(
            trn("{number} other entry went with it.", "{number} other entries went with it.", along.others)
        )
    if along.stays:
        parts.append(
            trn(
                "{number} entry of the plan was changed meanwhile and stays: look at the plan.",
                "{number} entries of the plan were changed meanwhile and stay: look at the plan.",
                along.stays,
            )
        )
    return " ".join(parts)


def _reason(encounter: Resource, why: str, nurse: str, now: datetime) -> Resource:
    """Keep the nurse's words as the Provenance of the change."""
    return {
        "resourceType": "Provenance",
        "id": new_id(),
        "target": [{"reference": reference_to(encounter)}],
        "recorded": Moment.at(now).text,
        "agent": [{"who": {"reference": f"Practitioner/{nurse}"}}],
        "reason": [{"text": why.strip()}],
        "entity": [{"role": "source", "what": encounter["subject"]}],
    }


def _close_drafts(work: Work, encounter: str) -> None:
    for draft in work.where("QuestionnaireResponse", "encounter", encounter):
        if draft.get("status") == "in-progress":
            work.put(draft | {"status": "entered-in-error"})


def _plan_again(work: Work, appointment: str) -> None:
    planned = work.get("Appointment", appointment) if appointment else None
    if planned is not None and planned.get("status") in _BEGUN:
        again = replace(planned_visit.decode(planned), status="booked")
        work.put(planned_visit.encode(again, onto=planned))
