"""The note says a call once, with all its reasons; two calls stay two."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from carenurse.app.visit_note import NoteFacts, assemble
from carenurse.app.visit_worksheet import Told, Worksheet

CALLED = datetime(2026, 3, 4, 12, 54, tzinfo=UTC)
LOW = Told("t1", "f1", "Sugar is low: 52.", "Dr. Okafor's nurse Lee", "phone", CALLED, "Recheck sugar.")
FAST = replace(LOW, row="t2", flag="f2", about="Pulse is high: 122.")


def told(*rows: Told) -> str:
    paragraphs = assemble(NoteFacts(reason="", sheet=Worksheet(told=rows), found=(), care=(), goals=()))
    return next(one.text for one in paragraphs if one.name == "told")


def test_one_call_about_two_findings_is_said_once_with_both() -> None:
    assert told(LOW, FAST) == (
        "Dr. Okafor's nurse Lee, phone, 12:54, about: Sugar is low: 52; Pulse is high: 122. Recheck sugar."
    )


def test_a_call_of_another_time_or_with_another_answer_stays_a_call_of_its_own() -> None:
    later = replace(FAST, when=CALLED + timedelta(minutes=6))
    other = replace(FAST, answer="Will call back.")

    assert told(LOW, later).count("Dr. Okafor's nurse Lee") == 2
    assert told(LOW, other).count("Dr. Okafor's nurse Lee") == 2


def test_calls_without_a_time_are_not_put_together() -> None:
    untimed = [replace(one, when=None) for one in (LOW, FAST)]

    assert told(*untimed).count("Dr. Okafor's nurse Lee") == 2
