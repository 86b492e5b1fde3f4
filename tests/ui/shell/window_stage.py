"""The window on a vault in a folder of the test's own, with one page, and hands to unlock it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from typing_extensions import override

from carenurse.app.settings import Settings
from tests.demo_day import NOW
from tests.fakes import FixedClock
from tests.made_vault import keep_no_room_back
from tests.ui.keys import press, type_into
from ui.shell.device import Device
from ui.shell.doors import Doors
from ui.shell.screens import Screen
from ui.shell.start_card import StartCard
from ui.shell.unlock_card import UnlockCard
from ui.shell.window import Window
from ui.widgets.buttons import Button
from ui.widgets.page import Desk, Page

LONG_ENOUGH_MS = 8_000
Restart = Callable[[bytes, str], None]
"""What begins the process anew: place of the window, words of the lock."""


class NamePage(Page):
    """Shows a name that must never be seen while the vault is closed, and notes when it is left."""

    def __init__(self, left: list[str]) -> None:
        super().__init__()
        self._left = left
        self.set_heading("Today")
        QLabel("Rosa Delgado", self)

    @override
    def keep_words(self) -> None:
        self._left.append("left")


class Stage:
    """A window in a folder of its own, with one page (a name, or whatever ``make`` makes)."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        make: Callable[[Desk], Page] | None = None,
        restart: Restart | None = None,
    ) -> None:
        self.qtbot = qtbot
        self.make = make
        self.left: list[str] = []
        self.clock = FixedClock(NOW)
        self.device = Device(Settings(look="light"), folder.parent / "settings.json")
        if folder.exists():
            keep_no_room_back(folder)
        doors = Doors(folder, self.clock)
        self.window = Window(self._screens, self.clock, doors, self.device, restart=restart)
        qtbot.addWidget(self.window)
        self.window.show()

    def _screens(self) -> tuple[Screen, ...]:
        return (Screen("today", "sun", lambda: "Today", self._page),)

    def _page(self, desk: Desk) -> Page:
        return self.make(desk) if self.make else NamePage(self.left)

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=LONG_ENOUGH_MS)

    def card(self, kind: type[StartCard]) -> StartCard:
        """Wait for a card of this kind and give it."""
        self.wait(lambda: any(card.isVisible() for card in self.window.findChildren(kind)))
        return next(card for card in self.window.findChildren(kind) if card.isVisible())

    def unlock(self, passphrase: str) -> None:
        card = self.card(UnlockCard)
        assert isinstance(card, UnlockCard)
        type_into(card.field.line, passphrase)
        press(card.field.line, Qt.Key.Key_Return)

    def lock(self) -> None:
        """Close the vault, and wait until it is closed."""
        with self.qtbot.waitSignal(self.window.locked, timeout=LONG_ENOUGH_MS):
            self.window.lock()

    def words(self) -> str:
        labels = [label.text() for label in self.window.findChildren(QLabel) if label.isVisible()]
        return " ".join([*labels, *(button.text() for button in self.window.findChildren(Button))])
