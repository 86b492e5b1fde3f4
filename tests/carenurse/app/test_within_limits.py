"""What W has to say when it is pressed a second time."""

from carenurse.app.ports import Records
from carenurse.app.visit_open import draft_of
from carenurse.forms.nodes import Place
from tests.carenurse.app.visits import household


def test_a_part_that_is_answered_is_told_from_one_that_has_no_limits(records: Records) -> None:
    home = household(records)
    living = home.living()
    living.add_form(draft_of(home.records, home.encounter, "head-to-toe"))
    living.add_form(draft_of(home.records, home.encounter, "phq9"))
    assert not living.is_answered_within_limits("head-to-toe", "h2t-ss2809")

    living.within_limits("head-to-toe", "h2t-ss2809")

    assert living.is_answered_within_limits("head-to-toe", "h2t-ss2809")
    assert not living.is_answered_within_limits("head-to-toe", "h2t-ss2501")
    assert not living.is_answered_within_limits("phq9", "phq9-1")


def test_an_answer_found_by_hand_counts_as_answered(records: Records) -> None:
    home = household(records)
    living = home.living()
    living.add_form(draft_of(home.records, home.encounter, "head-to-toe"))
    cough = living.form("head-to-toe").item("h2t-ss2803")
    living.answer("head-to-toe", Place("h2t-ss2803"), [dict(cough.options[0].answer)])

    assert living.within_limits("head-to-toe", "h2t-ss2809") == 7
    assert living.is_answered_within_limits("head-to-toe", "h2t-ss2803")
    assert living.form("head-to-toe").answers("h2t-ss2803") == (dict(cough.options[0].answer),)
