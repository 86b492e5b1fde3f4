"""Whether a medicine and an allergy on record are called alike. No drug database stands behind it.

Compared are names, word by word, codes of one system, and classes: which medicine is named as one of a
class, which allergy means it, and what is in some brands, says ``medicine_classes``. Nothing else is known
here: no other brand or class, no interaction, no allergy that crosses from one class to another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from carenurse.app.medicine_classes import (
    MedicineClass,
    in_brands,
    ingredients_in,
    joined_words,
    medicine_classes,
    singular,
    words_of,
)
from carenurse.app.ports import Reading
from carenurse.clinical import allergy
from carenurse.clinical.allergy import Allergy
from carenurse.clinical.altered import mark
from carenurse.clinical.coding import Coding
from carenurse.translations import tr

_SHORTEST: Final = 4
_EVERYWHERE: Final = frozenset(
    (
        *("tablet", "tablets", "capsule", "capsules", "pill", "pills", "drops", "cream", "ointment", "patch"),
        *("injection", "spray", "solution", "oral", "extended", "release", "daily", "with", "from", "skin"),
        *("topical", "medicine", "medicines", "class", "drug", "drugs", "vitamin", "vitamins"),
        *("sodium", "chloride", "hydrochloride", "acid", "sulfate", "acetate", "phosphate", "citrate"),
        *("carbonate", "succinate", "tartrate", "maleate"),
        *("anti", "beta", "acting", "long", "short", "slow", "free", "coated", "delayed", "complex", "multi"),
        *("dose", "extra", "strength", "relief", "allergy", "allergies", "allergic", "reaction", "reactions"),
        *("intolerance", "sensitivity", "antibiotic", "antibiotics", "inhibitor", "inhibitors", "blocker"),
        *("blockers", "local", "anesthetic", "anesthetics", "pain", "other", "products", "containing"),
        *("alergia", "alergias", "alergico", "alergica", "antibiotico", "antibioticos"),
    )
)
"""Words of forms, salts and allergies, which many medicines share."""
_SALTS: Final = frozenset(("potassium", "calcium", "magnesium"))
"""The same, but medicines by themselves, too: "penicillin V potassium" is none to potassium chloride."""


def compared() -> str:
    """Say what is compared on a list of medicines, and what is not."""
    return tr(
        "Names and codes are compared with the allergies on record, and classes as far as a medicine's name "
        "tells them: penicillins, cephalosporins, sulfa medicines, quinolones, tetracyclines, carbapenems, "
        "statins, ACE inhibitors, ARBs, local anesthetics, NSAIDs, COX-2 inhibitors, opioids. Of brand names "
        "only some common ones are known. Other brands, interactions, other classes and cross-allergies "
        "between classes are not compared: ask the pharmacist."
    )


def warning(allergens: Sequence[str]) -> str:
    """Say the allergies to one medicine; nothing where none is on record by its name."""
    return tr("Allergy on record: {names}.", names=", ".join(allergens)) if allergens else ""


def telling(name: str) -> list[str]:
    """Give the words of a name that tell it from others; all of them where none does."""
    words = words_of(name)
    return _left(words) or words


def distinct(name: str) -> list[str]:
    """Give the words of a name that tell it from others; none where none does."""
    return _left(words_of(name))


def _left(words: Iterable[str]) -> list[str]:
    long = (word for word in words if len(word) >= _SHORTEST and not any(sign.isdigit() for sign in word))
    return [word for word in long if word not in _EVERYWHERE]


@dataclass(frozen=True, slots=True)
class _Known:
    """One allergy: its name, the same with the reactions, its names and codes, the classes that it means."""

    substance: str
    told: str
    names: tuple[str, ...]
    codings: tuple[Coding, ...]
    classes: tuple[MedicineClass, ...]


class AllergiesOnRecord:
    """The allergies in force of one person, to be asked about one medicine after another."""

    def __init__(self, records: Reading, patient: str) -> None:
        held = (allergy.decode(one) for one in records.of_patient(patient, "AllergyIntolerance"))
        self._known = tuple(_known(one) for one in held if one.active and not one.no_known)

    def to(self, name: str, codings: Sequence[Coding] = ()) -> tuple[str, ...]:
        """Tell the allergies to a medicine of this name and these codes, as they stand on record."""
        named = _all_names(name, codings)
        met = (
            one.substance
            for one in self._known
            if _is_met(one, named, codings) or _as_class(one, named, codings)
        )
        return tuple(dict.fromkeys(met))

    def warning(self, name: str, codings: Sequence[Coding] = ()) -> str:
        """Say them in whole sentences, those of a class with the class that the medicine is named as."""
        named = _all_names(name, codings)
        same = dict.fromkeys(one.told for one in self._known if _is_met(one, named, codings))
        classed: dict[tuple[str, str], list[str]] = {}
        for one in self._known:
            for found in () if one.told in same else _as_class(one, named, codings):
                classed.setdefault(found, []).append(one.told)
        said = (
            tr("{medicine} is named as {kind}; on record: {names}.", medicine=word, kind=kind, names=names)
            for (word, kind), told in classed.items()
            for names in (", ".join(dict.fromkeys(told)),)
        )
        parts = [part for part in (warning(tuple(same)), *said) if part]
        return " ".join([*_told_of_brands(name), *parts] if parts else [])

    @property
    def names(self) -> tuple[str, ...]:
        """Tell all of them."""
        return tuple(dict.fromkeys(one.substance for one in self._known))


def _all_names(name: str, codings: Sequence[Coding]) -> tuple[str, ...]:
    """Give every name of a medicine: as it is written, what is in the brand, and how its codes are called."""
    told = (name, *(one.display for one in codings))
    return (*told, *(inside for one in told for inside in ingredients_in(one)))


def _told_of_brands(name: str) -> list[str]:
    """Say what is in the brands of a name, where the name itself does not."""
    hidden = set(ingredients_in(name))
    brands = in_brands(name).items()
    return [
        tr("In {brand}: {ingredients}.", brand=brand, ingredients=", ".join(inside))
        for brand, inside in brands
        if hidden & set(inside)
    ]


def _known(of: Allergy) -> _Known:
    substance = of.substance.removesuffix(mark()).strip()
    names = tuple(name for name in _all_names(substance, of.codings) if name)
    classes = tuple(one for one in medicine_classes() if one.meant_by(names, of.codings))
    told = f"{of.substance} ({', '.join(of.reactions)})" if of.reactions else of.substance
    return _Known(of.substance, told, names, of.codings, classes)


def _is_met(known: _Known, named: Sequence[str], codings: Sequence[Coding]) -> bool:
    same = {(one.system, one.code) for one in known.codings} & {(one.system, one.code) for one in codings}
    if any(code for _, code in same):
        return True
    return any(_same_word(one, other) for one in known.names for other in named)


def _as_class(known: _Known, named: Sequence[str], codings: Sequence[Coding]) -> list[tuple[str, str]]:
    """Give the word of the medicine and the class as which it is named, for each class of the allergy."""
    found = ((one.member(named, codings), one.called) for one in known.classes)
    return [(word[:1].upper() + word[1:], called) for word, called in found if word]


def _same_word(allergen: str, medicine: str) -> bool:
    """Say whether a word that tells is in both; where none tells, whether all of the allergen is there."""
    there = singular((*words_of(medicine), *joined_words(medicine)))
    words = words_of(allergen)
    tell = singular(one for one in _left((*words, *joined_words(allergen))) if one not in _SALTS)
    return bool(tell & there) if tell else bool(words) and singular(words) <= there
