"""Of which class a medicine is by its name, and which class an allergy means by its words.

The classes are data (``resources/codes/medicine-classes.json``), each with its source: the stems of
International Nonproprietary Names, our own list of ingredients (``rxnorm-home-medications.json``, property
``high-risk``), and what is in some common brands of the United States. They say how a medicine is named, not
what may be given; nobody has reviewed them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from carenurse.clinical.coding import Coding
from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.search_words import fold
from carenurse.clinical.shapes import as_object, as_objects, as_text, as_texts

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_JOINED: Final = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
_LEAST: Final = 2
"""Letters besides the stem: "lisinopril" is named so, "April" is not."""
_MANY: Final = 4
"""Words of so many letters lose the s of many ("ARBs")."""


def words_of(name: str) -> list[str]:
    """Part a name at every sign that is no letter or digit, without accents and case."""
    return _WORD.findall(fold(name))


def joined_words(name: str) -> list[str]:
    """Give the words that are written with a hyphen as one each: "co-trimoxazole" as "cotrimoxazole"."""
    return ["".join(words_of(one)) for one in _JOINED.findall(fold(name))]


def singular(words: Iterable[str]) -> set[str]:
    """Take the s of many off: "Penicillins" is the class, "Penicillin V" one of it by its own name."""
    return {word.removesuffix("s") if len(word) >= _MANY else word for word in words}


@dataclass(frozen=True, slots=True)
class MedicineClass:
    """One class: as one of it is called ("a penicillin"), how its members are named, what an allergy says."""

    code: str
    called: str
    endings: tuple[str, ...]
    beginnings: tuple[str, ...]
    names: frozenset[str]
    codes: frozenset[str]
    unlike: frozenset[str]
    words: tuple[frozenset[str], ...]
    one_for_all: bool

    def member(self, named: Iterable[str], codings: Iterable[Coding] = ()) -> str:
        """Give the word by which a medicine of these names and codes is one of the class; empty for none."""
        there = [word for name in named for word in words_of(name)]
        coded = (one.display or one.code for one in codings if self._is_coded(one))
        return next((word for word in there if self._is_named(word)), "") or next(coded, "")

    def meant_by(self, names: Iterable[str], codings: Iterable[Coding]) -> bool:
        """Say whether an allergy of these names and codes means the class."""
        held = tuple(names)
        said = [singular(words_of(name)) for name in held]
        by_word = any(words <= one for words in self.words for one in said)
        by_code = any(one.code == self.code for one in codings)
        return by_word or by_code or (self.one_for_all and bool(self.member(held)))

    def _is_coded(self, coding: Coding) -> bool:
        return coding.system == _list_of_ingredients().get("url") and coding.code in self.codes

    def _is_named(self, word: str) -> bool:
        if word in self.unlike:
            return False
        ends = any(word.endswith(one) and len(word) >= len(one) + _LEAST for one in self.endings)
        begins = any(word.startswith(one) and len(word) >= len(one) + _LEAST for one in self.beginnings)
        return ends or begins or word in self.names


def in_brands(name: str) -> dict[str, tuple[str, ...]]:
    """Give the ingredients of each brand that a name has in it ("Augmentin 875 mg"), by the brand."""
    known, words = _brands(), words_of(name)
    return {known[word][0]: known[word][1] for word in words if word in known}


def ingredients_in(name: str) -> list[str]:
    """Give the ingredients of the brands in a name that the name itself does not tell."""
    told = set(words_of(name))
    return [one for inside in in_brands(name).values() for one in inside if one not in told]


@cache
def _brands() -> dict[str, tuple[str, tuple[str, ...]]]:
    listed = as_objects(as_object(_held().get("brands")).get("names"))
    told = ((as_text(one.get("name")), tuple(as_texts(one.get("is")))) for one in listed)
    return {fold(name): (name, inside) for name, inside in told}


@cache
def medicine_classes() -> tuple[MedicineClass, ...]:
    """Read the classes."""
    return tuple(_read(one) for one in as_objects(_held().get("classes")))


@cache
def _held() -> Resource:
    held: Resource = read_json((files("resources") / "codes" / "medicine-classes.json").read_bytes())
    return held


def _read(told: Resource) -> MedicineClass:
    listed = _listed(as_text(told.get("listed")))
    said = (words for spoken in as_object(told.get("allergy")).values() for words in as_texts(spoken))
    return MedicineClass(
        code=as_text(told.get("code")),
        called=as_text(told.get("called")),
        endings=tuple(as_texts(told.get("endings"))),
        beginnings=tuple(as_texts(told.get("beginnings"))),
        names=frozenset((*as_texts(told.get("names")), *(name for _, name in listed))),
        codes=frozenset(code for code, _ in listed),
        unlike=frozenset(as_texts(told.get("not"))),
        words=tuple(frozenset(singular(words_of(words))) for words in said),
        one_for_all=told.get("oneForAll") is True,
    )


def _listed(name: str) -> Sequence[tuple[str, str]]:
    """Give code and name of the ingredients that our own list has in a class; each is one word."""
    return [
        (as_text(one.get("code")), as_text(one.get("display")))
        for one in as_objects(_list_of_ingredients().get("concept"))
        if name and any(at.get("valueString") == name for at in _high_risk(one))
    ]


def _high_risk(concept: Resource) -> Iterable[Resource]:
    return (one for one in as_objects(concept.get("property")) if one.get("code") == "high-risk")


@cache
def _list_of_ingredients() -> Resource:
    held: Resource = read_json((files("resources") / "codes" / "rxnorm-home-medications.json").read_bytes())
    return held
