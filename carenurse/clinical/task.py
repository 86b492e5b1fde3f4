"""A promise: who owes what to whom, until when (Task)."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Link
from carenurse.clinical.fact_places import First, Inside, under
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource


@dataclass(frozen=True, slots=True)
class Promise:
    """Something to do for a patient; ``status`` is FHIR's: requested, in-progress, completed, cancelled."""

    id: str = ""
    patient: str = ""
    text: str = ""
    owner: str = ""
    due: Moment | None = None
    made: Moment | None = None
    visit: str = ""
    status: str = ""
    note: str = ""


_CODEC: Final = Codec(
    Promise,
    {
        "id": Text("id"),
        "patient": Inside("for", Link("Patient")),
        "text": Text("description"),
        "owner": Inside("owner", Link("Practitioner")),
        "due": under("restriction.period", Time("end")),
        "made": Time("authoredOn"),
        "visit": Inside("encounter", Link("Encounter")),
        "status": Text("status"),
        "note": First("note", Text("text")),
    },
    {"resourceType": "Task", "status": "requested", "intent": "plan"},
)


def decode(resource: Resource) -> Promise:
    """Read a Task; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Promise, onto: Resource | None = None) -> Resource:
    """Write a Task, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
