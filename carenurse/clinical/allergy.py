"""Allergies and intolerances, and the statement that there are none."""

import re
from dataclasses import dataclass
from typing import Final

from carenurse.clinical.altered import Altered, Wary
from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import CODINGS, Coding, Words, code, words
from carenurse.clinical.fact_lists import Each, Link
from carenurse.clinical.fact_places import First, Inside, swap
from carenurse.clinical.facts import Text
from carenurse.clinical.fhir import Resource, codings
from carenurse.clinical.shapes import as_object, as_text
from carenurse.clinical.systems import ABSENT_UNKNOWN, HL7

_CLINICAL: Final = HL7 + "allergyintolerance-clinical"
_VERIFICATION: Final = HL7 + "allergyintolerance-verification"
_NO_KNOWN: Final = re.compile(r"no known .*allerg|nka|nkda|no allergies known", re.IGNORECASE)
"""How "none known" is worded by systems that code it in SNOMED CT, whose codes we may not ship."""

_NONE_AT_ALL: Final = re.compile(
    r"(no known (drug and (food )?|(food|medication) and (drug|food) )?allerg(y|ies)|nka)( \(.*\))?\W*$"
    r"|no allergies known",
    re.IGNORECASE,
)
"""The same about everything: "no known food allergies" says nothing of medicines."""

_NONE_KNOWN: Final = {
    "system": ABSENT_UNKNOWN,
    "code": "no-known-allergies",
    "display": "No known allergies",
}


def _says_none(coding: Resource) -> bool:
    code, display = as_text(coding.get("code")), as_text(coding.get("display"))
    if coding.get("system") == ABSENT_UNKNOWN:
        return code.startswith("no-known-")
    return bool(_NO_KNOWN.match(display))


@dataclass(frozen=True, slots=True)
class Allergy:
    """One allergy, or (``no_known``) the statement that none is known, perhaps only of one sort.

    ``active`` holds unless the record says that it is over, refuted or entered in error: an allergy
    without a status still counts. ``reactions`` are in words; ``criticality`` is low, high,
    unable-to-assess or nothing.
    """

    id: str = ""
    patient: str = ""
    substance: str = ""
    codings: tuple[Coding, ...] = ()
    reactions: tuple[str, ...] = ()
    criticality: str = ""
    active: bool = True
    no_known: bool = False
    altered: bool = False
    """Something that nobody here understands changes what it means."""

    @property
    def none_at_all(self) -> bool:
        """Say whether it states that no allergy of any sort is known."""
        said = (self.substance, *(one.display for one in self.codings))
        return (
            self.no_known
            and not self.altered
            and (
                any(one.system == ABSENT_UNKNOWN and one.code == _NONE_KNOWN["code"] for one in self.codings)
                or any(_NONE_AT_ALL.match(words) for words in said)
            )
        )


@dataclass(frozen=True, slots=True)
class _Active:
    """``clinicalStatus`` and ``verificationStatus`` as one question: does it still count."""

    def read(self, holder: Resource) -> bool:
        doubt = code("verificationStatus", _VERIFICATION).read(holder)
        said = code("clinicalStatus", _CLINICAL).read(holder)
        return said in ("", "active") and doubt not in ("refuted", "entered-in-error")

    def write(self, holder: Resource, value: bool) -> None:  # noqa: FBT001 - it is the value itself
        code("clinicalStatus", _CLINICAL).write(holder, "active" if value else "inactive")
        if value and not self.read(holder):
            code("verificationStatus", _VERIFICATION).write(holder, "confirmed")


def _said(concept: Resource) -> str:
    return as_text(concept.get("text"))


@dataclass(frozen=True, slots=True)
class _NoKnown:
    """A code that says that nothing is known of."""

    def read(self, holder: Resource) -> bool:
        concept = as_object(holder.get("code"))
        return any(_says_none(one) for one in codings(concept)) or bool(_NO_KNOWN.match(_said(concept)))

    def write(self, holder: Resource, value: bool) -> None:  # noqa: FBT001 - it is the value itself
        concept = as_object(holder.get("code"))
        if not value and _NO_KNOWN.match(_said(concept)):
            del concept["text"]
        swap(concept, "coding", _says_none, *([dict(_NONE_KNOWN)] if value else []))
        if concept:
            holder["code"] = concept
        elif isinstance(holder.get("code"), dict):
            del holder["code"]


_CODEC: Final = Codec(
    Allergy,
    {
        "id": Text("id"),
        "patient": Inside("patient", Link("Patient")),
        "codings": Inside("code", CODINGS),
        "no_known": _NoKnown(),
        "substance": Wary(words("code")),
        "reactions": Each("reaction", First("manifestation", Words())),
        "criticality": Text("criticality"),
        "active": _Active(),
        "altered": Altered(),
    },
    {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": {"coding": [{"system": _CLINICAL, "code": "active"}]},
        "verificationStatus": {"coding": [{"system": _VERIFICATION, "code": "confirmed"}]},
    },
)


def decode(resource: Resource) -> Allergy:
    """Read an AllergyIntolerance; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Allergy, onto: Resource | None = None) -> Resource:
    """Write an AllergyIntolerance, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
