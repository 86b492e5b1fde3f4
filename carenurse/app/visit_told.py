"""What the record of a visit or a stay says of itself, in the nurse's words: when, where, how it stands.

Other systems say it in codes (HL7 v3-ActCode, FHIR encounter-status) and instants; a code that is not known
here is shown as it is written, and nothing is left out.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from carenurse.app.day_words import clock_time, week_day
from carenurse.app.plain_facts import Line, plain_facts
from carenurse.clinical import visit
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object, as_text
from carenurse.translations import tr


def about_visit(encounter: Resource, named: Callable[[str], str], now: datetime) -> tuple[Line, ...]:
    """Say a visit in lines on the clock of ``now``; ``named`` says whom or what a reference means."""
    rest = {name: value for name, value in encounter.items() if name not in ("status", "class", "period")}
    return (*_head(encounter, now), *plain_facts(rest, named))


def _head(encounter: Resource, now: datetime) -> Iterator[Line]:
    if when := _when(encounter, now):
        yield tr("When"), when
    coded = as_object(encounter.get("class"))
    code = as_text(coded.get("code"))
    if where := _settings().get(code) or as_text(coded.get("display")) or code:
        yield tr("Where"), where
    status = as_text(encounter.get("status"))
    if said := _statuses().get(status, status):
        yield tr("How it stands"), said


def _when(encounter: Resource, now: datetime) -> str:
    told = as_object(encounter.get("period"))
    made = visit.decode(encounter)
    begin = made.began.astimezone(now.tzinfo) if made.began else None
    end = made.completed.astimezone(now.tzinfo) if made.completed else None
    if begin is None:
        return as_text(told.get("start")) or as_text(told.get("end"))
    said = tr("{day}, {time}", day=week_day(begin.date(), now.date()), time=clock_time(begin))
    if end is None:
        return said
    if end.date() == begin.date():
        return tr("{start} to {end}", start=said, end=clock_time(end))
    over = tr("{day}, {time}", day=week_day(end.date(), now.date()), time=clock_time(end))
    return tr("{start} to {end}", start=said, end=over)


def _settings() -> dict[str, str]:
    """Name the places of HL7 v3-ActCode (ActEncounterCode)."""
    return {
        "HH": tr("At home"),
        "VR": tr("By phone or video"),
        "AMB": tr("At an office or clinic"),
        "EMER": tr("In an emergency room"),
        "IMP": tr("In hospital"),
        "ACUTE": tr("In hospital, acute care"),
        "NONAC": tr("In hospital, not acute care"),
        "OBSENC": tr("In hospital, for observation"),
        "SS": tr("In hospital, a short stay"),
        "PRENC": tr("Before being taken into hospital"),
        "FLD": tr("Where the person was, outside home and clinic"),
    }


def _statuses() -> dict[str, str]:
    """Name the states of a FHIR R4 Encounter."""
    return {
        "planned": tr("planned"),
        "arrived": tr("arrived, not begun"),
        "triaged": tr("looked at first, waiting"),
        "in-progress": tr("going on"),
        "onleave": tr("going on, away for a time"),
        "finished": tr("over"),
        "cancelled": tr("canceled"),
        "entered-in-error": tr("entered in error"),
        "unknown": tr("not known"),
    }
