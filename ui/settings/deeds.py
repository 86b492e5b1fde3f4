"""The lines of who did what. What stands already is not made again: each visit adds only a few on top."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.who_did_what import Deed
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.growing import Growing
from ui.widgets.text import Label
from ui.widgets.theme import theme

_WHEN = 110
"""Width of a time, in pixels before zoom."""


class Deeds(Growing):
    """One line for each deed, newest first."""

    at_once = 12

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(column(space=7, margins=(14, 10, 14, 10)), parent)
        self._shown: tuple[Deed, ...] = ()

    def show_deeds(self, deeds: Sequence[Deed]) -> None:
        """Show these."""
        wanted, before = tuple(deeds), self._shown
        self._shown = wanted
        # all of them are new where nothing that stood is left: () begins every list
        new = next(n for n in range(len(wanted) + 1) if wanted[n:] == before[: len(wanted) - n])
        if new == len(wanted):
            empty_out(self.rows)
        else:
            for deed in reversed(wanted[:new]):
                self.rows.insertLayout(0, _line(deed))
        while self.rows.count() > len(wanted):
            last = self.rows.takeAt(self.rows.count() - 1)
            if last and (line := last.layout()) is not None:
                empty_out(line)
        self.grow()

    @override
    def wanted(self) -> int:
        """Count the deeds."""
        return len(self._shown)

    @override
    def make(self, number: int) -> QHBoxLayout:
        """Make the line of one."""
        return _line(self._shown[number])


def _line(deed: Deed) -> QHBoxLayout:
    when = Label(deed.when, "caption", "textSecondary", tabular=True)
    when.setFixedWidth(theme().px(_WHEN))
    return row(when, Label(deed.what, "secondary", elide=True), space=8)
