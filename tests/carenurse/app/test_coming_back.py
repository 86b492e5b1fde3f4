from dataclasses import replace
from datetime import timedelta

import pytest

from carenurse.app.coming_back import ReturnTo, find_return, forget_return, keep_return, where_to
from carenurse.app.ports import Records
from carenurse.app.some_people import SomePeople
from tests.demo_day import NOW

THERE = ReturnTo(NOW, "visit", "e1", "form", "Pain, where", 7, "p1", 2, "pain where")


def test_the_place_to_come_back_to_stays_until_the_nurse_is_there(records: Records) -> None:
    keep_return(records, THERE)

    assert find_return(records, NOW + timedelta(hours=1)) == THERE
    assert find_return(records, NOW + timedelta(hours=1)) == THERE, (
        "a crash before she is there loses nothing"
    )
    forget_return(records)
    assert find_return(records, NOW + timedelta(hours=1)) is None


def test_tomorrow_begins_with_its_own_day(records: Records) -> None:
    keep_return(records, ReturnTo(NOW, "visit", "e1"))

    assert find_return(records, NOW + timedelta(days=1)) is None


def test_words_of_an_open_form_wait_for_tomorrow_too(records: Records) -> None:
    there = replace(THERE, form={"form": "goal", "draft": {"text": "Walks to the mailbox", "goals": ["g1"]}})
    keep_return(records, there)

    assert find_return(records, NOW + timedelta(days=3)) == there


@pytest.mark.parametrize("written", ["{", "[]", "{}", '{"when": "noon", "place": "visit"}', '{"place": 3}'])
def test_a_place_that_makes_no_sense_is_no_place(records: Records, written: str) -> None:
    with records.work() as work:
        work.set_setting("return-to", written)

    assert find_return(records, NOW) is None


def seen_in_part(demo: Records, person: str) -> Records:
    return SomePeople(demo, {person}, counted=True)


@pytest.mark.parametrize(
    "there",
    [
        ReturnTo(NOW, "chart", "hidden"),
        ReturnTo(NOW, "patients", "hidden", "edit"),
        ReturnTo(NOW, "schedule", form={"draft": {"patient": "hidden"}}),
        ReturnTo(NOW, "patients", form={"patient": "hidden", "typed": {"street": "9 Pier"}}),
        ReturnTo(NOW, "visit", "visit-of-hidden"),
        ReturnTo(NOW, "chart", "hidden", family="hidden"),
    ],
)
def test_while_a_lease_is_over_nobody_comes_back_to_somebody_who_does_not_open(
    demo: Records, there: ReturnTo
) -> None:
    person = demo.find_patients("")[0]
    keep_return(demo, there)

    back = where_to(seen_in_part(demo, person), NOW)

    assert back is not None
    assert (back.place, back.subject, back.family) == ("today", "", "")
    assert where_to(demo, NOW) == there


def test_a_form_of_somebody_who_does_not_open_waits_until_they_do(demo: Records) -> None:
    there = ReturnTo(
        NOW, "plan", "hidden", form={"text": "Walks"}, elsewhere={"plan": {"p7": {"text": "Sleeps"}}}
    )
    keep_return(demo, there)

    back = where_to(seen_in_part(demo, demo.find_patients("")[0]), NOW)

    assert back is not None
    assert back.elsewhere == {"plan": {"p7": {"text": "Sleeps"}, "hidden": {"text": "Walks"}}}
    assert back.form == {}


def test_those_who_open_are_come_back_to(demo: Records) -> None:
    person = demo.find_patients("")[0]
    there = ReturnTo(NOW, "chart", person)
    keep_return(demo, there)

    assert where_to(seen_in_part(demo, person), NOW) == there
