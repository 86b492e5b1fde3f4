"""What today adds beside a question: the end of its trend, and the value in the unit it was typed in."""

from dataclasses import replace
from decimal import Decimal

from carenurse.app.visit_readings import loinc_of, number_of
from carenurse.app.visit_rows import Point, RowFacts, charted
from carenurse.app.visit_session import VITALS, VisitSession
from carenurse.clinical.units import converted, shown, substance_of, ucum
from carenurse.forms.form import Item
from carenurse.forms.nodes import Place
from carenurse.translations import tr


def with_today(facts: RowFacts, visit: VisitSession, form: str, item: Item, unit: str) -> RowFacts:
    """Add the value of today to what stands beside a question; ``unit`` is the one of the row."""
    here = _answer(visit, form, Place(item.link))
    if here is None or not loinc_of(item):
        return facts
    value, typed = here
    point = _in_unit(value, typed or unit, unit, loinc_of(item))
    day = visit.form(form).now.date()
    today = None if point is None else Point(day, charted(loinc_of(item), point))
    told = _as_typed(visit, form, item)
    limits = ", ".join(words for words in (told, facts.limits) if words)
    return replace(facts, today=today, limits=limits)


def _answer(visit: VisitSession, form: str, place: Place) -> tuple[Decimal, str] | None:
    session = visit.form(form)
    if place not in session.places(hidden=True):
        return None
    answers = session.answers(place)
    return number_of(session.item(place), answers[0]) if answers else None


def _as_typed(visit: VisitSession, form: str, item: Item) -> str:
    """Say a value that came from the vital signs as it was typed there, where that was in another unit."""
    if form == VITALS or VITALS not in visit.forms or not visit.carried(form, Place(item.link)):
        return ""
    source = visit.form(VITALS)
    link = next((one.link for one in source.form.questions if loinc_of(one) == loinc_of(item)), "")
    found = _answer(visit, VITALS, Place(link)) if link else None
    asked = next((one.code for one in item.all_units), "")
    if found is None or not asked or ucum(found[1]) == ucum(asked):
        return ""
    return tr("typed as {value} {unit}", value=f"{found[0]:f}", unit=shown(found[1]))


def _in_unit(value: Decimal, typed: str, unit: str, code: str) -> Decimal | None:
    return converted(value, typed, unit, substance_of(code)) if unit else value
