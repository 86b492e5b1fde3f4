"""What a person wants to reach, in their words and in a measure."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, cast

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import CODING, QUANTITY, Coding, Quantity, Words, code
from carenurse.clinical.dates import PartialDate
from carenurse.clinical.fact_lists import Link, links
from carenurse.clinical.fact_places import Choice, First, Inside, extension
from carenurse.clinical.facts import Day, Number, Text
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_number, as_object, as_text
from carenurse.clinical.systems import HL7, LOINC, OMAHA, OWN


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its problems, its measure (LOINC or Omaha rating code) and its target range.

    ``words`` are the person's own; ``text`` is the measurable sentence. A target may have one end only.
    ``lifecycle`` and ``achievement`` are HL7 codes (active, completed, ...; improving, achieved, ...).
    """

    id: str = ""
    patient: str = ""
    problems: tuple[str, ...] = ()
    text: str = ""
    words: str = ""
    measure: str = ""
    unit: str = ""
    start_value: Decimal | None = None
    target_low: Decimal | None = None
    target_high: Decimal | None = None
    started: PartialDate | None = None
    due: PartialDate | None = None
    lifecycle: str = ""
    achievement: str = ""

    @property
    def problem(self) -> str:
        """The id of the first problem that the goal addresses."""
        return next(iter(self.problems), "")


@dataclass(frozen=True, slots=True)
class _Span:
    """The range of ``Goal.target.detail[x]``, whichever way it was written."""

    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""


def _read_span(target: Resource) -> _Span:
    if isinstance(target.get("detailRange"), dict):
        span = as_object(target["detailRange"])
        low, high = QUANTITY.read(as_object(span.get("low"))), QUANTITY.read(as_object(span.get("high")))
        return _Span(low.value, high.value, low.unit or high.unit)
    if isinstance(target.get("detailQuantity"), dict):
        held = as_object(target["detailQuantity"])
        found = QUANTITY.read(held)
        comparator = as_text(held.get("comparator"))
        low = None if comparator.startswith("<") else found.value
        high = None if comparator.startswith(">") else found.value
        return _Span(low, high, found.unit)
    number = as_number(target.get("detailInteger"))
    return _Span(number, number)


def _write_span(target: Resource, span: _Span) -> None:
    for name in [one for one in target if one.startswith(("detail", "_detail")) and one != "detailRange"]:
        del target[name]
    held = as_object(target.get("detailRange"))
    for name, value in (("low", span.low), ("high", span.high)):
        unit = "" if value is None else span.unit
        Inside(name, QUANTITY).write(held, Quantity(value, unit))
    target["detailRange"] = held
    if not held:
        del target["detailRange"]


@dataclass(frozen=True, slots=True)
class _Target:
    """One part of the target range; writing it leaves the other parts as they are."""

    part: str

    def read(self, holder: Resource) -> Decimal | str | None:
        return cast("Decimal | str | None", getattr(_read_span(holder), self.part))

    def write(self, holder: Resource, value: Decimal | str | None) -> None:
        _write_span(holder, replace(_read_span(holder), **{self.part: value}))


def _target(part: str) -> First[Decimal | str | None]:
    return First("target", _Target(part))


@dataclass(frozen=True, slots=True)
class _Measure:
    """The code of what is measured, whatever its system; ours are Omaha ratings and LOINC."""

    def read(self, holder: Resource) -> str:
        return _FIRST_CODE.read(holder).code

    def write(self, holder: Resource, value: str) -> None:
        system = OMAHA if value.startswith("RS") else LOINC
        _FIRST_CODE.write(holder, Coding(system, value) if value else Coding())


_FIRST_CODE: Final = Inside("measure", First("coding", CODING))
_ACHIEVEMENT: Final = HL7 + "goal-achievement"

_CODEC: Final = Codec(
    Goal,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "problems": links("addresses", "Condition"),
        "text": Inside("description", Words()),
        "words": extension(OWN + "own-words", Text("valueString")),
        "measure": First("target", _Measure()),
        "target_low": _target("low"),
        "target_high": _target("high"),
        "unit": _target("unit"),
        "start_value": extension(OWN + "start-value", Number("valueDecimal")),
        "started": Choice("start", {"startDate": Day("startDate")}),
        "due": First("target", Choice("due", {"dueDate": Day("dueDate")})),
        "lifecycle": Text("lifecycleStatus"),
        "achievement": code("achievementStatus", _ACHIEVEMENT),
    },
    {"resourceType": "Goal", "lifecycleStatus": "active"},
)


def decode(resource: Resource) -> Goal:
    """Read a Goal; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Goal, onto: Resource | None = None) -> Resource:
    """Write a Goal, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
