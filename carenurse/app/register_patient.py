"""Registering somebody by hand and putting it right later: a permanent id, a warning before a double."""

from dataclasses import dataclass, replace
from datetime import date

from carenurse.app.allergies_typed import allergy_words, keep_allergies
from carenurse.app.banner import birth_words
from carenurse.app.look_alikes import LookAlike, find_look_alikes
from carenurse.app.meanwhile import ChangedMeanwhileError
from carenurse.app.on_caseload import put_on_caseload
from carenurse.app.ports import Reading, Records
from carenurse.app.reach import needs_everybody
from carenurse.app.visit_when import read_day
from carenurse.clinical import patient
from carenurse.clinical.contact import Address, ContactPoint, in_calling_order, phone_to_call
from carenurse.clinical.dates import PartialDate
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.names import PersonName
from carenurse.clinical.patient import Patient
from carenurse.errors import ExpectedError
from carenurse.translations import tr

_OLDEST = 130
"""Years; nobody on record has lived longer than 122, so more is a slip of the pen."""

_TOGETHER = (frozenset({"given", "family"}), frozenset({"street", "city"}))


@dataclass(frozen=True, slots=True)
class Typed:
    """What the nurse typed, as she typed it; only a name is required."""

    given: str = ""
    family: str = ""
    born: str = ""
    gender: str = ""
    language: str = ""
    phone: str = ""
    street: str = ""
    city: str = ""
    access: str = ""
    allergies: str = ""
    """Names with commas between them, or ``none``; empty means that nobody asked yet."""


def check(typed: Typed, today: date, before: Typed | None = None) -> dict[str, str]:
    """Say what is wrong, field by field, in one sentence each; nothing when it can be kept.

    A birth date that stands as it was recorded (``before``), such as a year alone, is not asked about.
    """
    typed = replace(typed, born="") if before and typed.born == before.born else typed
    wrong: dict[str, str] = {}
    if not (typed.given.strip() or typed.family.strip()):
        wrong["family"] = tr("A name is needed to find the person again.")
    born = read_day(typed.born, today)
    if typed.born.strip() and born is None:
        wrong["born"] = tr("That is not a day. Write it as 14 Mar 1947, or leave it empty.")
    elif born and not 0 <= today.year - born.year <= _OLDEST:
        wrong["born"] = tr("A birth date lies in the last {years} years.", years=_OLDEST)
    elif born and born > today:
        wrong["born"] = tr("A birth date cannot lie in the future.")
    return wrong


def look_alikes(records: Reading, typed: Typed, today: date) -> list[LookAlike]:
    """Find the people here who may be the one being registered, the most alike first."""
    return find_look_alikes(records, _resource(typed, today, ""))


def may_register(records: Reading) -> None:
    """Raise LeaseOverError while only today's people may be seen: who is already here could not be told."""
    needs_everybody(records, tr("Nobody new can be registered before this laptop has met its office."))


def register(records: Records, typed: Typed, today: date) -> str:
    """Keep the new person, put them on this nurse's caseload, and return the Patient id.

    Raises ExpectedError when ``check`` finds something wrong; nothing is kept then. Raises LeaseOverError.
    """
    may_register(records)
    if wrong := check(typed, today):
        raise ExpectedError(next(iter(wrong.values())), tr("Nothing was kept; mend it and try again."))
    resource = _resource(typed, today, new_id())
    with records.work() as work:
        work.put(resource)
        keep_allergies(work, str(resource["id"]), typed.allergies, today)
        put_on_caseload(work, [str(resource["id"])])
        work.record("create", f"Patient/{resource['id']}")
    return str(resource["id"])


def as_typed(records: Reading, identity: str) -> Typed:
    """Say what is recorded of a person in the words of the form. Raises ExpectedError for nobody."""
    told = patient.decode(_person(records, identity))
    return Typed(
        given=" ".join(told.name.given),
        family=told.name.family,
        born=birth_words(told),
        gender=told.gender,
        language=told.languages[0] if told.languages else "",
        phone=phone_to_call(told.phones),
        street=told.address.lines[0] if told.address.lines else "",
        city=told.address.city,
        access=told.access_notes,
        allergies=allergy_words(records, identity),
    )


