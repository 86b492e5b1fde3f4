"""Small pieces of FHIR R4 from which the demo is built, each marked as invented."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from uuid import UUID, uuid5

from carenurse.clinical.fhir import Resource, reference_to
from carenurse.clinical.systems import ACT_REASON, HL7, UCUM

_NAMESPACE = UUID("0d1f6c52-4b1e-5a37-8f0e-2f9d6b7a1c44")
INVENTED = {"system": ACT_REASON, "code": "HTEST", "display": "test health data"}


@dataclass(frozen=True, slots=True)
class Frame:
    """The seed, the day and the place of one demo; every id and time of it comes from here."""

    seed: int
    today: date
    offset: tzinfo

    def resource(self, kind: str, label: str, **elements: object) -> Resource:
        """Begin a resource with the id of this seed and label; empty elements are left out."""
        made: Resource = {
            "resourceType": kind,
            "id": str(uuid5(_NAMESPACE, f"{self.seed}/{kind}/{label}")),
            "meta": {"tag": [INVENTED]},
        }
        return made | {name: value for name, value in elements.items() if value not in (None, "", [], {})}

    def at(self, day: date, clock: str, minutes: int = 0) -> datetime:
        """Give an instant: a day, ``HH:MM`` on the clock of this place, and minutes more."""
        begin = datetime.combine(day, time.fromisoformat(clock), self.offset)
        return begin + timedelta(minutes=minutes)

    def ago(self, days: int) -> date:
        """Give the day so many days before today."""
        return self.today - timedelta(days=days)


def link(resource: Resource, display: str = "") -> Resource:
    """Write a reference to a resource."""
    return {"reference": reference_to(resource)} | ({"display": display} if display else {})


def coding(system: str, code: str, display: str = "") -> Resource:
    """Write a Coding."""
    return {"system": system, "code": code} | ({"display": display} if display else {})


def concept(text: str = "", *listed: Resource) -> Resource:
    """Write a CodeableConcept."""
    return ({"coding": list(listed)} if listed else {}) | ({"text": text} if text else {})


def hl7(system: str, code: str, display: str = "") -> Resource:
    """Write a CodeableConcept of one HL7 code."""
    return concept("", coding(HL7 + system, code, display))


def quantity(value: object, unit: str, shown: str = "") -> Resource:
    """Write a Quantity in a UCUM unit."""
    return {"value": value, "unit": shown or unit, "system": UCUM, "code": unit}


def phone(number: str, use: str = "home") -> Resource:
    """Write a telephone number."""
    return {"system": "phone", "value": number, "use": use}


def person_name(given: Iterable[str], family: str, suffix: str = "") -> Resource:
    """Write a HumanName."""
    name: Resource = {"use": "official", "family": family, "given": list(given)}
    return name | ({"suffix": [suffix]} if suffix else {})


def narrative(text: str) -> Resource:
    """Write a plain paragraph as the narrative that FHIR wants."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{safe}</p></div>'}
