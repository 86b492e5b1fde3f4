"""At the desk: the week, the sealed file for the office, and the office opening it."""

from PySide6.QtCore import Qt

from ui.shell.tour.hands import CTRL
from ui.shell.tour.stage import Stage


def she_looks_at_the_week(stage: Stage) -> None:
    """The agreed visit stands on the schedule."""
    hands = stage.hands
    hands.key(Qt.Key.Key_3, CTRL)
    stage.arrive_at("schedule")
    hands.wait_for("1 to 7 Mar")
    stage.picture("schedule")
