"""Whether a record still counts: FHIR has several ways to say that something is no fact."""

from enum import Enum, auto
from typing import Final

from carenurse.clinical.coding import Code
from carenurse.clinical.fhir import Resource, kind_of
from carenurse.clinical.shapes import as_object, as_text
from carenurse.clinical.systems import HL7


class Standing(Enum):
    """How far a record can be believed."""

    COUNTS = auto()
    DOUBTFUL = auto()
    CALLED_OFF = auto()
    RULED_OUT = auto()
    IN_ERROR = auto()


_VERIFICATION: Final = {
    "Condition": Code(HL7 + "condition-ver-status"),
    "AllergyIntolerance": Code(HL7 + "allergyintolerance-verification"),
}
_DOUBTFUL: Final = frozenset({"unconfirmed", "provisional", "differential"})
_CALLED_OFF: Final = {
    "Encounter": frozenset({"cancelled"}),
    "MedicationRequest": frozenset({"cancelled"}),
    "Observation": frozenset({"cancelled"}),
    "DiagnosticReport": frozenset({"cancelled"}),
}


def standing_of(resource: Resource) -> Standing:
    """Read the status, and for problems and allergies the verification, of any resource."""
    kind, status = kind_of(resource), as_text(resource.get("status"))
    known = _VERIFICATION.get(kind)
    verified = known.read(as_object(resource.get("verificationStatus"))) if known else ""
    if "entered-in-error" in {status, verified, as_text(resource.get("lifecycleStatus"))}:
        return Standing.IN_ERROR
    if verified == "refuted":
        return Standing.RULED_OUT
    if status in _CALLED_OFF.get(kind, frozenset()):
        return Standing.CALLED_OFF
    return Standing.DOUBTFUL if verified in _DOUBTFUL else Standing.COUNTS
