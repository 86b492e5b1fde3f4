from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carenurse.clinical.news2 import Findings, Risk, score
from carenurse.clinical.units import converted

WELL = Findings(
    respiration=Decimal(16),
    saturation=Decimal(97),
    on_oxygen=False,
    systolic=Decimal(120),
    pulse=Decimal(70),
    consciousness="A",
    temperature=Decimal("36.8"),
)


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("respiration", {"8": 3, "9": 1, "11": 1, "12": 0, "20": 0, "21": 2, "24": 2, "25": 3}),
        ("saturation", {"91": 3, "92": 2, "93": 2, "94": 1, "95": 1, "96": 0, "100": 0}),
        ("systolic", {"90": 3, "91": 2, "100": 2, "101": 1, "110": 1, "111": 0, "219": 0, "220": 3}),
        (
            "pulse",
            {"40": 3, "41": 1, "50": 1, "51": 0, "90": 0, "91": 1, "110": 1, "111": 2, "130": 2, "131": 3},
        ),
        (
            "temperature",
            {"35.0": 3, "35.1": 1, "36.0": 1, "36.1": 0, "38.0": 0, "38.1": 1, "39.0": 1, "39.1": 2},
        ),
    ],
)
def test_every_line_of_the_table_lies_where_the_college_drew_it(name: str, points: dict[str, int]) -> None:
    found = {value: getattr(score(replace(WELL, **{name: Decimal(value)})), name) for value in points}

    assert found == points


@pytest.mark.parametrize(
    ("value", "oxygen", "points"),
    [
        ("83", False, 3),
        ("84", False, 2),
        ("86", True, 1),
        ("88", True, 0),
        ("92", True, 0),
        ("93", True, 1),
        ("95", True, 2),
        ("97", True, 3),
        ("93", False, 0),
        ("100", False, 0),
        ("97", None, None),
        ("90", None, 0),
    ],
)
def test_scale_two_depends_on_oxygen_above_the_target(
    value: str,
    oxygen: bool | None,  # noqa: FBT001 - a table's column
    points: int | None,
) -> None:
    found = score(replace(WELL, saturation=Decimal(value), on_oxygen=oxygen, scale_2=True))

    assert found.saturation == points


@pytest.mark.parametrize(("fahrenheit", "points"), [("100.4", 0), ("100.5", 1), ("95.0", 3)])
def test_fahrenheit_is_rounded_half_up_before_it_is_scored(fahrenheit: str, points: int) -> None:
    celsius = converted(Decimal(fahrenheit), "[degF]", "Cel")

    assert score(replace(WELL, temperature=celsius)).temperature == points


def test_a_well_person_scores_nothing() -> None:
    found = score(WELL)

    assert (found.total, found.risk, found.single_three) == (0, Risk.LOW, False)


@pytest.mark.parametrize("name", [one.name for one in fields(Findings) if one.name != "scale_2"])
def test_a_missing_part_leaves_no_total(name: str) -> None:
    found = score(replace(WELL, **{name: None}))

    assert found.total is None
    assert found.risk is None


def test_one_three_is_told_even_without_a_total() -> None:
    found = score(Findings(pulse=Decimal(135)))

    assert found.single_three
    assert found.total is None


@pytest.mark.parametrize(
    ("changes", "total", "risk"),
    [
        ({"consciousness": "C"}, 3, Risk.LOW_MEDIUM),
        ({"on_oxygen": True, "saturation": Decimal(92)}, 4, Risk.LOW),
        ({"on_oxygen": True, "saturation": Decimal(91)}, 5, Risk.MEDIUM),
        ({"respiration": Decimal(30), "pulse": Decimal(140), "temperature": Decimal("38.5")}, 7, Risk.HIGH),
    ],
)
def test_the_bands_are_those_of_the_college(changes: dict[str, object], total: int, risk: Risk) -> None:
    found = score(replace(WELL, **changes))

    assert (found.total, found.risk) == (total, risk)


@given(
    value=st.decimals(0, 400, places=2),
    name=st.sampled_from(["respiration", "pulse", "systolic", "saturation"]),
)
def test_every_number_has_its_points(value: Decimal, name: str) -> None:
    assert getattr(score(replace(WELL, **{name: value})), name) in range(4)
