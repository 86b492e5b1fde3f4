"""Numbers that cannot be right, or are in doubt: asked back, and nothing follows from them."""

from datetime import date
from decimal import Decimal

import pytest

from carenurse.app.day_words import short_day, week_day
from carenurse.app.visit_checks import Check
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_facts import Level
from carenurse.app.visit_rows import row_facts, usual_unit
from carenurse.app.visit_rows_today import with_today
from carenurse.app.visit_session import VITALS, VisitSession
from carenurse.app.visit_sign import sign_visit
from carenurse.app.visit_state import checks_of, note_of
from carenurse.app.visit_suggestions import suggestions_of
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.app.visit_worksheet import Told
from tests.carenurse.app.visits import NOW, PATIENT, Household, type_in


def test_an_impossible_weight_says_only_that_and_suggests_nothing(home: Household) -> None:
    living = home.living()
    type_in(living, "weight", "1508", "[lb_av]")

    assert living.form(VITALS).problem("weight") != ""
    assert [flag for flag in living.flags() if flag.question == "weight"] == []
    assert suggestions_of(living, NOW) == ()


def test_an_impossible_pain_gives_no_advice_in_any_form(home: Household) -> None:
    living = home.living()
    type_in(living, "pain", "11")

    assert [flag for flag in living.flags() if "11" in flag.why] == []
    assert suggestions_of(living, NOW) == ()


def test_an_impossible_value_signed_with_a_reason_becomes_no_observation(home: Household) -> None:
    living = home.living()
    type_in(living, "weight", "1508", "[lb_av]")
    with home.records.work() as work:
        for resource in living.drafts().resources:
            work.put(resource, draft=True)

    sign_visit(home.records, home.encounter, NOW, "Scale broke, the family waits")

    found = home.records.latest_by_code(PATIENT, "29463-7", limit=5)
    assert [one["valueQuantity"]["value"] for one in found] == [Decimal("166.4")]


def test_the_note_says_of_an_impossible_value_that_it_was_typed_so(home: Household) -> None:
    living = home.living()
    type_in(living, "weight", "1508", "[lb_av]")
    type_in(living, "sbp", "400")
    type_in(living, "dbp", "86")
    type_in(living, "rr", "16")

    said = "\n".join(paragraph.text for paragraph in note_of(living, NOW))

    assert "Weight 1508 lb (typed so, cannot be right)" in said
    assert "blood pressure 400/86 (typed so, cannot be right)" in said
    assert said.count("cannot be right") == 2


@pytest.mark.parametrize(
    ("question", "text", "unit", "asked"),
    [
        ("weight", "75.6", "[lb_av]", "Did you mean 75.6 kg?"),
        ("weight", "166", "kg", "Did you mean 166 lb?"),
        ("weight", "290", "[lb_av]", "Read the scale again."),
        ("temp", "36.7", "[degF]", "Did you mean 36.7 °C? 36.7 °C is 98.1 °F."),
        ("temp", "98.6", "Cel", "Did you mean 98.6 °F? 98.6 °F is 37.0 °C."),
    ],
)
def test_a_unit_taken_for_the_other_one_is_asked_about_and_stays_open_before_signing(
    question: str, text: str, unit: str, asked: str, home: Household
) -> None:
    living = home.living()
    type_in(living, question, text, unit)

    flags = [flag for flag in living.flags() if flag.question == question]
    assert len(flags) == 1
    assert asked in flags[0].what_to_do
    assert flags[0].level is Level.LOOK
    left = [check for check in checks_of(living, living.flags()) if check.key.startswith("doubt:")]
    assert [check.fine for check in left] == [False]


def test_a_weight_like_last_time_is_not_asked_about(home: Household) -> None:
    living = home.living()
    type_in(living, "weight", "167", "[lb_av]")

    assert [flag for flag in living.flags() if flag.doubtful] == []


def test_last_time_in_another_unit_is_shown_converted_with_the_original_beside_it(home: Household) -> None:
    living = home.living()
    weight = living.form(VITALS).item("weight")
    pounds = usual_unit(weight)
    kilos = usual_unit(weight, "metric")
    assert pounds is not None
    assert kilos is not None

    facts = row_facts(living.opened, VITALS, weight, kilos.code)

    assert (pounds.code, kilos.code) == ("[lb_av]", "kg")
    assert facts.last is not None
    assert facts.last.words == "75.5 (166.4 lb)"


