"""The CarePlan resource that holds a plan together, and the person's own words at its head.

Its lists name the problems, goals and interventions; those are resources of their own, with ids for ever.
What the person says stands in ``description``; each time it was said is kept as a dated note by the person.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, reference_to
from carenurse.clinical.shapes import as_object, as_text

_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/careplan-category"
_LISTS = {"Condition": "addresses", "Goal": "goal"}


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the person wants, as said, on which days (the first to the newest)."""

    text: str
    said: tuple[date, ...] = ()


def new_care_plan(identity: str, patient: str, nurse: str, now: datetime) -> Resource:
    """Make an empty plan that begins now."""
    moment = now.isoformat(timespec="seconds")
    return {
        "resourceType": "CarePlan",
        "id": identity,
        "status": "active",
        "intent": "plan",
        "category": [{"coding": [{"system": _CATEGORY, "code": "assess-plan"}]}],
        "title": "Home care plan",
        "subject": {"reference": f"Patient/{patient}"},
        "period": {"start": moment},
        "created": moment,
        "author": {"reference": f"Practitioner/{nurse}"},
    }


def with_items(plan: Resource, items: Iterable[Resource]) -> Resource:
    """Name Conditions, Goals and ServiceRequests in the plan's lists; what is there stays in its place."""
    changed = deepcopy(plan)
    for item in items:
        reference = {"reference": reference_to(item)}
        name = _LISTS.get(item["resourceType"])
        entries: list[Any] = changed.setdefault(name or "activity", [])
        entry = reference if name else {"reference": reference}
        if entry not in [_bare(one) for one in entries]:
            entries.append(entry)
    return changed


def own_words(plan: Resource | None) -> OwnWords | None:
    """Read the person's words at the head of the plan."""
    text = str((plan or {}).get("description") or "").strip()
    if not text or plan is None:
        return None
    days = [moment for note in plan.get("note", ()) if (moment := _said(note, text))]
    if not days and (created := Moment.parse(plan.get("created"))):
        days = [day for day in [_day(created)] if day]
    return OwnWords(text, tuple(sorted(set(days))))


def with_own_words(plan: Resource, text: str, now: datetime) -> Resource:
    """Put the person's words at the head of the plan; the words before stay as a dated note."""
    changed = deepcopy(plan)
    notes: list[Any] = changed.setdefault("note", [])
    former = own_words(plan)
    if former and not any(note.get("text") == former.text for note in notes) and former.said:
        notes.append(_note(plan, former.text, former.said[0].isoformat()))
    notes.append(_note(plan, text, now.isoformat(timespec="seconds")))
    changed["description"] = text
    return changed


def _note(plan: Resource, text: str, when: str) -> Resource:
    return {
        "authorReference": {"reference": plan["subject"]["reference"]},
        "time": when,
        "text": text,
    }


def _said(note: Resource, text: str) -> date | None:
    moment = Moment.parse(note.get("time"))
    return _day(moment) if moment and str(note.get("text")).strip() == text else None


def _day(moment: Moment) -> date | None:
    return moment.date.exact if moment.date else None


def _bare(entry: Resource) -> Resource:
    """Keep the reference only, so that a display beside it does not hide that it is there."""
    inner = entry.get("reference")
    if isinstance(inner, dict):
        return {"reference": {"reference": as_text(as_object(inner).get("reference"))}}
    return {"reference": inner}
