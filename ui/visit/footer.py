"""The foot of a visit: saved or not, how far, what is left, and always the next useful thing at the right."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from carenurse.translations import tr, trn
from ui.widgets.announce import announce
from ui.widgets.boxes import row, stand
from ui.widgets.buttons import Button
from ui.widgets.picture import Picture
from ui.widgets.surface import Surface
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme

_BAR_WIDTH, _ROOMY, _CRAMPED = 120, 1000, 740
"""Pixels before zoom."""


class ProgressBar(QWidget):
    """How much of the visit is answered, as a thin bar; said in words beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_part(self, part: float) -> None:
        """Show a part from 0 to 1."""
        self._part = min(1.0, max(0.0, part))
        self.setAccessibleName(tr("{percent}% answered", percent=round(self._part * 100)))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Be a thin line."""
        return QSize(theme().px(_BAR_WIDTH), theme().px(6))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the part done."""
        worn = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), worn.color("hairlineStrong"))
        painter.fillRect(QRect(0, 0, round(self.width() * self._part), self.height()), worn.color("accent"))


class SavedMark(QWidget):
    """Says whether everything typed is on this device: the time of the last commit, or that it is not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Picture("check", "ok", place="button")
        self._words = Label("", "body", "ok")
        self.setLayout(row(self._icon, self._words, space=6))
        self.hide()

    def saved(self, time: str) -> None:
        """Say when the last commit came back."""
        self._say("check", tr("Saved {time}", time=time), failed=False)

    def failed(self) -> None:
        """Say that the last answer is on the screen only."""
        self._say("circle-alert", tr("Not saved yet, trying again"), failed=True)
        announce(self, self._words.text(), urgent=True)

    def _say(self, icon: str, words: str, *, failed: bool) -> None:
        role = "critical" if failed else "ok"
        self._icon.show_icon(icon, role)
        self._words.set_role(role)
        self._words.set_text(words)
        self.show()


class VisitFooter(Surface):
    """Saved time, progress, what is left; within limits, pause, review, and the primary button."""

    within_limits = Signal()
    pause = Signal()
    review = Signal()
    primary = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "t", parent=parent)
        self.setFixedHeight(theme().size("footer"))
        self.mark = SavedMark()
        self._progress = ProgressBar()
        self._left = Label("", "secondary", "textSecondary", elide=True)
        self.limits_button = Button(tr("Within limits"), key="W", brief=tr("Limits"))
        self.pause_button = Button(tr("Pause visit"))
        self.review_button = Button(tr("Review and sign"))
        self.primary_button = Button(tr("Next unanswered"), "primary", key="F8")
        for button, signal in (
            (self.limits_button, self.within_limits),
            (self.pause_button, self.pause),
            (self.review_button, self.review),
            (self.primary_button, self.primary),
        ):
            button.clicked.connect(signal)
        self._told = row(self.mark, self._progress, self._left, space=12)
        self._row = row(
            self._told,
            None,
            self.limits_button,
            self.pause_button,
            self.review_button,
            self.primary_button,
            space=12,
            margins=(16, 0, 16, 0),
        )
        self.setLayout(self._row)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the bar where there is no room, and stand the words under one another: none is cut."""
        super().resizeEvent(event)
        roomy = self.width() >= theme().px(_ROOMY)
        self._progress.setVisible(roomy)
        self._told.setSpacing(theme().px(12 if roomy else 0))
        self._row.setSpacing(theme().px(12 if roomy else 6))
        side = theme().px(16 if roomy else 8)
        self._row.setContentsMargins(side, 0, side, 0)
        cramped = self.width() < theme().px(_CRAMPED)
        for button in (self.limits_button, self.pause_button, self.review_button, self.primary_button):
            button.fold(on=cramped)
        stand(self._told, beside=roomy)

    def show_left(self, done: int, total: int, required: int, flags: int) -> None:
        """Say how much is answered, how much required is left and how many flags nobody was told about."""
        self._progress.show_part(done / total if total else 0.0)
        rest = ", " + trn("{number} flag open", "{number} flags open", flags) if flags else ""
        words = trn("{number} required left", "{number} required left", required)
        self._left.set_runs(Run(words, strong=True, role="text"), Run(rest))

    def show_open_checks(self, number: int) -> None:
        """Say how many checks before signing are open; they include every required answer and flag."""
        words = trn("{number} check open", "{number} checks open", number)
        self._left.set_runs(Run(words if number else tr("All checks fine"), strong=True, role="text"))

    def show_primary(self, words: str, key: str) -> None:
        """Name the next useful thing."""
        self.primary_button.set_words(words, key=key)
