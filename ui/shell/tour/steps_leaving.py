"""At the door: who was told, the plan, the page for the family, the next visit, the signature, the addendum."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from carenurse.app.ports import Records
from carenurse.clinical.fhir import split_reference
from ui.shell.tour.hands import CTRL
from ui.shell.tour.stage import Stage
from ui.shell.tour.steps_care import beside
from ui.shell.tour.steps_visit import section
from ui.shell.tour.stopping import must

_RECEIVER = "Elena Delgado"
_RESPONSE = "I will weigh myself every morning and call when it jumps."


def she_says_who_was_told(stage: Stage) -> None:
    """Each flag has somebody who heard of it; how Rosa took it is written down."""
    hands = stage.hands
    stage.clock.strike(10, 41)
    leaving = section(stage, "Before leaving", "leaving")
    rows = [one for one in hands.all_of(QLineEdit, leaving) if one.accessibleName() == "Who was told"]
    must(rows, "No flag asks whom the nurse told.")
    for who in rows:
        hands.write_into(who, "Dr. Nwosu")
        hands.write_into(beside(stage, who, "How"), "Phone")
        hands.write_into(beside(stage, who, "What they said"), "Furosemide 80 mg today")
    hands.write("How the person took it", _RESPONSE, within=leaving)
    stage.settle()
    section(stage, "Before leaving", "leaving")
    stage.picture("who-was-told")


def she_agrees_the_next_visit(stage: Stage) -> None:
    """Day and time as she says them; it will stand on the schedule when the visit is signed."""
    hands = stage.hands
    leaving = section(stage, "Before leaving", "leaving")
    hands.write("Next visit: day", "fri", within=leaving)
    hands.write("Time", "9:30", within=leaving)
    hands.write("What for", "Weight, lungs, ankles", within=leaving)
    hands.write("What to bring", "Scale that speaks", within=leaving)
    stage.settle()
    hands.wait_for("Fri 6 Mar at 09:30", within=leaving)
    stage.picture("next-visit")


def she_reviews_the_note(stage: Stage) -> None:
    """The note stands assembled from what was done; the checks say what is left."""
    hands = stage.hands
    stage.clock.strike(10, 46)
    hands.press("Review and sign")
    hands.wait_for("Checks before signing", "You sign as Dana Whitfield")
    stage.picture("note-and-checks")
