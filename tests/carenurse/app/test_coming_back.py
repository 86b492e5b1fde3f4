from dataclasses import replace
from datetime import timedelta

import pytest

from carenurse.app.coming_back import ReturnTo, find_return, forget_return, keep_return
from carenurse.app.ports import Records
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
