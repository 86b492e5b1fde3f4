"""Scrolling so that something new is seen, where a small window or a large zoom has it outside the edge."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.widgets.theme import theme

_SETTLED_MS = 60
"""After so long what surrounds it has its height for the lines that were added."""


def bring_into_view(widget: QWidget) -> None:
    """Scroll everything that a widget lies in until it is seen, now and once its place is settled."""
    for soon in (0, _SETTLED_MS):
        QTimer.singleShot(soon, widget, lambda: _scroll_to(widget))


def _scroll_to(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:  # pyright: ignore[reportUnnecessaryComparison] the window has none
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, theme().px(12))
        above = above.parentWidget()
