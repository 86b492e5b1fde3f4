"""Typed once: what was measured today goes into every other form of the visit that asks for the same.

Only within one visit and one measurement; nothing is ever carried over from an earlier visit. A temperature
that was typed in Fahrenheit is converted and rounded half up to 0.1 °C before it scores (100.5 °F is 38.1
°C).
"""

from collections.abc import Mapping
from decimal import Decimal

from carenurse.app.visit_readings import loinc_of, number_of, refused_at
from carenurse.clinical.fhir import Resource
from carenurse.clinical.units import converted, substance_of
from carenurse.forms.answers import quantity_answer
from carenurse.forms.form import Item
from carenurse.forms.nodes import Place, option_of
from carenurse.forms.session import Session

_SAME_QUESTION: Mapping[tuple[str, str], str] = {("pain-nrs", "nrs"): "pain"}
"""(form, question) -> the question of the vital signs that asks the same as a choice of numbers."""

Target = tuple[str, Place]
"""A form's key and a place in it."""


def carried_answers(source: Session, target_key: str, target: Session) -> dict[Place, Resource]:
    """Say what the vital signs typed today answer in another form, in that form's units and choices."""
    by_code = {code: item.link for item in source.form.questions if (code := loinc_of(item))}
    found: dict[Place, Resource] = {}
    for item in target.form.questions:
        link = _source_link(item, target_key, by_code, source)
        may_go = link and _outside_repeats(target, item) and not refused_at(source, Place(link))
        given = source.answers(link) if may_go else ()
        answer = _fitted(source.item(link), item, given[0]) if given else None
        if answer is not None:
            found[Place(item.link)] = answer
    return found


def _outside_repeats(target: Session, item: Item) -> bool:
    return not item.calculated and Place(item.link) in target.places(hidden=True)


def _source_link(item: Item, form: str, by_code: Mapping[str, str], source: Session) -> str:
    if special := _SAME_QUESTION.get((form, item.link)):
        return special if special in source.form.index else ""
    if code := loinc_of(item):
        return by_code.get(code, "")
    twin = source.form.index.get(item.link)
    same = twin is not None and twin.kind == item.kind == "choice" and _codes(twin) == _codes(item)
    return item.link if same else ""


def _codes(item: Item) -> list[tuple[str, str]]:
    return [(option.system, option.code) for option in item.options]


def _fitted(source: Item, item: Item, answer: Resource) -> Resource | None:
    if item.kind == "choice":
        return _as_choice(source, item, answer)
    found = number_of(source, answer)
    if found is None:
        return None
    value, unit = found
    wanted = next((one.code for one in item.all_units), unit)
    number = converted(value, unit, wanted, substance_of(loinc_of(item))) if unit != wanted else value
    return None if number is None else _as_number(item, number)


def _as_choice(source: Item, item: Item, answer: Resource) -> Resource | None:
    number = number_of(source, answer)
    if number is not None:
        words = f"{number[0]:f}"
        return next((dict(one.answer) for one in item.options if one.text == words), None)
    chosen = option_of(source, answer)
    same = (one for one in item.options if chosen and (one.system, one.code) == (chosen.system, chosen.code))
    return next((dict(one.answer) for one in same), None)


def _as_number(item: Item, number: Decimal) -> Resource | None:
    match item.kind:
        case "integer":
            return {"valueInteger": int(number)} if number == number.to_integral_value() else None
        case "decimal":
            return {"valueDecimal": number}
        case "quantity":
            return quantity_answer(number, next(iter(item.all_units), None))
        case _:
            return None
