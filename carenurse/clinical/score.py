"""The total of a scored form (Observation, category survey)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Words, quantity
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Link, linked
from carenurse.clinical.fact_places import Choice, First, Inside, under
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource
from carenurse.clinical.main_code import MainCode
from carenurse.clinical.systems import HL7


@dataclass(frozen=True, slots=True)
class Score:
    """One total and what it means in words; ``response`` is the QuestionnaireResponse it was made from.

    A value of None means that the score could not be made, never zero.
    """

    id: str = ""
    patient: str = ""
    code: str = ""
    label: str = ""
    value: Decimal | None = None
    meaning: str = ""
    when: Moment | None = None
    visit: str = ""
    response: str = ""
    note: str = ""
    status: str = ""


def _is_response(entry: Resource) -> bool:
    return bool(linked(entry, "QuestionnaireResponse"))


_CODEC: Final = Codec(
    Score,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "code": Inside("code", MainCode()),
        "label": Inside("code", Words()),
        "value": quantity("value"),
        "meaning": First("interpretation", Words()),
        "when": Choice(
            "effective",
            {
                "effectiveDateTime": Time("effectiveDateTime"),
                "effectivePeriod": under("effectivePeriod", Time("start")),
                "effectiveInstant": Time("effectiveInstant"),
            },
        ),
        "visit": Inside("encounter", Link("Encounter")),
        "response": First("derivedFrom", Link("QuestionnaireResponse"), _is_response),
        "note": First("note", Text("text")),
        "status": Text("status"),
    },
    {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"system": HL7 + "observation-category", "code": "survey"}]}],
    },
)


def decode(resource: Resource) -> Score:
    """Read an Observation; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Score, onto: Resource | None = None) -> Resource:
    """Write an Observation, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
