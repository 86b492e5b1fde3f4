"""What a parcel says about itself: made when, by whom, how much, and a digest of all of it.

It travels as the last entry of the Bundle, a Provenance with our tag, so that any FHIR server can take the
parcel; ``read_file`` takes it out again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from carenurse.clinical.dates import parse_instant
from carenurse.clinical.fhir import Resource, kind_of, reference_to
from carenurse.clinical.shapes import as_list, as_object, as_objects, as_text, at
from carenurse.clinical.systems import HL7, OWN, OWN_CODES
from carenurse.exchange.digests import digest_of

_TAG: Final = {"system": OWN_CODES, "code": "parcel"}
_COUNT: Final = OWN + "parcel-count"
_DIGEST: Final = OWN + "sha-256"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Made when, by whom (a reference), how many of each kind, the SHA-256 over all resources in order."""

    made: datetime | None
    by: str
    counts: dict[str, int]
    digest: str

    @property
    def total(self) -> int:
        """All resources of the parcel."""
        return sum(self.counts.values())

    def holds(self, resources: Sequence[Resource]) -> bool:
        """Say whether these are the resources that were packed, all of them and unchanged."""
        return self.digest == _digest(resources)


def manifest_of(resources: Sequence[Resource], made: datetime, by: str) -> Manifest:
    """Count and digest what is to be packed."""
    counts = Counter(kind_of(one) for one in resources)
    return Manifest(made, by, dict(sorted(counts.items())), _digest(resources))


def encode(manifest: Manifest, resources: Sequence[Resource]) -> Resource:
    """Write the manifest as a Provenance about the patients (or, where there are none, about everything)."""
    about = [one for one in resources if kind_of(one) == "Patient"] or list(resources)
    counts = [{"url": kind, "valueInteger": number} for kind, number in manifest.counts.items()]
    when = manifest.made.isoformat(timespec="seconds") if manifest.made else ""
    return {
        "resourceType": "Provenance",
        "id": str(UUID(manifest.digest[:32], version=4)),
        "meta": {"tag": [_TAG]},
        "extension": [
            {"url": _COUNT, "extension": counts},
            {"url": _DIGEST, "valueString": manifest.digest},
        ],
        "target": [{"reference": reference_to(one)} for one in about],
        "recorded": when,
        "activity": {"coding": [{"system": f"{HL7}v3-DataOperation", "code": "READ"}], "text": "export"},
        "agent": [{"who": {"reference": manifest.by}}],
    }


def is_manifest(resource: Resource) -> bool:
    """Tell a manifest from any other resource."""
    return kind_of(resource) == "Provenance" and _TAG in as_list(as_object(resource.get("meta")).get("tag"))


def decode(resource: Resource) -> Manifest:
    """Read a manifest."""
    told = {one.get("url"): one for one in as_objects(resource.get("extension"))}
    counts = {
        as_text(one.get("url")): one["valueInteger"]
        for one in as_objects(told.get(_COUNT, {}).get("extension"))
        if isinstance(one.get("valueInteger"), int)
    }
    return Manifest(
        made=parse_instant(resource.get("recorded")),
        by=as_text(at(resource, "agent.who.reference")),
        counts=counts,
        digest=as_text(told.get(_DIGEST, {}).get("valueString")),
    )


def _digest(resources: Sequence[Resource]) -> str:
    whole = sha256()
    for one in resources:
        whole.update(digest_of(one).encode())
    return whole.hexdigest()
