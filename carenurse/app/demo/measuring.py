"""Vital signs of the demo: a value moves from its start to now, with the spread that real readings have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random

from carenurse.app.demo.building import coding, concept, hl7, link, quantity
from carenurse.app.demo.chart import Chart
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import LOINC

Trend = tuple[Decimal, Decimal, Decimal]
"""Start, now, and spread."""

_USUAL: dict[str, Trend] = {
    name: (Decimal(start), Decimal(now), Decimal(spread))
    for name, start, now, spread in (
        ("systolic", "138", "132", "6"),
        ("diastolic", "80", "77", "4"),
        ("pulse", "78", "75", "5"),
        ("breaths", "18", "17", "1.2"),
        ("temperature", "98.2", "98.1", "0.3"),
        ("oxygen", "96", "96", "1"),
        ("pain", "2", "2", "0.8"),
    )
}


@dataclass(frozen=True, slots=True)
class _Sign:
    """LOINC code, words, UCUM unit, unit as shown, and the last place that is measured."""

    code: str
    words: str
    unit: str
    shown: str
    step: Decimal
    least: int
    most: int


_ONE, _TENTH = Decimal(1), Decimal("0.1")
SIGNS = {
    "systolic": _Sign("8480-6", "Systolic blood pressure", "mm[Hg]", "mmHg", _ONE, 60, 240),
    "diastolic": _Sign("8462-4", "Diastolic blood pressure", "mm[Hg]", "mmHg", _ONE, 40, 130),
    "pulse": _Sign("8867-4", "Heart rate", "/min", "/min", _ONE, 40, 150),
    "breaths": _Sign("9279-1", "Respiratory rate", "/min", "/min", _ONE, 8, 40),
    "temperature": _Sign("8310-5", "Body temperature", "[degF]", "°F", _TENTH, 95, 104),
    "oxygen": _Sign("59408-5", "Oxygen saturation", "%", "%", _ONE, 80, 100),
    "weight": _Sign("29463-7", "Body weight", "[lb_av]", "lb", _TENTH, 60, 400),
    "pain": _Sign("72514-3", "Pain severity", "{score}", "of 10", _ONE, 0, 10),
    "glucose": _Sign("41653-7", "Blood sugar, finger stick", "mg/dL", "mg/dL", _ONE, 50, 400),
}
_PRESSURE = ("systolic", "diastolic")


def trends(conditions: Mapping[str, Trend]) -> dict[str, Trend]:
    """Give every vital sign that is measured at a visit its trend."""
    return _USUAL | dict(conditions)


def readings(
    chance: Random, moving: Mapping[str, Trend], progress: float, told: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    """Read all vital signs once. ``progress`` runs from 0 (start) to 1 (now); told values win."""
    found: dict[str, Decimal] = {}
    for name, (start, now, spread) in moving.items():
        sign = SIGNS[name]
        middle = float(start) + float(now - start) * progress
        value = chance.gauss(middle, float(spread) / 2)
        found[name] = Decimal(str(min(max(value, sign.least), sign.most))).quantize(sign.step)
    return found | dict(told)


@dataclass(frozen=True, slots=True)
class Measured:
    """Readings taken at one moment by somebody, at a visit or not."""

    values: Mapping[str, Decimal]
    when: datetime
    by: Resource
    visit: Resource | None = None


def observations(chart: Chart, label: str, measured: Measured) -> Iterator[Resource]:
    """Make the Observations of one set of readings; the two pressures are one."""
    values = measured.values
    if all(name in values for name in _PRESSURE):
        parts = [{"code": _code(name), "valueQuantity": _value(name, values[name])} for name in _PRESSURE]
        panel = coding(LOINC, "85354-9", "Blood pressure panel with all children optional")
        made = _observation(chart, f"{label}/pressure", measured)
        yield made | {"code": concept("Blood pressure", panel), "component": parts}
    for name, value in values.items():
        if name not in _PRESSURE:
            made = _observation(chart, f"{label}/{name}", measured)
            yield made | {"code": _code(name), "valueQuantity": _value(name, value)}


def _observation(chart: Chart, label: str, measured: Measured) -> Resource:
    when = measured.when.isoformat()
    return chart.make(
        "Observation",
        label,
        status="final",
        category=[hl7("observation-category", "vital-signs", "Vital Signs")],
        subject=chart.whose,
        encounter=link(measured.visit) if measured.visit else None,
        effectiveDateTime=when,
        issued=when,
        performer=[link(measured.by)],
    )


def _code(name: str) -> Resource:
    sign = SIGNS[name]
    listed = [coding(LOINC, sign.code, sign.words)]
    if name == "oxygen":
        listed.append(coding(LOINC, "2708-6", "Oxygen saturation in Arterial blood"))
    return concept(sign.words, *listed)


def _value(name: str, value: Decimal) -> Resource:
    sign = SIGNS[name]
    return quantity(int(value) if sign.step == _ONE else value, sign.unit, sign.shown)
