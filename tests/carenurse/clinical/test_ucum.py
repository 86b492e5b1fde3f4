"""UCUM codes: what fits together, and the exact factor."""

from decimal import Decimal

import pytest

from carenurse.clinical import units
from carenurse.clinical.ucum import convert, known, multiplied, terms_of


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        ("1", "mg/dL", "g/L", "0.01"),
        ("10", "10*9/L", "10*3/uL", "10"),
        ("120", "mm[Hg]", "kPa", "15.99864"),
        ("10", "cm[H2O]", "Pa", "980.665"),
        ("72", "{beats}/min", "/min", "72"),
        ("1", "kcal", "kJ", "4.184"),
        ("150", "[lb_av]", "kg", "68.0388555"),
        ("2", "cm.m", "m2", "0.02"),
        ("9.81", "m/(s.s)", "m/s2", "9.81"),
        ("98.6", "[degF]", "Cel", "37"),
        ("37", "Cel", "[degF]", "98.6"),
        ("1", "d", "min", "1440"),
    ],
)
def test_a_value_keeps_what_it_measures(value: str, unit: str, target: str, expected: str) -> None:
    assert convert(Decimal(value), unit, target) == Decimal(expected)


@pytest.mark.parametrize(
    ("unit", "target"),
    [("mg", "mL"), ("mmol/L", "meq/L"), ("[iU]", "U"), ("Cel", "K"), ("furlong", "m"), ("kg", "furlong")],
)
def test_units_that_do_not_fit_together_give_nothing(unit: str, target: str) -> None:
    assert convert(Decimal(1), unit, target) is None


@pytest.mark.parametrize(
    "code",
    [
        *("", "foo", "(((m", "m99", "m/", "m.", ".m", "m//s", "m/.s", "(m/)", "m)", "mm[", "/" * 100),
        *("kmin", "10*99999999999"),
    ],
)
def test_nonsense_is_no_unit(code: str) -> None:
    assert terms_of(code) is None
    assert not known(code)
    assert convert(Decimal(1), code, "m") is None


def test_units_are_multiplied_and_divided_with_their_values() -> None:
    assert multiplied("m", "m") == "m2"
    assert multiplied("kg", "m2", -1) == "kg/m2"
    assert multiplied("m", "m", -1) == "1"
    assert multiplied("1", "min", -1) == "/min"
    assert multiplied("m", "furlong") is None


def test_the_nurses_conversions_use_the_same_factors() -> None:
    for unit, target in (("[lb_av]", "kg"), ("[in_i]", "cm"), ("mm[Hg]", "kPa"), ("[foz_us]", "mL")):
        assert units.convert(Decimal(7), unit, target) == convert(Decimal(7), unit, target)
