"""Who is in the demo: the agency, its nurses, the physicians, the patients and their families."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from carenurse.app.demo.building import Frame, coding, concept, hl7, link, person_name, phone
from carenurse.app.demo.stories import Colleague, Doctor, Kin, Person, people
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import BCP47, HL7, OWN

ACCESS_NOTES = OWN + "access-notes"
MAY_KNOW = OWN + "may-know"
RECORD_NUMBERS = "https://harbor-home-nursing.example.org/record-number"

_SEA = (Decimal("40.2000"), Decimal("-68.9000"))
_SPREAD = (0.055, 0.075)
"""Degrees to either side: a town of about eight miles across."""
_LANGUAGES = {
    "en": "English",
    "es": "Spanish",
    "vi": "Vietnamese",
    "fa": "Persian",
    "fr": "French",
    "ml": "Malayalam",
    "yue": "Cantonese",
}
_RELATIONS = {
    "daughter": "DAU",
    "son": "SON",
    "wife": "WIFE",
    "husband": "HUSB",
    "sister": "SIS",
    "brother": "BRO",
    "niece": "NIECE",
    "grandson": "GRNDSON",
    "neighbor": "NBOR",
}


@dataclass(frozen=True, slots=True)
class Staff:
    """The people who care, as resources."""

    agency: Resource
    nurse: Resource
    on_call: Resource
    therapist: Resource
    doctor: Resource
    hospitals: tuple[Resource, ...]

    def resources(self) -> list[Resource]:
        """List them all."""
        return [self.agency, self.nurse, self.on_call, self.therapist, self.doctor, *self.hospitals]


def staff(frame: Frame, nurse: str | None = None) -> Staff:
    """Make the agency and its people; ``nurse`` is the Practitioner id that the vault already has."""
    told = people()
    agency = frame.resource(
        "Organization",
        "agency",
        active=True,
        name=told.agency.name,
        telecom=[phone(told.agency.phone, "work")],
        address=[_address(told.agency.line)],
    )
    dana = colleague(frame, "nurse", told.nurse)
    if nurse:
        dana["id"] = nurse
    return Staff(
        agency,
        dana,
        colleague(frame, "on-call", told.on_call),
        colleague(frame, "therapist", told.therapist),
        physician(frame, "family-doctor", told.doctor),
        tuple(
            hospital(frame, name)
            for name in sorted({one.hospital.name for one in told.people if one.hospital})
        ),
    )


def hospital(frame: Frame, name: str) -> Resource:
    """Make a hospital."""
    return frame.resource("Organization", name, active=True, name=name)


def colleague(frame: Frame, label: str, told: Colleague) -> Resource:
    """Make a Practitioner of the agency."""
    return frame.resource(
        "Practitioner",
        label,
        active=True,
        name=[person_name(told.given, told.family, told.credential)],
        telecom=[phone(told.phone, "work")],
        qualification=[
            {"code": concept(told.credential, coding(HL7 + "v2-0360", told.credential))}
            if told.credential == "RN"
            else {"code": concept(told.credential)}
        ],
    )


def physician(frame: Frame, label: str, told: Doctor) -> Resource:
    """Make a physician."""
    return frame.resource(
        "Practitioner",
        label,
        active=True,
        name=[person_name([told.given], told.family) | {"prefix": ["Dr."]}],
        telecom=[phone(told.phone, "work")],
        qualification=[{"code": concept(told.role)}],
    )


def patient(frame: Frame, label: str, person: Person, number: int) -> Resource:
    """Make the Patient; the birth year fits the age today."""
    names = [person_name(person.given, person.family)]
    if person.native_name:
        names.append({"use": "usual", "text": person.native_name})
    return frame.resource(
        "Patient",
        label,
        active=True,
        identifier=[
            {"use": "official", "type": _record_number(), "system": RECORD_NUMBERS, "value": f"H{number:05d}"}
        ],
        name=names,
        gender=person.gender,
        birthDate=birth_date(person, frame.today),
        telecom=[phone(person.phone)],
        address=[{"use": "home"} | _address(person.line)],
        communication=list(_languages(person.languages)),
        extension=[{"url": ACCESS_NOTES, "valueString": person.access}] if person.access else [],
    )


def birth_date(person: Person, today: date) -> str:
    """Give the birth date of somebody of that age today."""
    month, day = (int(part) for part in person.birthday.split("-"))
    had_birthday = (today.month, today.day) >= (month, day)
    return f"{today.year - person.age - (not had_birthday)}-{person.birthday}"


def relative(frame: Frame, label: str, kin: Kin, whose: Resource) -> Resource:
    """Make a RelatedPerson and what that person may be told."""
    roles = [concept(kin.relationship, coding(HL7 + "v3-RoleCode", _RELATIONS[kin.relationship]))]
    if kin.representative:
        roles.append(
            concept("representative", coding(HL7 + "v3-RoleCode", "HPOWATT", "healthcare power of attorney"))
        )
    return frame.resource(
        "RelatedPerson",
        label,
        active=True,
        patient=link(whose),
        relationship=roles,
        name=[person_name(kin.given, kin.family)],
        telecom=[phone(kin.phone, "mobile")],
        communication=list(_languages(kin.languages)),
        extension=[{"url": MAY_KNOW, "valueString": kin.may_know}],
    )


def _languages(codes: tuple[str, ...]) -> Iterator[Resource]:
    for rank, code in enumerate(codes):
        spoken: Resource = {"language": concept(_LANGUAGES[code], coding(BCP47, code, _LANGUAGES[code]))}
        yield spoken | ({"preferred": True} if rank == 0 else {})


def _record_number() -> Resource:
    return hl7("v2-0203", "MR", "Medical record number")


def _address(line: str) -> Resource:
    told = people()
    return {
        "line": [line],
        "city": told.city,
        "postalCode": told.postal_code,
        "country": "US",
        "extension": [_at_sea(line)],
    }


def _at_sea(line: str) -> Resource:
    """Place a home in the Atlantic, where no house can stand, so that drives have lengths."""
    chance = Random(line)  # noqa: S311 - a place on a made-up map
    spot = (("latitude", _SEA[0], _SPREAD[0]), ("longitude", _SEA[1], _SPREAD[1]))
    parts = [
        {"url": name, "valueDecimal": round(middle + Decimal(str(chance.uniform(-spread, spread))), 4)}
        for name, middle, spread in spot
    ]
    return {"url": "http://hl7.org/fhir/StructureDefinition/geolocation", "extension": parts}
