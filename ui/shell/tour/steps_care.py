"""In the home: what was done and what not, goals, teaching, words without a place, a finding for the plan."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from carenurse.app.ports import Records
from carenurse.clinical.fhir import write_json
from ui.shell.tour.patience import wait_until
from ui.shell.tour.stage import Stage
from ui.shell.tour.steps_visit import section
from ui.shell.tour.stopping import must
from ui.visit.rail import SectionButton
from ui.widgets.fields.digits import DigitsField

_DONE = (
    "Teach the 3 warning signs, say it back",
    "Weigh, listen to lungs, look at ankles",
    "Look at pill box, count what is left",
    "Ask PHQ-9 again",
)
_NOT_DONE = (
    ("Phone weight between visits", "Seen at home today instead"),
    ("Church visitor on Thursdays", "Away until next week"),
    ("Grab bar in the bathroom", "Landlord sets it up on Friday"),
    ("Walking plan with Bo Keller, PT", "Too short of breath, told Bo by phone"),
)
_GOALS = (
    ("Sleep flat and not short of breath.", "Worse", "two pillows"),
    ("Know when to call.", "Better", ""),
    ("Do it without Elena nagging.", "Better", "6 of 7 days"),
    ("Less alone in the evenings.", "Same", ""),
    ("To the market with Elena.", "Same", ""),
)
_MEASURED = "Measured: Know when to call."


def she_says_what_care_was_given(stage: Stage) -> None:
    """Every planned intervention is done, or not done with its reason."""
    hands = stage.hands
    stage.clock.strike(10, 25)
    care = section(stage, "Care given", "care")
    for text in _DONE:
        hands.press(f"{text}: Done", within=care)
    for text, reason in _NOT_DONE:
        hands.press(f"{text}: Not done", within=care)
        hands.write_into(beside(stage, _row(stage, care, text), "Why not?"), reason)
    for row in _untouched(stage, care):
        hands.press(f"{row.label}: Not done", within=care)
        hands.write_into(beside(stage, row, "Why not?"), "New on the plan, begins on Friday")
    stage.settle()
    _must_be_complete(stage, "Care given")
    section(stage, "Care given", "care")
    stage.picture("care-given")


def _untouched(stage: Stage, within: QWidget) -> list[DigitsField]:
    """List the rows that nobody answered yet: those of the template."""
    return [row for row in stage.hands.all_of(DigitsField, within) if not row.text()]


def _must_be_complete(stage: Stage, title: str) -> None:
    spoken = stage.hands.the(f"{title}, ", SectionButton).accessibleName()
    must("required left" not in spoken, f"After all was answered, the rail says “{spoken}”.")


def _row(stage: Stage, within: QWidget, text: str) -> DigitsField:
    rows = (one for one in stage.hands.all_of(DigitsField, within) if one.label == text)
    found = next(rows, None)
    must(found, f"“{text}” is not on the screen.")
    return found or DigitsField(text, [])


def beside(stage: Stage, widget: QWidget, name: str) -> QLineEdit:
    """Find the field of this name in the same row: the nearest one up the tree."""
    above = widget.parentWidget()
    while above is not None:
        found = stage.hands.find(name, QLineEdit, above)
        if found is not None:
            return found
        above = above.parentWidget()
    return stage.hands.the(name, QLineEdit)


def she_says_a_word_on_each_goal(stage: Stage) -> None:
    """Better, same, worse or met; and what was measured."""
    hands = stage.hands
    stage.clock.strike(10, 29)
    goals = section(stage, "Goals", "goals")
    for words, progress, measured in _GOALS:
        hands.press(f"{words}: {progress}", within=goals)
        if measured:
            hands.write(f"Measured: {words}", measured, within=goals)
    for row in _untouched(stage, goals):
        hands.press(f"{row.label}: Same", within=goals)
    stage.settle()
    _must_be_complete(stage, "Goals")
    section(stage, "Goals", "goals")
    stage.picture("goals")


def the_window_is_closed_in_the_middle_and_opened_again(stage: Stage) -> None:
    """Type half a word, close the window, and find all answers and the same question when it opens again."""
    hands = stage.hands
    goals = section(stage, "Goals", "goals")
    box = hands.box(_MEASURED, goals)
    hands.click(box)
    wait_until(box.hasFocus, "The cursor does not go into the goal.")
    hands.keys("2 of 3")
    stage.close_window()
    stage.clock.strike(10, 31)
    stage.open_again()
    hands.wait_for("Welcome back")
    hands.must_not_see("Delgado")
    stage.unlock()
    stage.arrive_at("visit")
    wait_until(
        lambda: "Know when to call." in hands.focus().accessibleName(), "The visit opens at another question."
    )
    must(hands.reads(_MEASURED) == "2 of 3", "What was half typed is gone.")
    hands.wait_for("Vital signs, 13 of 13 done", "Mood: PHQ-9, 10 of 10 done")
    _must_be_complete(stage, "Care given")
    _must_be_complete(stage, "Goals")
    stage.picture("opened-again")


def she_teaches_and_hears_it_back(stage: Stage) -> None:
    """Take a topic of the plan; say who learned, how, and whether it was said back."""
    hands = stage.hands
    stage.clock.strike(10, 36)
    teaching = section(stage, "Teaching", "teaching")
    hands.press("The 3 warning signs", within=teaching)
    hands.choose_from("Who learned", "Rosa Delgado", within=teaching)
    hands.choose_from("How", "Explained", within=teaching)
    hands.press("Teach-back: Said it back", within=teaching)
    stage.settle()
    hands.wait_for("Teaching, 1 of 1 done")
    section(stage, "Teaching", "teaching")
    stage.picture("teaching")


def she_jots_what_has_no_place(stage: Stage) -> None:
    """F6: the jot pad, and back."""
    hands = stage.hands
    hands.key(Qt.Key.Key_F6)
    wait_until(lambda: hands.focus().accessibleName() == "Jot pad", "F6 does not go to the jot pad.")
    hands.keys("Elena asks for a scale that speaks. «¿Me ayudan?»")
    hands.key(Qt.Key.Key_F6)
    stage.settle()
    stage.until(
        lambda records: _written(records, stage.notes.encounter, "¿Me ayudan?"),
        "The jotted words were not kept.",
    )


def _written(records: Records, encounter: str, words: str) -> bool:
    kinds = ("QuestionnaireResponse", "Composition", "Basic", "Communication", "Encounter")
    return any(
        words in write_json(one).decode()
        for kind in kinds
        for one in records.where(kind, "encounter", encounter)
    )


def a_finding_becomes_a_problem_of_the_plan(stage: Stage) -> None:
    """Pain 5 suggests the problem; one press puts it on the plan."""
    hands = stage.hands
    stage.clock.strike(10, 38)
    stage.unfold("For the plan?", Qt.Key.Key_F4)
    hands.wait_for("Pain is 5 of 10; 4 or more limits the day.")
    hands.press("Add to plan: Pain")
    stage.until(
        lambda records: _has_problem(records, stage.notes.patient, "PB0024"), "Pain is not on the plan."
    )
    stage.settle()
    stage.picture("finding-to-plan")


def _has_problem(records: Records, patient: str, code: str) -> bool:
    return any(code in write_json(one).decode() for one in records.of_patient(patient, "Condition"))
