"""When a nurse has left a form: only then is said what could be put right later."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from carenurse.translations import trn
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
    """Over a form that was left: everything that has to be put right, each a link in the same words."""

    def __init__(self, wrong: Sequence[tuple[str, str]], go_to: Callable[[str], object]) -> None:
        """Take (key of the question, what is wrong) for each."""
        super().__init__("cautionTint", "b")
        said = trn("{number} answer needs another look", "{number} answers need another look", len(wrong))
        head = row(Picture("triangle-alert", "caution"), Label(said, "bodyStrong", "caution"), None, space=8)
        links: list[Piece] = []
        for key, words in wrong:
            link = Button(words, "text")
            link.clicked.connect(lambda _on=False, key=key: go_to(key))
            links.append(row(link, None, space=0))
        self.setLayout(column(head, *links, space=0, margins=(14, 5, 13, 5)))
        self.setAccessibleName(said)

    def speak(self) -> None:
        """Let a screen reader say it."""
        announce(self, self.accessibleName())
