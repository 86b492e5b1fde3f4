"""Codes and the words that go with them: Coding, CodeableConcept, Identifier, Quantity."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.fact_lists import Each
from carenurse.clinical.fact_places import Choice, First, Inside, having, swap, under
from carenurse.clinical.facts import Fact, Number, Text
from carenurse.clinical.fhir import Resource, codings, concept_text
from carenurse.clinical.shapes import as_text
from carenurse.clinical.systems import UCUM


@dataclass(frozen=True, slots=True)
class Coding:
    """One code of one system."""

    system: str = ""
    code: str = ""
    display: str = ""


CODING: Final = Codec(Coding, {"system": Text("system"), "code": Text("code"), "display": Text("display")})
CODINGS: Final[Fact[tuple[Coding, ...]]] = Each("coding", CODING)


@dataclass(frozen=True, slots=True)
class Concept:
    """Something said in words, in codes, or both (CodeableConcept)."""

    text: str = ""
    codings: tuple[Coding, ...] = ()

    @property
    def words(self) -> str:
        """Say it: the text, else a display, else a code."""
        said = (self.text, *(one.display for one in self.codings), *(one.code for one in self.codings))
        return next((one for one in said if one), "")


CONCEPT: Final = Codec(Concept, {"codings": CODINGS, "text": Text("text")})


@dataclass(frozen=True, slots=True)
class Identifier:
    """A record number and whose it is; ``kind`` is its v2-0203 code such as MR."""

    system: str = ""
    value: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured value with its UCUM unit (or the unit's words where no code was given)."""

    value: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a CodeableConcept: its text, else a display, else a code. Writing sets the text."""

    def read(self, holder: Resource) -> str:
        """Say the concept."""
        return concept_text(holder)

    def write(self, holder: Resource, value: str) -> None:
        """Put the words in; no words takes the text away, codes stay."""
        Text("text").write(holder, value)


@dataclass(frozen=True, slots=True)
class Code:
    """The code that a CodeableConcept holds in one system.

    A new code takes the old display away; ``alone`` says that the concept's text told of the code, so that it
    goes too.
    """

    system: str
    alone: bool = True
    known: Callable[[str], bool] = field(default=bool)

    def read(self, holder: Resource) -> str:
        """Take the code out; a code without a system counts as one of this system."""
        entry = self._entry(holder)
        return as_text(entry.get("code")) if entry else ""

    def write(self, holder: Resource, value: str) -> None:
        """Put the code in; no code takes the coding away."""
        entry = self._entry(holder)
        First("coding", CODING, lambda one: one is entry).write(
            holder, Coding(self.system if value else "", value)
        )
        if self.alone:
            holder.pop("text", None)

    def _entry(self, holder: Resource) -> Resource | None:
        for one in codings(holder):
            if one.get("system") in {None, self.system} and self.known(as_text(one.get("code"))):
                return one
        return None


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a Quantity: the UCUM code, else whatever code or words stand for it."""

    def read(self, holder: Resource) -> str:
        """Take the unit out."""
        return as_text(holder.get("code")) or as_text(holder.get("unit"))

    def write(self, holder: Resource, value: str) -> None:
        """Put a UCUM unit in."""
        Text("unit").write(holder, value)
        Text("code").write(holder, value)
        Text("system").write(holder, UCUM if value else "")


QUANTITY: Final = Codec(Quantity, {"value": Number("value"), "unit": Unit()})
IDENTIFIER: Final = Codec(
    Identifier,
    {
        "system": Text("system"),
        "value": Text("value"),
        "kind": Inside("type", Code("http://terminology.hl7.org/CodeSystem/v2-0203")),
    },
)


def words(path: str) -> Fact[str]:
    """Read a CodeableConcept at a dotted path as words."""
    return under(path, Words())


def code(path: str, system: str, *, alone: bool = True) -> Fact[str]:
    """Read the code that the CodeableConcept at a dotted path has in one system."""
    return under(path, Code(system, alone))


@dataclass(frozen=True, slots=True)
class Tag:
    """A coding that is in a list of codings, or is not."""

    name: str
    system: str
    code: str

    def read(self, holder: Resource) -> bool:
        """Say whether the coding is there."""
        return bool(self._text().read(holder))

    def write(self, holder: Resource, value: bool) -> None:  # noqa: FBT001 - it is the value itself
        """Put the coding in or take it out."""
        if value != self.read(holder):
            added = [{"system": self.system, "code": self.code}] if value else []
            swap(holder, self.name, having(system=self.system, code=self.code), *added)

    def _text(self) -> First[str]:
        return First(self.name, Text("code"), having(system=self.system, code=self.code))


def quantity(stem: str) -> Fact[Decimal | None]:
    """Read a number that stands as a Quantity or an integer: ``valueQuantity`` or ``valueInteger``."""
    return Choice(
        stem,
        {
            f"{stem}Quantity": Inside(f"{stem}Quantity", Number("value")),
            f"{stem}Integer": Number(f"{stem}Integer"),
        },
    )
