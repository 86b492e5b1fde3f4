"""The window on the whole demo caseload, with everybody's names known."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from carenurse.app.ports import Records
from tests.made_vault import MadeVault
from tests.ui.shell.lock_stage import spoken
from tests.ui.shell.window_stage import Stage
from ui.shell.screens import SCREENS, Screen
from ui.shell.workplace import Workplace
from ui.widgets.page import Route

T = TypeVar("T")


class Visiting(Stage):
    """The window at one person's chart, with everybody else's names known."""

    def __init__(self, qtbot: QtBot, vault: MadeVault) -> None:
        self.vault = vault
        super().__init__(qtbot, vault.folder)
        self.window.resize(1366, 768)
        self.window.look()
        self.unlock(vault.passphrase)
        self.wait(lambda: self.window.workplace is not None)
        self.settle()
        people = self.ask(lambda records: records.all_of("Patient"))
        names = {str(one["id"]): str(one["name"][0]["family"]) for one in people}
        self.person = next(who for who, name in names.items() if name == "Delgado")
        self.others = {name for who, name in names.items() if who != self.person} - {"Delgado"}

    @override
    def _screens(self) -> tuple[Screen, ...]:
        return SCREENS

    def ask(self, question: Callable[[Records], T]) -> T:
        found: list[T] = []
        self.window.store.run(question, found.append)
        self.wait(lambda: bool(found))
        return found[0]

    def settle(self) -> None:
        for _ in range(3):
            self.ask(lambda _records: None)
        QApplication.processEvents()

    @property
    def workplace(self) -> Workplace:
        workplace = self.window.workplace
        assert workplace is not None
        return workplace

    def go(self, route: Route) -> None:
        self.workplace.navigation.go(route)
        self.settle()

    def seen(self) -> set[str]:
        """Name everybody else whose name is anywhere in the window, its texts and its accessible tree."""
        words = [label.text() for label in self.window.findChildren(QLabel)] + spoken(self.window)
        return {name for name in self.others if any(name in one for one in words)}

    def spoken_words(self) -> str:
        """Join the spoken names of all that is visible on the page in front."""
        page = self.workplace.navigation.page
        shown = page.findChildren(QWidget) if page is not None else []
        return " | ".join(one.accessibleName() for one in shown if one.isVisible())

    def press_f9(self) -> None:
        self.workplace.family.press(
            self.workplace.navigation.page.patient if self.workplace.navigation.page else ""
        )
        self.settle()
