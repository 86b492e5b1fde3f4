"""One section of the visit: its head, and its rows, which are made when the nurse comes near."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carenurse.app.visit_sections import SectionState
from carenurse.forms.scoring import Score
from carenurse.translations import tr
from ui.widgets.boxes import row
from ui.widgets.buttons import IconButton
from ui.widgets.chips import Chip
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tokens import Tone
from ui.widgets.where import mark_section

_ROW_GUESS = 38
"""Pixels of one row before zoom, for the room that an unbuilt section takes."""


class SectionBox(QWidget):
    """Title, "6 of 8 done", the score so far, and the rows below; ``leave_out`` when it is taken out."""

    leave_out = Signal(str)

    def __init__(self, state: SectionState, title: str, build: Callable[[], QWidget]) -> None:
        super().__init__()
        self.key = state.key
        self._build = build
        self.body: QWidget | None = None
        """The rows; none before the section is built."""
        mark_section(self, state.key)
        self._title = Label(title, "section", elide=True)
        self._done = Label("", "secondary", "textSecondary")
        self.score = Chip("", "plain")
        self.score.hide()
        out = IconButton("x", tr("Take this form out of the visit"))
        out.clicked.connect(lambda: self.leave_out.emit(self.key))
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(theme().px(6))
        head = row(self._title, self._done, self.score, None, out, space=10)
        self._outer.addLayout(head)
        out.setVisible(state.removable)
        self._room = QWidget()
        self._room.setMinimumHeight(theme().px(_ROW_GUESS) * max(1, state.total))
        self._outer.addWidget(self._room)
        self.show_state(state)

    def show_state(self, state: SectionState) -> None:
        """Say how much is done."""
        if state.total:
            self._done.set_text(tr("{done} of {total} done", done=state.done, total=state.total))

    def show_score(self, score: Score | None) -> None:
        """Show the score: its meaning once it is complete, before that only "so far"."""
        self.score.setVisible(score is not None and (score.total is not None or score.so_far is not None))
        if score is None:
            return
        if score.total is None:
            words = tr(
                "\u0192 {points} so far, no total until all {count}", points=score.so_far, count=score.of
            )
            self.score.say(words)
            return
        tone = _tone(score)
        meaning = f": {score.band}" if score.band else ""
        self.score.say(
            f"\u0192 {score.total:f}{meaning}", tone, icon="triangle-alert" if tone != "plain" else ""
        )
        self.score.setToolTip(score.action)

    def ensure_built(self) -> QWidget:
        """Make the rows, once."""
        if self.body is None:
            self.body = self._build()
            self._outer.replaceWidget(self._room, self.body)
            self._room.hide()
            self._room.deleteLater()
            self.body.show()
        return self.body


def _tone(score: Score) -> Tone:
    grave: dict[str, Tone] = {"moderate": "caution", "high": "critical", "critical": "critical"}
    return grave.get(score.severity, "plain")
