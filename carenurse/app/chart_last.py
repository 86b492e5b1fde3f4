"""What the next nurse must know at the door: what was found, who was told, scores, when somebody comes."""

from dataclasses import dataclass
from datetime import date, datetime

from carenurse.app.caseload import next_home_visit
from carenurse.app.day_words import clock_time, week_day
from carenurse.app.last_found import Found, found_then
from carenurse.app.ports import Reading
from carenurse.app.visit_history import last_visit
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class LastSeen:
    """The newest signed visit in short, and the next one; empty where there is none."""

    encounter: str = ""
    day: date | None = None
    found: tuple[Found, ...] = ()
    scores: tuple[str, ...] = ()
    coming: str = ""


def last_seen(records: Reading, patient: str, now: datetime) -> LastSeen:
    """Gather it for one person."""
    when, reason = next_home_visit(records, patient, now)
    coming = ""
    if when is not None:
        day = week_day(when.date(), now.date())
        coming = tr("{day} at {time}", day=day, time=clock_time(when))
        coming = tr("{when}: {reason}", when=coming, reason=reason) if reason else coming
    last = last_visit(records, patient, "")
    if last is None:
        return LastSeen(coming=coming)
    found = found_then(last.sheet, now.tzinfo)
    return LastSeen(last.encounter, last.day, found, last.scores, coming)
