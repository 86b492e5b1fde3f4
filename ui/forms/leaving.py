"""When a nurse has left a form: only then is said what could be put right later."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from carenurse.translations import tr, trn
from ui.widgets.announce import announce
from ui.widgets.boxes import Piece, column, row
from ui.widgets.buttons import Button
from ui.widgets.fitted import FittedSurface
from ui.widgets.picture import Picture
from ui.widgets.text import Label


class TaskWatch(QObject):
    """Calls ``left`` when the cursor goes from a form to another place of the window."""

    def __init__(self, form: QWidget, left: Callable[[], None]) -> None:
        super().__init__(form)
        self._form, self._left = form, left
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is None or now is None or not self._form.isAncestorOf(old) or self._form.isAncestorOf(now):
            return
        if self._form.isVisible() and now.window() is self._form.window():
            self._left()


class SummaryRow(FittedSurface):
    """Over a form that was left: what has to be put right and what is still open, each a link."""

    def __init__(
        self,
        wrong: Sequence[tuple[str, str]],
        still_open: Sequence[tuple[str, str]],
        go_to: Callable[[str], object],
    ) -> None:
        """Take (key of the question, words) for each answer that is wrong and each question left open."""
        super().__init__("cautionTint", "b")
        count, left = len(wrong), len(still_open)
        said = trn("{number} answer needs another look", "{number} answers need another look", count)
        opened = trn("{number} required question is open", "{number} required questions are open", left)
        heads = [*([said] if wrong else []), *([opened] if still_open else [])]
        pieces: list[Piece] = []
        for head, links in zip(heads, [one for one in (wrong, still_open) if one], strict=True):
            words = Label(head, "bodyStrong", "caution")
            pieces.append(row(Picture("triangle-alert", "caution"), words, None, space=8))
            pieces += [_link(key, words, go_to) for key, words in links[:_MOST]]
            if len(links) > _MOST:
                more = tr("and {number} more; F8 leads to each", number=len(links) - _MOST)
                pieces.append(Label(more, "secondary", "textSecondary"))
        self.setLayout(column(*pieces, space=0, margins=(14, 5, 13, 5)))
        self.setAccessibleName(". ".join(heads))

    def speak(self) -> None:
        """Let a screen reader say it."""
        announce(self, self.accessibleName())


_MOST = 10
"""Links of one kind in a summary; with more of them nobody would read it."""


def _link(key: str, words: str, go_to: Callable[[str], object]) -> QHBoxLayout:
    link = Button(words, "text")
    link.clicked.connect(lambda: go_to(key))
    return row(link, None, space=0)
