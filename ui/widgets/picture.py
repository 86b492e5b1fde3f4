"""An icon on its own, for those who see; it says nothing to a screen reader unless it is given words."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.tip import as_tip
from ui.widgets.tokens import Role


class Picture(QWidget):
    """One icon of the set, in the size of its place (``inChip caption button row rail``)."""

    def __init__(
        self,
        name: str,
        role: Role = "text",
        *,
        place: str = "row",
        words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._role: Role = role
        self._side = icon_size(place)
        self.setAccessibleName(words)
        self.setToolTip(as_tip(words))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, role: Role) -> None:
        """Show another icon."""
        self._name, self._role = name, role
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Be as large as the icon."""
        return QSize(self._side, self._side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        if self._name:
            paint_icon(QPainter(self), self._name, self.rect(), self._role)
