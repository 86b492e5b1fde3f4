"""What an answer says in its field."""

from collections.abc import Sequence

from carenurse.clinical.fhir import Resource
from carenurse.clinical.meter import word_of
from carenurse.forms.answers import words_of
from carenurse.forms.elements import value_and_type
from carenurse.forms.form import Item, Unit


def unit_of(answers: Sequence[Resource], units: Sequence[Unit]) -> Unit | None:
    """Find the unit in which an answer was typed."""
    for answer in answers:
        found = value_and_type(answer)
        quantity: Resource = found[0] if found and found[1] == "Quantity" else {}
        if code := quantity.get("code") or quantity.get("unit"):
            return next((unit for unit in units if code in (unit.code, unit.text)), None)
    return None


def plain_words(item: Item, answer: Resource) -> str:
    """Say an answer as it stands in its field: a quantity without its unit, which stands beside it."""
    found = value_and_type(answer)
    if found and found[1] == "Quantity":
        own = (
            str(found[0].get("unit", "")) if item.unit_open and not unit_of([answer], item.all_units) else ""
        )
        return word_of(answer) or f"{found[0].get('value', '')} {own}".strip()
    return words_of(answer, item)
