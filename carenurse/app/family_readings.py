"""The vital signs of one visit as the family's paper shows them: value, limit and meaning."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from carenurse.app.ports import Reading as Records
from carenurse.app.visit_limits import limits_of
from carenurse.clinical import goal as goals
from carenurse.clinical import vital_sign
from carenurse.clinical.fhir import Resource
from carenurse.clinical.limits import Limits
from carenurse.clinical.units import convert, substance_of, ucum
from carenurse.clinical.vital_sign import BLOOD_PRESSURE, DIASTOLIC, SYSTOLIC, VitalSign
from carenurse.clinical.vitals import Interval, Vital
from carenurse.documents.readings import Kind, Limit, Reading, Whose

_KINDS: dict[str, Kind] = {
    "29463-7": "weight",
    BLOOD_PRESSURE: "bloodPressure",
    "8867-4": "pulse",
    "59408-5": "oxygenLevel",
    "2708-6": "oxygenLevel",
    "8310-5": "temperature",
    "9279-1": "breathing",
    "41653-7": "bloodSugar",
    "2339-0": "bloodSugar",
    "72514-3": "pain",
}
"""LOINC codes in the order of the paper; scores are left off, they mean nothing to a family."""


def readings(records: Records, patient: str, observations: Iterable[Resource]) -> tuple[Reading, ...]:
    """Choose from a visit's Observations what the paper shows, the newest of each kind, in its order.

    Beside it stands the aim of a goal in force, and when to call by this person's own orders. The
    alarm lines of adults only say that a value is high or low: what lies between them is not therefore usual.
    """
    limits = limits_of(records, patient)
    aims = [goals.decode(one) for one in records.of_patient(patient, "Goal")]
    chooser = _Chooser(limits, [aim for aim in aims if aim.lifecycle in ("active", "accepted", "")])
    newest: dict[Kind, Reading] = {}
    decoded = [vital_sign.decode(one) for one in observations if one.get("status") != "entered-in-error"]
    for sign in sorted(decoded, key=lambda one: one.when.order if one.when else "", reverse=True):
        kind = _KINDS.get(sign.code)
        if kind and kind not in newest and (found := chooser.reading(kind, sign)):
            newest[kind] = found
    order = list(dict.fromkeys(_KINDS.values()))
    return tuple(newest[kind] for kind in order if kind in newest)


class _Chooser:
    def __init__(self, limits: Limits, aims: list[goals.Goal]) -> None:
        self._limits = limits
        self._aims = aims

    def reading(self, kind: Kind, sign: VitalSign) -> Reading | None:
        if kind == "bloodPressure":
            upper, lower = sign.reading(SYSTOLIC), sign.reading(DIASTOLIC)
            if not (upper and lower) or upper.value is None or lower.value is None:
                return None
            whose = self._whose(SYSTOLIC, DIASTOLIC)
            return Reading(
                kind,
                upper.value,
                upper.unit,
                self._limit(SYSTOLIC, upper.unit, whose),
                lower.value,
                self._limit(DIASTOLIC, lower.unit, whose),
                whose,
                self._ordered(SYSTOLIC, upper.unit),
                self._ordered(DIASTOLIC, lower.unit),
            )
        if sign.value is None or sign.comparator:
            return None
        whose = self._whose(sign.code)
        return Reading(
            kind,
            sign.value,
            ucum(sign.unit),
            self._limit(sign.code, sign.unit, whose),
            whose=whose,
            call=self._ordered(sign.code, sign.unit),
        )

    def _whose(self, *codes: str) -> Whose:
        if any(self._aim(code) for code in codes):
            return "goal"
        ordered = (self._limits.own_limit(vital) for code in codes if (vital := self._limits.vital(code)))
        return "call" if any(ordered) else "adults"

    def _aim(self, code: str) -> goals.Goal | None:
        found = (one for one in self._aims if one.measure == code)
        return next((one for one in found if (one.target_low, one.target_high) != (None, None)), None)

    def _limit(self, code: str, unit: str, whose: Whose) -> Limit:
        if whose == "goal":
            aim = self._aim(code)
            return (
                self._in_unit(code, aim.target_low, aim.target_high, aim.unit or unit, unit)
                if aim
                else Limit()
            )
        if whose == "call":
            return self._ordered(code, unit)
        vital = self._limits.vital(code)
        return self._of_vital(code, unit, vital, vital.notify) if vital else Limit()

    def _ordered(self, code: str, unit: str) -> Limit:
        vital = self._limits.vital(code)
        if vital is None or self._limits.own_limit(vital) is None:
            return Limit()
        return self._of_vital(code, unit, vital, self._limits.notify(vital))

    def _of_vital(self, code: str, unit: str, vital: Vital, within: Interval) -> Limit:
        ends = self._in_unit(code, within.low, within.high, vital.unit, unit)
        return replace(ends, low_open=within.low_open, high_open=within.high_open)

    def _in_unit(self, code: str, low: Decimal | None, high: Decimal | None, held: str, unit: str) -> Limit:
        substance = substance_of(code)
        least, most = (None if end is None else convert(end, held, unit, substance) for end in (low, high))
        return Limit(None if least is None else round(least, 1), None if most is None else round(most, 1))
