"""Whether somebody new may be somebody who is already here: asked at a take-over and at the door.

The rules are ours and lean to asking: a wrong question costs a look, a second record of one person costs
allergies. Alike are: the same record number; the same birth date with a name that fits (all words of the
shorter name in the longer one, without accents) or the same family name or phone; a fitting name and the same
phone. Only the nurse joins.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from carenurse.app.ports import Reading
from carenurse.clinical import patient as patients
from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import identifiers
from carenurse.clinical.patient import Patient
from carenurse.clinical.registry import index
from carenurse.clinical.search_words import fold
from carenurse.translations import tr

_CANDIDATES = 50
_SHORTEST_PHONE = 7
"""Digits; shorter numbers are extensions and house lines."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two records that may be of one person, and why: sentences without anything about the person."""

    incoming: Patient
    existing: Patient
    why: tuple[str, ...]


def find_look_alikes(records: Reading, patient: Resource) -> list[LookAlike]:
    """Find the people here who may be this Patient, the most alike first; the record itself is left out."""
    incoming = patients.decode(patient)
    found: list[LookAlike] = []
    for identity in dict.fromkeys(_candidates(records, patient, incoming)):
        kept = records.get("Patient", identity)
        if kept is None or identity == incoming.id or index(kept).patient != identity:
            continue
        if why := tuple(_reasons(patient, kept)):
            found.append(LookAlike(incoming, patients.decode(kept), why))
    return sorted(found, key=lambda one: -len(one.why))


def _candidates(records: Reading, patient: Resource, incoming: Patient) -> Iterator[str]:
    for token in identifiers(patient):
        yield from (str(one["id"]) for one in records.where("Patient", "identifier", token))
    born = str(incoming.birth_date) if incoming.birth_date and incoming.birth_date.exact else ""
    asked = (born, incoming.name.display, *_phones(incoming))
    for words in asked:
        if words.strip():
            yield from records.find_patients(words, limit=_CANDIDATES)


def _reasons(one: Resource, other: Resource) -> Iterator[str]:
    """Say in whole sentences what two Patients have in common, when it is enough to ask."""
    mine, theirs = patients.decode(one), patients.decode(other)
    if set(_numbers(one)) & set(_numbers(other)):
        yield tr("The same record number.")
    born = mine.birth_date is not None and mine.birth_date == theirs.birth_date
    name = names_fit(mine, theirs)
    phone = bool(set(_phones(mine)) & set(_phones(theirs)))
    if born and name:
        yield tr("The same name and birth date.")
    elif born and _family(mine) and _family(mine) == _family(theirs):
        yield tr("The same last name and birth date.")
    if phone and (name or born):
        yield tr("The same phone.")


def _numbers(patient: Resource) -> Iterator[str]:
    """List identifiers that say whose they are; a bare number means little."""
    return (token for token in identifiers(patient) if not token.startswith("|"))


def names_fit(one: Patient, other: Patient) -> bool:
    """Say whether two full names are alike: all words of the shorter one, at least two, in the longer."""
    mine, theirs = set(_words(one)), set(_words(other))
    if mine and "".join(_words(one)) == "".join(_words(other)):
        return True
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine) and min(len(mine), len(theirs)) > 1


def _words(person: Patient) -> list[str]:
    return fold(person.name.display).replace("-", " ").replace("'", "").split()


def _family(person: Patient) -> str:
    return fold(person.name.family)


def _phones(person: Patient) -> list[str]:
    digits = ("".join(sign for sign in one.value if sign.isdigit()) for one in person.phones)
    return [one[-10:] for one in digits if len(one) >= _SHORTEST_PHONE]
