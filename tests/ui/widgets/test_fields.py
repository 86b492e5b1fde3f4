import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import faults
from tests.ui.keys import press, type_into
from ui.widgets.boxes import column, holder
from ui.widgets.fields.base import Field
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.date import DateField
from ui.widgets.fields.digits import DigitsField
from ui.widgets.fields.long_text import LongTextField
from ui.widgets.fields.number import NumberField
from ui.widgets.fields.text import TextField
from ui.widgets.fields.time import TimeField

FREQUENCY = (("0", "0", "Not at all"), ("1", "1", "Several days"), ("2", "2", "Over half the days"))
PLACES = (("box", "Pill box"), ("bottle", "Bottle"), ("none", "None"))


def every_field() -> list[Field]:
    return [
        TextField("Reason"),
        LongTextField("Note"),
        NumberField("Weight", "lb"),
        ChoiceField("Kept in", PLACES),
        DigitsField("Little interest", FREQUENCY),
        DateField("Born"),
        TimeField("Arrived"),
    ]


def noted(field: Field) -> list[str]:
    told: list[str] = []
    field.edited.connect(told.append)
    return told


@pytest.mark.parametrize("state", ["normal", "required", "invalid", "out-of-limits", "carried"])
def test_every_field_can_be_used_without_seeing_it(qtbot: QtBot, state: str) -> None:
    fields = every_field()
    page = holder(column(*fields))
    qtbot.addWidget(page)
    for field in fields:
        field.set_state(state, "A sentence")  # pyright: ignore[reportArgumentType] the parameters are states
    page.show()

    assert faults(page) == []


def test_every_letter_is_told_raw(qtbot: QtBot) -> None:
    field = NumberField("Weight", "lb")
    qtbot.addWidget(field)
    told = noted(field)

    type_into(field.line, "17,5")

    assert told == ["1", "17", "17,", "17,5"]


def test_letters_of_any_alphabet_arrive(qtbot: QtBot) -> None:
    field = TextField("Name")
    qtbot.addWidget(field)
    told = noted(field)

    type_into(field.line, "Nguyễn")

    assert told[-1] == "Nguyễn"


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        (lambda: TextField("Reason"), "wound"),
        (lambda: LongTextField("Note"), "two\nlines"),
        (lambda: NumberField("Weight", "lb"), "171.6"),
        (lambda: ChoiceField("Kept in", PLACES), "bottle"),
        (lambda: DigitsField("Little interest", FREQUENCY), "2"),
    ],
)
def test_putting_an_answer_in_tells_nobody(qtbot: QtBot, field: type[Field], answer: str) -> None:
    made: Field = field()  # pyright: ignore[reportCallIssue] a maker of a field
    qtbot.addWidget(made)
    told = noted(made)

    made.set_text(answer)

    assert made.text() == answer
    assert told == []


def test_a_problem_is_said_under_the_field_and_taken_back(qtbot: QtBot) -> None:
    field = NumberField("Weight", "lb")
    qtbot.addWidget(field)
    field.set_state("carried", "27 Feb, confirm to count")

    field.show_problem("Did you mean 171.6?")

    assert field.state == "invalid"
    assert field.line.accessibleDescription() == "Did you mean 171.6?"

    field.show_problem("")

    assert field.state == "carried"
    assert "27 Feb" in field.line.accessibleDescription()


def test_leaving_a_field_is_told(qtbot: QtBot) -> None:
    first, second = TextField("Reason"), TextField("Place")
    page = holder(column(first, second))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    first.line.setFocus()
    qtbot.waitUntil(first.line.hasFocus)

    with qtbot.waitSignal(first.left):
        second.line.setFocus()


def test_a_digit_answers_and_goes_on(qtbot: QtBot) -> None:
    field = DigitsField("Little interest", FREQUENCY)
    qtbot.addWidget(field)
    told = noted(field)

    with qtbot.waitSignal(field.answered):
        press(field, Qt.Key.Key_2, "2")

    assert told == ["2"]
    assert field.text() == "2"


ANSWERS = (("r", "Regular", ""), ("i", "Irregular", ""))


def test_a_digit_counts_the_buttons_that_have_words(qtbot: QtBot) -> None:
    field = DigitsField("Rhythm", ANSWERS)
    qtbot.addWidget(field)

    press(field, Qt.Key.Key_2, "2")

    assert field.text() == "i"


@pytest.mark.parametrize(("letters", "first"), [(True, "r"), (False, "")])
def test_a_letter_answers_only_an_open_row_that_takes_letters(
    *, letters: bool, first: str, qtbot: QtBot
) -> None:
    field = DigitsField("Rhythm", ANSWERS, letters=letters)
    qtbot.addWidget(field)

    press(field, Qt.Key.Key_R, "r")
    assert field.text() == first

    field.set_text("r")
    press(field, Qt.Key.Key_I, "i")
    assert field.text() == "r"


def test_nothing_is_not_the_first_digit(qtbot: QtBot) -> None:
    field = DigitsField("Little interest", FREQUENCY)
    qtbot.addWidget(field)
    field.set_text("1")

    field.set_text("")

    assert field.text() == ""


def test_the_first_letters_choose_from_a_list(qtbot: QtBot) -> None:
    field = ChoiceField("Kept in", PLACES)
    qtbot.addWidget(field)
    field.set_text("box")
    told = noted(field)

    press(field.list, Qt.Key.Key_B, "b")

    assert told == ["bottle"]


def test_the_wheel_never_changes_an_answer_that_is_only_passed_over(qtbot: QtBot) -> None:
    field = ChoiceField("Kept in", PLACES)
    qtbot.addWidget(field)
    field.set_text("box")
    field.show()
    place, down = QPointF(5, 5), QPoint(0, -120)
    none, still = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase

    wheel = QWheelEvent(place, place, down, down, none, Qt.KeyboardModifier.NoModifier, still, False)  # noqa: FBT003  Qt's own
    QApplication.sendEvent(field.list, wheel)

    assert field.text() == "box"


def test_what_was_chosen_stays_chosen_when_other_choices_are_offered(qtbot: QtBot) -> None:
    field = ChoiceField("Kept in", PLACES)
    qtbot.addWidget(field)
    field.set_text("bottle")

    field.offer((("bottle", "Bottle"), ("bag", "Bag")))
    assert field.text() == "bottle"

    field.offer((("bag", "Bag"),))
    assert field.text() == ""


def test_a_long_answer_grows_with_its_words(qtbot: QtBot) -> None:
    field = LongTextField("Note")
    qtbot.addWidget(field)
    field.resize(300, 200)
    field.show()
    before = field.box.height()

    field.set_text("line\n" * 8)

    assert field.box.height() > before


def test_what_is_read_only_cannot_be_typed_into(qtbot: QtBot) -> None:
    field = NumberField("Score", "of 27")
    qtbot.addWidget(field)
    field.set_text("7")
    field.set_state("calculated", "A gap means no score")

    type_into(field.line, "9")

    assert field.text() == "7"


def test_arrows_walk_along_the_digits_without_answering(qtbot: QtBot) -> None:
    field = DigitsField("Little interest", FREQUENCY)
    qtbot.addWidget(field)
    field.set_text("0")
    field.show()
    field.activateWindow()
    field.setFocus()
    first, second, _ = field.findChildren(QAbstractButton)
    qtbot.waitUntil(first.hasFocus)
    told = noted(field)

    press(first, Qt.Key.Key_Right)

    assert second.hasFocus()
    assert told == []
    assert field.text() == "0"

    press(second, Qt.Key.Key_Space, " ")
    assert told == ["1"]
