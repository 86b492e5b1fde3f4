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
_SORT = r"(?:drug|medication|medicine|food|latex|environmental|seasonal|insect|contrast|other)"
_SORTS = rf"{_SORT}s?(?:(?:,|,? and|,? or|/)? {_SORT}s?)*"
_END = r"(?: \((?:situation|finding|disorder|context-dependent category|nkd?a)\))?\W*"
_NO_KNOWN: Final = re.compile(
    rf"(?:no known(?: {_SORTS})? allerg(?:y|ies)|no(?: {_SORTS})? allergies known|nka|nkda|nkfa){_END}",
    re.IGNORECASE,
)
"""How "none known" is worded by systems that code it in SNOMED CT, whose codes we may not ship.

The whole text must say it: "NKA except penicillin" is an allergy, and is shown as it is written.
"""

_NONE_AT_ALL: Final = re.compile(
    r"(?:no known(?: (?:drug|food|medication)s? and (?:drug|food|medication)s?)? allerg(?:y|ies)"
    rf"|no allergies known|nka){_END}",
    re.IGNORECASE,
)
"""The same about everything: "no known food allergies" says nothing of medicines."""

_OF_MEDICINES: Final = re.compile(
    rf"(?:no known (?:drug|medication|medicine)s? allerg(?:y|ies)"
    rf"|no (?:drug|medication|medicine) allergies known|nkda){_END}",
    re.IGNORECASE,
)
"""The same about medicines alone, the commonest entry of all."""

_NONE_KNOWN: Final = {
    "system": ABSENT_UNKNOWN,
    "code": "no-known-allergies",
    "display": "No known allergies",
}

NO_MEDICINE: Final = Coding(ABSENT_UNKNOWN, "no-known-medication-allergies", "No known medication allergies")
"""FHIR R4 (IPS) absent-unknown: asked about medicines, and there is none."""


def _says_none(coding: Resource) -> bool:
    code, display = as_text(coding.get("code")), as_text(coding.get("display"))
    if coding.get("system") == ABSENT_UNKNOWN:
        return code.startswith("no-known-")
    return bool(_NO_KNOWN.fullmatch(display))


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
        return self._says(str(_NONE_KNOWN["code"]), _NONE_AT_ALL)

    @property
    def none_of_medicines(self) -> bool:
        """Say whether it states that no allergy to a medicine is known; of food it says nothing."""
        return self._says(NO_MEDICINE.code, _OF_MEDICINES)

    def _says(self, code: str, wording: re.Pattern[str]) -> bool:
        if not self.no_known or self.altered:
            return False
        said = (self.substance, *(one.display for one in self.codings))
        coded = any(one.system == ABSENT_UNKNOWN and one.code == code for one in self.codings)
        return coded or any(wording.fullmatch(words.strip()) for words in said)


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
    return as_text(concept.get("text")).strip()


@dataclass(frozen=True, slots=True)
class _NoKnown:
    """A code that says that nothing is known of."""

    def read(self, holder: Resource) -> bool:
        concept = as_object(holder.get("code"))
        return any(_says_none(one) for one in codings(concept)) or bool(_NO_KNOWN.fullmatch(_said(concept)))

    def write(self, holder: Resource, value: bool) -> None:  # noqa: FBT001 - it is the value itself
        concept = as_object(holder.get("code"))
        if not value and _NO_KNOWN.fullmatch(_said(concept)):
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
