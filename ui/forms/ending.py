"""The end of a form: what came out, and the way on; nothing typed there answers a question."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from carenurse.forms.session import Session
from carenurse.translations import tr, trn
from ui.widgets.boxes import Piece, row, settle
from ui.widgets.buttons import Button
from ui.widgets.fitted import FittedSurface
from ui.widgets.score_chip import ScoreChip
from ui.widgets.text import Label


class EndRow(FittedSurface):
    """Below the last question once the nurse went on from there: the result, and the way on."""

    def __init__(self, session: Session, following: str, go_on: Callable[[], None]) -> None:
        """Take the title of what comes behind the form; empty where nothing does."""
        super().__init__("sunken", "b")
        total = ScoreChip()
        words = Label("", "secondary", "textSecondary", wrap=True)
        self._total, self._words = total, words
        pieces: list[Piece] = [total, words]
        self.way = Button(tr("On to {title}", title=following), key=tr("Enter")) if following else None
        if self.way is not None:
            self.way.clicked.connect(go_on)
            pieces.append(self.way)
        line = row(*pieces, space=10, margins=(13, 5, 13, 5))
        line.setStretch(1, 1)
        line.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(line)
        if self.way is None:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_result(session)

    def take_cursor(self) -> None:
        """Put the cursor on the way on; a screen reader says the result there."""
        settle()  # what brings the cursor into view must know how high the row is
        (self.way or self).setFocus(Qt.FocusReason.TabFocusReason)

    def show_result(self, session: Session) -> None:
        """Say the total, or how many required questions are still open."""
        self._total.show_whole(session)
        left = len(session.open_items())
        done = tr("This form is done.")
        said = trn("{number} required question is open", "{number} required questions are open", left)
        self._words.set_text(said if left else done)
        told = f"{self._total.words} {self._words.text()}".strip()
        self.setAccessibleName(told)
        if self.way is not None:
            self.way.setAccessibleDescription(told)
