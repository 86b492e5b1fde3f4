"""The newest value of what a goal is measured by, in the goal's own unit."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from carenurse.app.ports import Reading
from carenurse.clinical import units, vital_sign
from carenurse.clinical.fhir import Resource
from carenurse.clinical.vital_sign import BLOOD_PRESSURE, DIASTOLIC, SYSTOLIC

_REFUSED = ("entered-in-error", "cancelled")


@dataclass(frozen=True, slots=True)
class ValueThen:
    """A measured value, when, and in which unit."""

    value: Decimal
    unit: str
    day: date | None
    when: datetime | None


def values(records: Reading, patient: str, code: str, unit: str, limit: int) -> list[ValueThen]:
    """Give the newest values of a LOINC code, newest first; no unit: each in the unit it was taken in.

    Values that cannot be converted are left out: a number in another unit is another number.
    """
    found = records.latest_by_code(patient, code, limit=limit)
    if not found and code in (SYSTOLIC, DIASTOLIC):
        found = records.latest_by_code(patient, BLOOD_PRESSURE, limit=limit)
    return [value for resource in found if (value := _value(resource, code, unit))]


def newest_value(records: Reading, patient: str, code: str, unit: str = "") -> ValueThen | None:
    """Give the newest value of a LOINC code."""
    return next(iter(values(records, patient, code, unit, 5)), None)


def _value(resource: Resource, code: str, unit: str) -> ValueThen | None:
    if str(resource.get("status", "")) in _REFUSED:
        return None
    sign = vital_sign.decode(resource)
    reading = sign.reading(code)
    if reading is None or reading.value is None:
        return None
    value: Decimal | None = reading.value
    if unit and reading.unit and not unit.startswith("{"):
        value = units.converted(reading.value, reading.unit, unit, units.substance_of(code))
    if value is None:
        return None
    when = sign.when
    day = when.date.exact if when and when.date else None
    return ValueThen(value, unit or reading.unit, day, when.instant if when else None)