def test_digits_that_no_scale_has_are_not_shown(home: Household) -> None:
    with home.records.work() as work:
        kept = home.records.get("Observation", "o-29463-7")
        assert kept is not None
        work.put(
            kept | {"valueQuantity": {"value": Decimal("98.1130077"), "unit": "kg", "code": "kg"}}, local=True
        )
    living = home.living()
    weight = living.form(VITALS).item("weight")

    facts = row_facts(living.opened, VITALS, weight, "kg")

    assert facts.last is not None
    assert facts.last.words == "98.1"
    assert facts.points[-1].value == Decimal("98.1")


def test_the_trend_of_a_row_ends_with_the_value_of_today(home: Household) -> None:
    living = home.living()
    weight = living.form(VITALS).item("weight")
    type_in(living, "weight", "171.6", "[lb_av]")

    facts = with_today(row_facts(living.opened, VITALS, weight, "[lb_av]"), living, VITALS, weight, "[lb_av]")

    assert facts.today is not None
    assert (facts.today.value, facts.today.day) == (Decimal("171.6"), NOW.date())


def test_news2_shows_the_temperature_as_it_was_typed_beside_the_converted_one(home: Household) -> None:
    living = home.living()
    type_in(living, "temp", "98.6", "[degF]")
    session = living.form("news2")
    temperature = session.item("temp")

    facts = with_today(
        row_facts(living.opened, "news2", temperature, "Cel"), living, "news2", temperature, "Cel"
    )

    assert session.answers("temp") == ({"valueDecimal": Decimal("37.0")},)
    assert "typed as 98.6 °F" in facts.limits


def test_a_day_of_another_year_is_said_with_its_year() -> None:
    today = date(2026, 3, 4)

    assert short_day(date(2025, 12, 28), today) == "28 Dec 2025"
    assert week_day(date(2024, 2, 8), today) == "Thu 8 Feb 2024"
    assert short_day(date(2026, 2, 8), today) == "8 Feb"


@pytest.mark.parametrize(
    ("typed", "word", "code", "sign"), [("hi", "HI", "HH", ">"), ("LO", "LO", "LL", "<")]
)
def test_a_meter_beyond_its_range_is_kept_as_words_flagged_red_and_never_a_number(
    typed: str, word: str, code: str, sign: str, home: Household
) -> None:
    living = home.living()
    type_in(living, "glucose", typed, "mg/dL")

    flag = next(one for one in living.flags() if one.question == "glucose")
    assert flag.level is Level.URGENT
    assert flag.what_to_do == f"The meter shows {word}: call the clinician now."
    assert living.form(VITALS).problem("glucose") == ""
    found = next(one.text for one in note_of(living, NOW) if one.name == "found")
    assert f"Blood sugar {word}" in found
    told = Told("flag", flag=flag.key, about=flag.why, who="Dr. Osei", when=NOW)
    living.change_sheet(Cursor("leaving", "flag", "form"), lambda sheet: sheet.with_told(told))
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)
    sign_visit(home.records, home.encounter, NOW, "Called away")

    made = home.records.latest_by_code(PATIENT, "41653-7")[0]
    assert made["valueString"] == word
    assert "valueQuantity" not in made
    assert [one["code"] for one in made["interpretation"][0]["coding"]] == [code, sign]


def test_who_was_told_of_one_reading_was_not_told_of_a_graver_one_after_it(home: Household) -> None:
    living = home.living()
    type_in(living, "sbp", "165")
    (first,) = [flag for flag in living.flags() if flag.question == "sbp"]
    told = Told("1", first.key, first.why, "Dr. Test", "phone", NOW)
    living.change_sheet(Cursor(), lambda sheet: sheet.with_told(told))
    assert _asked(living) == []

    type_in(living, "sbp", "215")

    (asked,) = _asked(living)
    assert (asked.fine, asked.grave) == (False, True)
    assert "215" in asked.sentence


def _asked(living: VisitSession) -> list[Check]:
    return [one for one in checks_of(living, living.flags()) if one.key.startswith("flag:") and not one.fine]
