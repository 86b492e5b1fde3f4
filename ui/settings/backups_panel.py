"""Backups: the last ones, one now, where else to, the last trial, and a vault made again from one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.outcome import Outcome
from ui.widgets.panels import Panel
from ui.widgets.progress import ProgressBar
from ui.widgets.text import Label

_BAR = 300
"""Width in pixels before zoom."""


class BackupsPanel(Panel):
    """All pressing goes out as signals; nothing here waits."""

    backup_wanted = Signal()
    trial_wanted = Signal()
    check_wanted = Signal()
    place_wanted = Signal()
    no_place_wanted = Signal()
    restore_wanted = Signal(str)
    """The folder of a backup of the list; empty: of another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Backups"), inset=True, parent=parent)
        self._list = column(space=2)
        self._trial = column(space=2)
        self._place = Label("", "secondary", "textSecondary", wrap=True)
        self._told = Outcome("critical")
        self._bar = ProgressBar(width=_BAR)
        self._doing = Label("", "caption", "textSecondary")
        self._bar.hide()
        self.backup_button = Button(tr("Back up now"))
        self.trial_button = Button(tr("Try the newest"))
        self.check_button = Button(tr("Check the records"))
        self.place_button = Button(tr("Choose a second place"))
        self.no_place_button = Button(tr("No second place"))
        self.restore_button = Button(tr("Restore another backup"))
        self._restoring: list[Button] = []
        """The buttons beside the backups of the list."""
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        pairs = (
            (self.backup_button, self.backup_wanted),
            (self.trial_button, self.trial_wanted),
            (self.check_button, self.check_wanted),
            (self.place_button, self.place_wanted),
            (self.no_place_button, self.no_place_wanted),
        )
        for button, signal in pairs:
            button.clicked.connect(signal)
        self.restore_button.clicked.connect(lambda: self.restore_wanted.emit(""))

    def _lay_out(self) -> None:
        why = tr(
            "A backup is made by itself after each visit and once a day, beside the vault. It does not "
            "survive the loss of this laptop: a second place does, such as a stick. All are encrypted."
        )
        again = tr(
            "A restored vault lies in a folder of its own and opens with the passphrase of its time. The "
            "vault you work in is never written over."
        )
        self.add(6, _hint(why), self._list, row(self.backup_button, self.check_button, None, space=12))
        self.add(column(self._bar, self._doing, space=4), self._told)
        self.add(Label(tr("Second place"), "label"), self._place)
        self.add(row(self.place_button, self.no_place_button, None, space=12))
        self.add(Label(tr("Trial, each month by itself"), "label"), self._trial)
        self.add(row(self.trial_button, None))
        self.add(Label(tr("Restore"), "label"), _hint(again), row(self.restore_button, None), 8)

    def show_backups(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show the backups that there are, newest first; a line with a folder can be restored."""
        empty_out(self._list)
        self._restoring = []
        for words, folder in lines:
            said = Label(words, "secondary", wrap=True)
            if not folder:
                self._list.addWidget(said)
                continue
            restore = Button(tr("Restore"), "text")
            restore.setAccessibleName(tr("Restore the backup of {moment}", moment=words))
            restore.clicked.connect(lambda _checked=False, which=folder: self.restore_wanted.emit(which))
            self._restoring.append(restore)
            line = row(said, restore, None, space=12)
            line.setAlignment(said, Qt.AlignmentFlag.AlignVCenter)
            self._list.addLayout(line)

    def show_place(self, words: str, *, chosen: bool) -> None:
        """Show where else backups go."""
        self._place.set_text(words)
        self.no_place_button.setVisible(chosen)

    def show_trial(self, lines: Sequence[str]) -> None:
        """Show what the last trial showed."""
        _fill(self._trial, lines)

    def show_doing(self, words: str) -> None:
        """Show that something is being done; empty words: it is over. Nothing else can be begun meanwhile."""
        self._bar.setVisible(bool(words))
        self._bar.show_share(0, words)
        self._doing.set_text(words)
        usual = (self.backup_button, self.trial_button, self.check_button, self.restore_button)
        for button in (*usual, *self._restoring):
            button.setEnabled(not words)

    def show_share(self, share: float) -> None:
        """Show how much of it is done."""
        percent = round(share * 100)
        self._bar.show_share(share, tr("{number} % done", number=percent))

    def say(self, sentence: str, rest: str = "", *, done: bool = False) -> None:
        """Say what came of it."""
        self._told.say(sentence, rest, done=done)

    def offer(self, sentence: str, action: str, act: Callable[[], object]) -> None:
        """Say what is done, with the next useful thing."""
        self._told.offer(sentence, action, act)

    def forget(self) -> None:
        """Take away what was told."""
        self._told.empty()


def _fill(box: QVBoxLayout, lines: Sequence[str]) -> None:
    empty_out(box)
    for words in lines:
        box.addWidget(Label(words, "secondary", wrap=True))


def _hint(words: str) -> Label:
    return Label(words, "secondary", "textSecondary", wrap=True)
