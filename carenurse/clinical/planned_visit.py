"""A visit that is planned (Appointment)."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Words, words
from carenurse.clinical.fact_lists import Link, linked
from carenurse.clinical.fact_places import First, Inside, extension
from carenurse.clinical.facts import Instant, Text
from carenurse.clinical.fhir import Resource, concept_text
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.clinical.systems import OWN

MISSED_REASON: Final = OWN + "missed-reason"
_AT_HOME: Final = re.compile(
    r"\bhome[ -]*(based )?(visit|care|health|nurs|help|assess|therap|start|follow)"
    r"|\bhouse call|\bdomiciliary",
    re.IGNORECASE,
)
"""How other systems word that the nurse comes: FHIR R4 has no element for it, and its example codes of
``serviceType`` differ from country to country. "Nursing home" is a place, no visit to a home."""


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """When which nurse visits whom, and what for.

    ``status`` is FHIR's: proposed, booked, arrived, fulfilled, cancelled, noshow. ``note`` says what to
    bring; ``series`` joins the visits that one repetition made; ``order`` is the visit order it fulfils;
    ``cancel_reason`` says why a cancelled or missed visit does not take place.
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


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a visit does not take place.

    FHIR R4 means ``cancelationReason`` for both, but its rule app-4 is written for the status "no-show", and
    the code of that status is "noshow": a validator refuses the reason of every missed visit. So the reason
    of a missed visit is our extension; one that another system wrote into the element is read and stays.
    """

    def read(self, holder: Resource) -> str:
        return _CALLED_OFF.read(holder) or _MISSED.read(holder)

    def write(self, holder: Resource, value: str) -> None:
        missed = Text("status").read(holder) == "noshow" and not _CALLED_OFF.read(holder)
        told = value if missed else ""
        if _MISSED.read(holder) != told:
            _MISSED.write(holder, told)
        if not missed:
            _CALLED_OFF.write(holder, value)


_CALLED_OFF: Final = words("cancelationReason")
_MISSED: Final = extension(MISSED_REASON, Text("valueString"))

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
        "cancel_reason": _Reason(),
        "note": Text("comment"),
        "series": extension(OWN + "series", Text("valueString")),
        "order": First(
            "basedOn", Link("ServiceRequest"), lambda entry: bool(linked(entry, "ServiceRequest"))
        ),
    },
    {"resourceType": "Appointment", "status": "booked"},
)


def decode(resource: Resource) -> PlannedVisit:
    """Read an Appointment; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def glance(resource: Resource) -> PlannedVisit:
    """Read of an Appointment only for whom, when, why and whether it stands, for long lists."""
    return _CODEC.glance(resource, "patient", "start", "reason", "status")


def who_meets(resource: Resource) -> PlannedVisit:
    """Read of an Appointment only who meets whom and whether it stands, for the week of a whole office."""
    return _CODEC.glance(resource, "patient", "practitioner", "status")


def encode(value: PlannedVisit, onto: Resource | None = None) -> Resource:
    """Write an Appointment, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)


def everybody_of(resource: Resource) -> tuple[str, ...]:
    """Name all patients of an Appointment: a couple may be visited together."""
    actors = (as_object(one.get("actor")) for one in as_objects(resource.get("participant")))
    return tuple(filter(None, (linked(one, "Patient") for one in actors)))


def is_made_by(resource: Resource, nurse: str) -> bool:
    """Say whether an Appointment is this nurse's to make: she takes part, or nobody but the person does.

    One with a place, a clinic or somebody else's role is where the person goes, no drive of the nurse.
    """
    actors = [as_object(one.get("actor")) for one in as_objects(resource.get("participant"))]
    if any(linked(one, "Practitioner") == nurse for one in actors):
        return True
    return not any(one and not linked(one, "Patient") for one in actors)


def is_home_visit(resource: Resource, nurse: str) -> bool:
    """Say whether somebody comes to the person: this nurse (``is_made_by``), or a service worded as at home.

    What is left is where the person goes: a clinic, a hospital, an office.
    """
    if is_made_by(resource, nurse):
        return True
    kinds = (
        *as_objects(resource.get("serviceCategory")),
        *as_objects(resource.get("serviceType")),
        as_object(resource.get("appointmentType")),
    )
    said = (*map(concept_text, kinds), as_text(resource.get("description")))
    return any(_AT_HOME.search(one) for one in said)
