"""In the home: the drive, the door, what is measured and asked, what is done and taught."""

from PySide6.QtCore import Qt

from carenurse.app.ports import Records
from ui.shell.tour.hands import CTRL
from ui.shell.tour.stage import Stage
from ui.shell.tour.steps_day import ROSA
from ui.shell.tour.stopping import must


def she_drives_to_rosa(stage: Stage) -> None:
    """Today: Rosa's stop unfolds, the drive starts, the clock is in the record."""
    hands = stage.hands
    hands.key(Qt.Key.Key_1, CTRL)
    stage.arrive_at("today")
    stage.clock.strike(9, 38)
    card = hands.the(f"10:00 {ROSA}")
    hands.click(card)
    hands.press("Start drive", within=card)
    hands.wait_for("Begin visit")
    stage.until(_driving, "The start of the drive is not in the record.")
    stage.picture("driving")


def _driving(records: Records) -> bool:
    return any("driv" in str(visit).casefold() for visit in records.where("Encounter", "status", "planned"))


def she_begins_the_visit(stage: Stage) -> None:
    """At the door: one key begins the visit, and its page opens."""
    stage.clock.strike(9, 56)
    stage.hands.key(Qt.Key.Key_Return, CTRL)
    stage.arrive_at("visit")
    stage.hands.wait_for("Vital signs", "Jot pad", "Arrived 09:56")
    route = stage.workplace.navigation.route
    must(route and route.subject, "The visit has no place in the record.")
    stage.notes.encounter = route.subject if route else ""
    stage.picture("visit-begins")
