"""What the fields of open forms are called, for whoever reads their words without the window they stood in.

A field goes by the path under which its page keeps it (``coming_back.ReturnTo.form``), ``*`` for a key that
is the id of something. One that only the program needs is named here, too, without a word: whatever is not
named is read out under its bare name, never left out.
"""

from collections.abc import Mapping
from typing import Any

from carenurse.clinical.shapes import as_text
from carenurse.translations import tr


def place_words(place: str, *, new: bool) -> str:
    """Name the page; ``new``: its form is about nobody who is registered."""
    if place == "patients":
        return tr("New patient") if new else tr("Put right what is recorded")
    known = {
        "today": tr("Today"),
        "chart": tr("Chart"),
        "visit": tr("Visit"),
        "schedule": tr("Visit to plan"),
        "plan": tr("Care plan"),
        "medicines": tr("Medicines"),
        "office": tr("Office"),
        "forms": tr("Forms"),
        "settings": tr("Settings"),
        "paper": tr("Family page"),
        "sync": tr("Sync"),
    }
    return known.get(place, place)


def labels_of(place: str, form: Mapping[str, Any]) -> Mapping[str, str]:
    """Name the fields of a form by their paths; "" for one that only the program needs."""
    if place == "plan":
        return {"form": tr("Form"), **_DRAFT, **_of_a_plan(as_text(form.get("form")))}
    if place == "schedule":
        return _of_a_visit_to_plan(ends="ending" in form)
    return _labels().get(place, {})


_DRAFT: Mapping[str, str] = {"draft.patient": "", "draft.opened": ""}
"""Whose it is stands above; the other marks what the record said when the form was opened."""


def _labels() -> Mapping[str, Mapping[str, str]]:
    return {
        "today": {"told.*": tr("Who was told")},
        "chart": {"over.*": tr("Why the alert is over")},
        "patients": _of_a_person(),
        "medicines": _of_a_medicine(),
        "visit": {
            "reason": tr("Why checks were left open"),
            "mistake": tr("Why the visit was to be taken back"),
            "drive": tr("Drive began"),
            "began": tr("Arrived"),
            "gone": tr("Left"),
        },
        "paper": {"who": tr("Who received the page?")},
        "sync": {"at": "", "why.*": tr("Why this choice")},
        "forms": {
            "form": tr("Form"),
            "file": tr("Form file that was looked at"),
            "trial.answers": tr("Answers of a trial"),
            "trial.unread.*": tr("Typed, and no answer"),
            "permission.who": tr("Who says that your agency holds the permission?"),
            "permission.note": tr("What it rests on"),
            "search": tr("Looked for"),
        },
        "office": {"key": tr("The office's key"), "search": tr("Whose record?")},
        "settings": {
            "office.address": tr("Address of the office"),
            "office.fingerprint": tr("Fingerprint of its certificate"),
            "office.client": tr("Name to sign in with"),
            "escrow.office": tr("Public key of the office (age1...)"),
            "escrow.label": tr("Name of the office"),
        },
    }


def _of_a_person() -> Mapping[str, str]:
    return {
        "patient": "",
        "search": tr("Looked for"),
        "typed.given": tr("First and middle name"),
        "typed.family": tr("Last name"),
        "typed.born": tr("Born"),
        "typed.gender": tr("Gender"),
        "typed.phone": tr("Phone"),
        "typed.language": tr("Speaks at home"),
        "typed.street": tr("Street and number"),
        "typed.city": tr("Town"),
        "typed.access": tr("Getting in"),
        "typed.allergies": tr("Allergies"),
    }


def _of_a_medicine() -> Mapping[str, str]:
    return {
        "stops": tr("No longer taken"),
        "corrects": tr("Changes"),
        "typed.name": tr("Name on the box"),
        "typed.strength": tr("Strength and form"),
        "typed.dose": tr("Dose and times"),
        "typed.reason": tr("What for"),
        "typed.since": tr("Since when"),
        "typed.prescriber": tr("Who prescribed it"),
        "typed.found": tr("Where it was found"),
        "typed.why": tr("Why, and who said so"),
        "typed.day": tr("Not taken since"),
    }


def _of_a_visit_to_plan(*, ends: bool) -> Mapping[str, str]:
    if ends:
        return {
            "day": "",
            "patient": "",
            "visit": tr("Planned visit"),
            "ending": tr("What was begun"),
            "asked.reason": tr("Reason"),
            "asked.words": tr("In words"),
            "asked.again": tr("Plan again"),
            "asked.series": tr("Also all later visits of this series"),
        }
    return {
        **_DRAFT,
        "day": "",
        "visit": "",
        "search": tr("Looked for"),
        "draft.name": tr("Person"),
        "draft.day": tr("Day"),
        "draft.clock": tr("Begins"),
        "draft.minutes": tr("Lasts (minutes)"),
        "draft.reason": tr("What for"),
        "draft.bring": tr("What to bring"),
        "draft.weeks": tr("Weekly for (weeks)"),
        "draft.visit": tr("Changes"),
    }


def _of_a_plan(kind: str) -> Mapping[str, str]:
    kinds: Mapping[str, Mapping[str, str]] = {
        "problem": {
            "draft.id": tr("Changes"),
            "draft.omaha": tr("Problem, Omaha System term"),
            "draft.text": tr("In your words"),
            "draft.modifier": tr("State"),
            "draft.signs": tr("Seen today"),
            "draft.ratings.*.start": tr("at the start"),
            "draft.ratings.*.now": tr("now"),
            "draft.ratings.*.target": tr("aim"),
            "draft.note": tr("Note"),
        },
        "goal": {
            "draft.id": tr("Changes"),
            "draft.problem": tr("For which problem"),
            "draft.text": tr("What will be so"),
            "draft.words": tr("In the person's own words"),
            "draft.measure": tr("Measured by"),
            "draft.unit": tr("Unit"),
            "draft.start": tr("Start"),
            "draft.low": tr("From"),
            "draft.high": tr("To"),
            "draft.due": tr("By"),
        },
        "care": {
            "draft.id": tr("Changes"),
            "draft.problem": tr("For which problem"),
            "draft.goals": tr("For which goals"),
            "draft.text": tr("What we do"),
            "draft.category": tr("Kind"),
            "draft.target": tr("Target, Omaha System"),
            "draft.frequency": tr("How often"),
            "draft.performer": tr("Who does it"),
            "draft.note": tr("Note"),
        },
        "words": {"text": tr("In the person's own words")},
        "reopen": {"problem": tr("For which problem"), "text": tr("Why is it open again?")},
        "template": {"template": tr("Template"), "ticked": tr("Ticked")},
    }
    return kinds.get(kind, {})
