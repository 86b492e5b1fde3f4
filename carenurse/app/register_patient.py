"""Registering somebody by hand, at the door and offline: a permanent id, and a warning before a double."""

from dataclasses import dataclass
from datetime import date

from carenurse.app.look_alikes import LookAlike, find_look_alikes
from carenurse.app.on_caseload import put_on_caseload
from carenurse.app.ports import Reading, Records
from carenurse.app.visit_when import read_day
from carenurse.clinical import patient
from carenurse.clinical.contact import Address, ContactPoint
from carenurse.clinical.dates import PartialDate
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.names import PersonName
from carenurse.clinical.patient import Patient
from carenurse.errors import ExpectedError
from carenurse.translations import tr

_OLDEST = 130
"""Years; nobody on record has lived longer than 122, so more is a slip of the pen."""


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


def check(typed: Typed, today: date) -> dict[str, str]:
    """Say what is wrong, field by field, in one sentence each; nothing when it can be registered."""
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


def register(records: Records, typed: Typed, today: date) -> str:
    """Keep the new person, put them on this nurse's caseload, and return the Patient id.

    Raises ExpectedError when ``check`` finds something wrong; nothing is kept then.
    """
    if wrong := check(typed, today):
        raise ExpectedError(next(iter(wrong.values())), tr("Nothing was kept; mend it and try again."))
    resource = _resource(typed, today, new_id())
    with records.work() as work:
        work.put(resource)
        put_on_caseload(work, [str(resource["id"])])
        work.record("create", f"Patient/{resource['id']}")
    return str(resource["id"])


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
