"""Arrival: what the visit was planned for reads as a fact, not as an example in an empty field."""

from pytestqt.qtbot import QtBot

from ui.visit.arrival_section import ArrivalSection
from ui.widgets.fields.text import TextField
from ui.widgets.text import Label


def told(qtbot: QtBot, reason: str) -> tuple[list[str], str]:
    section = ArrivalSection(reason, None, "")
    qtbot.addWidget(section)
    first = section.findChildren(TextField)[0]
    return [one.text() for one in section.findChildren(Label)], first.line.placeholderText()


def test_the_planned_reason_stands_below_the_field_and_not_as_an_example_in_it(qtbot: QtBot) -> None:
    said, example = told(qtbot, "Wound and heart check")

    assert "Planned: Wound and heart check" in said
    assert example == "Empty: as planned"


def test_without_a_planned_reason_the_field_asks_for_one(qtbot: QtBot) -> None:
    said, example = told(qtbot, "")

    assert not [one for one in said if one.startswith("Planned")]
    assert example == "What the visit is for"
