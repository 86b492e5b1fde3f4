"""The care plan, made ready before the drive."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from ui.shell.tour.hands import CTRL
from ui.shell.tour.stage import Stage
from ui.shell.tour.stopping import must

_TEMPLATE = "High blood pressure"


def she_adds_care_from_a_template(stage: Stage) -> None:
    """Add what a template offers to what stands on the plan; nothing is overwritten."""
    hands = stage.hands
    stage.clock.strike(8, 4)
    before = stage.ask(lambda records: len(records.of_patient(stage.notes.patient, "Goal")))
    hands.press("Plan")
    stage.arrive_at("plan")
    hands.wait_for("Circulation: heart failure", "Weight within 3 lb of 166 lb")
    stage.picture("care-plan")
    hands.press("Add from template")
    hands.choose_from("Template", _TEMPLATE)
    stage.settle()
    hands.wait_for("Not yet reviewed: adapt it before use.", "Stands on the plan already")
    stage.picture("template")
    offered = [one.accessibleName() for one in hands.all_of(QAbstractButton, stage.page)]
    hands.press(next((name for name in offered if name.endswith(" items")), "Add 1 item"))
    stage.settle()
    after = stage.ask(lambda records: len(records.of_patient(stage.notes.patient, "Goal")))
    must(after > before, "The goals of the template are not in the record.")
    stage.picture("care-plan-with-template")
    hands.key(Qt.Key.Key_1, CTRL)
    stage.arrive_at("today")
