"""How to reach the person herself: the home, every telephone, and what a record that was joined tells.

Two hospitals may know another telephone and another home of one person. Once the nurse said that it is one
person, nobody but the person can tell which of them holds: all are shown, the other ones with their source.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from carenurse.app.ports import Reading
from carenurse.clinical import patient as patients
from carenurse.clinical.contact import ContactPoint, in_calling_order
from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import origins
from carenurse.clinical.patient import Patient
from carenurse.clinical.search_words import fold
from carenurse.clinical.shapes import as_text, at
from carenurse.translations import tr

_NATIONAL: Final = 10
"""Digits of a number of the United States without its country code."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to talk to: family first, then the team. ``may_know`` is empty where nobody has said."""

    name: str
    role: str
    phone: str
    may_know: str = ""
    represents: bool = False


def at_home(records: Reading, person: Resource) -> Iterator[Person]:
    """Say how to reach the person: address, how to get in, each telephone in force; then other records."""
    told = patients.decode(person)
    where = " · ".join(part for part in (told.address.one_line, told.access_notes) if part)
    first, *others = _numbers(told) or [ContactPoint()]
    if where or first.value:
        yield Person(tr("At home"), where, first.value)
    yield from (Person(_called(one), "", one.value) for one in others)
    shown = {_digits(one.value) for one in (first, *others)}
    homes = {fold(told.address.one_line)}
    for resource in _joined(records, told.id):
        yield from _elsewhere(resource, shown, homes)


def _numbers(told: Patient) -> list[ContactPoint]:
    """List the numbers in force, each once; where none is, the first that there is."""
    ordered = in_calling_order(told.phones)
    standing = [one for one in ordered if one.stands] or ordered[:1]
    found: dict[str, ContactPoint] = {}
    for one in standing:
        found.setdefault(_digits(one.value), one)
    return list(found.values())


def _called(phone: ContactPoint) -> str:
    return {
        "home": tr("Home phone"),
        "mobile": tr("Mobile phone"),
        "work": tr("Work phone"),
        "temp": tr("Phone for a while"),
    }.get(phone.use, tr("Another phone"))


def _joined(records: Reading, patient: str) -> Iterable[Resource]:
    """Give the records of other senders that the nurse joined to this person's."""
    return (one for one in records.of_patient(patient, "Patient") if one.get("id") != patient)


def _elsewhere(resource: Resource, shown: set[str], homes: set[str]) -> Iterator[Person]:
    """Tell the home and the numbers that stand only in another record, and add them to what is shown."""
    told, source = patients.decode(resource), _source(resource)
    where, phones = told.address.one_line, [one for one in _numbers(told) if _digits(one.value) not in shown]
    if fold(where) in homes:
        where = ""
    homes.add(fold(where))
    shown.update(_digits(one.value) for one in phones)
    if where:
        phone = phones.pop(0).value if phones else ""
        yield Person(tr("Another address: ask"), f"{where} · {source}", phone)
    yield from (Person(tr("{phone}: ask", phone=_called(one)), source, one.value) for one in phones)


def _source(resource: Resource) -> str:
    """Say whose record it is: the house by name, else by its address on the net, and the number there."""
    named = (_house(one.rpartition("|")[0]) for one in origins(resource))
    house = as_text(at(resource, "managingOrganization.display")) or next((one for one in named if one), "")
    told = patients.decode(resource).record_numbers
    number = next((one.value for one in told if one.value), "")
    if house and number:
        return tr("from the record of {house}, number {number}", house=house, number=number)
    if house:
        return tr("from the record of {house}", house=house)
    return tr("from another record, number {number}", number=number) if number else tr("from another record")


def _house(source: str) -> str:
    if "://" in source:
        return urlsplit(source).hostname or ""
    return "" if source.startswith(("urn:", "content:")) else source


def _digits(number: str) -> str:
    """Compare numbers by their digits, without the country; what has none by its letters."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return digits.removeprefix("1") if len(digits) > _NATIONAL else digits or fold(number)
