"""A document: a paper left with the family, a letter, a scan (DocumentReference; the bytes are elsewhere)."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import words
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Link, linked
from carenurse.clinical.fact_places import First, Inside, extension, under
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import OWN


@dataclass(frozen=True, slots=True)
class Paper:
    """What a document is, when it was made, and where its bytes are.

    ``kind`` is the document type in words; ``url`` names the Binary or place; ``digest`` is the SHA-256 of
    the bytes in hex, under which the vault keeps them; ``given_to`` says who got it, in words.
    """

    id: str = ""
    patient: str = ""
    title: str = ""
    kind: str = ""
    when: Moment | None = None
    media_type: str = ""
    language: str = ""
    url: str = ""
    digest: str = ""
    given_to: str = ""
    visit: str = ""
    author: str = ""
    status: str = ""


def _is_nurse(entry: Resource) -> bool:
    return bool(linked(entry, "Practitioner"))


def _is_visit(entry: Resource) -> bool:
    return bool(linked(entry, "Encounter"))


_CODEC: Final = Codec(
    Paper,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "title": under("content[].attachment", Text("title")),
        "kind": words("type"),
        "when": Time("date"),
        "media_type": under("content[].attachment", Text("contentType")),
        "language": under("content[].attachment", Text("language")),
        "url": under("content[].attachment", Text("url")),
        "digest": extension(OWN + "sha-256", Text("valueString")),
        "given_to": extension(OWN + "given-to", Text("valueString")),
        "visit": under("context", First("encounter", Link("Encounter"), _is_visit)),
        "author": First("author", Link("Practitioner"), _is_nurse),
        "status": Text("status"),
    },
    {"resourceType": "DocumentReference", "status": "current"},
)


def decode(resource: Resource) -> Paper:
    """Read a DocumentReference; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Paper, onto: Resource | None = None) -> Resource:
    """Write a DocumentReference, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
