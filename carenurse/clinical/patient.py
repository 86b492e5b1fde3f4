"""The person who is cared for."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import IDENTIFIER, Identifier, Tag
from carenurse.clinical.contact import HOME, NO_ADDRESS, PHONES, Address, ContactPoint
from carenurse.clinical.dates import Moment, PartialDate
from carenurse.clinical.fact_lists import Each
from carenurse.clinical.fact_places import Inside, extension
from carenurse.clinical.facts import Day, Text, Time, Truth
from carenurse.clinical.fhir import Resource
from carenurse.clinical.languages import Languages
from carenurse.clinical.names import BEST_NAME, NO_NAME, PersonName
from carenurse.clinical.systems import ACT_REASON, OWN


@dataclass(frozen=True, slots=True)
class Patient:
    """Who a patient is, how to reach and to address them.

    ``languages`` are BCP-47 codes, preferred first. ``access_notes`` say how to get in (key box, dog).
    ``fictional`` marks invented people (tag HTEST) on every screen and paper.
    """

    id: str = ""
    name: PersonName = NO_NAME
    birth_date: PartialDate | None = None
    gender: str = ""
    deceased: bool = False
    languages: tuple[str, ...] = ()
    phones: tuple[ContactPoint, ...] = ()
    address: Address = NO_ADDRESS
    record_numbers: tuple[Identifier, ...] = ()
    access_notes: str = ""
    fictional: bool = False

    def age_on(self, day: date) -> int | None:
        """Count full years; None where an incomplete birth date leaves it open (or it is to come)."""
        born = self.birth_date
        if born is None or born.first_day > day:
            return None
        oldest, youngest = _years(born.first_day, day), _years(born.last_day, day)
        return oldest if oldest == youngest else None


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class _Deceased:
    """``deceased[x]``: true, or the time of death."""

    def read(self, holder: Resource) -> bool:
        return bool(Truth("deceasedBoolean").read(holder) or self._time(holder))

    def write(self, holder: Resource, value: bool) -> None:  # noqa: FBT001 - it is the value itself
        Time("deceasedDateTime").write(holder, None)
        Truth("deceasedBoolean").write(holder, value or None)

    def _time(self, holder: Resource) -> Moment | None:
        return Time("deceasedDateTime").read(holder)


_DECEASED: Final = _Deceased()
_CODEC: Final = Codec(
    Patient,
    {
        "id": Text("id"),
        "name": BEST_NAME,
        "birth_date": Day("birthDate"),
        "gender": Text("gender"),
        "deceased": _DECEASED,
        "languages": Languages(),
        "phones": PHONES,
        "address": HOME,
        "record_numbers": Each("identifier", IDENTIFIER),
        "access_notes": extension(OWN + "access-notes", Text("valueString")),
        "fictional": Inside("meta", Tag("tag", ACT_REASON, "HTEST")),
    },
    {"resourceType": "Patient", "active": True},
)


def is_deceased(resource: Resource) -> bool:
    """Say whether a Patient has died, without reading the rest: each row of a list asks."""
    return _DECEASED.read(resource)


def decode(resource: Resource) -> Patient:
    """Read a Patient; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Patient, onto: Resource | None = None) -> Resource:
    """Write a Patient, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
