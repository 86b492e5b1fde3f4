"""A visit that is being made or was made (Encounter, class HH)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Words
from carenurse.clinical.fact_lists import Link, linked
from carenurse.clinical.fact_places import First, Inside, extension, under
from carenurse.clinical.facts import Instant, Text
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import ACT_CODE, OWN

HOME: Final = "HH"
"""The class of a visit at home, and of an order for such visits (HL7 v3-ActCode)."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit with its clock: set out, began, completed (None when nobody said, or only the day was said).

    ``status`` is FHIR's: planned, arrived, in-progress, finished, cancelled. ``setting`` is the class code:
    HH at home (``at_home``), VR by phone or video, AMB at a clinic, IMP in hospital.
    """

    id: str = ""
    patient: str = ""
    practitioner: str = ""
    appointment: str = ""
    status: str = ""
    drive_started: datetime | None = None
    began: datetime | None = None
    completed: datetime | None = None
    reason: str = ""
    setting: str = ""

    @property
    def at_home(self) -> bool:
        """Say whether it was made where the person lives: the visits that this program is for."""
        return self.setting == HOME


def _is_nurse(entry: Resource) -> bool:
    return bool(linked(entry.get("individual"), "Practitioner"))


def _is_appointment(entry: Resource) -> bool:
    return bool(linked(entry, "Appointment"))


_CODEC: Final = Codec(
    Visit,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "practitioner": First("participant", Inside("individual", Link("Practitioner")), _is_nurse),
        "appointment": First("appointment", Link("Appointment"), _is_appointment),
        "status": Text("status"),
        "drive_started": extension(OWN + "drive-started", Instant("valueDateTime")),
        "began": under("period", Instant("start")),
        "completed": under("period", Instant("end")),
        "reason": First("reasonCode", Words()),
        "setting": Inside("class", Text("code")),
    },
    {
        "resourceType": "Encounter",
        "status": "planned",
        "class": {"system": ACT_CODE, "code": HOME, "display": "home health"},
    },
)


def decode(resource: Resource) -> Visit:
    """Read an Encounter; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def glance(resource: Resource) -> Visit:
    """Read of an Encounter only where, by whom, when and whether it was made, for long lists."""
    return _CODEC.glance(resource, "practitioner", "status", "began", "setting")


def encode(value: Visit, onto: Resource | None = None) -> Resource:
    """Write an Encounter, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
