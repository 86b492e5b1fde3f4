"""One section of the visit: its head, and its rows, which are made when the nurse comes near."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carenurse.app.visit_sections import SectionState
from carenurse.forms.session import Session
from carenurse.translations import tr
from ui.widgets.boxes import row, settle
from ui.widgets.buttons import IconButton
from ui.widgets.score_chip import ScoreChip
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.where import mark_section

_ROW_GUESS = 38
"""Pixels of one row before zoom, for the room that an unbuilt section takes."""


class SectionBox(QWidget):
    """Title, "6 of 8 done", the score so far, and the rows below; ``leave_out`` when it is taken out."""

    leave_out = Signal(str)
    guided = Signal(str)
    """The form is to be asked one question at a time."""

    def __init__(self, state: SectionState, title: str, build: Callable[[], QWidget]) -> None:
        super().__init__()
        self.key = state.key
        self._build = build
        self.body: QWidget | None = None
        """The rows; none before the section is built."""
        mark_section(self, state.key)
        self._title = Label(title, "section", elide=True)
        self._done = Label("", "secondary", "textSecondary")
        self.score = ScoreChip()
        guide = IconButton("users", tr("One question at a time, for the person or the family"))
        guide.clicked.connect(lambda: self.guided.emit(self.key))
        out = IconButton("x", tr("Take this form out of the visit"))
        out.clicked.connect(lambda: self.leave_out.emit(self.key))
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(theme().px(6))
        head = row(self._title, self._done, self.score, None, guide, out, space=10)
        self._outer.addLayout(head)
        out.setVisible(state.removable)
        guide.setVisible(state.form)
        self._room = QWidget()
        self._room.setMinimumHeight(theme().px(_ROW_GUESS) * max(1, state.total))
        self._outer.addWidget(self._room)
        self.show_state(state)

    def show_state(self, state: SectionState) -> None:
        """Say how much is done."""
        if state.total:
            self._done.set_text(tr("{done} of {total} done", done=state.done, total=state.total))

    def show_score(self, session: Session) -> None:
        """Show the total of the whole form; those of its parts stand at the parts."""
        self.score.show_whole(session)

    def ensure_built(self) -> QWidget:
        """Make the rows, once."""
        if self.body is None:
            self.body = self._build()
            self._outer.replaceWidget(self._room, self.body)
            self._room.hide()
            self._room.deleteLater()
            self.body.show()
            settle()
        return self.body
