"""What nurses plan to do about a problem: one line of the care plan (ServiceRequest)."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Code, Words, words
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Each, Link, linked, links
from carenurse.clinical.fact_places import Choice, First, Inside, under
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource, codings
from carenurse.clinical.systems import OMAHA

_PERTAINS: Final = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"
_CATEGORIES: Final = {"TGC": "CG0001", "TP": "CG0002", "CM": "CG0003", "S": "CG0004"}
"""Omaha intervention categories: teaching/guidance/counseling, treatments/procedures, case management,
surveillance."""


@dataclass(frozen=True, slots=True)
class Intervention:
    """What to do, for which problems and goals, how often and by whom.

    ``category`` is TGC, TP, CM or S; ``target`` an Omaha target code (TG0031) or nothing; ``frequency`` the
    order's own words ("1w1 2w2"); ``performer`` whoever is to do it, in words.
    """

    id: str = ""
    patient: str = ""
    problems: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    text: str = ""
    category: str = ""
    target: str = ""
    frequency: str = ""
    status: str = ""
    performer: str = ""
    authored: Moment | None = None
    note: str = ""


def _has_category(concept: Resource) -> bool:
    return any(one.get("code") in _CATEGORIES.values() for one in codings(concept))


_CATEGORY: Final = First("category", Code(OMAHA), _has_category)


@dataclass(frozen=True, slots=True)
class _Category:
    """The Omaha category by its short name."""

    def read(self, holder: Resource) -> str:
        found = _CATEGORY.read(holder)
        return next((name for name, code in _CATEGORIES.items() if code == found), "")

    def write(self, holder: Resource, value: str) -> None:
        _CATEGORY.write(holder, _CATEGORIES.get(value, ""))


def _is_target(text: str) -> bool:
    return text.startswith("TG")


def _names_goal(entry: Resource) -> bool:
    return entry.get("url") == _PERTAINS and bool(linked(entry.get("valueReference"), "Goal"))


_CODEC: Final = Codec(
    Intervention,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "problems": links("reasonReference", "Condition"),
        "goals": Each("extension", Inside("valueReference", Link("Goal")), _names_goal, {"url": _PERTAINS}),
        "target": Inside("code", Code(OMAHA, alone=False, known=_is_target)),
        "text": words("code"),
        "category": _Category(),
        "frequency": Choice("occurrence", {"occurrenceTiming": under("occurrenceTiming.code", Words())}),
        "status": Text("status"),
        "performer": Inside("performerType", Words()),
        "authored": Time("authoredOn"),
        "note": First("note", Text("text")),
    },
    {"resourceType": "ServiceRequest", "status": "active", "intent": "plan"},
)


def decode(resource: Resource) -> Intervention:
    """Read a ServiceRequest; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Intervention, onto: Resource | None = None) -> Resource:
    """Write a ServiceRequest, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
