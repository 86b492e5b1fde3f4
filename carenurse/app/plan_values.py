"""The newest value of what a goal is measured by, in the goal's own unit."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from carenurse.app.ports import Reading
from carenurse.app.visit_history import is_in_the_future
from carenurse.clinical import units, vital_sign
from carenurse.clinical.fhir import Resource
from carenurse.clinical.index_facts import when_of
from carenurse.clinical.vital_sign import BLOOD_PRESSURE, DIASTOLIC, SYSTOLIC

_REFUSED = ("entered-in-error", "cancelled")
_AHEAD = 20
"""More than are asked for: those dated in the future come first, and count for nothing."""


@dataclass(frozen=True, slots=True)
class ValueThen:
    """A measured value, when, and in which unit."""

    value: Decimal
    unit: str
    day: date | None
    when: datetime | None


def values(
    records: Reading, patient: str, code: str, unit: str, limit: int, *, today: date
) -> list[ValueThen]:
    """Give the newest values of a LOINC code, newest first; no unit: each in the unit it was taken in.

    Values that cannot be converted are left out: a number in another unit is another number. So is what a
    device with a wrong clock dated in the future, as on the tiles of the chart.
    """
    found = records.latest_by_code(patient, code, limit=limit + _AHEAD)
    if code in (SYSTOLIC, DIASTOLIC):
        panels = records.latest_by_code(patient, BLOOD_PRESSURE, limit=limit + _AHEAD)
        each_once = {str(one["id"]): one for one in (*found, *panels)}.values()
        found = sorted(each_once, key=lambda one: when_of(one) or "", reverse=True)
    return [value for resource in found if (value := _value(resource, code, unit, today))][:limit]


def newest_value(records: Reading, patient: str, code: str, unit: str, *, today: date) -> ValueThen | None:
    """Give the newest value of a LOINC code that is not dated in the future."""
    return next(iter(values(records, patient, code, unit, 5, today=today)), None)


def _value(resource: Resource, code: str, unit: str, today: date) -> ValueThen | None:
    if str(resource.get("status", "")) in _REFUSED:
        return None
    sign = vital_sign.decode(resource)
    if is_in_the_future(sign, today):
        return None
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
