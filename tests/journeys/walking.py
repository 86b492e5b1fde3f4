"""Ways through the window that more than one journey goes."""

from PySide6.QtCore import Qt

from ui.shell.tour.hands import CTRL
from ui.shell.tour.stage import Stage


def begin_the_visit(stage: Stage) -> None:
    """From Today: Rosa's stop unfolds, the drive starts, the visit begins."""
    hands = stage.hands
    card = hands.the("10:00 Rosa Delgado")
    hands.click(card)
    hands.press("Start drive", within=card)
    hands.wait_for("Begin visit")
    hands.key(Qt.Key.Key_Return, CTRL)
    stage.arrive_at("visit")
    hands.wait_for("Vital signs", "Jot pad")
