"""Chips beside one another at the right of a line; those without room are counted, never cut."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.chips import Chip
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip


class ChipRow(QWidget):
    """As many chips as fit, the most important first, and a count of the rest with their words as tooltip."""

    def __init__(self, chips: Sequence[Chip], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips = tuple(chips)
        self._rest = Chip("+0")
        for chip in (*self._chips, self._rest):
            chip.setParent(self)
        self.setAccessibleName(", ".join(chip.words for chip in chips))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._place(self.sizeHint().width())

    @override
    def sizeHint(self) -> QSize:
        """Ask for room for all of them."""
        widths = [chip.sizeHint().width() for chip in self._chips]
        gaps = theme().space(2) * max(0, len(widths) - 1)
        return QSize(sum(widths) + gaps, theme().size("chip") if widths else 0)

    @override
    def minimumSizeHint(self) -> QSize:
        """Need room for the count only."""
        return QSize(self._rest.sizeHint().width() if self._chips else 0, self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits now."""
        super().resizeEvent(event)
        self._place(self.width())

    def _place(self, width: int) -> None:
        gap = theme().space(2)
        shown = len(self._chips)
        while shown and self._needed(shown) > width:
            shown -= 1
        hidden = self._chips[shown:]
        grave = any(chip.tone == "critical" for chip in hidden)
        self._rest.say(f"+{len(hidden)}", "critical" if grave else "plain")
        self._rest.setToolTip(as_tip("\n".join(chip.words for chip in hidden)))
        right = width
        for chip in reversed((*self._chips[:shown], *((self._rest,) if hidden else ()))):
            size = chip.sizeHint()
            right -= size.width()
            chip.setGeometry(right, 0, size.width(), size.height())
            chip.show()
            right -= gap
        for chip in hidden:
            chip.hide()
        self._rest.setVisible(bool(hidden))

    def _needed(self, shown: int) -> int:
        chips = [*self._chips[:shown]]
        if shown < len(self._chips):
            chips.append(self._rest)
        widths = [chip.sizeHint().width() for chip in chips]
        return sum(widths) + theme().space(2) * max(0, len(widths) - 1)
