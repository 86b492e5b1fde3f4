"""Whether a medicine and an allergy on record are called alike. No drug database stands behind it.

Compared are names, word by word, codes of one system, and two classes: opioids and NSAIDs. Which medicine
belongs to them says our own list of ingredients (``resources/codes/rxnorm-home-medications.json``, property
``high-risk``), and which allergy means them ``resources/codes/allergy-codes.json``. Nothing else is
known here: no brand, no other class, no interaction, no allergy that crosses from one medicine to another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from carenurse.app.ports import Reading
from carenurse.clinical import allergy
from carenurse.clinical.allergy import Allergy
from carenurse.clinical.altered import mark
from carenurse.clinical.coding import Coding
from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.search_words import fold
from carenurse.clinical.shapes import as_objects, as_text
from carenurse.translations import tr

_SHORTEST: Final = 4
_EVERYWHERE: Final = frozenset(
    (
        *("tablet", "tablets", "capsule", "capsules", "pill", "pills", "drops", "cream", "ointment", "patch"),
        *("injection", "spray", "solution", "oral", "extended", "release", "daily", "with", "from", "skin"),
        *("topical", "medicine", "medicines", "class", "drugs", "vitamin", "vitamins"),
        *("sodium", "chloride", "hydrochloride", "acid", "sulfate", "acetate", "phosphate", "citrate"),
        *("carbonate", "succinate", "tartrate", "maleate"),
    )
)
"""Words of forms and salts, which many medicines share."""
_SALTS: Final = frozenset(("potassium", "calcium", "magnesium"))
"""The same, but medicines by themselves, too: "penicillin V potassium" is none to potassium chloride."""


def compared() -> str:
    """Say what is compared on a list of medicines, and what is not."""
    return tr(
        "Names and codes are compared with the allergies on record; opioids and NSAIDs also as a class. "
        "Interactions, cross-allergies, brand names and other classes are not: ask the pharmacist."
    )


def warning(allergens: Sequence[str]) -> str:
    """Say the allergies to one medicine; nothing where none is on record by its name."""
    return tr("Allergy on record: {names}.", names=", ".join(allergens)) if allergens else ""


def telling(name: str) -> list[str]:
    """Give the words of a name that tell it from others; all of them where none does."""
    words = words_of(name)
    return _left(words) or words


def _left(words: Iterable[str]) -> list[str]:
    long = (word for word in words if len(word) >= _SHORTEST and not any(sign.isdigit() for sign in word))
    return [word for word in long if word not in _EVERYWHERE]


def words_of(name: str) -> list[str]:
    """Part a name into words, without accents, case and signs around them."""
    parted = fold(name.replace("/", " ").replace(",", " ")).split()
    return [word for word in (part.strip(".;:()[]*") for part in parted) if word]


@dataclass(frozen=True, slots=True)
class _Known:
    """One allergy: as it is told, its names and codes, and the class that it means (empty: none)."""

    told: str
    names: tuple[str, ...]
    codings: tuple[Coding, ...]
    medicines: str


class AllergiesOnRecord:
    """The allergies in force of one person, to be asked about one medicine after another."""

    def __init__(self, records: Reading, patient: str) -> None:
        held = (allergy.decode(one) for one in records.of_patient(patient, "AllergyIntolerance"))
        self._known = tuple(_known(one) for one in held if one.active and not one.no_known)

    def to(self, name: str, codings: Sequence[Coding] = ()) -> tuple[str, ...]:
        """Tell the allergies to a medicine of this name and these codes, as they stand on record."""
        named = (name, *(one.display for one in codings))
        met = (one.told for one in self._known if _is_met(one, named, codings))
        return tuple(dict.fromkeys(met))

    @property
    def names(self) -> tuple[str, ...]:
        """Tell all of them."""
        return tuple(dict.fromkeys(one.told for one in self._known))


def _known(told: Allergy) -> _Known:
    substance = told.substance.removesuffix(mark()).strip()
    names = tuple(name for name in (substance, *(one.display for one in told.codings)) if name)
    return _Known(told.substance, names, told.codings, _class_meant(names, told.codings))


def _is_met(known: _Known, named: Sequence[str], codings: Sequence[Coding]) -> bool:
    same = {(one.system, one.code) for one in known.codings} & {(one.system, one.code) for one in codings}
    if any(code for _, code in same):
        return True
    if any(_same_word(one, other) for one in known.names for other in named):
        return True
    return bool(known.medicines) and known.medicines in _classes_of(named, codings)


def _same_word(allergen: str, medicine: str) -> bool:
    """Say whether a word that tells is in both; where none tells, whether all of the allergen is there."""
    there, words = _singular(words_of(medicine)), _singular(words_of(allergen))
    tell = _singular(word for word in _left(words_of(allergen)) if word not in _SALTS)
    return bool(tell & there) if tell else bool(words) and words <= there


def _singular(words: Iterable[str]) -> set[str]:
    """Take the s of many off: "Penicillins" is the class, "Penicillin V" one of it by its own name."""
    return {word.removesuffix("s") if len(word) > _SHORTEST else word for word in words}


def _class_meant(names: Iterable[str], codings: Iterable[Coding]) -> str:
    said = {" ".join(words_of(name)) for name in names}
    codes = {one.code for one in codings}
    return next(
        (one.medicines for one in _classes() if one.code in codes or said & one.called),
        "",
    )


def _classes_of(named: Iterable[str], codings: Iterable[Coding]) -> set[str]:
    """Name the classes of which an ingredient is named, or coded, in a medicine."""
    there = {word for name in named for word in words_of(name)}
    codes = {one.code for one in codings if one.system == _ingredients().system}
    return {
        told for code, name, told in _ingredients().classed if code in codes or set(words_of(name)) <= there
    }


@dataclass(frozen=True, slots=True)
class _Class:
    code: str
    called: frozenset[str]
    medicines: str


@dataclass(frozen=True, slots=True)
class _Ingredients:
    system: str
    classed: tuple[tuple[str, str, str], ...]
    """Code, name and class of those that belong to one."""


@cache
def _classes() -> tuple[_Class, ...]:
    """Read which allergies mean a class: by code, by display ("Opioids (class)") by other words for it."""
    return tuple(
        _Class(as_text(one.get("code")), frozenset(_called(one)), medicines)
        for one in as_objects(_list("allergy-codes").get("concept"))
        if (medicines := _property(one, "high-risk"))
    )


def _called(concept: Resource) -> Iterable[str]:
    yield " ".join(words_of(as_text(concept.get("display"))))
    for other in as_objects(concept.get("designation")):
        yield " ".join(words_of(as_text(other.get("value"))))


@cache
def _ingredients() -> _Ingredients:
    held = _list("rxnorm-home-medications")
    classed = (
        (as_text(one.get("code")), as_text(one.get("display")), _property(one, "high-risk"))
        for one in as_objects(held.get("concept"))
    )
    return _Ingredients(as_text(held.get("url")), tuple(one for one in classed if one[2]))


def _property(concept: Resource, name: str) -> str:
    listed = (one for one in as_objects(concept.get("property")) if one.get("code") == name)
    return next((as_text(one.get("valueString")) for one in listed), "")


@cache
def _list(name: str) -> Resource:
    held: Resource = read_json((files("resources") / "codes" / f"{name}.json").read_bytes())
    return held
