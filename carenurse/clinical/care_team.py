"""Who cares for a person together (CareTeam)."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Words
from carenurse.clinical.fact_lists import Each, Link
from carenurse.clinical.fact_places import First, Inside
from carenurse.clinical.facts import Text
from carenurse.clinical.fhir import Resource


@dataclass(frozen=True, slots=True)
class Member:
    """One place in the team: role in words, name as written, and a Practitioner id where there is one."""

    role: str = ""
    name: str = ""
    practitioner: str = ""


@dataclass(frozen=True, slots=True)
class CareTeam:
    """A team and its members."""

    id: str = ""
    patient: str = ""
    name: str = ""
    members: tuple[Member, ...] = ()
    status: str = ""


_MEMBER: Final = Codec(
    Member,
    {
        "role": First("role", Words()),
        "practitioner": Inside("member", Link("Practitioner")),
        "name": Inside("member", Text("display")),
    },
)

_CODEC: Final = Codec(
    CareTeam,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "name": Text("name"),
        "members": Each("participant", _MEMBER),
        "status": Text("status"),
    },
    {"resourceType": "CareTeam", "status": "active"},
)


def decode(resource: Resource) -> CareTeam:
    """Read a CareTeam; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: CareTeam, onto: Resource | None = None) -> Resource:
    """Write a CareTeam, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
