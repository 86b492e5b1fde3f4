"""The note of a visit, and the addenda to it (Composition)."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Words
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Each, Link, linked
from carenurse.clinical.fact_places import First, Inside
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource
from carenurse.clinical.narrative import Narrative
from carenurse.clinical.systems import LOINC


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a note: its title and its words as plain text."""

    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note. ``status`` is preliminary (a draft), final (signed) or amended.

    ``amends`` is the id of the note that this one corrects or adds to.
    """

    id: str = ""
    patient: str = ""
    visit: str = ""
    author: str = ""
    title: str = ""
    kind: str = ""
    when: Moment | None = None
    status: str = ""
    sections: tuple[Section, ...] = ()
    amends: str = ""

    @property
    def text(self) -> str:
        """The whole note as plain text."""
        return "\n\n".join("\n".join(part for part in (one.title, one.text) if part) for one in self.sections)


def _is_nurse(entry: Resource) -> bool:
    return bool(linked(entry, "Practitioner"))


def _appends(entry: Resource) -> bool:
    return bool(linked(entry.get("targetReference"), "Composition"))


_SECTION: Final = Codec(Section, {"title": Text("title"), "text": Inside("text", Narrative())})

_CODEC: Final = Codec(
    Note,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "visit": Inside("encounter", Link("Encounter")),
        "author": First("author", Link("Practitioner"), _is_nurse),
        "title": Text("title"),
        "kind": Inside("type", Words()),
        "when": Time("date"),
        "status": Text("status"),
        "sections": Each("section", _SECTION),
        "amends": First(
            "relatesTo", Inside("targetReference", Link("Composition")), _appends, {"code": "appends"}
        ),
    },
    {
        "resourceType": "Composition",
        "status": "preliminary",
        "type": {"coding": [{"system": LOINC, "code": "34109-9", "display": "Note"}]},
    },
)


def decode(resource: Resource) -> Note:
    """Read a Composition; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Note, onto: Resource | None = None) -> Resource:
    """Write a Composition, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
