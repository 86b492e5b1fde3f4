from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carenurse.clinical.units import convert, converted, round_half_up, shown, ucum


@pytest.mark.parametrize(
    ("value", "unit", "target", "substance", "expected"),
    [
        ("98.6", "[degF]", "Cel", "", "37.0"),
        ("100.4", "[degF]", "Cel", "", "38.0"),
        ("100.5", "[degF]", "Cel", "", "38.1"),
        ("95.0", "[degF]", "Cel", "", "35.0"),
        ("37.0", "Cel", "[degF]", "", "98.6"),
        ("150", "[lb_av]", "kg", "", "68.0"),
        ("68.0", "kg", "[lb_av]", "", "149.9"),
        ("70", "[in_i]", "cm", "", "177.8"),
        ("70", "mg/dL", "mmol/L", "glucose", "3.9"),
        ("54", "mg/dL", "mmol/L", "glucose", "3.0"),
        ("180", "mg/dL", "mmol/L", "glucose", "10.0"),
        ("300", "mg/dL", "mmol/L", "glucose", "16.7"),
        ("3.9", "mmol/L", "mg/dL", "glucose", "70"),
        ("200", "mg/dL", "mmol/L", "cholesterol", "5.17"),
        ("1.0", "mg/dL", "umol/L", "creatinine", "88"),
        ("7.0", "%", "mmol/mol", "a1c", "53"),
        ("120", "mm[Hg]", "kPa", "", "16.0"),
        ("8", "[foz_us]", "mL", "", "237"),
    ],
)
def test_conversions_round_half_up_as_a_nurse_does(
    value: str, unit: str, target: str, substance: str, expected: str
) -> None:
    assert str(converted(Decimal(value), unit, target, substance)) == expected


def test_mass_and_amount_convert_only_for_a_known_substance() -> None:
    assert convert(Decimal(70), "mg/dL", "mmol/L") is None
    assert convert(Decimal(70), "kg", "cm") is None


@pytest.mark.parametrize(
    ("written", "code"),
    [("lbs", "[lb_av]"), ("°F", "[degF]"), ("mmHg", "mm[Hg]"), ("bpm", "/min"), ("kg", "kg")],
)
def test_spellings_of_other_systems_are_known(written: str, code: str) -> None:
    assert ucum(written) == code


def test_units_are_shown_as_on_a_chart() -> None:
    assert [shown(unit) for unit in ("mm[Hg]", "Cel", "{score}", "[lb_av]", "kg")] == [
        "mmHg",
        "°C",
        "",
        "lb",
        "kg",
    ]


@given(value=st.decimals(-1000, 1000, places=3))
def test_the_same_unit_leaves_every_digit(value: Decimal) -> None:
    assert str(converted(value, "kg", "kg")) == str(value)


@given(value=st.decimals(0, 500, places=1))
def test_pounds_survive_the_way_to_kilograms_and_back(value: Decimal) -> None:
    there = convert(value, "[lb_av]", "kg")

    assert there is not None
    back = convert(there, "kg", "[lb_av]")
    assert back is not None
    assert round_half_up(back, 1) == value


def test_halves_go_up_and_not_to_the_even_neighbor() -> None:
    assert [str(round_half_up(Decimal(text), 1)) for text in ("0.25", "0.35", "38.05")] == [
        "0.3",
        "0.4",
        "38.1",
    ]
