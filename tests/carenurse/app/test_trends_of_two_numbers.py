"""A blood pressure is two numbers of one time: never of two, and each with its own sign."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from carenurse.app.chart_trends import trends
from tests.carenurse.app.telling import NOW, PERSON, Telling, weight

CODES = ("8480-6", "8462-4")


def _pressure(upper: int | None, lower: int | None, when: str) -> dict[str, Any]:
    def coded(code: str) -> dict[str, Any]:
        return {"coding": [{"system": "http://loinc.org", "code": code}]}

    return {
        "status": "final",
        "code": coded("85354-9"),
        "effectiveDateTime": when,
        "component": [
            {"code": coded(code), "valueQuantity": {"value": value, "unit": "mmHg", "code": "mm[Hg]"}}
            for code, value in zip(CODES, (upper, lower), strict=True)
            if value is not None
        ],
    }


@pytest.mark.parametrize(
    ("before", "now", "change", "direction"),
    [
        ((130, 80), (130, 95), "up 0/15 from 1 Mar", "up"),
        ((130, 90), (150, 80), "+20/-10 from 1 Mar", ""),
        ((150, 90), (140, 90), "down 10/0 from 1 Mar", "down"),
        ((130, 80), (130, 80), "same as 1 Mar", "same"),
    ],
)
def test_each_number_keeps_its_sign(
    before: tuple[int, int], now: tuple[int, int], change: str, direction: str, told: Telling
) -> None:
    told("Observation", **_pressure(*before, "2026-03-01T08:00:00-05:00"))
    told("Observation", **_pressure(*now, "2026-03-03T08:00:00-05:00"))

    [tile] = trends(told.records, PERSON, NOW)

    assert (tile.change, tile.direction) == (change, direction)


def test_a_number_of_january_is_not_paired_with_one_of_march(told: Telling) -> None:
    told("Observation", **_pressure(150, 110, "2026-01-01T08:00:00-05:00"))
    told("Observation", **_pressure(118, None, "2026-03-03T08:00:00-05:00"))

    [tile] = trends(told.records, PERSON, NOW)

    assert tile.value == "118/–"  # noqa: RUF001 - the dash that the tile shows
    assert (tile.change, tile.alarm) == ("only one of the two numbers", "")


def test_two_observations_of_one_time_are_one_pressure(told: Telling) -> None:
    for code, value in zip(CODES, (142, 86), strict=True):
        told(
            "Observation",
            status="final",
            code={"coding": [{"system": "http://loinc.org", "code": code}]},
            effectiveDateTime="2026-03-03T08:00:00-05:00",
            valueQuantity={"value": value, "unit": "mmHg", "code": "mm[Hg]"},
        )

    assert [tile.value for tile in trends(told.records, PERSON, NOW)] == ["142/86"]


def test_what_was_measured_this_evening_is_of_today_whatever_utc_says(told: Telling) -> None:
    told("Observation", **weight("80", "2026-03-04T02:00:00Z"))
    evening = datetime(2026, 3, 3, 22, tzinfo=timezone(-timedelta(hours=5)))

    [tile] = trends(told.records, PERSON, evening)

    assert tile.when == "Today"
