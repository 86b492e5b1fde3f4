"""A unit typed behind a number: "36.8 C" in a field of degrees Fahrenheit is what it says it is.

The unit is read as nurses write it (C, F, lbs, kg, mmol). One that the question offers is kept with the
number as typed; one that only converts into the question's own is converted; any other is no answer.
"""

import re
from decimal import Decimal

from carenurse.clinical import ucum, units
from carenurse.forms.form import Item, Unit

_BEHIND = re.compile(r"([+\-\u2212]?[\d.,]*\d[.,]?)\s*([^\d.,\s].*)\Z")
_SHORT = {
    "mmol": "mmol/L",
    "mg": "mg/dL",
    "mmhg": "mm[Hg]",
    "celsius": "Cel",
    "fahrenheit": "[degF]",
    "kilo": "kg",
    "kilos": "kg",
    "kilograms": "kg",
    "#": "[lb_av]",
    "cms": "cm",
    '"': "[in_i]",
    "l": "L/min",
    "lpm": "L/min",
    "liters": "L/min",
    "beats": "/min",
    "breaths": "/min",
    "per minute": "/min",
    "a minute": "/min",
}
"""Short ways to write a unit that mean it only where the question asks for its kind."""


def split_typed(text: str) -> tuple[str, str]:
    """Part a number from the words behind it; no words where nothing but a number was typed."""
    found = _BEHIND.match(text)
    return (found[1], found[2].strip()) if found else (text, "")


def unit_typed(item: Item, words: str) -> Unit | None:
    """Find which unit of a question is meant; None where it offers none of that name."""
    wanted = words.casefold().rstrip(".")
    code = units.ucum(wanted)
    meant = {wanted, code.casefold(), _SHORT.get(wanted, wanted).casefold()}
    return next(
        (one for one in item.all_units if {one.code.casefold(), one.text.casefold().rstrip(".")} & meant),
        None,
    )


def in_own_unit(item: Item, value: Decimal, words: str) -> tuple[Decimal, Unit] | None:
    """Convert a number typed in a unit that the question does not offer; None where it does not convert."""
    wanted = words.casefold().rstrip(".")
    for code in (units.ucum(wanted), words, _SHORT.get(wanted, "")):
        for unit in item.all_units if code else ():
            changed = convert(item, value, code, unit.code)
            if changed is not None:
                return changed, unit
    return None


def convert(item: Item, value: Decimal, unit: str, target: str) -> Decimal | None:
    """Convert between units as the question's substance allows (mg/dL and mmol/L of glucose)."""
    changed = units.converted(value, unit, target, substance_of(item))
    return changed if changed is not None else ucum.convert(value, unit, target)


def substance_of(item: Item) -> str:
    """Name the substance that a question measures, where converting depends on it."""
    named = (units.substance_of(str(coding.get("code", ""))) for coding in item.codes)
    return next(filter(None, named), "")
