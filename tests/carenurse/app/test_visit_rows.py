from datetime import date
from decimal import Decimal

import pytest

from carenurse.app.visit_rows import NOTHING, row_facts, usual_unit
from carenurse.app.visit_rows_today import with_today
from carenurse.app.visit_session import VITALS
from carenurse.app.visit_typing import read_answer
from carenurse.forms.answers import UnreadableError
from carenurse.forms.form import Item
from tests.carenurse.app.visits import Household, type_in


def test_last_time_trend_and_limits_stand_beside_a_reading(home: Household) -> None:
    living = home.living()
    weight = living.form(VITALS).item("weight")

    facts = row_facts(living.opened, VITALS, weight, "[lb_av]")

    assert facts.last is not None
    assert (facts.last.words, facts.last.day) == ("166.4", date(2026, 2, 27))
    assert facts.limits == "+3\u00a0lb in 1\u00a0day, +5\u00a0lb in 7\u00a0days"
    assert facts.high == Decimal("171.5")
    assert facts.source == "usual limits for adults"


def test_the_row_follows_the_unit_in_which_it_is_shown(home: Household) -> None:
    living = home.living()
    weight = living.form(VITALS).item("weight")

    facts = row_facts(living.opened, VITALS, weight, "kg")

    assert facts.last is not None
    assert facts.last.words == "75.5 (166.4 lb)"


def test_a_row_begins_in_the_units_of_this_nurse(home: Household) -> None:
    living = home.living()
    form = living.form(VITALS)

    weight, temperature = (
        usual_unit(form.item("weight")),
        usual_unit(form.item("temp")),
    )

    assert weight is not None
    assert weight.code == "[lb_av]"
    assert temperature is not None
    assert temperature.code == "[degF]"


def test_a_question_never_asked_before_has_nothing_beside_it(home: Household) -> None:
    living = home.living()

    assert row_facts(living.opened, "skin-check", living.form("skin-check").item("sk-1"), "") == NOTHING


@pytest.mark.parametrize(("typed", "drawn"), [("168", True), ("1800", False), ("-5", False)])
def test_what_cannot_be_right_is_drawn_in_no_trend(home: Household, typed: str, drawn: bool) -> None:  # noqa: FBT001
    living = home.living()
    weight = living.form(VITALS).item("weight")
    type_in(living, "weight", typed, "[lb_av]")

    facts = row_facts(living.opened, VITALS, weight, "[lb_av]")
    today = with_today(facts, living, VITALS, weight, "[lb_av]").today

    assert (today is not None) is drawn


@pytest.mark.parametrize(
    ("text", "day"),
    [("27 Feb", "2026-02-27"), ("yesterday", "2026-03-03"), ("3/4", "2026-03-04"), ("2020-05", "2020-05")],
)
def test_a_day_in_a_form_is_the_last_of_its_name(text: str, day: str) -> None:
    item = Item(link="when", kind="date", text="When?")

    assert read_answer(item, text, None, date(2026, 3, 4)) == ({"valueDate": day},)


def test_nonsense_is_no_day_in_a_form() -> None:
    with pytest.raises(UnreadableError):
        read_answer(Item(link="when", kind="date", text="When?"), "some time ago", None, date(2026, 3, 4))
