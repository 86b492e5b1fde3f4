from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import faults
from tests.ui.keys import press
from ui.widgets.boxes import holder, row
from ui.widgets.buttons import Button, IconButton


def test_enter_presses_a_button(qtbot: QtBot) -> None:
    button = Button("Sign note", "primary")
    qtbot.addWidget(button)

    with qtbot.waitSignal(button.clicked):
        press(button, Qt.Key.Key_Return)


def test_a_disabled_button_says_why(qtbot: QtBot) -> None:
    button = Button("Print")
    qtbot.addWidget(button)

    button.why_not("The page is not signed yet.")

    assert not button.isEnabled()
    assert button.toolTip() == "The page is not signed yet."
    assert button.accessibleDescription() == "The page is not signed yet."

    button.why_not("")

    assert button.isEnabled()


def test_a_button_is_never_narrower_than_icon_words_and_key(qtbot: QtBot) -> None:
    plain, full = Button("Next unanswered"), Button("Next unanswered", icon="check", key="F8")
    qtbot.addWidget(plain)
    qtbot.addWidget(full)

    assert full.minimumSizeHint().width() > plain.minimumSizeHint().width() + 40


def test_every_kind_can_be_told_from_the_others_by_a_screen_reader(qtbot: QtBot) -> None:
    page = holder(
        row(
            Button("Sign note", "primary", key="Ctrl Enter"),
            Button("Call now", "urgent", icon="phone"),
            Button("Open plan", "text"),
            IconButton("lock", "Lock", key="Ctrl L"),
        )
    )
    qtbot.addWidget(page)
    page.show()

    assert faults(page) == []
    lock = page.findChildren(IconButton)[0]
    assert QAccessible.queryAccessibleInterface(lock).text(QAccessible.Text.Name) == "Lock"
