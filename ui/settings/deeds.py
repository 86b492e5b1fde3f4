"""The lines of who did what. What stands already is not made again: each visit adds only a few on top."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from carenurse.app.who_did_what import Deed
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.text import Label
from ui.widgets.theme import theme

_WHEN = 110
"""Width of a time, in pixels before zoom."""


class Deeds(QWidget):
    """One line for each deed, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Deed, ...] = ()
        self._lines = column(space=7, margins=(14, 10, 14, 10))
        self.setLayout(column(self._lines, None, space=0))

    def show_deeds(self, deeds: Sequence[Deed]) -> None:
        """Show these."""
        wanted, before = tuple(deeds), self._shown
        self._shown = wanted
        # all of them are new where nothing that stood is left: () begins every list
        new = next(n for n in range(len(wanted) + 1) if wanted[n:] == before[: len(wanted) - n])
        for deed in reversed(wanted[:new]):
            self._lines.insertLayout(0, _line(deed))
        while self._lines.count() > len(wanted):
            last = self._lines.takeAt(self._lines.count() - 1)
            if last and (line := last.layout()) is not None:
                empty_out(line)


def _line(deed: Deed) -> QHBoxLayout:
    when = Label(deed.when, "caption", "textSecondary", tabular=True)
    when.setFixedWidth(theme().px(_WHEN))
    return row(when, Label(deed.what, "secondary", elide=True), space=8)
