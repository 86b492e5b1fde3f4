"""National Early Warning Score 2 (Royal College of Physicians, 2017), exact table.

For people of 16 and over, not in or after pregnancy. Scale 2 for oxygen saturation only where a target of
88-92 % was ordered for confirmed hypercapnic failure. A parameter that was not measured never counts as zero:
without all seven there is no total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from carenurse.clinical.units import round_half_up

_Bands = Sequence[tuple[Decimal | None, int]]
"""Upper bounds, each with its score; None is without bound."""


def _bands(*bounds: tuple[str, int], last: int) -> _Bands:
    return (*((Decimal(upper), points) for upper, points in bounds), (None, last))


_RESPIRATION: Final = _bands(("8", 3), ("11", 1), ("20", 0), ("24", 2), last=3)
_SATURATION_1: Final = _bands(("91", 3), ("93", 2), ("95", 1), last=0)
_SATURATION_2_LOW: Final = _bands(("83", 3), ("85", 2), ("87", 1), last=0)
_SATURATION_2_OXYGEN: Final = _bands(("92", 0), ("94", 1), ("96", 2), last=3)
_SYSTOLIC: Final = _bands(("90", 3), ("100", 2), ("110", 1), ("219", 0), last=3)
_PULSE: Final = _bands(("40", 3), ("50", 1), ("90", 0), ("110", 1), ("130", 2), last=3)
_TEMPERATURE: Final = _bands(("35.0", 3), ("36.0", 1), ("38.0", 0), ("39.0", 1), last=2)
_CONSCIOUSNESS: Final[Mapping[str, int]] = {"A": 0, "C": 3, "V": 3, "P": 3, "U": 3}
_TOP_OF_TARGET: Final = Decimal(92)
_ONE_DECIMAL: Final = 1


class Risk(StrEnum):
    """The band of a total."""

    LOW = "low"
    LOW_MEDIUM = "low-medium"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Findings:
    """What was measured; None is not measured.

    Respiration and pulse per minute, saturation in percent, systolic in mmHg, temperature in °C (convert
    Fahrenheit with ``units.converted`` first), consciousness A alert, C new confusion, V voice, P pain,
    U unresponsive. ``on_oxygen`` None is not recorded. ``scale_2`` only by order.
    """

    respiration: Decimal | None = None
    saturation: Decimal | None = None
    on_oxygen: bool | None = None
    systolic: Decimal | None = None
    pulse: Decimal | None = None
    consciousness: str | None = None
    temperature: Decimal | None = None
    scale_2: bool = False


@dataclass(frozen=True, slots=True)
class News2:
    """Points of each parameter (None: not measured) and what they come to.

    ``total`` and ``risk`` are None unless all seven were measured. ``single_three`` holds as soon as one
    parameter scores 3, total or not.
    """

    respiration: int | None
    saturation: int | None
    oxygen: int | None
    systolic: int | None
    pulse: int | None
    consciousness: int | None
    temperature: int | None

    @property
    def parts(self) -> tuple[int | None, ...]:
        """The seven scores in the order of the chart."""
        return (
            self.respiration,
            self.saturation,
            self.oxygen,
            self.systolic,
            self.pulse,
            self.consciousness,
            self.temperature,
        )

    @property
    def total(self) -> int | None:
        """The sum, when nothing is missing."""
        known = [one for one in self.parts if one is not None]
        return sum(known) if len(known) == len(self.parts) else None

    @property
    def single_three(self) -> bool:
        """Say whether one parameter alone asks for an urgent look."""
        return 3 in self.parts  # noqa: PLR2004 - the RCP's own number

    @property
    def risk(self) -> Risk | None:
        """The band of the total (RCP thresholds 5 and 7; 3 in one parameter lifts low to low-medium)."""
        total = self.total
        if total is None:
            return None
        if total >= 7:  # noqa: PLR2004 - RCP threshold
            return Risk.HIGH
        if total >= 5:  # noqa: PLR2004 - RCP threshold
            return Risk.MEDIUM
        return Risk.LOW_MEDIUM if self.single_three else Risk.LOW


def score(findings: Findings) -> News2:
    """Score each parameter that was measured."""
    return News2(
        respiration=_points(_RESPIRATION, findings.respiration),
        saturation=_saturation(findings),
        oxygen=None if findings.on_oxygen is None else 2 * findings.on_oxygen,
        systolic=_points(_SYSTOLIC, findings.systolic),
        pulse=_points(_PULSE, findings.pulse),
        consciousness=_CONSCIOUSNESS.get(findings.consciousness or ""),
        temperature=_points(_TEMPERATURE, findings.temperature, _ONE_DECIMAL),
    )


def _saturation(findings: Findings) -> int | None:
    value = findings.saturation
    if not findings.scale_2 or value is None:
        return _points(_SATURATION_1, value)
    if round_half_up(value, 0) <= _TOP_OF_TARGET:
        return _points(_SATURATION_2_LOW, value)
    if findings.on_oxygen is None:
        return None
    return _points(_SATURATION_2_OXYGEN, value) if findings.on_oxygen else 0


def _points(bands: _Bands, value: Decimal | None, decimals: int = 0) -> int | None:
    """Look a value up after rounding it half up to the table's precision."""
    if value is None:
        return None
    rounded = round_half_up(value, decimals)
    return next(points for upper, points in bands if upper is None or rounded <= upper)
