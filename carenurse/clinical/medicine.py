"""A medicine that a person takes (MedicationStatement) or that was ordered (MedicationRequest)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from carenurse.clinical.altered import Altered, Wary
from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import CODINGS, Coding, Words
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Link
from carenurse.clinical.fact_places import Choice, First, Inside, under
from carenurse.clinical.facts import Fact, Fixed, Text, Time
from carenurse.clinical.fhir import Resource, codings, concept_text, kind_of
from carenurse.clinical.medicine_dose import AsNeeded, Doses
from carenurse.clinical.medicine_told import ToldAtHome
from carenurse.clinical.shapes import as_object, as_objects, as_text, at
from carenurse.clinical.systems import CVX, RXNORM, SNOMED
from carenurse.translations import tr

STATEMENT: Final = "MedicationStatement"
REQUEST: Final = "MedicationRequest"


@dataclass(frozen=True, slots=True)
class Medicine:
    """One line of the medicine list.

    ``kind`` is the resource type, ``dose`` the whole direction in words as it was written ("10 mg by mouth
    each morning"; of a dose in steps every step), ``since`` the start or the date of the order, ``reason``
    what it is for. ``as_needed`` is None when nobody said. ``status`` is FHIR's; ``active`` counts what has
    none. ``told_at_home``: it stands here because the person named it, and no prescriber was asked
    (``medicine_told`` has the rest of what was said).
    """

    id: str = ""
    patient: str = ""
    name: str = ""
    codings: tuple[Coding, ...] = ()
    dose: str = ""
    status: str = ""
    since: Moment | None = None
    until: Moment | None = None
    reason: str = ""
    as_needed: bool | None = None
    note: str = ""
    kind: str = STATEMENT
    told_at_home: bool = False
    altered: bool = False
    """Something that nobody here understands changes what it means."""

    @property
    def active(self) -> bool:
        """Say whether the person takes it now, as far as the record says."""
        return self.status in ("", "active", "intended", "on-hold", "unknown")

    @property
    def nameless(self) -> bool:
        """Say whether it came with a code only, so that its name is a sentence about that."""
        bare = [{"system": one.system, "code": one.code} for one in self.codings]
        return bool(bare) and self.name == name_of({"coding": bare})


def name_of(concept: Any) -> str:
    """Name a medicine by the words of its concept; one that came with a code only says so, with the code.

    A bare number on a list of medicines is mistaken for a dose. A text that only repeats the code is no name.
    """
    listed = list(codings(concept))
    codes = [one for one in listed if as_text(one.get("code"))]
    numbers = {as_text(one.get("code")) for one in codes}
    words = (as_text(as_object(concept).get("text")), *(as_text(one.get("display")) for one in listed))
    if said := next((one for one in words if one and one not in numbers), ""):
        return said
    if not codes:
        return ""
    system, code = as_text(codes[0].get("system")), as_text(codes[0].get("code"))
    told = f"{_SYSTEMS[system]} {code}" if system in _SYSTEMS else code
    return tr("Medicine without a name ({code})", code=told)


_SYSTEMS: Final = {
    "http://hl7.org/fhir/sid/ndc": "NDC",
    RXNORM: "RxNorm",
    SNOMED: "SNOMED CT",
    CVX: "CVX",
    "http://www.whocc.no/atc": "ATC",
}
"""How the systems in which medicines are coded are called."""


def _contained(holder: Resource) -> Resource:
    """Find the Medication that came inside the resource."""
    target = as_text(at(holder, "medicationReference.reference"))
    listed = as_objects(holder.get("contained")) if target.startswith("#") else []
    return as_object(next((one for one in listed if "#" + as_text(one.get("id")) == target), None))


@dataclass(frozen=True, slots=True)
class _Name:
    """The medicine in words: the concept, else the display of the reference, else what is contained."""

    def read(self, holder: Resource) -> str:
        said = name_of(holder.get("medicationCodeableConcept"))
        shown = as_text(at(holder, "medicationReference.display"))
        return said or shown or name_of(_contained(holder).get("code"))

    def write(self, holder: Resource, value: str) -> None:
        told = concept_text(holder.get("medicationCodeableConcept"))
        if isinstance(holder.get("medicationReference"), dict) and not told:
            Inside("medicationReference", Text("display")).write(holder, value)
        else:
            Inside("medicationCodeableConcept", Words()).write(holder, value)


@dataclass(frozen=True, slots=True)
class _Codings:
    """The codes of the medicine, in its own concept or in the contained Medication."""

    def read(self, holder: Resource) -> tuple[Coding, ...]:
        own = CODINGS.read(as_object(holder.get("medicationCodeableConcept")))
        return own or CODINGS.read(as_object(_contained(holder).get("code")))

    def write(self, holder: Resource, value: tuple[Coding, ...]) -> None:
        contained = _contained(holder)
        if contained:
            Inside("code", CODINGS).write(contained, value)
        else:
            Inside("medicationCodeableConcept", CODINGS).write(holder, value)


def _facts(dosage: str, dates: Mapping[str, Fact[Any]]) -> dict[str, Fact[Any]]:
    return {
        "kind": Fixed(Text("resourceType")),
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "codings": _Codings(),
        "name": Wary(_Name()),
        "dose": Doses(dosage),
        "status": Text("status"),
        "reason": First("reasonCode", Words()),
        "as_needed": First(dosage, AsNeeded()),
        "note": First("note", Text("text")),
        "told_at_home": Fixed(ToldAtHome()),
        "altered": Altered(),
        **dates,
    }


_STATEMENT: Final = Codec(
    Medicine,
    _facts(
        "dosage",
        {
            "since": Choice(
                "effective",
                {
                    "effectivePeriod": under("effectivePeriod", Time("start")),
                    "effectiveDateTime": Time("effectiveDateTime"),
                },
            ),
            "until": under("effectivePeriod", Time("end")),
        },
    ),
    {"resourceType": STATEMENT, "status": "active"},
)
_REQUEST: Final = Codec(
    Medicine,
    _facts(
        "dosageInstruction",
        {
            "since": Time("authoredOn"),
            "until": under("dispenseRequest.validityPeriod", Time("end")),
        },
    ),
    {"resourceType": REQUEST, "status": "active", "intent": "order"},
)


def _codec(kind: str) -> Codec[Medicine]:
    return _REQUEST if kind == REQUEST else _STATEMENT


def decode(resource: Resource) -> Medicine:
    """Read a MedicationStatement or MedicationRequest; what is missing or misshapen stays empty."""
    return _codec(kind_of(resource)).read(resource)


def encode(value: Medicine, onto: Resource | None = None) -> Resource:
    """Write a medicine, onto the resource it came from so that everything else stays."""
    return _codec(value.kind if onto is None else kind_of(onto)).encode(value, onto)
