"""People who left the caseload leave the laptop: who may, who must stay and why, and what is left of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.leaving import LeavingRow, what_stays
from carenurse.translations import tr, trn
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.care import Care
from ui.widgets.outcome import Outcome
from ui.widgets.page import Desk
from ui.widgets.panels import Panel
from ui.widgets.refusal import tell_refusal
from ui.widgets.text import Label

if TYPE_CHECKING:
    from carenurse.app.leaving import Left


class LeavingPanel(Panel):
    """Removing takes two presses: the second button says what it will do."""

    removal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Patients who left your caseload"), inset=True, parent=parent)
        self._rows = column(space=2)
        self._told = Outcome()
        self.begin_button = Button("")
        self.sure_button = Button(tr("Yes, remove them from this laptop"), "urgent")
        self.sure_button.hide()
        self.begin_button.clicked.connect(self._ask)
        self.sure_button.clicked.connect(self.removal_wanted)
        stays = Label(what_stays(), "secondary", "textSecondary", wrap=True)
        self.owed = Label("", "secondary", wrap=True)
        self.owed.hide()
        self.add(6, self._rows, stays, self.owed, row(self.begin_button, self.sure_button, None, space=12))
        self.add(self._told, 8)

    def show_people(self, people: Sequence[LeavingRow]) -> None:
        """Show who left, and how many of them may go."""
        empty_out(self._rows)
        for one in people:
            stays = tr("{name}: stays, {why}", name=one.name, why=one.why)
            words = stays if one.why else tr("{name}: the office has everything", name=one.name)
            self._rows.addWidget(Label(words, "secondary", wrap=True))
        if not people:
            self._rows.addWidget(Label(tr("Nobody."), "secondary"))
        free = sum(not one.why for one in people)
        self.begin_button.set_words(trn("Remove {number} patient", "Remove {number} patients", free))
        self.begin_button.setVisible(bool(free))
        self.sure_button.hide()

    def show_owed(self, words: str) -> None:
        """Say what is left to do after somebody was removed; nothing when nothing is."""
        self.owed.setText(words)
        self.owed.setVisible(bool(words))

    def _ask(self) -> None:
        self.sure_button.show()
        self.sure_button.setFocus()

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed meanwhile."""
        self.begin_button.setEnabled(not busy)
        self.sure_button.setEnabled(not busy)

    def say(self, sentence: str, rest: str = "", *, done: bool = False) -> None:
        """Say what came of it."""
        self._told.say(sentence, rest, done=done)


class LeavingPresenter:
    """Lists and removes."""

    def __init__(self, view: LeavingPanel, desk: Desk, care: Care) -> None:
        self._view, self._desk, self._care = view, desk, care
        self._free: tuple[str, ...] = ()

    def load(self) -> None:
        """Show who left."""
        self._care.who_left(self._show)
        self._care.key_owed(self._view.show_owed)

    def remove(self) -> None:
        """Remove those of whom the office has everything."""
        self._view.show_busy(busy=True)
        self._care.let_leave(self._free, self._done, self._refused)

    def _show(self, people: Sequence[LeavingRow]) -> None:
        self._free = tuple(one.patient for one in people if not one.why)
        self._view.show_people(people)

    def _done(self, left: "Left") -> None:
        self._view.show_busy(busy=False)
        self.load()
        gone = trn("{number} patient was removed.", "{number} patients were removed.", len(left.left))
        rest = tr("A new backup without them was made, and {number} older went.", number=left.backups)
        self._view.say(gone, rest, done=True)

    def _refused(self, problem: Exception) -> None:
        self._view.show_busy(busy=False)
        self.load()
        tell_refusal(problem, self._view.say, self._desk.failed)
