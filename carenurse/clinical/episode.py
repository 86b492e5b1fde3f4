"""The time under care, from its first day (EpisodeOfCare)."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Link
from carenurse.clinical.fact_places import Inside, under
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource


@dataclass(frozen=True, slots=True)
class Episode:
    """A period of care; day 1 is ``start``. ``status`` is FHIR's: planned, active, finished."""

    id: str = ""
    patient: str = ""
    start: Moment | None = None
    end: Moment | None = None
    status: str = ""


_CODEC: Final = Codec(
    Episode,
    {
        "id": Text("id"),
        "patient": Inside("patient", Link("Patient")),
        "start": under("period", Time("start")),
        "end": under("period", Time("end")),
        "status": Text("status"),
    },
    {"resourceType": "EpisodeOfCare", "status": "active"},
)


def decode(resource: Resource) -> Episode:
    """Read an EpisodeOfCare; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Episode, onto: Resource | None = None) -> Resource:
    """Write an EpisodeOfCare, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
