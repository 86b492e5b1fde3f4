"""The signature under a visit: a Provenance that names every signed resource with its SHA-256.

Each resource has its own digest, so that one that was changed since can be named; the extension holds the one
over all of them. It proves that nothing was changed since the signing; who may sign is the business of the
vault.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from carenurse.app.ports import Reading
from carenurse.clinical.fhir import Resource, new_id, reference_to, split_reference
from carenurse.clinical.provenance import canonical_digest
from carenurse.clinical.systems import HL7, OWN

SIGNATURE_TYPE = {
    "system": "urn:iso-astm:E1762-95:2013",
    "code": "1.2.840.10065.1.12.1.1",
    "display": "Author's Signature",
}
_FORMAT = "text/plain"


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """Who signed, when, and why in spite of open checks (if so)."""

    nurse: str
    when: datetime
    reason: str = ""


def provenance(signed: Sequence[Resource], facts: SignatureFacts, patient: str) -> Resource:
    """Make the Provenance of one signing. ``nurse`` is a Practitioner id, ``patient`` a Patient id."""
    who = {"reference": f"Practitioner/{facts.nurse}"}
    when = facts.when.isoformat(timespec="seconds")
    lines = "".join(f"sha256 {reference_to(one)} {canonical_digest(one)}\n" for one in signed)
    resource: Resource = {
        "resourceType": "Provenance",
        "id": new_id(),
        "extension": [{"url": f"{OWN}sha-256", "valueString": canonical_digest(*signed)}],
        "target": [{"reference": reference_to(one)} for one in signed],
        "occurredDateTime": when,
        "recorded": when,
        "activity": {"coding": [{"system": f"{HL7}v3-DocumentCompletion", "code": "LA"}]},
        "agent": [{"type": {"coding": [_AUTHOR]}, "who": who}],
        "entity": [{"role": "source", "what": {"reference": f"Patient/{patient}"}}],
        "signature": [
            {
                "type": [SIGNATURE_TYPE],
                "when": when,
                "who": who,
                "targetFormat": "application/fhir+json",
                "sigFormat": _FORMAT,
                "data": b64encode(lines.encode()).decode(),
            }
        ],
    }
    return resource | ({"reason": [{"text": facts.reason}]} if facts.reason else {})


_AUTHOR = {"system": f"{HL7}provenance-participant-type", "code": "author"}


def changed_since_signing(records: Reading, signed_by: Resource) -> tuple[str, ...]:
    """List the references (``Kind/id``) whose content is no longer what was signed, or is gone."""
    changed: list[str] = []
    for reference, wanted in _promised(signed_by):
        parts = split_reference(reference)
        found = records.get(*parts) if parts else None
        if found is None or canonical_digest(found) != wanted:
            changed.append(reference)
    return tuple(changed)


def _promised(signed_by: Resource) -> Iterable[tuple[str, str]]:
    for signature in cast("list[Resource]", signed_by.get("signature", [])):
        for line in b64decode(signature.get("data", "")).decode().splitlines():
            _, reference, wanted = line.split(" ")
            yield reference, wanted
