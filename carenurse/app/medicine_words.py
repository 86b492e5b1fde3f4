"""What was said of a medicine at home, in words: beside its line, in the note, and that nobody checked it."""

from collections.abc import Iterator
from datetime import date, datetime

from carenurse.app.day_words import month_names, short_day
from carenurse.app.ports import Reading
from carenurse.clinical import medicine, medicine_told
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource
from carenurse.clinical.medicine import STATEMENT, Medicine
from carenurse.clinical.medicine_told import ToldMedicine
from carenurse.clinical.standing import Standing, standing_of
from carenurse.translations import tr


def as_told() -> str:
    """Say that a line rests on what was said and seen at home."""
    return tr("as told at home, not checked with the prescriber")


def moment_in_words(moment: Moment | None, today: date) -> str:
    """Say a day, month or year as precisely as it was said; nothing for nothing."""
    said = moment.date if moment else None
    if said is None:
        return ""
    if said.exact:
        return short_day(said.exact, today)
    return f"{month_names()[said.month - 1]} {said.year}" if said.month else str(said.year)


def told_facts(of: Medicine, told: ToldMedicine, today: date) -> str:
    """Say what for, who prescribed it, since when and where it is; once it is over, until when and why."""
    since, until = moment_in_words(of.since, today), moment_in_words(of.until, today)
    parts = (
        tr("for {reason}", reason=of.reason) if of.reason else "",
        tr("prescribed by {who}", who=told.prescriber) if told.prescriber else "",
        tr("since {day}", day=since) if since else "",
        tr("found: {place}", place=told.found_at) if told.found_at else "",
        tr("no longer taken since {day}", day=until) if until and not of.active else "",
        told.why_stopped,
    )
    return "; ".join(part for part in parts if part)


def written_down(records: Reading, patient: str, visit: str, began: datetime | None) -> tuple[str, ...]:
    """Say in sentences what was written down, corrected or stopped at home since a visit began."""
    listed = records.of_patient(patient, STATEMENT)
    return tuple(_since(reversed(listed), visit, began))


def _since(listed: Iterator[Resource], visit: str, began: datetime | None) -> Iterator[str]:
    for resource in listed:
        told = medicine_told.decode(resource)
        if not told.told_at_home or standing_of(resource) is not Standing.COUNTS:
            continue
        when = told.asserted.instant if told.asserted else None
        if told.visit == visit or (began is not None and when is not None and when >= began):
            day = when or began
            yield _sentence(resource, told, day.date() if day else date.max)


def _sentence(resource: Resource, told: ToldMedicine, today: date) -> str:
    of = medicine.decode(resource)
    facts = told_facts(of, told, today)
    if not of.active:
        return tr("No longer taken, as told at home: {name}", name=of.name) + (f" ({facts})" if facts else "")
    dose = of.dose or tr("how it is taken is not known")
    said = tr("{name}: {dose}", name=of.name, dose=dose) + (f" ({facts})" if facts else "")
    return tr("On the list {source}: {medicine}", source=as_told(), medicine=said)
