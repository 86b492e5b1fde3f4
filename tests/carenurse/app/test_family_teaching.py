"""What was taught, as it stands on the family's page."""

from carenurse.app.family_sources import taught
from carenurse.app.ports import Records
from carenurse.app.visit_worksheet import Taught, Worksheet


def lines(records: Records, *rows: Taught) -> list[str]:
    return [one.words.text for one in taught(records, "v", Worksheet(teaching=rows))]


def test_the_learners_own_words_are_printed(records: Records) -> None:
    row = Taught(row="1", topic="Float heels", result="repeated-back", note="I lift them with the pillow")

    assert lines(records, row) == ["Float heels: I lift them with the pillow."]


def test_without_words_it_is_said_that_it_was_told_back(records: Records) -> None:
    row = Taught(row="1", topic="Float heels", result="repeated-back")

    assert lines(records, row) == ["You told it back: Float heels."]
