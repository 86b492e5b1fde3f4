"""What was just done, said in the status bar, and its undo."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.contrast import contrast
from tests.ui.widgets.windows import a_window
from ui.shell.status_bar import StatusBar
from ui.widgets.boxes import column
from ui.widgets.buttons import Button
from ui.widgets.text import Label
from ui.widgets.theme import Look, Theme
from ui.widgets.toast import Toast


def test_undo_can_be_had_for_what_the_toast_says(qtbot: QtBot) -> None:
    window = a_window(qtbot)
    toast = Toast(window)
    undone: list[str] = []

    toast.say("Samuel Greer moved to Fri 14:00", lambda: undone.append("moved"))
    toast.take_back()
    toast.take_back()

    assert undone == ["moved"]
    assert not toast.isVisible()


@pytest.fixture
def undoing(qtbot: QtBot) -> "Undoing":
    return Undoing(qtbot)


class Undoing:
    """A page with a Ctrl+Z of its own and a field, and a toast over both."""

    def __init__(self, qtbot: QtBot) -> None:
        self.done: list[str] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.field = QLineEdit(self.window)
        self.button = QPushButton("Answer", self.window)
        self.button.move(0, 80)
        shortcut = QShortcut(QKeySequence("Ctrl+Z"), self.window)
        shortcut.activated.connect(lambda: self.done.append("page"))
        self.toast = Toast(self.window)
        self.window.resize(600, 300)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.button.setFocus()
        self.toast.say("Moved", lambda: self.done.append("toast"))

    def undo(self) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_ctrl_z_takes_back_what_the_toast_says_and_after_that_belongs_to_the_page(undoing: Undoing) -> None:
    undoing.undo()
    assert undoing.done == ["toast"]

    undoing.undo()
    assert undoing.done == ["toast", "page"]


def test_what_is_typed_after_the_toast_is_newer_and_is_taken_back_first(undoing: Undoing) -> None:
    undoing.field.setFocus()
    QTest.keyClicks(undoing.field, "88")

    undoing.undo()

    assert (undoing.done, undoing.field.text()) == ([], "")
    undoing.toast.take_back()  # its button still does
    assert undoing.done == ["toast"]


def test_what_is_pressed_after_the_toast_is_newer_and_its_page_undoes_it(undoing: Undoing) -> None:
    QTest.mouseClick(undoing.button, Qt.MouseButton.LeftButton)

    undoing.undo()

    assert undoing.done == ["page"]


def test_a_toast_forgets_what_an_earlier_one_could_undo(qtbot: QtBot) -> None:
    window = a_window(qtbot)
    toast = Toast(window)
    undone: list[str] = []

    toast.say("First", lambda: undone.append("first"))
    toast.say("Second")
    toast.take_back()

    assert undone == []


def test_a_toast_stays_while_somebody_has_its_undo_under_the_keys(
    qtbot: QtBot, worn: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worn, "tokens", worn.tokens._replace(toast_seconds=0))
    window = a_window(qtbot)
    field, toast = QLineEdit(window), Toast(window)
    field.show()
    toast.move(300, 300)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    toast.say("Moved", lambda: None)
    toast.findChildren(Button)[0].setFocus()
    for _ in range(3):
        with qtbot.waitSignal(toast.findChildren(QTimer)[0].timeout):
            pass
    assert toast.isVisible()

    field.setFocus()
    qtbot.waitUntil(lambda: not toast.isVisible())


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_what_was_done_is_said_in_the_status_bar_and_covers_nothing(
    qtbot: QtBot, worn: Theme, percent: int
) -> None:
    worn.wear("light", percent)
    window = a_window(qtbot)
    bar = StatusBar()
    window.setLayout(column(None, bar, space=0))
    bar.show_saved("10:42")
    bar.show_unsent("945 changes")
    bar.show_received("07:58")
    bar.show_nurse("Dana Whitfield, RN")

    bar.toast.say("Rosa Delgado's visit is moved to Fri 14:00", lambda: None)
    qtbot.waitUntil(bar.toast.isVisible)

    button = bar.toast.findChildren(Button)[0]
    assert bar.rect().contains(bar.toast.geometry())
    assert button.height() >= worn.px(24)
    assert button.geometry().right() <= bar.toast.width()
    assert bar.toast.findChildren(Label)[0].toolTip() == ""
    assert not any(
        piece.geometry().intersects(bar.toast.geometry())
        for piece in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if piece is not bar.toast and piece.isVisible()
    )

    bar.toast.let_go()
    assert "Dana Whitfield, RN" in {label.text() for label in bar.findChildren(Label) if label.isVisible()}


def test_what_was_just_done_stays_whole_when_a_fact_beside_it_grows(qtbot: QtBot, worn: Theme) -> None:
    worn.wear("light", 150)
    window = a_window(qtbot)
    bar = StatusBar()
    window.setLayout(column(None, bar, space=0))
    window.resize(1280, 200)
    bar.show_saved("10:42")
    bar.show_backed_up("")
    bar.show_unsent("9 changes")
    bar.show_received("")
    bar.toast.say("Problem added to the plan", None)
    qtbot.waitUntil(bar.toast.isVisible)

    bar.show_unsent("1 visit and 9 changes, 3 photos")
    QApplication.processEvents()

    said = bar.toast.findChildren(Label)[0]
    assert said.width() >= said.fontMetrics().horizontalAdvance("Problem added to the plan")
    assert bar.rect().contains(bar.toast.geometry())


@pytest.mark.parametrize("look", ["light", "dark"])
def test_undo_can_be_read_while_it_is_pointed_at(qtbot: QtBot, worn: Theme, look: Look) -> None:
    worn.wear(look, 100)
    window = a_window(qtbot)
    toast = Toast(window)
    toast.say("8 items added to the plan", lambda: None)
    toast.resize(toast.sizeHint())
    undo = toast.findChildren(Button)[0]
    undo.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)

    seen = toast.grab().toImage().copy(undo.geometry().adjusted(4, 4, -4, -4))

    colors = {seen.pixelColor(x, y).name() for x in range(seen.width()) for y in range(seen.height())}
    assert max(contrast(one, other) for one in colors for other in colors) >= 4.5
