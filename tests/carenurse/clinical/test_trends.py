from decimal import Decimal

import pytest

from carenurse.clinical.dates import Moment
from carenurse.clinical.limits import Limits
from carenurse.clinical.trends import judge_changes
from carenurse.clinical.vital_sign import VitalSign
from tests.carenurse.clinical.vital_data import shipped_vitals

LIMITS = Limits(shipped_vitals())
WEIGHT = "29463-7"


def weight(day: str, value: str, unit: str = "kg") -> VitalSign:
    return VitalSign(code=WEIGHT, value=Decimal(value), unit=unit, when=Moment(day))


def sentences(*readings: VitalSign, code: str = WEIGHT) -> list[str]:
    return [one.sentence for one in judge_changes(LIMITS, code, readings)]


def test_five_pounds_in_a_week_ask_for_a_call() -> None:
    found = sentences(
        weight("2026-02-27T08:00:00-05:00", "174.6", "[lb_av]"),
        weight("2026-02-24", "172.1", "[lb_av]"),
        weight("2026-02-20T09:00:00-05:00", "169.6", "[lb_av]"),
    )

    assert found == ["5.0 lb more than 7 days before: tell the clinician today (limit 5 lb)."]


def test_three_pounds_over_night_ask_for_a_call() -> None:
    found = sentences(weight("2026-02-27", "78.4"), weight("2026-02-26", "77.0"))

    assert found == ["1.4 kg more than 1 day before: tell the clinician today (limit 1.4 kg)."]


@pytest.mark.parametrize(
    ("newest", "before"),
    [
        (weight("2026-02-27", "78.3"), weight("2026-02-26", "77.0")),
        (weight("2026-02-27", "79.2"), weight("2026-02-20", "77.0")),
        (weight("2026-02-27", "90.0"), weight("2026-02-19", "77.0")),
        (weight("2026-02-27T18:00:00Z", "79.0"), weight("2026-02-27T08:00:00Z", "77.0")),
        (weight("2026-02-27", "90.0"), weight("2026-02", "77.0")),
        (weight("2026-02-27", "90.0"), weight("2026-02-25", "77.0", "stone")),
    ],
    ids=["1.3 kg in a day", "2.2 kg in a week", "8 days", "the same day", "no day", "unknown unit"],
)
def test_less_is_no_alarm(newest: VitalSign, before: VitalSign) -> None:
    assert sentences(newest, before) == []


def test_weight_lost_over_months_asks_for_a_call() -> None:
    found = sentences(weight("2026-02-27", "72.0"), weight("2026-02-10", "76.0"))

    assert found == ["5.3 % less than 17 days before: tell the clinician today (limit 5 %)."]


def test_a_drop_on_standing_is_seen_on_the_same_day_only() -> None:
    standing = VitalSign(code="8460-8", value=Decimal(105), unit="mm[Hg]", when=Moment("2026-02-27"))
    lying = VitalSign(code="8461-6", value=Decimal(128), unit="mm[Hg]", when=Moment("2026-02-27"))

    assert sentences(standing, lying, code="8460-8") == [
        "Drops 23 mmHg on standing: tell the clinician today (limit 20 mmHg)."
    ]
    assert not sentences(standing, code="8460-8")


def test_nothing_measured_asks_for_nothing() -> None:
    assert sentences() == []
    assert sentences(code="no-such-code") == []
