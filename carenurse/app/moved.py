"""Somebody who is on another nurse's list now and still on this laptop: whose, and how long they stay.

They stay for thirty days, and for as long as something of theirs has still to reach the office (``leaving``).
"""

from dataclasses import dataclass
from datetime import date, datetime

from carenurse.app.day_words import short_day
from carenurse.app.ports import Reading
from carenurse.clinical import practitioner
from carenurse.clinical.fhir import read_json, split_reference
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.shapes import as_object, as_text
from carenurse.sync.kept import Journal, OnlyInPartError, journal_of
from carenurse.sync.session import GRACE, listed
from carenurse.translations import tr


def moved_words(records: Reading, patient: str, today: date) -> str:
    """Say that somebody left this nurse's list, for whom and until when they are here; "" for who did not.

    Also "" in the family view, where nothing but one person is known.
    """
    try:
        journal = journal_of(records)
    except OnlyInPartError:
        return ""
    if patient not in listed(journal.cursor("leaving")):
        return ""
    nurse, until = _nurse(records, journal, patient), _until(journal, patient)
    day = short_day(until, today) if until and until >= today else ""
    if nurse:
        if day:
            return tr("Now on the list of {nurse}; stays here until {day}", nurse=nurse, day=day)
        return tr("Now on the list of {nurse}; stays here until the office has everything", nurse=nurse)
    if day:
        return tr("Not on your list any more; stays here until {day}", day=day)
    return tr("Not on your list any more; stays here until the office has everything")


@dataclass(frozen=True, slots=True)
class Begun:
    """A visit that begins or goes on, and whose the person is where that is another nurse now."""

    encounter: str
    whose: str


def begun(records: Reading, encounter: str, today: date) -> Begun:
    """Say with a visit that begins whose the person is now."""
    patient = patient_of(records.get("Encounter", encounter) or {})
    return Begun(encounter, moved_words(records, patient, today) if patient else "")


def _nurse(records: Reading, journal: Journal, patient: str) -> str:
    named = split_reference(as_text(_kept(journal, "leaving to").get(patient)))
    found = records.get(*named) if named else None
    return practitioner.decode(found).name.display if found else ""


def _until(journal: Journal, patient: str) -> date | None:
    """Give the day until which they stay at least, by both clocks; None before a run has ended."""
    told = (as_text(_kept(journal, name).get(patient)) for name in ("leaving since", "leaving since there"))
    since = [datetime.fromisoformat(moment) for moment in told if moment]
    return (max(since) + GRACE).astimezone().date() if since else None


def _kept(journal: Journal, name: str) -> dict[str, object]:
    text = journal.cursor(name)
    return as_object(read_json(text)) if text else {}
