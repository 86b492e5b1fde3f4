"""A code by telephone: what is read out, what is typed, and what is said when it does not fit."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.lease import Challenge, LeaseState, Standing, WaitForCodeError, WrongCodeError
from tests.ui.accessibility import faults
from tests.ui.keys import press, type_into
from tests.ui.showing import messages, words
from ui.shell.code_sheet import CodeSheet

Failed = Callable[[Exception], object]


class Office:
    """Answers at once; ``right`` is the code that fits."""

    def __init__(self, right: str = "abcd efgh") -> None:
        self.asked: Challenge | None = Challenge("ABC-DEF", 5, 0)
        self.right = right
        self.problem: Exception = WrongCodeError(4)
        self.typed: list[str] = []

    def challenge(self, then: Callable[[Challenge | None], object], failed: Failed) -> None:  # noqa: ARG002
        then(self.asked)

    def enter(self, typed: str, then: Callable[[LeaseState], object], failed: Failed) -> None:
        self.typed.append(typed)
        if typed == self.right:
            then(LeaseState(Standing.GRANTED))
        else:
            failed(self.problem)


def told(_problem: Exception) -> None:
    raise AssertionError


def sheet(qtbot: QtBot, office: Office) -> tuple[CodeSheet, QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    made = CodeSheet(office, told, window)
    made.show()
    return made, window


def test_the_letters_are_large_on_the_screen_and_spelled_by_a_screen_reader(qtbot: QtBot) -> None:
    made, _window = sheet(qtbot, Office())

    assert "ABC-DEF" in words(made)
    assert made.letters.accessibleName() == "To read to the office: A B C, D E F"
    assert faults(made) == []


def test_what_was_typed_goes_as_it_stands_and_the_right_code_closes_the_sheet(qtbot: QtBot) -> None:
    office = Office()
    made, _window = sheet(qtbot, office)
    type_into(made.field.line, "abcd efgh")

    with qtbot.waitSignals([made.right, made.closed]):
        press(made.field.line, Qt.Key.Key_Return)

    assert office.typed == ["abcd efgh"]


def test_nothing_typed_is_asked_for(qtbot: QtBot) -> None:
    office = Office()
    made, _window = sheet(qtbot, office)
    type_into(made.field.line, " - ")
    made.button.click()

    assert office.typed == []
    assert "Write the code" in messages(made)


def test_a_wrong_code_is_told_with_the_tries_that_are_left_and_stands_to_be_mended(qtbot: QtBot) -> None:
    made, _window = sheet(qtbot, Office())
    type_into(made.field.line, "wrong")
    made.button.click()

    assert "4 tries are left" in messages(made)
    assert made.field.text() == "wrong"
    assert made.button.isEnabled()


def test_after_five_wrong_ones_other_letters_are_shown_and_there_is_a_wait(qtbot: QtBot) -> None:
    office = Office()
    made, _window = sheet(qtbot, office)
    office.asked, office.problem = Challenge("XYZ-234", 5, 30), WrongCodeError(0)
    type_into(made.field.line, "wrong")
    made.button.click()

    assert "XYZ-234" in words(made)
    assert made.field.text() == ""
    assert not made.button.isEnabled()
    assert made.button.text() == "Wait 30 seconds"


def test_a_try_that_came_too_early_is_told_how_long_to_wait(qtbot: QtBot) -> None:
    office = Office()
    office.problem = WaitForCodeError(12)
    made, _window = sheet(qtbot, office)
    type_into(made.field.line, "wrong")
    made.button.click()

    assert "in 12 seconds" in messages(made)


def test_a_laptop_that_cannot_take_a_code_says_what_helps_instead(qtbot: QtBot) -> None:
    office = Office()
    office.asked = None
    made, _window = sheet(qtbot, office)

    assert "cannot take a code" in messages(made)
    assert not made.field.isVisible()
    assert not made.button.isVisible()


def test_it_fits_into_the_smallest_window_and_is_left_with_esc(qtbot: QtBot) -> None:
    made, window = sheet(qtbot, Office())

    assert made.geometry().bottom() < window.height()
    with qtbot.waitSignal(made.closed):
        press(made.field.line, Qt.Key.Key_Escape)
