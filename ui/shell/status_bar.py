"""The status bar: saved, not sent, received, each with its own time, and whose record this is.

What was just done is said here too, with its Undo: the facts that have no room beside it step back meanwhile.
"""

from datetime import datetime

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.day_words import short_day
from carenurse.translations import tr
from ui.widgets.boxes import holder, row
from ui.widgets.picture import Picture
from ui.widgets.surface import Hairline, Surface
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip
from ui.widgets.toast import Toast
from ui.widgets.tokens import Role

_LEAST = 320
"""Width in pixels before zoom in which the folded facts have room."""


class _Fact(QWidget):
    """An icon, a word and a time."""

    def __init__(self, icon: str, role: Role = "textSecondary", *, bar: bool = True) -> None:
        """Take whether a bar stands behind it."""
        super().__init__()
        self._words = Label("", "caption", "textSecondary")
        self._icon = Picture(icon, role, place="caption")
        line = row(row(self._icon, self._words, space=6), space=12)
        if bar:
            line.addWidget(_bar())
        self.setLayout(line)
        self.hide()

        self._said = ("", "")
        self._folded = False

    def say(self, words: str, fact: str) -> None:
        """Say it; an empty fact hides it."""
        self._said = (words, fact)
        self._write()
        self.setAccessibleName(f"{words} {fact}")
        self.setToolTip(as_tip(f"{words} {fact}"))
        self.setVisible(bool(fact))

    def wear(self, icon: str, role: Role) -> None:
        """Show another icon before it."""
        self._icon.show_icon(icon, role)

    def fold(self, *, on: bool) -> None:
        """Leave the word to the icon and to the tooltip, where there is no room for it."""
        if on is not self._folded:
            self._folded = on
            self._write()

    @property
    def whole(self) -> int:
        """The width it needs with its word; 0 while there is nothing to say."""
        if self.isHidden():
            return 0
        words, fact = self._said
        letters = QFontMetrics(theme().font("caption", weight=600)).horizontalAdvance(f"{words}  {fact}")
        return letters + theme().px(20)

    def _write(self) -> None:
        words, fact = self._said
        before = () if self._folded else (Run(f"{words}  "),)
        self._words.set_runs(*before, Run(fact, strong=True, role="text", tabular=True))


class StatusBar(Surface):
    """Tells what is so on this device; offline is not an error and is not mentioned as one."""

    def __init__(self) -> None:
        super().__init__("sunken", "t")
        self.setFixedHeight(theme().size("statusBar"))
        self.setAccessibleName(tr("State of this device"))
        self._saved = _Fact("check", "ok")
        self._backed_up = _Fact("layers")
        self._unsent = _Fact("upload")
        self._received = _Fact("download")
        self._family = _Fact("users", "accent", bar=False)
        self._nurse = Label("", "caption", "textSecondary", elide=True)
        facts = row(space=12)
        for fact in (self._backed_up, self._unsent, self._received):
            facts.addWidget(fact)
        self._everybody = holder(facts)
        self.toast = Toast(self)
        self.toast.turned.connect(self._make_room)
        self._family_view = False
        self.backed_up: str | None = None
        """When the last backup was made, "" for never; None while it is not known."""
        left = (self._saved, self._everybody, self.toast, None)
        self.setLayout(row(*left, self._family, self._nurse, space=12, margins=(14, 1, 14, 0)))

    def show_family(self, *, on: bool) -> None:
        """In the family view say only that it is on, and how the nurse leaves it."""
        self._family.say(tr("Family view, only this person."), tr("F9 leaves it") if on else "")
        self._family_view = on
        self._make_room()

    def _fit(self) -> None:
        """Fold and make room anew: a fact or the window has another width."""
        self._fold()
        self._make_room()

    def _make_room(self) -> None:
        """While something is said, let whose record this is step back, and then the other facts."""
        said = not self.toast.isHidden()
        needed = (self._saved, self._everybody, self.toast)
        width = sum(piece.sizeHint().width() + theme().px(24) for piece in needed)
        self._everybody.setVisible(not self._family_view and not (said and width > self.width()))
        self._nurse.setVisible(not self._family_view and not said)

    def _fold(self) -> None:
        """Leave the words of all facts to their icons where they would push one another out of the window."""
        facts = (self._saved, self._backed_up, self._unsent, self._received)
        folded = sum(one.whole + theme().px(25) for one in facts) + theme().px(28) > self.width()
        for one in facts:
            one.fold(on=folded)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room anew in a window of another width."""
        super().resizeEvent(event)
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        """Fold in whatever window it stands."""
        return QSize(theme().px(_LEAST), self.height())

    def show_saved(self, when: str) -> None:
        """Say when something was last committed; only after the commit returned."""
        self._saved.wear("check", "ok")
        self._saved.say(tr("Saved on this device"), when)
        self._fit()

    def show_not_saved(self, when: str) -> None:
        """Say when something could not be committed; it stands until something is."""
        self._saved.wear("triangle-alert", "caution")
        self._saved.say(tr("Not saved on this device"), when)
        self._fit()

    def show_backed_up(self, when: str) -> None:
        """Say when the last backup was made; "" for never. Nothing is said before it is known."""
        self.backed_up = when
        self._backed_up.say(tr("Backed up"), when or tr("never"))
        self._fit()

    def show_unsent(self, what: str) -> None:
        """Say what the office has not acknowledged, such as "3 visits"; "" for nothing."""
        self._unsent.say(tr("Not sent"), what or tr("nothing"))
        self._fit()

    def show_received(self, when: str) -> None:
        """Say when something last came from the office or a file."""
        self._received.say(tr("Received"), when or tr("never"))
        self._fit()

    def show_nurse(self, words: str) -> None:
        """Say whose record this is."""
        self._nurse.set_text(words)


def _bar() -> Hairline:
    bar = Hairline("hairlineStrong", upright=True)
    bar.setFixedHeight(theme().px(16))
    return bar


def in_words(when: datetime | None, now: datetime) -> str:
    """Say a time as the bar says it: "10:42", "yesterday 18:05", "27 Feb 18:05"; nothing for None."""
    if when is None:
        return ""
    local = when.astimezone(now.tzinfo)
    clock = f"{local:%H:%M}"
    days = (now.date() - local.date()).days
    if days == 0:
        return clock
    if days == 1:
        return tr("yesterday {time}", time=clock)
    return f"{short_day(local.date())} {clock}"
