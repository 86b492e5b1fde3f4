"""Family, caregivers, representatives: the people around a patient."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Words
from carenurse.clinical.contact import PHONES, ContactPoint
from carenurse.clinical.fact_lists import Link
from carenurse.clinical.fact_places import First, Inside, extension, swap
from carenurse.clinical.facts import Text, Truth
from carenurse.clinical.fhir import Resource, codings
from carenurse.clinical.languages import Languages
from carenurse.clinical.names import BEST_NAME, NO_NAME, PersonName
from carenurse.clinical.systems import HL7, OWN

_ROLES: Final = HL7 + "v3-RoleCode"
_DECIDERS: Final = frozenset({"HPOWATT", "POWATT", "DPOWATT", "GUARD", "GUADLTM", "RESPRSN"})
"""Roles (HL7 v3-RoleCode) of those who may decide for the person: powers of attorney, guardians."""


_DECIDER: Final[Resource] = {
    "coding": [{"system": _ROLES, "code": "HPOWATT", "display": "healthcare power of attorney"}]
}


@dataclass(frozen=True, slots=True)
class RelatedPerson:
    """Somebody around the patient. ``may_know`` says in the patient's words what they may be told.

    ``active`` is None when nobody said; only a plain False means that the person is out of the picture.
    """

    id: str = ""
    patient: str = ""
    name: PersonName = NO_NAME
    relationship: str = ""
    phones: tuple[ContactPoint, ...] = ()
    languages: tuple[str, ...] = ()
    may_know: str = ""
    is_representative: bool = False
    active: bool | None = None


def _decides(concept: Resource) -> bool:
    roles = (str(one.get("code", "")) for one in codings(concept) if one.get("system") == _ROLES)
    return any(role in _DECIDERS for role in roles)


@dataclass(frozen=True, slots=True)
class _Representative:
    """A role among the relationships that lets this person decide."""

    def read(self, holder: Resource) -> bool:
        return First("relationship", Words(), _decides).read(holder) != ""

    def write(self, holder: Resource, value: bool) -> None:  # noqa: FBT001 - it is the value itself
        swap(holder, "relationship", _decides, *([deepcopy(_DECIDER)] if value else []))


_CODEC: Final = Codec(
    RelatedPerson,
    {
        "id": Text("id"),
        "patient": Inside("patient", Link("Patient")),
        "name": BEST_NAME,
        "relationship": First("relationship", Words(), lambda concept: not _decides(concept)),
        "phones": PHONES,
        "languages": Languages(),
        "may_know": extension(OWN + "may-know", Text("valueString")),
        "is_representative": _Representative(),
        "active": Truth("active"),
    },
    {"resourceType": "RelatedPerson", "active": True},
)


def decode(resource: Resource) -> RelatedPerson:
    """Read a RelatedPerson; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: RelatedPerson, onto: Resource | None = None) -> Resource:
    """Write a RelatedPerson, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
