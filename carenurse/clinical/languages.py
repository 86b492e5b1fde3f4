"""The languages a person speaks, the preferred one first."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Code
from carenurse.clinical.fact_lists import Each
from carenurse.clinical.fact_places import Inside
from carenurse.clinical.facts import Truth
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import BCP47


@dataclass(frozen=True, slots=True)
class Spoken:
    """One language (BCP-47 code) and whether the person prefers it."""

    code: str = ""
    preferred: bool | None = None


_LANGUAGE: Final = Inside("language", Code(BCP47))
_SPOKEN: Final = Each(
    "communication",
    Codec(Spoken, {"code": _LANGUAGE, "preferred": Truth("preferred")}),
    lambda entry: bool(_LANGUAGE.read(entry)),
)


@dataclass(frozen=True, slots=True)
class Languages:
    """BCP-47 codes, preferred first; the first of several written is marked as preferred."""

    def read(self, holder: Resource) -> tuple[str, ...]:
        """List the languages, the preferred one first."""
        spoken = sorted(_SPOKEN.read(holder), key=lambda one: one.preferred is not True)
        return tuple(one.code for one in spoken)

    def write(self, holder: Resource, value: tuple[str, ...]) -> None:
        """Put the languages in this order, and mark the first."""
        if value != self.read(holder):
            _SPOKEN.write(
                holder, tuple(Spoken(code, True if place == 0 else None) for place, code in enumerate(value))
            )
