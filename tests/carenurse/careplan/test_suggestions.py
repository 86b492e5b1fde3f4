from datetime import UTC, datetime, timedelta
from decimal import Decimal

from carenurse.app.plan_content import plan_content
from carenurse.careplan.suggestions import Answered, Measured, Suggestion, suggest

CONTENT = plan_content()
TODAY = datetime(2026, 3, 4, 10, tzinfo=UTC)


def measured(code: str, value: str, days_ago: float = 0, unit: str = "{score}") -> Measured:
    return Measured(code, Decimal(value), unit, TODAY - timedelta(days=days_ago))


def suggested(*found: Measured | Answered, present: frozenset[str] = frozenset()) -> tuple[Suggestion, ...]:
    return suggest(
        CONTENT.rules,
        [one for one in found if isinstance(one, Measured)],
        [one for one in found if isinstance(one, Answered)],
        present,
    )


def test_a_high_phq9_suggests_mental_health_with_the_reason() -> None:
    (found,) = suggested(measured("44261-6", "12"))

    assert found.problem == "PB0012"
    assert found.template == "depression"
    assert found.reasons == ("PHQ-9 is 12; 10 or more asks for a closer look at mood.",)
    assert not found.urgent


def test_only_the_newest_value_counts() -> None:
    assert suggested(measured("44261-6", "12", days_ago=14), measured("44261-6", "4")) == ()


def test_item_nine_is_urgent_and_comes_first() -> None:
    pain = measured("72514-3", "7")
    item = Answered("phq9", "phq9-9", "Thoughts", "Several days", Decimal(1))

    found = suggested(pain, item)

    assert [(one.problem, one.urgent) for one in found] == [("PB0012", True), ("PB0024", False)]


def test_of_several_reasons_for_one_problem_a_single_urgent_one_makes_it_urgent() -> None:
    item = Answered("phq9", "phq9-9", "Thoughts", "Several days", Decimal(1))

    (found,) = suggested(measured("44261-6", "12"), item)

    assert len(found.reasons) == 2
    assert found.urgent


def test_the_same_reason_from_form_and_observation_is_said_once() -> None:
    (found,) = suggested(
        measured("44260-8", "1"), Answered("phq9", "phq9-9", "Thoughts", "Several days", Decimal(1))
    )

    assert len(found.reasons) == 1


def test_weight_that_rises_suggests_circulation() -> None:
    (found,) = suggested(measured("29463-7", "75.3", 5, "kg"), measured("29463-7", "77.8", 0, "kg"))

    assert found.problem == "PB0029"
    assert found.reasons == ("Weight rose 2.5 kg in 5 days; 5 lb (2.3 kg) in a week can be fluid.",)


def test_exactly_three_pounds_are_three_pounds_whatever_the_weight() -> None:
    pound = Decimal("0.45359237")
    for tenths in range(1000, 3000, 37):
        before, now = Decimal(tenths) / 10 * pound, (Decimal(tenths) / 10 + 3) * pound
        found = suggested(measured("29463-7", str(before), 1, "kg"), measured("29463-7", str(now), 0, "kg"))
        assert [one.reasons for one in found] == [
            ("Weight rose 1.4 kg in 1 day; 3 lb (1.4 kg) in a day can be fluid.",)
        ], tenths


def test_a_slow_rise_or_another_unit_suggests_nothing() -> None:
    assert suggested(measured("29463-7", "70", 30, "kg"), measured("29463-7", "77", 0, "kg")) == ()
    assert suggested(measured("29463-7", "150", 2, "lb"), measured("29463-7", "170", 0, "kg")) == ()


def test_a_yes_in_the_skin_check_and_a_wound_suggest_skin() -> None:
    red = Answered(
        "skin-check", "sk-7", "Red area that does not fade when pressed", "Yes", Decimal(1), yes=True
    )
    wound = Answered("wound-record", "w-site", "Body site", "left heel")

    (found,) = suggested(red, wound)

    assert found.problem == "PB0026"
    assert found.reasons == (
        "The skin check was answered yes on: Red area that does not fade when pressed",
        "A wound was recorded (left heel).",
    )
    assert suggested(Answered("skin-check", "sk-7", "Red area", "No", Decimal(0))) == ()


def test_a_problem_that_is_on_the_plan_is_not_suggested_again() -> None:
    assert suggested(measured("72514-3", "7"), present=frozenset({"PB0024"})) == ()


def test_every_rule_names_its_source_and_a_known_problem() -> None:
    for rule in CONTENT.rules:
        assert rule.source
        assert CONTENT.terms.problem(rule.problem)
        assert bool(rule.measure) != bool(rule.form)
        assert rule.template is None or CONTENT.template(rule.template)
