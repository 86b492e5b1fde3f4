"""What today adds beside a question: the end of its trend, and the value in the unit it was typed in."""

from dataclasses import replace
from decimal import Decimal

from carenurse.app.visit_readings import loinc_of, number_of, refused_at
from carenurse.app.visit_rows import BeyondScale, Point, RowFacts, charted
from carenurse.app.visit_session import VITALS, VisitSession
from carenurse.clinical.fhir import Resource
from carenurse.clinical.meter import word_of
from carenurse.clinical.units import converted, shown, substance_of, ucum
from carenurse.forms.form import Item
from carenurse.forms.nodes import Place
from carenurse.translations import tr


def with_today(facts: RowFacts, visit: VisitSession, form: str, item: Item, unit: str) -> RowFacts:
    """Add the value of today to what stands beside a question; ``unit`` is the one of the row."""
    answer = _answer(visit, form, item.link)
    if answer is None or not loinc_of(item):
        return facts
    day = visit.form(form).now.date()
    if word := word_of(answer):
        return replace(facts, beyond=(*facts.beyond, BeyondScale(day, word)))
    here = number_of(item, answer)
    if here is None or refused_at(visit.form(form), Place(item.link)):
        return facts
    value, typed = here
    point = _in_unit(value, typed or unit, unit, loinc_of(item))
    today = None if point is None else Point(day, charted(loinc_of(item), point))
    told = _as_typed(visit, form, item)
    limits = ", ".join(words for words in (told, facts.limits) if words)
    return replace(facts, today=today, limits=limits)


def _answer(visit: VisitSession, form: str, link: str) -> Resource | None:
    session, place = visit.form(form), Place(link)
    answers = session.answers(place) if place in session.places(hidden=True) else ()
    return answers[0] if answers else None


def _as_typed(visit: VisitSession, form: str, item: Item) -> str:
    """Say a value that came from the vital signs as it was typed there, where that was in another unit."""
    if visit.source(form, Place(item.link)) != VITALS:
        return ""
    source = visit.form(VITALS)
    link = next((one.link for one in source.form.questions if loinc_of(one) == loinc_of(item)), "")
    answer = _answer(visit, VITALS, link) if link else None
    found = number_of(source.form.index[link], answer) if answer else None
    asked = next((one.code for one in item.all_units), "")
    if found is None or not asked or ucum(found[1]) == ucum(asked):
        return ""
    return tr("typed as {value} {unit}", value=f"{found[0]:f}", unit=shown(found[1]))


def _in_unit(value: Decimal, typed: str, unit: str, code: str) -> Decimal | None:
    return converted(value, typed, unit, substance_of(code)) if unit else value
