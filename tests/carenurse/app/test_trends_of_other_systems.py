"""Values of other systems in the tiles of the chart: whole, in their unit, bounds as bounds."""

from typing import Any

import pytest

from carenurse.app.chart_trends import trend_of, trends
from carenurse.app.plan_values import newest_value, values
from tests.carenurse.app.telling import NOW, PERSON, Telling, coded, weight

OBSERVED = "v3-ObservationInterpretation"


def test_digits_that_no_scale_has_are_not_charted(told: Telling) -> None:
    told("Observation", **weight("85.00274638024895", "2026-03-01"))
    told("Observation", **weight("81.03011348933358", "2026-02-01"))

    [tile] = trends(told.records, PERSON, NOW)

    assert tile.value == "85.0"
    assert tile.change.startswith("up 4.0 ")


def test_the_old_pressure_panel_has_its_tile(told: Telling) -> None:
    part = "http://loinc.org"
    told(
        "Observation",
        code={"coding": [{"system": part, "code": "55284-4"}]},
        effectiveDateTime="2026-03-01",
        component=[
            {
                "code": {"coding": [{"system": part, "code": code}]},
                "valueQuantity": {"value": value, "unit": "mmHg"},
            }
            for code, value in (("8480-6", 132), ("8462-4", 78))
        ],
    )

    assert [tile.value for tile in trends(told.records, PERSON, NOW)] == ["132/78"]


def sugar(value: float, day: str, comparator: str = "") -> dict[str, Any]:
    quantity = {"value": value, "unit": "mg/dL", "code": "mg/dL", "system": "http://unitsofmeasure.org"}
    return {
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "41653-7"}]},
        "effectiveDateTime": day,
        "valueQuantity": quantity | ({"comparator": comparator} if comparator else {}),
    }


def test_a_value_that_is_only_a_bound_is_shown_as_such_and_never_computed_with(told: Telling) -> None:
    told("Observation", **sugar(110, "2026-02-20T08:00:00-05:00"))
    told("Observation", **sugar(40, "2026-02-27T08:00:00-05:00", "<"))

    [tile] = trends(told.records, PERSON, NOW)

    assert (tile.value, tile.change, tile.direction) == ("< 40", "not an exact value", "")
    assert [str(point.value) for point in tile.series[0].points] == ["110"]
    assert tile.alarm  # whatever it was, it was below 40
    assert newest_value(told.records, PERSON, "41653-7", "mg/dL", today=NOW.date()) is not None
    assert [
        str(one.value) for one in values(told.records, PERSON, "41653-7", "mg/dL", 5, today=NOW.date())
    ] == ["110"]


def test_a_bound_that_says_nothing_about_a_limit_raises_no_alarm(told: Telling) -> None:
    told("Observation", **sugar(40, "2026-02-27T08:00:00-05:00", ">"))

    [tile] = trends(told.records, PERSON, NOW)

    assert (tile.value, tile.alarm, tile.series[0].points) == ("> 40", "", ())


@pytest.mark.parametrize(("word", "grave"), [("LO", "LL"), ("HI", "HH")])
def test_a_meters_word_is_the_newest_of_the_tile_and_asks_for_a_call(
    told: Telling, word: str, grave: str
) -> None:
    said = {key: value for key, value in sugar(0, "2026-03-04").items() if key != "valueQuantity"}
    before = told("Observation", **sugar(142, "2026-03-03"))
    newest = told("Observation", **said, valueString=word, interpretation=[coded(OBSERVED, grave)])
    (tile,) = trends(told.records, PERSON, NOW)
    assert (tile.value, tile.unit, tile.when) == (word, "", "Today")
    assert word in tile.alarm
    (line,) = tile.series
    assert line.newest.reference == f"Observation/{newest['id']}"
    assert [point.reference for point in line.points] == [f"Observation/{before['id']}"]
    assert trend_of(told.records, PERSON, line.newest.reference, NOW) == tile


def test_a_meters_word_alone_has_its_tile(told: Telling) -> None:
    said = {key: value for key, value in sugar(0, "2026-03-04").items() if key != "valueQuantity"}
    told("Observation", **said, valueString="LO")
    (tile,) = trends(told.records, PERSON, NOW)
    assert tile.value == "LO"
    assert tile.series[0].points == ()


def _loinc(code: str) -> dict[str, Any]:
    return {"coding": [{"system": "http://loinc.org", "code": code}]}


def test_one_lone_upper_pressure_of_long_ago_hides_no_newer_panel(told: Telling) -> None:
    about = {"subject": {"reference": f"Patient/{PERSON}"}, "status": "final"}
    told(
        "Observation",
        **about,
        code=_loinc("8480-6"),
        effectiveDateTime="2020-01-01",
        valueQuantity={"value": 190, "unit": "mm[Hg]", "code": "mm[Hg]"},
    )
    told(
        "Observation",
        **about,
        code=_loinc("85354-9"),
        effectiveDateTime="2026-03-01",
        component=[
            {"code": _loinc("8480-6"), "valueQuantity": {"value": 130, "unit": "mm[Hg]", "code": "mm[Hg]"}},
            {"code": _loinc("8462-4"), "valueQuantity": {"value": 80, "unit": "mm[Hg]", "code": "mm[Hg]"}},
        ],
    )

    found = newest_value(told.records, PERSON, "8480-6", "mm[Hg]", today=NOW.date())

    assert found is not None
    assert found.value == 130
