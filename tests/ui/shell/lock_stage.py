"""An open vault in the window with one page to write on, and what a nurse does to lock and unlock it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from typing_extensions import override

from carenurse.errors import ExpectedError
from tests.made_vault import MadeVault
from tests.ui.keys import press, type_into
from tests.ui.shell.window_stage import Restart, Stage
from ui.shell.lock_cover import Cover
from ui.shell.lock_guard import LockGuard
from ui.widgets.boxes import column
from ui.widgets.fields.line import Line
from ui.widgets.page import Desk, Page

if TYPE_CHECKING:
    from carenurse.app.ports import AuditFact

PIN = "495027"
NAME = "Rosa Delgado"


class WritingPage(Page):
    """A name, three lines (two of one name) and a box of text, which is saved when the page is asked to.

    ``own_failures``: where it hears of failures itself. ``saves_in_turn``: one save at a time, as a visit.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.full = False
        self.saved: list[str] = []
        self.own_failures: list[Exception] | None = None
        self.saves_in_turn = False
        self._saving = False
        self.set_heading("Today")
        self.line, self.box = Line(), QPlainTextEdit()
        self.line.setAccessibleName(f"Weight of {NAME}")
        self.box.setAccessibleName(f"Note about {NAME}")
        first, self.second = Line(), Line()
        for one in (first, self.second):
            one.setAccessibleName("Blood pressure")
        self.setLayout(column(QLabel(NAME), self.line, self.box, first, self.second))

    @override
    def keep_words(self) -> None:
        if self.saves_in_turn and self._saving:
            return
        self._saving = True
        words, own = self.box.toPlainText(), self.own_failures
        failed = None if own is None else own.append
        self._desk.background.run(lambda _records: self._keep(words), self._saved, failed)

    def _saved(self, words: str) -> None:
        self._saving = False
        self.saved.append(words)

    def _keep(self, words: str) -> str:
        if self.full:
            sentence = "The disk is full."
            raise ExpectedError(sentence)
        return words


class Locked(Stage):
    """An open vault with one page, and what a nurse does to lock and unlock it."""

    def __init__(self, qtbot: QtBot, vault: MadeVault, restart: Restart | None = None) -> None:
        self.pages: list[WritingPage] = []
        self.vault = vault
        super().__init__(qtbot, vault.folder, self._make, restart)
        self.window.look()
        self.unlock(vault.passphrase)
        self.wait(lambda: self.window.workplace is not None)
        self.settle()

    def _make(self, desk: Desk) -> Page:
        self.pages.append(WritingPage(desk))
        return self.pages[-1]

    @property
    def page(self) -> WritingPage:
        return self.pages[-1]

    @property
    def guard(self) -> LockGuard:
        guard = self.window.guard
        assert guard is not None
        return guard

    @property
    def guard_cover(self) -> Cover:
        cover = self.guard.cover
        assert cover is not None
        return cover

    def settle(self) -> None:
        for _ in range(3):
            back: list[None] = []
            self.window.store.work(lambda: None, back.append)
            self.wait(lambda back=back: bool(back))

    def cover_unsaved(self) -> None:
        """Cover the window while the disk is full: its words stay unsaved."""
        self.page.full = True
        self.window.cover()
        self.wait(lambda: "could not be saved yet" in self.words())

    def close_in_vain(self) -> None:
        """Close the window while the disk is full: it stays, and says how it closes all the same."""
        self.page.full = True
        self.window.close()
        self.wait(lambda: "Close again within a minute" in self.words())

    def try_passphrase(self, passphrase: str, pin: str = "") -> None:
        card = self.guard_cover.card
        type_into(card.passphrase.line, passphrase)
        type_into(card.new_pin.line, pin)
        press(card.passphrase.line, Qt.Key.Key_Return)
        self.wait(lambda: not isValid(card) or card.button.isEnabled())

    def try_pin(self, pin: str) -> None:
        card = self.guard_cover.card
        type_into(card.pin.line, pin)
        self.wait(lambda: not isValid(card) or card.button.isEnabled())

    def choose_pin(self) -> None:
        self.window.cover()
        self.try_passphrase(self.vault.passphrase, PIN)
        self.wait(lambda: not self.window.covered)

    def trail(self) -> list[tuple[str, str]]:
        found: list[list[AuditFact]] = []
        self.window.store.run(lambda records: records.audit_trail(limit=12), found.append)
        self.wait(lambda: bool(found))
        return [(fact.action, fact.detail) for fact in reversed(found[0])]


def spoken(window: QWidget) -> list[str]:
    """Collect every text that the window's accessible tree holds."""
    found: list[str] = []
    waiting = [QAccessible.queryAccessibleInterface(window)]
    while waiting:
        one = waiting.pop()
        found += [one.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value)]
        children = [one.child(at) for at in range(one.childCount())]
        waiting += [child for child in children if child and child.isValid()]
    return found
