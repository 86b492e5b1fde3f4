"""In the home: the drive, the door, what is measured and asked, what is done and taught."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carenurse.app.ports import Records
from carenurse.clinical.fhir import write_json
from ui.shell.tour.hands import CTRL
from ui.shell.tour.patience import wait_until
from ui.shell.tour.stage import Stage
from ui.shell.tour.steps_day import ROSA
from ui.shell.tour.stopping import must
from ui.visit.rail import SectionButton
from ui.visit.section_box import SectionBox


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


def she_says_why_she_came(stage: Stage) -> None:
    """Write the reason, and what keeps Rosa at home in two parts, as the rules of home care ask."""
    hands = stage.hands
    stage.clock.strike(9, 58)
    hands.write("Why this visit", "Ankles bigger, two pillows at night")
    hands.write("Homebound: help needed to leave the home", "Cane and her daughter's arm")
    hands.write("Homebound: what going out costs", "Short of breath after half a block, rests an hour")
    stage.settle()
    hands.wait_for("Arrival, 3 of 3 done")


def she_types_the_vital_signs(stage: Stage) -> None:
    """Each beside its last value; nonsense is told at once; what is out of limits is flagged at once."""
    hands, vitals = stage.hands, section(stage, "Vital signs", "vital-signs")
    stage.clock.strike(10, 2)
    hands.write("Weight", "heavy", within=vitals)
    hands.wait_for("not a number", within=vitals)
    hands.write("Weight", "174.8", within=vitals)
    for name, value in (("Systolic", "152"), ("Diastolic", "88"), ("Pulse", "96")):
        hands.write(name, value, within=vitals)
    hands.press("Rhythm: Regular", within=vitals)
    hands.write("Oxygen", "93", within=vitals)
    hands.press("On air or oxygen: Air", within=vitals)
    for name, value in (("Breathing", "22"), ("Temperature", "98.1"), ("Pain now, 0 to 10", "5")):
        hands.write(name, value, within=vitals)
    hands.write("Blood sugar", "148", within=vitals)
    hands.choose_from("Consciousness", "Alert", within=vitals)
    hands.write("Comment", "Ankles swollen to mid-shin, both sides", within=vitals)
    stage.settle()
    hands.wait_for("Vital signs, 13 of 13 done")
    hands.bring_into_view(hands.box("Weight", vitals))
    stage.picture("vital-signs")
    stage.until(lambda records: _kept(records, stage.notes.encounter, "174.8"), "The weight was not kept.")


def _kept(records: Records, encounter: str, value: str) -> bool:
    answers = records.where("QuestionnaireResponse", "encounter", encounter)
    return any(value in write_json(one).decode() for one in answers)


def section(stage: Stage, title: str, key: str) -> QWidget:
    """Go to a section of the visit by the rail, and give its rows."""
    stage.hands.click(stage.hands.the(f"{title}, ", SectionButton))
    boxes = {box.key: box for box in stage.page.findChildren(SectionBox)}
    must(key in boxes, f"The visit has no section “{title}”.")
    wait_until(lambda: boxes[key].body, f"The section “{title}” stays empty.")
    return boxes[key]


def she_reads_the_early_warning_score(stage: Stage) -> None:
    """NEWS2 takes over what was measured, in its own units: nothing is typed twice."""
    stage.clock.strike(10, 8)
    news = section(stage, "NEWS2", "news2")
    stage.hands.wait_for("NEWS2, 8 of 8 done")
    stage.hands.wait_for("ƒ 5", "Medium (urgent)", within=news)
    must(stage.hands.reads("Temperature", news) == "36.7", "NEWS2 does not convert what was measured.")
    stage.picture("news2")


def she_asks_the_nine_questions(stage: Stage) -> None:
    """PHQ-9 by digit keys: each answers and goes on; no total before all are answered."""
    hands, mood = stage.hands, section(stage, "Mood: PHQ-9", "phq9")
    stage.clock.strike(10, 12)
    stage.settle()
    for digit in "1122":
        hands.keys(digit)
    hands.wait_for("no total until all 9", within=mood)
    for digit in "11000":
        hands.keys(digit)
    hands.press("Somewhat difficult", within=mood)
    stage.settle()
    hands.wait_for("ƒ 8", within=mood)
    stage.picture("phq9")
    stage.until(lambda records: _kept(records, stage.notes.encounter, "phq9"), "PHQ-9 was not kept.")


def she_asks_about_falls(stage: Stage) -> None:
    """STEADI: twelve questions by Y and N."""
    hands, falls = stage.hands, section(stage, "Falls: STEADI", "steadi-stay-independent")
    stage.clock.strike(10, 17)
    stage.settle()
    hands.keys("yyynnynnnynn")
    stage.settle()
    hands.wait_for("Falls: STEADI, 12 of 12 done")
    hands.wait_for("ƒ 7", within=falls)
    section(stage, "Falls: STEADI", "steadi-stay-independent")
    stage.picture("falls")


def she_adds_the_skin_check(stage: Stage) -> None:
    """Add a form that the plan did not ask for from the list, and answer each of its questions."""
    hands = stage.hands
    stage.clock.strike(10, 21)
    hands.press("Add a form")
    hands.press("Skin risk check")
    stage.settle()
    skin = section(stage, "Skin check", "skin-check")
    hands.keys("nnnnnnnnn")
    stage.settle()
    hands.wait_for("ƒ 0", within=skin)
    stage.picture("skin-check")
