"""What was found at a visit that is over: who was told of each finding, and the scores with their meaning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from carenurse.app.day_words import clock_time
from carenurse.app.ports import Reading
from carenurse.app.visit_worksheet import Told, Worksheet
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


def found_then(sheet: Worksheet, zone: tzinfo | None) -> tuple[Found, ...]:
    """Say the findings of a visit in the order in which they were settled, times on the clock of ``zone``."""
    return tuple(Found(row.about, _told(row, zone)) for row in sheet.told if row.flag and row.about)


def _told(row: Told, zone: tzinfo | None) -> str:
    if not row.who:
        return tr("Nobody was told then: {why}", why=row.why_not) if row.why_not else ""
    if row.when is None:
        return tr("Told {who}", who=row.who)
    return tr("Told {who}, {time}", who=row.who, time=clock_time(row.when.astimezone(zone)))


def scores_then(records: Reading, encounter: str) -> Iterator[str]:
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
