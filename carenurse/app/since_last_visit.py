"""What came to a person's record since this nurse was last there, told before she is at the door."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.app.chart_trends import TrendFacts, trend_of
from carenurse.app.ports import Reading
from carenurse.app.timeline import Entry, EntryKind, Teller
from carenurse.clinical import visit
from carenurse.clinical.dates import order_of
from carenurse.clinical.fhir import Resource, codings, kind_of
from carenurse.clinical.index_facts import when_of

_LOOKED_THROUGH = 60
_NEWS = frozenset(
    {
        EntryKind.MESSAGE,
        EntryKind.MEASURED,
        EntryKind.MEDICINE,
        EntryKind.PAPER,
        EntryKind.ALERT,
        EntryKind.STAY,
    }
)


@dataclass(frozen=True, slots=True)
class News:
    """One thing that is new about a person; ``entry`` says what and opens it.

    ``trend`` says of a measured value how it changed and which limits hold: "up 3.4 lb from 27 Feb".
    """

    patient: str
    name: str
    entry: Entry
    trend: str = ""
    alarm: bool = False
    """Whether the value, or its change, asks for a call."""


def since_last_visit(records: Reading, patient: str, name: str, now: datetime) -> tuple[News, ...]:
    """List what is new, newest first; of repeated measurements only the newest.

    Nothing for a person who was never visited from this laptop: everything would be new.
    """
    teller = Teller(records, now)
    found: dict[str, News] = {}
    for resource in records.timeline(patient, limit=_LOOKED_THROUGH):
        when = when_of(resource) or ""
        if when > order_of(now):
            continue
        if _ends_it(records, resource):
            return tuple(found.values())
        entry = teller.tell(resource)
        if entry and entry.kind in _NEWS:
            same = _same_thing(resource)
            if same not in found:
                tile = _trend(records, patient, entry, now)
                found[same] = (
                    News(patient, name, entry, tile.in_words, bool(tile.alarm))
                    if tile
                    else News(patient, name, entry)
                )
    return ()


def _trend(records: Reading, patient: str, entry: Entry, now: datetime) -> TrendFacts | None:
    """Find how a value changed since the one before, and the limits where there are any."""
    measured = entry.kind is EntryKind.MEASURED
    return trend_of(records, patient, entry.reference, now) if measured else None


def _ends_it(records: Reading, resource: Resource) -> bool:
    if kind_of(resource) != "Encounter":
        return False
    made = visit.decode(resource)
    return made.at_home and made.practitioner == records.me and made.status == "finished"


def _same_thing(resource: Resource) -> str:
    """Name what repeats: one measurement of a code stands for all of them."""
    code = next((str(coding.get("code")) for coding in codings(resource.get("code"))), "")
    if kind_of(resource) == "Observation" and code:
        return code
    return str(resource["id"])
