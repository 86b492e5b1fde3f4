"""A FHIR R4 resource as the record keeps it: JSON, unchanged to the last digit.

Numbers with a point are ``Decimal`` (FHIR: "72.50" and "72.5" are different statements of precision), so a
resource that is read and written again is the same resource.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeAlias, cast
from uuid import uuid4

import msgspec

Resource: TypeAlias = dict[str, Any]
"""One FHIR resource as a JSON object."""

_SORT = re.compile(
    r" \((disorder|finding|situation|procedure|event|morphologic abnormality|regime/therapy|substance"
    r"|observable entity|product|clinical drug|medicinal product|person)\)$"
)
_decoder = msgspec.json.Decoder(float_hook=Decimal)
_encoder = msgspec.json.Encoder(decimal_format="number")


def read_json(data: bytes | str) -> Any:
    """Read JSON without losing a digit. Raises ValueError with the place of the fault."""
    try:
        return _decoder.decode(data)
    except msgspec.DecodeError as problem:
        raise ValueError(str(problem)) from None
    except RecursionError:
        message = "JSON is nested too deeply"
        raise ValueError(message) from None


def write_json(value: Any) -> bytes:
    """Write JSON as compactly as it goes, digits as they were read."""
    return _encoder.encode(value)


def new_id() -> str:
    """Make an id that no other laptop will make: ids are the client's, for ever."""
    return str(uuid4())


def kind_of(resource: Resource) -> str:
    """Name the resource type, such as ``Observation``."""
    return str(resource.get("resourceType", ""))


def reference_to(resource: Resource) -> str:
    """Write the relative reference under which other resources name this one."""
    return f"{kind_of(resource)}/{resource['id']}"


def split_reference(text: str) -> tuple[str, str] | None:
    """Take ``Patient/123`` (or an absolute URL that ends so) apart; None for anything else."""
    before, _, identity = text.partition("/_history/")[0].rpartition("/")
    kind = before[before.rfind("/") + 1 :]
    return (kind, identity) if identity and kind[:1].isupper() else None


def codings(concept: Any) -> Iterator[Resource]:
    """Walk the codings of a CodeableConcept (or nothing, where there is none)."""
    if isinstance(concept, dict) and isinstance(listed := cast("Resource", concept).get("coding"), list):
        for coding in cast("list[Any]", listed):
            if isinstance(coding, dict):
                yield cast("Resource", coding)


def concept_text(concept: Any) -> str:
    """Say a CodeableConcept in words: its text, else a display, else a code, else nothing.

    The sorts that SNOMED CT puts behind its full names, "Fracture (disorder)", are no nurse's words and go.
    """
    if not isinstance(concept, dict):
        return ""
    if isinstance(text := cast("Resource", concept).get("text"), str) and text:
        return _SORT.sub("", text) or text
    listed = list(codings(cast("Resource", concept)))
    for name in ("display", "code"):
        for coding in listed:
            if isinstance(word := coding.get(name), str) and word:
                return _SORT.sub("", word) or word
    return ""
