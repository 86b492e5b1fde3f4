"""What stands in a medicine's name because nobody must overlook it."""

from datetime import date

import pytest

from carenurse.app.medicine_list import marked
from carenurse.clinical.dates import Moment
from carenurse.clinical.medicine import Medicine

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("until", "name"),
    [
        ("2024-09-23", "Lisinopril (was to end 23 Sep 2024: ask whether it is still taken)"),
        ("2026-03-03T20:00:00-05:00", "Lisinopril (was to end 3 Mar: ask whether it is still taken)"),
        ("2026-03-04", "Lisinopril"),
        ("2026", "Lisinopril"),
    ],
)
def test_a_medicine_that_was_to_end_is_marked(until: str, name: str) -> None:
    told = Medicine(name="Lisinopril", status="active", until=Moment.parse(until))

    assert marked(told, TODAY) == name


def test_a_medicine_on_hold_is_marked() -> None:
    assert marked(Medicine(name="Aspirin", status="on-hold"), TODAY) == "Aspirin (on hold)"
