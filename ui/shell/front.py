"""The page in front, in all the room that there is: neither it nor a page behind makes the window grow."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from ui.widgets.theme import theme

_WIDE, _HIGH = 560, 180
"""Least size of a page, in pixels before zoom."""


class Front(QStackedWidget):
    """The window gets no smaller than what each page is made to fold into: 1280x720 at 200 %."""

    @override
    def minimumSizeHint(self) -> QSize:
        """Need as much as every page folds and scrolls in."""
        return QSize(theme().px(_WIDE), theme().px(_HIGH))
