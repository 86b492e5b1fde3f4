"""A medicine as the nurse types it at the home, and what is wrong with it, field by field."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final

from carenurse.app.medicine_words import moment_in_words
from carenurse.app.past_days import read_past
from carenurse.clinical import medicine, medicine_told
from carenurse.clinical.dates import Moment, PartialDate
from carenurse.clinical.fhir import Resource
from carenurse.translations import tr

LONGEST: Final = 300
"""Letters of one field: a direction in words is longer than a name, and no line of a list is longer still."""


@dataclass(frozen=True, slots=True)
class TypedMedicine:
    """What stands in the fields; only a name is needed. ``dose`` is how it is taken, in words."""

    name: str = ""
    strength: str = ""
    dose: str = ""
    reason: str = ""
    prescriber: str = ""
    since: str = ""
    found: str = ""

    @property
    def stripped(self) -> "TypedMedicine":
        """The same without blanks at the ends and without doubled ones."""
        told = {one.name: " ".join(str(getattr(self, one.name)).split()) for one in fields(self)}
        return replace(self, **told)

    @property
    def whole_name(self) -> str:
        """Name and strength as one, as it stands on the list."""
        told = self.stripped
        return f"{told.name} {told.strength}".strip()


def check(typed: TypedMedicine, today: date) -> dict[str, str]:
    """Say what is wrong, field by field, in one sentence each; nothing when it can be kept."""
    told = typed.stripped
    wrong = {
        one.name: tr("That is longer than {number} letters. Keep it short.", number=LONGEST)
        for one in fields(told)
        if len(str(getattr(told, one.name))) > LONGEST
    }
    if not told.name:
        wrong["name"] = tr("Write the name as it stands on the box.")
    if told.since and "since" not in wrong and (said := past_problem(told.since, today)):
        wrong["since"] = said
    return wrong


def past_problem(text: str, today: date) -> str:
    """Say why words are no day, month or year up to today."""
    day = read_past(text, today)
    if day is None:
        return tr("Write a day, month or year, such as 14 Mar 2021, Mar 2021 or 2021.")
    return tr("That lies in the future.") if day.first_day > today else ""


def past_moment(text: str, today: date) -> Moment | None:
    """Read what ``past_problem`` has nothing against; None for nothing typed."""
    day: PartialDate | None = read_past(text, today) if text.strip() else None
    return Moment(str(day)) if day else None


def as_typed(resource: Resource, today: date) -> TypedMedicine:
    """Say a medicine that was written down at home in the words of the fields."""
    of, told = medicine.decode(resource), medicine_told.decode(resource)
    name = of.name.removesuffix(told.strength).strip() if told.strength else of.name
    return TypedMedicine(
        name=name or of.name,
        strength=told.strength if name and name != of.name else "",
        dose=of.dose,
        reason=of.reason,
        prescriber=told.prescriber,
        since=moment_in_words(of.since, today),
        found=told.found_at,
    )
