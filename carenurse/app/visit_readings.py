"""What was measured today, read out of the forms as they are being filled in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from carenurse.careplan.suggestions import Measured
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource
from carenurse.clinical.limits import Limits
from carenurse.clinical.systems import LOINC
from carenurse.clinical.units import convert, substance_of
from carenurse.clinical.vital_sign import VitalSign
from carenurse.forms.form import Item
from carenurse.forms.nodes import Place
from carenurse.forms.session import Session

VITALS = "vital-signs"
"""The form in which vital signs are typed; other forms take from it what was measured today."""


@dataclass(frozen=True, slots=True)
class TodayReading:
    """One number typed today: where, of what (LOINC), and in which unit (UCUM) it was typed."""

    section: str
    place: Place
    code: str
    label: str
    value: Decimal
    unit: str
    refused: bool = False
    """The form says that the value cannot be right."""

    def as_vital_sign(self, now: datetime) -> VitalSign:
        """Give it the shape in which earlier readings come."""
        return VitalSign(
            code=self.code, label=self.label, value=self.value, unit=self.unit, when=Moment.at(now)
        )


def loinc_of(item: Item) -> str:
    """Give the LOINC code of a question, empty when it has none."""
    listed = (str(one.get("code", "")) for one in item.codes if one.get("system") in (LOINC, None))
    return next((code for code in listed if code), "")


def label_of(item: Item) -> str:
    """Name what a question measures: its short name, or its text up to the first explanation."""
    return item.short or item.text.partition(",")[0]


def number_of(item: Item, answer: Resource) -> tuple[Decimal, str] | None:
    """Read the number and the unit of an answer; None for anything that is no number."""
    quantity: Any = answer.get("valueQuantity")
    if isinstance(quantity, dict):
        value: Any = quantity.get("value")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # JSON
        unit = str(quantity.get("code") or quantity.get("unit") or "")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]  # JSON
    else:
        value = answer.get("valueDecimal", answer.get("valueInteger"))
        unit = item.unit.code if item.unit else ""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value), unit


def readings_of(section: str, session: Session) -> Iterator[TodayReading]:
    """Read every number with a LOINC code that is answered and asked; calculated totals are none."""
    for place in session.places(hidden=True):
        item = session.item(place)
        code = loinc_of(item)
        answers = session.answers(place)
        if not code or not answers or item.kind not in ("quantity", "decimal", "integer"):
            continue
        found = number_of(item, answers[0])
        if found and not item.calculated:
            yield TodayReading(section, place, code, label_of(item), *found, refused_at(session, place))


def refused_at(session: Session, place: Place) -> bool:
    """Say whether the form says that the answer at a place cannot be right; a warning does not say that."""
    if not session.problem(place):
        return False
    return any(one.place == place and not one.warning for one in session.problems())


def for_suggestions(
    today: Sequence[TodayReading], earlier: Sequence[VitalSign], limits: Limits, now: datetime
) -> Iterator[Measured]:
    """Give readings in the units in which the rules of the plan speak (the vital sign's own)."""
    signs = [*(one.as_vital_sign(now) for one in today), *earlier]
    for sign in signs:
        vital = limits.vital(sign.code)
        moment = sign.when.instant if sign.when else None
        if vital is None or sign.value is None or moment is None:
            continue
        value = convert(sign.value, sign.unit or vital.unit, vital.unit, substance_of(vital.code))
        if value is not None:
            yield Measured(sign.code, value, vital.unit, moment)
