"""A visit that is planned (Appointment)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Words, words
from carenurse.clinical.fact_lists import Link, linked
from carenurse.clinical.fact_places import First, Inside, extension
from carenurse.clinical.facts import Instant, Text
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object, as_objects
from carenurse.clinical.systems import OWN


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """When which nurse visits whom, and what for.

    ``status`` is FHIR's: proposed, booked, arrived, fulfilled, cancelled, noshow. ``note`` says what to
    bring; ``series`` joins the visits that one repetition made; ``order`` is the visit order it fulfils.
    """

    id: str = ""
    patient: str = ""
    practitioner: str = ""
    start: datetime | None = None
    end: datetime | None = None
    reason: str = ""
    status: str = ""
    cancel_reason: str = ""
    note: str = ""
    series: str = ""
    order: str = ""


def _with(kind: str) -> First[str]:
    """Find the participant of one kind; a new one counts as having accepted."""

    def is_one(entry: Resource) -> bool:
        return bool(linked(entry.get("actor"), kind))

    return First("participant", Inside("actor", Link(kind)), is_one, {"status": "accepted"})


_CODEC: Final = Codec(
    PlannedVisit,
    {
        "id": Text("id"),
        "patient": _with("Patient"),
        "practitioner": _with("Practitioner"),
        "start": Instant("start"),
        "end": Instant("end"),
        "reason": First("reasonCode", Words()),
        "status": Text("status"),
        "cancel_reason": words("cancelationReason"),
        "note": Text("comment"),
        "series": extension(OWN + "StructureDefinition/series", Text("valueString")),
        "order": First(
            "basedOn", Link("ServiceRequest"), lambda entry: bool(linked(entry, "ServiceRequest"))
        ),
    },
    {"resourceType": "Appointment", "status": "booked"},
)


def decode(resource: Resource) -> PlannedVisit:
    """Read an Appointment; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: PlannedVisit, onto: Resource | None = None) -> Resource:
    """Write an Appointment, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)


def is_made_by(resource: Resource, nurse: str) -> bool:
    """Say whether an Appointment is this nurse's to make: she takes part, or nobody but the person does.

    One with a place, a clinic or somebody else's role is where the person goes, no drive of the nurse.
    """
    actors = [as_object(one.get("actor")) for one in as_objects(resource.get("participant"))]
    if any(linked(one, "Practitioner") == nurse for one in actors):
        return True
    return not any(one and not linked(one, "Patient") for one in actors)
