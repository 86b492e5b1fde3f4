"""What was done of the plan, or why not (Procedure)."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import words
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Link, linked
from carenurse.clinical.fact_places import Choice, First, Inside, under
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource


@dataclass(frozen=True, slots=True)
class InterventionDone:
    """One planned intervention in one visit: ``status`` completed or not-done, with the reason in words."""

    id: str = ""
    patient: str = ""
    intervention: str = ""
    visit: str = ""
    text: str = ""
    status: str = ""
    reason_not_done: str = ""
    when: Moment | None = None
    performer: str = ""
    note: str = ""

    @property
    def done(self) -> bool:
        """Say whether it was carried out."""
        return self.status == "completed"


def _is_order(entry: Resource) -> bool:
    return bool(linked(entry, "ServiceRequest"))


def _is_nurse(entry: Resource) -> bool:
    return bool(linked(entry.get("actor"), "Practitioner"))


_CODEC: Final = Codec(
    InterventionDone,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "intervention": First("basedOn", Link("ServiceRequest"), _is_order),
        "visit": Inside("encounter", Link("Encounter")),
        "text": words("code"),
        "status": Text("status"),
        "reason_not_done": words("statusReason"),
        "when": Choice(
            "performed",
            {
                "performedDateTime": Time("performedDateTime"),
                "performedPeriod": under("performedPeriod", Time("start")),
            },
        ),
        "performer": First("performer", Inside("actor", Link("Practitioner")), _is_nurse),
        "note": First("note", Text("text")),
    },
    {"resourceType": "Procedure", "status": "completed"},
)


def decode(resource: Resource) -> InterventionDone:
    """Read a Procedure; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: InterventionDone, onto: Resource | None = None) -> Resource:
    """Write a Procedure, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
