"""Vital signs and other measured values (Observation)."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Code, Unit, Words, quantity
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Each, Link
from carenurse.clinical.fact_places import Choice, First, Inside, under
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource
from carenurse.clinical.main_code import MainCode
from carenurse.clinical.systems import HL7

BLOOD_PRESSURE: Final = "85354-9"
SYSTOLIC: Final = "8480-6"
DIASTOLIC: Final = "8462-4"


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a reading, such as the systolic pressure."""

    code: str = ""
    label: str = ""
    value: Decimal | None = None
    unit: str = ""
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class VitalSign:
    """One reading, as typed and in the unit it was typed in (UCUM where the sender gave a code).

    ``code`` is the LOINC code; ``comparator`` (<, <=, >=, >) says that the true value lies beyond; ``said`` a
    reading in words or a code ("HI", "New confusion"); ``visit`` the Encounter id; ``interpretation`` L, H,
    LL, HH or N; ``components`` the parts of a blood pressure.
    """

    id: str = ""
    patient: str = ""
    code: str = ""
    label: str = ""
    value: Decimal | None = None
    unit: str = ""
    comparator: str = ""
    said: str = ""
    components: tuple[Component, ...] = ()
    when: Moment | None = None
    visit: str = ""
    interpretation: str = ""
    note: str = ""
    status: str = ""

    def component(self, code: str) -> Component | None:
        """Find one part by its LOINC code."""
        return next((one for one in self.components if one.code == code), None)

    def reading(self, code: str) -> Component | None:
        """Find a number of this code to compute with, the whole observation or a part of it.

        "< 2.5" is no such number: nobody knows the value, so nothing may be computed from the 2.5.
        """
        found = self.stated(code)
        return found if found and not found.comparator else None

    def stated(self, code: str) -> Component | None:
        """Find what is stated of this code, also a bound such as "< 2.5": to be shown, not computed with."""
        if self.code == code and self.value is not None:
            return Component(self.code, self.label, self.value, self.unit, self.comparator)
        found = self.component(code)
        return found if found and found.value is not None else None


_UNIT: Final = Inside("valueQuantity", Unit())
_INTERPRETATION: Final = HL7 + "v3-ObservationInterpretation"


_SAID: Final = Choice(
    "value",
    {
        "valueString": Text("valueString"),
        "valueCodeableConcept": Inside("valueCodeableConcept", Words()),
    },
)

_COMPONENT: Final = Codec(
    Component,
    {
        "code": Inside("code", MainCode()),
        "label": Inside("code", Words()),
        "value": quantity("value"),
        "unit": _UNIT,
        "comparator": Inside("valueQuantity", Text("comparator")),
    },
)

_CODEC: Final = Codec(
    VitalSign,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "code": Inside("code", MainCode()),
        "label": Inside("code", Words()),
        "said": _SAID,
        "value": quantity("value"),
        "unit": _UNIT,
        "comparator": Inside("valueQuantity", Text("comparator")),
        "components": Each("component", _COMPONENT),
        "when": Choice(
            "effective",
            {
                "effectiveDateTime": Time("effectiveDateTime"),
                "effectivePeriod": under("effectivePeriod", Time("start")),
                "effectiveInstant": Time("effectiveInstant"),
            },
        ),
        "visit": Inside("encounter", Link("Encounter")),
        "interpretation": First("interpretation", Code(_INTERPRETATION)),
        "note": First("note", Text("text")),
        "status": Text("status"),
    },
    {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"system": HL7 + "observation-category", "code": "vital-signs"}]}],
    },
)


def blood_pressure(
    reading: VitalSign, systolic: Decimal | None, diastolic: Decimal | None, unit: str = "mm[Hg]"
) -> VitalSign:
    """Make a reading a blood pressure: panel 85354-9 with its two parts; a part not measured is left out."""
    parts = (
        Component(SYSTOLIC, "Systolic blood pressure", systolic, unit),
        Component(DIASTOLIC, "Diastolic blood pressure", diastolic, unit),
    )
    return replace(
        reading,
        code=BLOOD_PRESSURE,
        label="Blood pressure",
        value=None,
        unit="",
        components=tuple(one for one in parts if one.value is not None),
    )


def decode(resource: Resource) -> VitalSign:
    """Read an Observation; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: VitalSign, onto: Resource | None = None) -> Resource:
    """Write an Observation, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
