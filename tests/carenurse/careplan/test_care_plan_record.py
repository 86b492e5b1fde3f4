from datetime import UTC, date, datetime

from carenurse.careplan.care_plan_record import new_care_plan, own_words, with_items, with_own_words

FIRST = datetime(2026, 2, 19, 9, tzinfo=UTC)
AGAIN = datetime(2026, 2, 27, 9, tzinfo=UTC)
PLAN = new_care_plan("plan", "rosa", "nurse", FIRST)


def test_words_that_are_said_again_carry_both_days() -> None:
    once = with_own_words(PLAN, "I want to walk to the market.", FIRST)
    twice = with_own_words(once, "I want to walk to the market.", AGAIN)

    found = own_words(twice)

    assert found is not None
    assert found.said == (date(2026, 2, 19), date(2026, 2, 27))


def test_new_words_take_the_head_and_the_former_stay_as_a_note() -> None:
    other = {**PLAN, "description": "Sleep flat."}

    changed = with_own_words(other, "Walk.", AGAIN)

    assert changed["description"] == "Walk."
    assert [note["text"] for note in changed["note"]] == ["Sleep flat.", "Walk."]
    assert other.get("note") is None


def test_words_of_another_system_are_read_with_the_day_of_the_plan() -> None:
    found = own_words({**PLAN, "description": "Sleep flat."})

    assert found is not None
    assert (found.text, found.said) == ("Sleep flat.", (date(2026, 2, 19),))
    assert own_words(PLAN) is None
    assert own_words(None) is None


def test_items_are_named_once_also_beside_a_display() -> None:
    problem = {"resourceType": "Condition", "id": "heart"}
    order = {"resourceType": "ServiceRequest", "id": "weigh"}
    named = with_items(PLAN, [problem, order])
    named["addresses"][0]["display"] = "Heart"

    again = with_items(named, [problem, order])

    assert again == named
    assert again["activity"] == [{"reference": {"reference": "ServiceRequest/weigh"}}]
