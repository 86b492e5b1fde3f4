"""The column of who is not planned yet."""

from datetime import date

from pytestqt.qtbot import QtBot

from carenurse.app.schedule_facts import Week
from ui.schedule.tray import Tray
from ui.widgets.text import Label


def test_a_week_without_any_order_is_not_said_to_have_all_its_ordered_visits_planned(qtbot: QtBot) -> None:
    tray = Tray()
    qtbot.addWidget(tray)

    tray.show_week(Week(date(2026, 3, 1), (), ()))

    said = [one.text() for one in tray.findChildren(Label)]
    assert "No order asks for another visit this week." in said
