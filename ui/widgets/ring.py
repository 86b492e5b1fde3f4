"""The focus ring: 2 px of accent, 2 px away from what has the focus, over everything around it."""

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from ui.widgets.focus_ring import ringed
from ui.widgets.theme import theme


class _RingStyle(QProxyStyle):
    """Tells ``QFocusFrame`` how far outside to lie; only the ring wears it."""

    @override
    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Leave room for gap and ring."""
        if metric in {QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin}:
            return theme().px(4)
        return super().pixelMetric(metric, option, widget)

    @override
    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        """Lie above what has the focus, and have no mask."""
        if hint is QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        if hint is QStyle.StyleHint.SH_FocusFrame_Mask:
            return 0
        return super().styleHint(hint, option, widget, returnData)


class FocusRing(QObject):
    """The one ring of the application; it follows the focus by itself, from where it is now.

    Qt lays a ring into the page that it is on, and destroys it with that page: then there is another.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._style = _RingStyle("Fusion")
        self._ring = _Ring(self._style)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self._style):
            return  # the program ends, and Qt goes piece by piece
        if not isValid(self._ring):
            self._ring = _Ring(self._style)
        found = ringed(now) if now is not None and not now.isWindow() else None
        self._ring.setWidget(found)  # pyright: ignore[reportArgumentType] Qt takes none, the stubs do not


class _Ring(QFocusFrame):
    def __init__(self, style: QStyle) -> None:
        super().__init__()
        self.setStyle(style)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring; its corners run parallel to the control's."""
        worn = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(worn.color("accent"), worn.px(2)))
        edge = worn.px(2) / 2
        corner = worn.px(worn.tokens.radius["control"]) + worn.px(3)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), corner, corner)
