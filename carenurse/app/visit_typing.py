"""What a nurse types into a form, as an answer; days may be typed as she is used to."""

from datetime import date, timedelta

from carenurse.app.visit_readings import loinc_of, number_of
from carenurse.app.visit_when import read_day
from carenurse.clinical.fhir import Resource
from carenurse.clinical.units import converted, round_half_up, substance_of
from carenurse.forms.answers import UnreadableError, read_typed
from carenurse.forms.form import Item, Unit
from carenurse.translations import tr

_YEAR = timedelta(days=364)
_FINEST = 3
"""Decimals: a converted number has no more of them than any instrument of a home visit."""


def read_answer(item: Item, text: str, unit: Unit | None, today: date) -> tuple[Resource, ...]:
    """Read typed text as the answers of a question; nothing typed is none.

    A day without a year is the last one of that name, because forms ask for what was. A reference is kept as
    the words that were typed. Raises UnreadableError with a sentence for the nurse.
    """
    if item.kind == "reference" and text.strip():
        return ({"valueReference": {"display": text.strip()}},)
    try:
        answer = read_typed(item, text, unit)
    except UnreadableError:
        day = _day(text, today) if item.kind in ("date", "dateTime") else None
        if day is None:
            raise
        return ({f"value{item.kind[0].upper()}{item.kind[1:]}": day.isoformat()},)
    return () if answer is None else (answer,)


def in_unit(item: Item, text: str, own: Unit | None, unit: Unit) -> str:
    """Say typed text in another unit; what is no number, or cannot be converted, stays as it was typed."""
    try:
        answer = read_typed(item, text, own) if own is not None and own != unit else None
    except UnreadableError:
        return text
    found = number_of(item, answer) if answer is not None else None
    if own is None or found is None:
        return text
    number = converted(found[0], own.code, unit.code, substance_of(loinc_of(item)))
    if number is None:
        return text
    rounded = round_half_up(number, _FINEST)
    return f"{number if number == rounded else rounded.normalize():f}"


def _day(text: str, today: date) -> date | None:
    said = text.strip().casefold()
    if said == tr("today").casefold():
        return today
    if said == tr("yesterday").casefold():
        return today - timedelta(days=1)
    return read_day(said, today - _YEAR) if said[:1].isdigit() or " " in said else None
