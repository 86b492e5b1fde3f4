"""What came to a person's record since this nurse was last there, told before she is at the door."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from carenurse.app.chart_trends import TrendFacts, trend_of
from carenurse.app.ports import Reading
from carenurse.app.timeline import Entry, EntryKind, Teller
from carenurse.app.visit_history import newest_first
from carenurse.clinical import visit
from carenurse.clinical.dates import order_of, parse_instant
from carenurse.clinical.fhir import Resource, codings, kind_of
from carenurse.clinical.index_facts import when_of
from carenurse.clinical.shapes import at
from carenurse.clinical.visit import Visit

_PAGE, _MOST_PAGES = 60, 20
"""Entries read at once, and how often at most: a long stay in a hospital brings hundreds."""
_LATE = 60
"""Entries from before the visit in which what came later is looked for."""
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

    New is what happened since her last visit, another nurse's visit too, and what the office sent since then
    although it is dated before. Nothing for a person whom this nurse never visited: all would be new.
    """
    last = _her_last(records, patient)
    if last is None:
        return ()
    teller = Teller(records, now)
    found: dict[str, News] = {}
    for resource in _since(records, patient, last, order_of(now)):
        entry = teller.tell(resource)
        same = _same_thing(resource)
        if entry and same not in found and _is_news(records, resource, entry):
            tile = _trend(records, patient, entry, now)
            found[same] = (
                News(patient, name, entry, tile.in_words, bool(tile.alarm))
                if tile
                else News(patient, name, entry)
            )
    return tuple(found.values())


def _her_last(records: Reading, patient: str) -> Visit | None:
    """Find the last visit that this nurse made and signed."""
    made = map(visit.decode, newest_first(records, patient, "Encounter", records.me))
    mine = (one for one in made if one.at_home and one.practitioner == records.me and one.began)
    return next((one for one in mine if one.status == "finished"), None)


def _since(records: Reading, patient: str, last: Visit, now: str) -> Iterator[Resource]:
    """Walk what happened since a visit, and behind it what is older by its date and came later."""
    began = order_of(last.began) if last.began else ""
    ended = last.completed or last.began
    before: tuple[str, str] | None = None
    late = 0
    for _ in range(_MOST_PAGES):
        most = min(_PAGE, _LATE - late)
        found = records.timeline(patient, before=before, limit=most)
        for resource in found:
            when = when_of(resource) or ""
            before = (when, str(resource["id"]))
            if when > began:
                if when <= now:
                    yield resource
                continue
            late += 1
            if ended is not None and _came_after(resource, ended):
                yield resource
        if len(found) < most or late >= _LATE:
            return


def _came_after(resource: Resource, moment: datetime) -> bool:
    """Say whether the office wrote a record down after a moment, whatever its own date is."""
    written = parse_instant(at(resource, "meta.lastUpdated"))
    return written is not None and written > moment


def _is_news(records: Reading, resource: Resource, entry: Entry) -> bool:
    """Say whether an entry is for her: of the visits, those that another nurse made."""
    if entry.kind is not EntryKind.VISIT:
        return entry.kind in _NEWS
    made = visit.decode(resource)
    return made.status == "finished" and made.practitioner != records.me


def _trend(records: Reading, patient: str, entry: Entry, now: datetime) -> TrendFacts | None:
    """Find how a value changed since the one before, and the limits where there are any."""
    measured = entry.kind is EntryKind.MEASURED
    return trend_of(records, patient, entry.reference, now) if measured else None


def _same_thing(resource: Resource) -> str:
    """Name what repeats: one measurement of a code stands for all of them."""
    code = next((str(coding.get("code")) for coding in codings(resource.get("code"))), "")
    if kind_of(resource) == "Observation" and code:
        return code
    return str(resource["id"])
