"""What a nurse wrote down of a medicine at the home, beside what every medicine says (MedicationStatement).

Its source is the person, so its category is HL7's "Patient Specified": nobody asked the prescriber. What FHIR
has no element for without an order or a product stands in extensions of our own.
"""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Code, words
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Link
from carenurse.clinical.fact_places import Inside, extension, under
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import HL7, OWN

_CATEGORY: Final = Inside("category", Code(HL7 + "medication-statement-category"))
_PATIENT: Final = "patientspecified"


@dataclass(frozen=True, slots=True)
class ToldMedicine:
    """What was said and seen at home.

    ``strength`` is strength and form as on the box; it is the end of the medicine's name too. ``prescriber``
    and ``found_at`` ("in the kitchen") are words. ``why_stopped`` says why it is no longer taken.
    ``instead_of`` refers to the line of somebody else that it tells more of. ``visit`` and ``source`` are the
    ids of the visit at which it was written down and of the Patient who said it.
    """

    told_at_home: bool = False
    strength: str = ""
    prescriber: str = ""
    found_at: str = ""
    why_stopped: str = ""
    instead_of: str = ""
    visit: str = ""
    source: str = ""
    asserted: Moment | None = None


@dataclass(frozen=True, slots=True)
class ToldAtHome:
    """``category`` of a MedicationStatement says that its source is the person."""

    def read(self, holder: Resource) -> bool:
        """Say whether it was named by the person."""
        return _CATEGORY.read(holder) == _PATIENT

    def write(self, holder: Resource, value: bool) -> None:  # noqa: FBT001 - it is the value itself
        """Put the category in; another category stays where this one is taken away."""
        if value or self.read(holder):
            _CATEGORY.write(holder, _PATIENT if value else "")


_CODEC: Final = Codec(
    ToldMedicine,
    {
        "told_at_home": ToldAtHome(),
        "strength": extension(OWN + "strength-on-box", Text("valueString")),
        "prescriber": extension(OWN + "prescriber", Text("valueString")),
        "found_at": extension(OWN + "found-at", Text("valueString")),
        "why_stopped": words("statusReason[]"),
        "instead_of": under("derivedFrom[]", Text("reference")),
        "visit": Inside("context", Link("Encounter")),
        "source": Inside("informationSource", Link("Patient")),
        "asserted": Time("dateAsserted"),
    },
    {"resourceType": "MedicationStatement", "status": "active"},
)


def decode(resource: Resource) -> ToldMedicine:
    """Read what was said at home of a MedicationStatement; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: ToldMedicine, onto: Resource | None = None) -> Resource:
    """Write it onto the statement, whose other elements stay."""
    return _CODEC.encode(value, onto)
