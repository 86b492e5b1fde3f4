from decimal import Decimal

import pytest

from carenurse.documents.labels import labels_in
from carenurse.documents.readings import Limit, Reading, Verdict, goal, meaning, said, when_to_call

ENGLISH = labels_in("en")
SPANISH = labels_in("es")


def test_values_are_whole_numbers_without_a_trailing_zero() -> None:
    assert said(Reading("pulse", Decimal("88.0"), "/min"), ENGLISH) == "88"
    assert said(Reading("weight", Decimal("172.5"), "[lb_av]"), ENGLISH) == "172.5 pounds"
    assert said(Reading("temperature", Decimal("98.60"), "[degF]"), ENGLISH) == "98.6 degrees"
    assert said(Reading("temperature", Decimal("38.8"), "Cel"), ENGLISH) == "38.8 degrees Celsius"
    assert said(Reading("bloodSugar", Decimal("5.5"), "mmol/L"), ENGLISH) == "5.5"
    assert said(Reading("bloodSugar", Decimal("1E+2"), "mg/dL"), ENGLISH) == "100"
    assert said(Reading("pain", Decimal(4), "{score}"), SPANISH) == "4 de 10"


def test_a_decimal_stays_where_it_decides() -> None:
    reading = Reading("weight", Decimal("169.4"), "[lb_av]", Limit(None, Decimal(169)))

    assert reading.verdict is Verdict.HIGHER
    assert said(reading, ENGLISH) == "169.4 pounds"


@pytest.mark.parametrize(
    ("upper", "lower", "verdict"),
    [
        (142, 86, Verdict.NORMAL),
        (151, 86, Verdict.HIGHER),
        (142, 91, Verdict.HIGHER),
        (85, 60, Verdict.LOWER),
        (85, 95, Verdict.HIGHER),
    ],
)
def test_blood_pressure_is_judged_by_both_numbers(upper: int, lower: int, verdict: Verdict) -> None:
    systolic, diastolic = Limit(Decimal(90), Decimal(150)), Limit(None, Decimal(90))
    reading = Reading("bloodPressure", Decimal(upper), "mm[Hg]", systolic, Decimal(lower), diastolic)

    assert reading.verdict is verdict


def test_without_limits_nothing_is_judged() -> None:
    reading = Reading("pulse", Decimal(88), "/min")

    assert reading.verdict is None
    assert goal(reading, ENGLISH) == ""


def test_goals_are_said_with_the_ends_they_have() -> None:
    assert goal(Reading("pulse", Decimal(1), "", Limit(Decimal(55), Decimal(105))), ENGLISH) == "55 to 105"
    assert goal(Reading("pulse", Decimal(1), "", Limit(Decimal("92.0"))), SPANISH) == "92 o más"
    assert goal(Reading("pulse", Decimal(1), "", Limit(None, Decimal(105))), ENGLISH) == "up to 105"


def test_limits_at_which_to_call_are_said_as_that_and_never_as_a_goal() -> None:
    limit = Limit(Decimal(70), Decimal(300))
    reading = Reading("bloodSugar", Decimal(120), "mg/dL", limit, whose="call", call=limit)

    assert goal(reading, ENGLISH) == ""
    assert when_to_call(reading, ENGLISH) == "Call us below 70, above 300"
    assert when_to_call(reading, SPANISH) == "Llame: menos de 70, más de 300"
    assert meaning(reading, ENGLISH) == "In range"


def test_the_alarm_lines_of_adults_call_nothing_usual() -> None:
    lines = Limit(Decimal(90), Decimal(160), high_open=True)

    def says(value: int) -> str:
        return meaning(Reading("pulse", Decimal(value), "/min", lines, whose="adults"), ENGLISH)

    assert [says(value) for value in (89, 90, 159, 160, 170)] == [
        "Low today",
        "",
        "",
        "High today",
        "High today",
    ]
    assert goal(Reading("pulse", Decimal(90), "/min", lines, whose="adults"), ENGLISH) == ""
