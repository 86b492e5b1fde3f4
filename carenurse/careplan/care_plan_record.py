"""The CarePlan resource that holds a plan together, and the person's own words at its head.

Its lists name the problems, goals and interventions; those are resources of their own, with ids for ever.
What the person says is kept as dated notes by the person; the newest stands in ``description`` too.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, reference_to
from carenurse.clinical.shapes import as_list, as_object, as_objects, as_text, at
from carenurse.clinical.systems import OWN

_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/careplan-category"
_TEMPLATE = OWN + "template/careplan-"
_LISTS = {"Condition": "addresses", "Goal": "goal"}


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the person wants, as said, on which days (the first to the newest)."""

    text: str
    said: tuple[date, ...] = ()


_TITLE: Final = "Home care plan"


def is_home_plan(plan: Resource) -> bool:
    """Say whether a CarePlan is one that home nurses keep with this program."""
    return plan.get("title") == _TITLE


def new_care_plan(identity: str, patient: str, nurse: str, now: datetime) -> Resource:
    """Make an empty plan that begins now."""
    moment = now.isoformat(timespec="seconds")
    return {
        "resourceType": "CarePlan",
        "id": identity,
        "status": "active",
        "intent": "plan",
        "category": [{"coding": [{"system": _CATEGORY, "code": "assess-plan"}]}],
        "title": _TITLE,
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


def with_template(plan: Resource, template: str) -> Resource:
    """Name a template that items of the plan were taken from (by the PlanDefinition's canonical address)."""
    changed = deepcopy(plan)
    named: list[Any] = changed.setdefault("instantiatesCanonical", [])
    if _TEMPLATE + template not in named:
        named.append(_TEMPLATE + template)
    return changed


def templates_of(plan: Resource | None) -> frozenset[str]:
    """Name the templates that items of the plan were taken from."""
    named = map(as_text, as_list((plan or {}).get("instantiatesCanonical")))
    return frozenset(one.removeprefix(_TEMPLATE) for one in named if one.startswith(_TEMPLATE))


def own_words(plan: Resource | None) -> OwnWords | None:
    """Read what the person said last: the newest note whose author is the person.

    The ``description`` alone proves nothing: other systems write there what kind of plan it is.
    """
    notes = [one for one in as_objects((plan or {}).get("note")) if plan and _is_theirs(one, plan)]
    if not notes:
        return None
    text = _text(max(notes, key=_when))
    days = {day for one in notes if _text(one) == text and (day := _day(one))}
    return OwnWords(text, tuple(sorted(days)))


def with_own_words(plan: Resource, text: str, now: datetime) -> Resource:
    """Add the person's words as a dated note by the person; the words before stay as they are.

    They head the plan too (``description``), unless another system has written something of its own there.
    """
    changed = deepcopy(plan)
    former = own_words(plan)
    notes: list[Any] = changed.setdefault("note", [])
    notes.append(_note(plan, text, now.isoformat(timespec="seconds")))
    if changed.get("description") in (None, "", former.text if former else None):
        changed["description"] = text
    return changed


def _note(plan: Resource, text: str, when: str) -> Resource:
    return {
        "authorReference": {"reference": plan["subject"]["reference"]},
        "time": when,
        "text": text,
    }


def _is_theirs(note: Resource, plan: Resource) -> bool:
    author = at(note, "authorReference.reference")
    return bool(_text(note)) and bool(author) and author == at(plan, "subject.reference")


def _text(note: Resource) -> str:
    return as_text(note.get("text")).strip()


def _when(note: Resource) -> str:
    moment = Moment.parse(note.get("time"))
    return moment.order if moment else ""


def _day(note: Resource) -> date | None:
    moment = Moment.parse(note.get("time"))
    return moment.date.exact if moment and moment.date else None


def _bare(entry: Resource) -> Resource:
    """Keep the reference only, so that a display beside it does not hide that it is there."""
    inner = entry.get("reference")
    if isinstance(inner, dict):
        return {"reference": {"reference": as_text(as_object(inner).get("reference"))}}
    return {"reference": inner}
