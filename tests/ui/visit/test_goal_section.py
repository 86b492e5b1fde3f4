"""The goals' section of a visit: what stands beside each goal."""

from datetime import date

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from carenurse.app.visit_facts import AgreedGoal
from ui.visit.goal_section import GoalSection


def test_a_day_of_another_year_is_told_with_its_year(qtbot: QtBot) -> None:
    goal = AgreedGoal(
        goal="g",
        words="Walk to church",
        text="Walks 200 m",
        due=date(2027, 1, 9),
        last_word="better",
        last_when=date(2025, 12, 28),
    )
    section = GoalSection([goal], date(2026, 3, 4))
    qtbot.addWidget(section)

    said = " ".join(shown.text() for shown in section.findChildren(QLabel))

    assert "by 9 Jan 2027" in said
    assert "last 28 Dec 2025: better" in said
