"""What the next nurse must know at the door: what was found, who was told, scores, when somebody comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from carenurse.app.caseload import next_home_visit
from carenurse.app.day_words import clock_time, week_day
from carenurse.app.ports import Reading
from carenurse.app.visit_history import last_visit
from carenurse.app.visit_worksheet import Told
from carenurse.clinical import vital_sign
from carenurse.clinical.fhir import codings, concept_text
from carenurse.clinical.reading_words import reading_words
from carenurse.clinical.shapes import as_objects
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class Found:
    """One finding that asked for a call: what it was, and who was told or why nobody was."""

    what: str
    told: str


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
    found = tuple(Found(row.about, _told(row, now)) for row in last.sheet.told if row.flag and row.about)
    return LastSeen(last.encounter, last.day, found, tuple(_scores(records, last.encounter)), coming)


def _told(row: Told, now: datetime) -> str:
    if not row.who:
        return tr("Nobody was told then: {why}", why=row.why_not) if row.why_not else ""
    if row.when is None:
        return tr("Told {who}", who=row.who)
    return tr("Told {who}, {time}", who=row.who, time=clock_time(row.when.astimezone(now.tzinfo)))


def _scores(records: Reading, encounter: str) -> Iterator[str]:
    """Say each score of a visit with what it means; what has no meaning of its own is in the note."""
    for resource in records.where("Observation", "encounter", encounter):
        kinds = {
            str(one.get("code", "")) for each in as_objects(resource.get("category")) for one in codings(each)
        }
        meaning = next(
            (words for one in as_objects(resource.get("interpretation")) if (words := concept_text(one))), ""
        )
        if "survey" in kinds and meaning:
            yield tr("{score}: {meaning}", score=reading_words(vital_sign.decode(resource)), meaning=meaning)