def change(records: Records, identity: str, before: Typed, typed: Typed, today: date) -> None:
    """Put right what is recorded of a person: what differs from ``before``, with which the form was filled.

    What the form does not show, and what came in while it was open, stays as it is. Raises ExpectedError when
    ``check`` finds something wrong, ChangedMeanwhileError when the very fact was changed meanwhile; nothing
    is kept then.
    """
    if wrong := check(typed, today, before):
        raise ExpectedError(next(iter(wrong.values())), tr("Nothing was kept; mend it and try again."))
    resource, new = _person(records, identity), _differing(before, typed)
    if _with_theirs(new) & _differing(before, as_typed(records, identity)):
        raise ChangedMeanwhileError
    with records.work() as work:
        work.put(patient.encode(_changed(patient.decode(resource), new, typed, today), onto=resource))
        if "allergies" in new:
            keep_allergies(work, identity, typed.allergies, today)
        work.record("update", f"Patient/{identity}")


def _differing(one: Typed, other: Typed) -> frozenset[str]:
    names = Typed.__dataclass_fields__
    return frozenset(name for name in names if getattr(one, name).strip() != getattr(other, name).strip())


def _with_theirs(names: frozenset[str]) -> frozenset[str]:
    """Add what makes one statement with a fact: a given name without its family name is nobody's."""
    return names.union(*(pair for pair in _TOGETHER if names & pair))


def _changed(told: Patient, new: frozenset[str], typed: Typed, today: date) -> Patient:
    """Take over the facts that were typed anew, each by itself."""
    wanted = patient.decode(_resource(typed, today, told.id))
    if new & {"given", "family"}:
        name = replace(told.name, given=wanted.name.given, family=wanted.name.family, text="")
        told = replace(told, name=name)
    if new & {"street", "city"}:
        lines = (*wanted.address.lines, *told.address.lines[1:])
        address = replace(told.address, lines=lines, city=wanted.address.city, text="")
        told = replace(told, address=address)
    if "phone" in new:
        told = replace(told, phones=_with_number(told.phones, typed.phone.strip()))
    if "language" in new:
        told = replace(told, languages=(*wanted.languages, *told.languages[1:]))
    plain = {"born": "birth_date", "gender": "gender", "access": "access_notes"}
    return replace(told, **{field: getattr(wanted, field) for name, field in plain.items() if name in new})


def _with_number(phones: tuple[ContactPoint, ...], number: str) -> tuple[ContactPoint, ...]:
    """Put another number in the place of the one to call, which goes where none was typed.

    One that no longer stands is kept beside the new one.
    """
    shown = next(iter(in_calling_order(phones)), None)
    if not number:
        return tuple(one for one in phones if one is not shown)
    if shown and shown.stands:
        return tuple(replace(one, value=number) if one is shown else one for one in phones)
    return (*phones, ContactPoint(value=number, use="home"))


def _person(records: Reading, identity: str) -> Resource:
    resource = records.get("Patient", identity)
    if resource is None:
        raise ExpectedError(tr("This person is not on this laptop."), tr("Look for the name under Patients."))
    return resource


def _resource(typed: Typed, today: date, identity: str) -> Resource:
    born = read_day(typed.born, today)
    return patient.encode(
        Patient(
            id=identity,
            name=PersonName(given=tuple(typed.given.split()), family=typed.family.strip()),
            birth_date=PartialDate.of(born) if born else None,
            gender=typed.gender,
            languages=(typed.language,) if typed.language else (),
            phones=(ContactPoint(value=typed.phone.strip(), use="home"),) if typed.phone.strip() else (),
            address=Address(
                lines=(typed.street.strip(),) if typed.street.strip() else (), city=typed.city.strip()
            ),
            access_notes=typed.access.strip(),
        )
    )
