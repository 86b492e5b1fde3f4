"""A finding leads to the form it asks for, and what was just answered is not asked again."""

import pytest

from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_forms import shipped_form, shipped_names
from carenurse.app.visit_open import draft_of
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_way import first_unanswered
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.forms.nodes import Place
from tests.carenurse.app.visits import NOW, Household


def add(living: VisitSession, home: Household, name: str) -> None:
    living.add_form(draft_of(home.records, home.encounter, name))


def pick(living: VisitSession, form: str, link: str, degree: int) -> None:
    option = living.form(form).item(link).options[degree]
    living.answer(form, Place(link), [dict(option.answer)])


@pytest.fixture
def living(home: Household) -> VisitSession:
    """Give a visit in which the PHQ-2 is asked; its answers are 2 and 1."""
    living = home.living()
    add(living, home, "phq2")
    pick(living, "phq2", "phq2-1", 2)
    pick(living, "phq2", "phq2-2", 1)
    return living


def test_a_positive_phq2_asks_for_the_phq9_and_a_negative_one_for_nothing(living: VisitSession) -> None:
    (flag,) = [one for one in living.flags() if one.section == "phq2"]
    assert flag.next_forms == ("urn:carenurse:questionnaire/phq9",)

    pick(living, "phq2", "phq2-1", 0)

    assert [one for one in living.flags() if one.section == "phq2"] == []


def test_the_phq9_has_the_two_answers_as_todays_own_and_goes_on_at_its_third(
    living: VisitSession, home: Household
) -> None:
    add(living, home, "phq9")

    phq9 = living.form("phq9")
    assert [phq9.answers(f"phq9-{number}")[0]["valueCoding"]["display"] for number in (1, 2)] == [
        "More than half the days",
        "Several days",
    ]
    assert phq9.unconfirmed() == ()
    assert phq9.completion().answered == 2
    assert living.source("phq9", Place("phq9-1")) == "phq2"
    assert first_unanswered(living, "phq9") == Cursor("phq9", "phq9-3", "form")


def test_the_phq9_follows_the_phq2_until_it_is_answered_itself(living: VisitSession, home: Household) -> None:
    add(living, home, "phq9")
    pick(living, "phq2", "phq2-1", 3)
    assert living.form("phq9").answers("phq9-1")[0]["valueCoding"]["display"] == "Nearly every day"

    pick(living, "phq9", "phq9-1", 0)
    pick(living, "phq2", "phq2-1", 2)

    assert living.form("phq9").answers("phq9-1")[0]["valueCoding"]["display"] == "Not at all"
    assert living.source("phq9", Place("phq9-1")) == ""


def test_where_an_answer_came_from_is_known_again_when_the_visit_is_opened_again(
    living: VisitSession, home: Household
) -> None:
    add(living, home, "phq9")
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)

    again = home.living()

    assert again.source("phq9", Place("phq9-2")) == "phq2"
    assert again.source("phq2", Place("phq2-2")) == ""


def test_the_answers_go_back_when_the_one_they_came_from_is_undone(
    living: VisitSession, home: Household
) -> None:
    add(living, home, "phq9")
    living.undo()

    assert living.form("phq9").answers("phq9-2") == ()


@pytest.mark.parametrize("name", shipped_names())
def test_every_form_that_is_asked_for_is_shipped(name: str) -> None:
    form, _graph = shipped_form(name)
    asked = {address.removeprefix("urn:carenurse:questionnaire/") for address in form.next_forms}
    assert asked <= set(shipped_names())
