"""What a nurse types into a form, as an answer; days may be typed as she is used to."""

from datetime import date, timedelta

from carenurse.app.visit_when import read_day
from carenurse.clinical.fhir import Resource
from carenurse.forms.answers import UnreadableError, read_typed
from carenurse.forms.form import Item, Unit
from carenurse.translations import tr

_YEAR = timedelta(days=364)


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


def _day(text: str, today: date) -> date | None:
    said = text.strip().casefold()
    if said == tr("today").casefold():
        return today
    if said == tr("yesterday").casefold():
        return today - timedelta(days=1)
    return read_day(said, today - _YEAR) if said[:1].isdigit() or " " in said else None
