"""The people one nurse cares for (Group), which is also what a laptop holds."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.fact_lists import Each, Link, linked
from carenurse.clinical.fact_places import Inside
from carenurse.clinical.facts import Text
from carenurse.clinical.fhir import Resource, split_reference
from carenurse.clinical.index_facts import patient_id
from carenurse.clinical.shapes import as_objects, as_text, at


@dataclass(frozen=True, slots=True)
class Caseload:
    """A list of patients by id, and the nurse whose it is."""

    id: str = ""
    name: str = ""
    nurse: str = ""
    patients: tuple[str, ...] = ()


def _is_in(entry: Resource) -> bool:
    return bool(linked(entry.get("entity"), "Patient")) and entry.get("inactive") is not True


def members(resource: Resource) -> frozenset[str]:
    """Give the patients' ids alone: a search asks for them at each key, and a list may hold thousands."""
    entries = (one for one in as_objects(resource.get("member")) if one.get("inactive") is not True)
    return frozenset(found for one in entries if (found := patient_id(one.get("entity"))))


def nurse_of(resource: Resource) -> str:
    """Give the id of the nurse whose list it is; nothing where it is nobody's."""
    parts = split_reference(as_text(at(resource, "managingEntity.reference")))
    return parts[1] if parts and parts[0] == "Practitioner" else ""


_CODEC: Final = Codec(
    Caseload,
    {
        "id": Text("id"),
        "name": Text("name"),
        "nurse": Inside("managingEntity", Link("Practitioner")),
        "patients": Each("member", Inside("entity", Link("Patient")), _is_in),
    },
    {"resourceType": "Group", "type": "person", "actual": True},
)


def decode(resource: Resource) -> Caseload:
    """Read a Group; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Caseload, onto: Resource | None = None) -> Resource:
    """Write a Group, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
