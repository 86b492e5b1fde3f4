from decimal import Decimal

import pytest

from carenurse.clinical.dates import Moment
from carenurse.clinical.judgement import Level
from carenurse.clinical.limits import Limits
from carenurse.clinical.own_limit import OwnLimit, Span
from tests.carenurse.clinical.vital_data import shipped_vitals

DEFAULT = Limits(shipped_vitals())


@pytest.mark.parametrize(
    ("code", "value", "unit", "level"),
    [
        ("8480-6", "29", "mm[Hg]", Level.IMPOSSIBLE),
        ("8480-6", "79", "mm[Hg]", Level.URGENT_LOW),
        ("8480-6", "89", "mm[Hg]", Level.NOTIFY_LOW),
        ("8480-6", "90", "mm[Hg]", Level.WITHIN),
        ("8480-6", "159", "mm[Hg]", Level.WITHIN),
        ("8480-6", "160", "mm[Hg]", Level.NOTIFY_HIGH),
        ("8480-6", "180", "mm[Hg]", Level.URGENT_HIGH),
        ("8867-4", "40", "/min", Level.URGENT_LOW),
        ("8867-4", "41", "bpm", Level.NOTIFY_LOW),
        ("9279-1", "24", "/min", Level.WITHIN),
        ("9279-1", "25", "/min", Level.NOTIFY_HIGH),
        ("8310-5", "100.3", "[degF]", Level.WITHIN),
        ("8310-5", "100.4", "[degF]", Level.NOTIFY_HIGH),
        ("8310-5", "38.0", "Cel", Level.NOTIFY_HIGH),
        ("8310-5", "37.96", "Cel", Level.WITHIN),
        ("8310-5", "100.36", "[degF]", Level.NOTIFY_HIGH),
        ("2708-6", "91", "%", Level.NOTIFY_LOW),
        ("59408-5", "87", "%", Level.URGENT_LOW),
        ("41653-7", "3.9", "mmol/L", Level.WITHIN),
        ("41653-7", "3.8", "mmol/L", Level.NOTIFY_LOW),
        ("29463-7", "29", "kg", Level.UNUSUAL),
        ("29463-7", "170", "lbs", Level.WITHIN),
        ("72514-3", "7", "{score}", Level.URGENT_HIGH),
    ],
)
def test_a_reading_is_judged_at_the_very_line(code: str, value: str, unit: str, level: Level) -> None:
    found = DEFAULT.judge(code, Decimal(value), unit)

    assert found is not None
    assert found.level is level


def test_the_sentence_names_the_limit_in_the_unit_that_was_typed_and_its_source() -> None:
    found = DEFAULT.judge("8310-5", Decimal("100.4"), "[degF]")

    assert found is not None
    assert found.sentence == "100.4 °F or above: tell the clinician today (usual limits for adults)."
    assert found.interpretation == "H"


def test_an_impossible_value_is_told_where_it_must_lie() -> None:
    found = DEFAULT.judge("8480-6", Decimal(1200), "mm[Hg]")

    assert found is not None
    assert found.sentence == "This cannot be right: it must lie between 30 mmHg and 300 mmHg."
    assert not found.asks_for_call


def test_an_urgent_value_may_also_be_one_to_measure_again() -> None:
    found = DEFAULT.judge("8480-6", Decimal(65), "mm[Hg]")

    assert found is not None
    assert (found.level, found.check_again) == (Level.URGENT_LOW, True)


def test_what_has_no_limits_or_no_conversion_is_not_judged() -> None:
    assert DEFAULT.judge("2093-3", Decimal(200), "mg/dL") is None
    assert DEFAULT.judge("29463-7", Decimal(80), "cm") is None


def own(
    code: str, notify: Span, *, urgent: Span | None = None, since: str = "2026-01-01", status: str = "active"
) -> OwnLimit:
    return OwnLimit(
        code=code,
        notify=notify,
        urgent=urgent or Span(),
        ordered_by="Dr. Sample",
        since=Moment(since),
        status=status,
    )


def test_this_persons_limit_comes_before_the_usual_one() -> None:
    limits = Limits(DEFAULT.vitals, (own("8480-6", Span(Decimal(100), Decimal(150), "mm[Hg]")),))

    found = limits.judge("8480-6", Decimal(151), "mm[Hg]")

    assert found is not None
    assert found.level is Level.NOTIFY_HIGH
    assert found.sentence == (
        "Above 150 mmHg: tell the clinician today (this person's limits, ordered by Dr. Sample)."
    )


def test_a_usual_urgent_line_never_cuts_into_the_ordered_range() -> None:
    target = own("59408-5", Span(Decimal(86), Decimal(92), "%"))
    limits = Limits(DEFAULT.vitals, (target,))

    levels = {
        value: judged.level
        for value in (85, 86, 92, 93)
        if (judged := limits.judge("2708-6", Decimal(value), "%"))
    }

    assert levels == {85: Level.NOTIFY_LOW, 86: Level.WITHIN, 92: Level.WITHIN, 93: Level.NOTIFY_HIGH}


@pytest.mark.parametrize(
    ("ordered", "levels"),
    [
        ("170", {170: Level.WITHIN, 175: Level.NOTIFY_HIGH, 180: Level.URGENT_HIGH}),
        ("180", {180: Level.WITHIN, 181: Level.NOTIFY_HIGH, 240: Level.NOTIFY_HIGH}),
        ("190", {190: Level.WITHIN, 191: Level.NOTIFY_HIGH}),
    ],
)
def test_a_usual_urgent_line_above_the_ordered_range_still_counts(
    ordered: str, levels: dict[int, Level]
) -> None:
    limits = Limits(DEFAULT.vitals, (own("8480-6", Span(None, Decimal(ordered), "mm[Hg]")),))

    judged = {value: limits.judge("8480-6", Decimal(value), "mm[Hg]") for value in levels}

    assert {value: found and found.level for value, found in judged.items()} == levels


def test_an_ordered_urgent_range_counts() -> None:
    limits = Limits(
        DEFAULT.vitals,
        (own("59408-5", Span(Decimal(88), Decimal(92), "%"), urgent=Span(Decimal(85), None, "%")),),
    )

    found = limits.judge("59408-5", Decimal(84), "%")

    assert found is not None
    assert found.level is Level.URGENT_LOW


def test_a_limit_ordered_in_pounds_judges_kilograms() -> None:
    limits = Limits(DEFAULT.vitals, (own("29463-7", Span(None, Decimal(180), "[lb_av]")),))

    found = limits.judge("29463-7", Decimal(82), "kg")

    assert found is not None
    assert found.level is Level.NOTIFY_HIGH


def test_the_last_order_counts_and_a_revoked_one_does_not() -> None:
    vital = DEFAULT.vital("8480-6")
    older, newer = (
        own("8480-6", Span(high=Decimal(140))),
        own("8480-6", Span(high=Decimal(150)), since="2026-02-01"),
    )
    revoked = own("8480-6", Span(high=Decimal(200)), since="2026-03-01", status="revoked")

    assert vital is not None
    assert Limits(DEFAULT.vitals, (newer, older, revoked)).notify(vital).high == Decimal(150)
