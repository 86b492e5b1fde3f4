"""What was taught, to whom, how, and whether it was understood (Communication)."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Words, words
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Link
from carenurse.clinical.fact_places import First, Inside, extension
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource, codings
from carenurse.clinical.shapes import as_objects
from carenurse.clinical.systems import OWN, OWN_CODES


@dataclass(frozen=True, slots=True)
class Teaching:
    """One thing taught. ``learner`` and ``method`` are in words.

    ``result`` is what teach-back showed: "repeated-back", "needs-more", "refused", "not-asked" or nothing.
    """

    id: str = ""
    patient: str = ""
    visit: str = ""
    topic: str = ""
    learner: str = ""
    method: str = ""
    result: str = ""
    note: str = ""
    when: Moment | None = None
    status: str = ""


def is_teaching(resource: Resource) -> bool:
    """Tell a teaching from other communications (calls, messages)."""
    return any(
        one.get("system") == OWN_CODES and one.get("code") == "teaching"
        for concept in as_objects(resource.get("category"))
        for one in codings(concept)
    )


_CODEC: Final = Codec(
    Teaching,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "visit": Inside("encounter", Link("Encounter")),
        "topic": words("topic"),
        "learner": First("recipient", Text("display")),
        "method": First("medium", Words()),
        "result": extension(OWN + "teach-back", Text("valueCode")),
        "note": First("note", Text("text")),
        "when": Time("sent"),
        "status": Text("status"),
    },
    {
        "resourceType": "Communication",
        "status": "completed",
        "category": [{"coding": [{"system": OWN_CODES, "code": "teaching"}], "text": "Teaching"}],
    },
)


def decode(resource: Resource) -> Teaching:
    """Read a Communication; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Teaching, onto: Resource | None = None) -> Resource:
    """Write a Communication, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
