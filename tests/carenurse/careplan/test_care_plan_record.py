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
    once = with_own_words(PLAN, "Sleep flat.", FIRST)

    changed = with_own_words(once, "Walk.", AGAIN)

    assert changed["description"] == "Walk."
    assert [note["text"] for note in changed["note"]] == ["Sleep flat.", "Walk."]
    assert [note["text"] for note in once["note"]] == ["Sleep flat."]


def test_what_another_system_wrote_about_its_plan_is_not_what_the_person_said() -> None:
    foreign = {**PLAN, "description": "Care plan for diabetes.", "note": [{"text": "Seen by Dr. Test."}]}

    assert own_words(foreign) is None

    changed = with_own_words(foreign, "Walk.", AGAIN)

    found = own_words(changed)
    assert found is not None
    assert (found.text, found.said) == ("Walk.", (date(2026, 2, 27),))
    assert changed["description"] == "Care plan for diabetes."


def test_a_note_by_the_person_is_their_word_whoever_took_it_down() -> None:
    note = {"authorReference": {"reference": "Patient/rosa"}, "text": "Sleep flat."}

    found = own_words({**PLAN, "note": [note]})

    assert found is not None
    assert (found.text, found.said) == ("Sleep flat.", ())
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
