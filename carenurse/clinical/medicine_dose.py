"""How a medicine is taken, in words: as written, else put together from what was coded."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from carenurse.clinical.coding import QUANTITY
from carenurse.clinical.facts import Text, keep_list
from carenurse.clinical.fhir import Resource, concept_text
from carenurse.clinical.shapes import as_number, as_object, as_objects, as_text, as_texts, at
from carenurse.translations import tr

_JOINT: Final = "; "
_KEY: Final = re.compile(r"\d{6}")
"""Some senders put the key of a database row in place of a unit; no unit has so many digits."""


@dataclass(frozen=True, slots=True)
class Doses:
    """The direction of all Dosages under one name. Nothing is put together that was not said.

    A medicine taken in steps (a taper, two in the morning and one at night) has a Dosage for each; to show
    one of them alone would be a wrong dose.
    """

    name: str

    def read(self, holder: Resource) -> str:
        """Say every step, by its ``sequence`` where all have one."""
        steps = as_objects(holder.get(self.name))
        numbers = [as_number(one.get("sequence")) for one in steps]
        known = [one for one in numbers if one is not None]
        if len(known) == len(steps):
            steps = [steps[place] for place in sorted(range(len(steps)), key=lambda place: known[place])]
        return _JOINT.join(said for said in map(_direction, steps) if said)

    def write(self, holder: Resource, value: str) -> None:
        """Put the direction in as one text; coded doses and further steps told of the old one and go."""
        steps = as_objects(holder.get(self.name))
        first = steps[0] if steps else {}
        for name in ("patientInstruction", "doseAndRate", "timing", "route"):
            first.pop(name, None)
        Text("text").write(first, value)
        keep_list(holder, self.name, [first] if first else [])


def _direction(dosage: Resource) -> str:
    """Say one Dosage: its text, else the patient instruction, else dose, route and timing."""
    said = as_text(dosage.get("text")) or as_text(dosage.get("patientInstruction"))
    return said or " ".join(part for part in (_amount(dosage), _route(dosage), _timing(dosage)) if part)


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """Whether a medicine is taken only when needed; a reason given for it says yes."""

    def read(self, holder: Resource) -> bool | None:
        """Take the answer out; None when nobody said."""
        if isinstance(holder.get("asNeededCodeableConcept"), dict):
            return True
        found = holder.get("asNeededBoolean")
        return found if isinstance(found, bool) else None

    def write(self, holder: Resource, value: bool | None) -> None:  # noqa: FBT001 - it is the value itself
        """Put the answer in; a reason for taking it goes with a no."""
        holder.pop("asNeededCodeableConcept", None)
        holder.pop("asNeededBoolean", None)
        if value is not None:
            holder["asNeededBoolean"] = value


def _amount(dosage: Resource) -> str:
    low, high = (_quantity(at(dosage, f"doseAndRate.doseRange.{end}")) for end in ("low", "high"))
    if low and high:
        return tr("{low} to {high}", low=low, high=high)
    return _quantity(at(dosage, "doseAndRate.doseQuantity")) or low or high


def _quantity(held: Any) -> str:
    found = QUANTITY.read(as_object(held))
    shown = as_text(as_object(held).get("unit")) or found.unit
    if found.value is None:
        return ""
    if _KEY.search(shown):
        return tr("{value} (the unit cannot be read)", value=_plain(found.value))
    return f"{_plain(found.value)} {shown}".strip()


def _route(dosage: Resource) -> str:
    return concept_text(dosage.get("route"))


def _timing(dosage: Resource) -> str:
    """Say how often and when; a code or text of the sender's own comes first."""
    if said := concept_text(at(dosage, "timing.code")):
        return said
    repeat = as_object(at(dosage, "timing.repeat"))
    hours = (clock[:5] for clock in as_texts(repeat.get("timeOfDay")))
    days = (day.capitalize() for day in as_texts(repeat.get("dayOfWeek")))
    moments = (_moments().get(code, "") for code in as_texts(repeat.get("when")))
    return " ".join(
        part for part in (_often(repeat), ", ".join(days), ", ".join(hours), ", ".join(moments)) if part
    )


def _often(repeat: Resource) -> str:
    times, period, longest = (as_number(repeat.get(name)) for name in ("frequency", "period", "periodMax"))
    most = as_number(repeat.get("frequencyMax"))
    span = _spans().get(as_text(repeat.get("periodUnit")))
    if period is None and times is None:
        return ""
    if not (period and span):
        return tr("(how often cannot be read)")
    one, many = span
    times = times or Decimal(1)  # FHIR R4: a frequency that is not said is 1
    often = tr("once") if times == 1 else tr("{number} times", number=_plain(times))
    if most and most > times:
        often = tr("{low} to {high} times", low=_plain(times), high=_plain(most))
    if longest and longest > period:
        between = tr("{low} to {high}", low=_plain(period), high=_plain(longest))
        return tr("{often} every {number} {span}", often=often, number=between, span=many)
    if period == 1:
        return f"{often} {one}"
    return tr("{often} every {number} {span}", often=often, number=_plain(period), span=many)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _spans() -> dict[str, tuple[str, str]]:
    """Name FHIR's units of time, alone and in numbers."""
    return {
        "min": (tr("a minute"), tr("minutes")),
        "h": (tr("an hour"), tr("hours")),
        "d": (tr("a day"), tr("days")),
        "wk": (tr("a week"), tr("weeks")),
        "mo": (tr("a month"), tr("months")),
        "a": (tr("a year"), tr("years")),
    }


def _moments() -> dict[str, str]:
    """Name the parts of a day (FHIR event-timing and v3-TimingEvent)."""
    return {
        "MORN": tr("in the morning"),
        "NOON": tr("at noon"),
        "AFT": tr("in the afternoon"),
        "EVE": tr("in the evening"),
        "NIGHT": tr("at night"),
        "WAKE": tr("after waking"),
        "HS": tr("at bedtime"),
        "AC": tr("before meals"),
        "ACM": tr("before breakfast"),
        "ACD": tr("before lunch"),
        "ACV": tr("before supper"),
        "C": tr("with meals"),
        "CM": tr("with breakfast"),
        "CD": tr("with lunch"),
        "CV": tr("with supper"),
        "PC": tr("after meals"),
        "PCM": tr("after breakfast"),
        "PCD": tr("after lunch"),
        "PCV": tr("after supper"),
    }
