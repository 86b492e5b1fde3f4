"""The checks before signing: open ones in full with a way to settle them, fine ones small."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from carenurse.app.visit_checks import Check
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.panels import Panel
from ui.widgets.picture import Picture
from ui.widgets.surface import Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme

_TWO_COLUMNS = 380
"""Width of the panel in pixels before zoom that has room for two settled checks beside one another."""
_MOST_OPEN = 5
"""Open checks shown at once; the rest follows when these are settled."""


class CheckPanel(Panel):
    """``chosen`` carries the check that the nurse wants to settle."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Checks before signing"), parent=parent)
        self._open = column(space=0)
        self._fine = QGridLayout()
        self._fine.setContentsMargins(*(theme().px(side) for side in (14, 8, 14, 10)))
        self._fine.setVerticalSpacing(theme().px(4))
        self._fine.setHorizontalSpacing(theme().px(12))
        self.add(self._open, self._fine)
        self._checks: tuple[Check, ...] = ()
        self._settled: list[QWidget] = []

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show all checks, open ones first."""
        if tuple(checks) == self._checks:
            return
        self._checks = tuple(checks)
        fine = [check for check in checks if check.fine]
        left = [check for check in checks if not check.fine]
        self.set_note(tr("{fine} of {all} fine", fine=len(fine), all=len(checks)))
        empty_out(self._open)
        for check in left[:_MOST_OPEN]:
            self._open.addWidget(self._row(check))
        if len(left) > _MOST_OPEN:
            more = tr("and {number} more after these", number=len(left) - _MOST_OPEN)
            self._open.addLayout(row(Label(more, "caption", "textSecondary"), margins=(14, 6, 14, 0)))
        empty_out(self._fine)
        self._settled = [_fine(check) for check in fine]
        self._lay_settled()

    def _lay_settled(self) -> None:
        """Put what is settled into two columns, or into one where there is no room for whole sentences."""
        across = 2 if self.width() >= theme().px(_TWO_COLUMNS) else 1
        for number, shown in enumerate(self._settled):
            self._fine.addWidget(shown, number // across, number % across)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the columns anew at another width."""
        super().resizeEvent(event)
        self._lay_settled()

    @property
    def open_checks(self) -> tuple[Check, ...]:
        """The checks that are open."""
        return tuple(check for check in self._checks if not check.fine)

    def _row(self, check: Check) -> QWidget:
        shown = Surface("criticalTint" if check.grave else "cautionTint", "b")
        go = Button(tr("Settle"))
        go.setAccessibleName(tr("Settle: {check}", check=check.sentence))
        go.clicked.connect(lambda: self.chosen.emit(check))
        words = column(
            Label(check.sentence, "label", wrap=True),
            Label(check.detail, "caption", "textSecondary", wrap=True),
            space=0,
        )
        icon, role = ("circle-alert", "critical") if check.grave else ("triangle-alert", "caution")
        layout = row(Picture(icon, role), words, go, space=10, margins=(14, 6, 12, 6))
        layout.setStretch(1, 1)
        shown.setLayout(layout)
        return shown


def _fine(check: Check) -> QWidget:
    shown = QWidget()
    tick = Picture("check", "ok", place="button")
    layout = row(tick, Label(check.sentence, "secondary", wrap=True), space=6)
    layout.setAlignment(tick, Qt.AlignmentFlag.AlignTop)  # beside the first line of a sentence of two
    layout.setStretch(1, 1)
    shown.setLayout(layout)
    return shown
