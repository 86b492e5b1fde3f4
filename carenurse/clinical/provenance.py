"""Who signed what, when, and over which content (Provenance)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Words
from carenurse.clinical.fact_lists import Each, Link, linked
from carenurse.clinical.fact_places import First, Inside, extension
from carenurse.clinical.facts import Instant, Text
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_list, as_object
from carenurse.clinical.systems import HL7, OWN


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature over resources.

    ``targets`` are references ("Composition/1"), ``digest`` is ``canonical_digest`` of what was signed,
    ``agent`` the Practitioner id, ``reason`` why, in words.
    """

    id: str = ""
    targets: tuple[str, ...] = ()
    agent: str = ""
    when: datetime | None = None
    reason: str = ""
    digest: str = ""


def canonical_digest(*resources: Resource) -> str:
    """Hash resources so that the same content gives the same SHA-256 (hex) whatever the order of members.

    ``meta`` is left out, because servers rewrite it. Numbers count as written: 72.50 is not 72.5.
    """
    text = json.dumps(
        [_canonical({name: held for name, held in one.items() if name != "meta"}) for one in resources],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(value: Any) -> Any:
    """Write every number as its digits under a name of its own, since JSON text has several for one."""
    if isinstance(value, dict):
        return {name: _canonical(held) for name, held in as_object(value).items()}
    if isinstance(value, list):
        return [_canonical(held) for held in as_list(value)]
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return {"number": str(value)}
    return value


def _is_nurse(entry: Resource) -> bool:
    return bool(linked(entry.get("who"), "Practitioner"))


_CODEC: Final = Codec(
    Signature,
    {
        "id": Text("id"),
        "targets": Each("target", Text("reference")),
        "agent": First("agent", Inside("who", Link("Practitioner")), _is_nurse),
        "when": Instant("recorded"),
        "reason": First("reason", Words()),
        "digest": extension(OWN + "sha-256", Text("valueString")),
    },
    {
        "resourceType": "Provenance",
        "activity": {"coding": [{"system": HL7 + "v3-DocumentCompletion", "code": "LA"}]},
    },
)


def decode(resource: Resource) -> Signature:
    """Read a Provenance; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Signature, onto: Resource | None = None) -> Resource:
    """Write a Provenance, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
