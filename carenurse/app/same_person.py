"""Whether two Patients of one id tell of one person, for an id that only its sender's name makes ours.

Two hospitals may go by one name and both have a Patient/1, and one hospital may give an id anew. So an equal
birth date alone is not enough (about one pair of people in 25,000 has the same), nor that nothing speaks
against it. The rules are ours:

- the same record number: one person, unless the names have nothing in common and the birth date does not
  speak for it;
- other numbers of one system: two people;
- else the birth date and some name must agree; where one of them tells no whole birth date, the full name.
"""

from typing import Final

from carenurse.app.look_alikes import names_fit
from carenurse.clinical import patient as patients
from carenurse.clinical.fhir import Resource, codings
from carenurse.clinical.identity import token_of
from carenurse.clinical.search_words import fold
from carenurse.clinical.shapes import as_objects, as_text, as_texts
from carenurse.exchange.sources import who

_OF_A_STAY: Final = frozenset({"AN", "VN"})
"""Kinds of number (HL7 v2 table 0203) that a person has a new one of at each stay."""


def is_same_person(one: Resource, other: Resource) -> bool:
    """Say whether two Patients surely tell of one person; False where that is open."""
    if who(one) == who(other):
        return True
    names, born, number = _names(one, other), _born(one, other), _number(one, other)
    if number:
        return names is not False or born is True
    if number is False or born is False:
        return False
    return bool(names) if born else names_fit(patients.decode(one), patients.decode(other))


def may_be_same_person(one: Resource, other: Resource) -> bool:
    """Say whether nothing speaks against it that two Patients tell of one person."""
    facts = (_names(one, other), _born(one, other), _number(one, other))
    return is_same_person(one, other) or False not in facts


def _number(one: Resource, other: Resource) -> bool | None:
    """Compare the numbers of the systems that both tell; None where there is none."""
    mine, theirs = _numbers(one), _numbers(other)
    both = set(mine) & set(theirs)
    return any(mine[system] & theirs[system] for system in both) if both else None


def _numbers(patient: Resource) -> dict[str, set[str]]:
    """List the record numbers by who gave them; a bare number means little, one of a stay nothing."""
    found: dict[str, set[str]] = {}
    for one in as_objects(patient.get("identifier")):
        of_a_stay = any(coding.get("code") in _OF_A_STAY for coding in codings(one.get("type")))
        system = as_text(one.get("system"))
        if system and not of_a_stay and (token := token_of(one)):
            found.setdefault(system, set()).add(token)
    return found


def _born(one: Resource, other: Resource) -> bool | None:
    """Compare the birth dates; None where one is missing, or only a part of the other."""
    mine, theirs = as_text(one.get("birthDate")), as_text(other.get("birthDate"))
    if mine == theirs:
        return True if mine else None
    return None if mine.startswith(theirs) or theirs.startswith(mine) else False


def _names(one: Resource, other: Resource) -> bool | None:
    """Say whether any given or family name is in both; None where one tells none."""
    mine, theirs = _words(one), _words(other)
    return bool(mine & theirs) if mine and theirs else None


def _words(patient: Resource) -> set[str]:
    told: list[str] = []
    for name in as_objects(patient.get("name")):
        told += [as_text(name.get("text")), as_text(name.get("family")), *as_texts(name.get("given"))]
    words = {word for text in told for word in fold(text).replace("-", " ").replace("'", "").split()}
    return {word for word in words if len(word) > 1}
