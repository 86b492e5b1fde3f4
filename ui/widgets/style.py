"""Fusion with our own frames, ticks and scroll bars; everything else is Fusion in our palette.

No style sheet: it makes Fusion's drop-down arrows vanish and costs time for every widget made. The state of a
field is its dynamic property ``state`` ("bare" has no frame at all).
"""

from typing import cast

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionHeader,
    QStyleOptionSlider,
    QWidget,
)
from typing_extensions import override

from ui.widgets.frames import paint_check, paint_field, paint_radio
from ui.widgets.theme import theme

_Primitive = QStyle.PrimitiveElement
_State = QStyle.StateFlag


class CareStyle(QProxyStyle):
    """Draws what the mock-ups draw differently from Fusion."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    @override
    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Frames of fields, check boxes and radio buttons are ours; focus is drawn by ``FocusRing``."""
        match element:
            case _Primitive.PE_FrameFocusRect:
                return
            case _Primitive.PE_PanelLineEdit | _Primitive.PE_FrameLineEdit:
                _field_frame(option, painter, widget)
            case _Primitive.PE_IndicatorCheckBox | _Primitive.PE_IndicatorItemViewItemCheck:
                _check(option, painter)
            case _Primitive.PE_IndicatorRadioButton:
                paint_radio(painter, option.rect, chosen=bool(option.state & _State.State_On))
            case _:
                super().drawPrimitive(element, option, painter, widget)

    @override
    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Scroll bars are a thin handle on nothing; the rest is Fusion's."""
        if control is QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            self._scroll_bar(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    @override
    def subControlRect(
        self,
        cc: QStyle.ComplexControl,
        opt: QStyleOptionComplex,
        sc: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Leave no room for the frame of a group box: ours group for the ear, not for the eye."""
        if cc is QStyle.ComplexControl.CC_GroupBox and sc is QStyle.SubControl.SC_GroupBoxContents:
            return QRect(opt.rect)
        return super().subControlRect(cc, opt, sc, cast("QWidget", widget))

    @override
    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Heads of tables are sunken words on one line; the rest is Fusion's."""
        match element:
            case QStyle.ControlElement.CE_HeaderSection:
                _head_ground(option, painter)
            case QStyle.ControlElement.CE_HeaderLabel if isinstance(option, QStyleOptionHeader):
                _head_words(option, painter)
            case _:
                super().drawControl(element, option, painter, widget)

    def _scroll_bar(self, option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None) -> None:
        handle = self.subControlRect(
            QStyle.ComplexControl.CC_ScrollBar,
            option,
            QStyle.SubControl.SC_ScrollBarSlider,
            cast("QWidget", widget),
        )
        upright = option.orientation is Qt.Orientation.Vertical
        box = QRectF(handle).adjusted(4, 1, -3, -1) if upright else QRectF(handle).adjusted(1, 4, -1, -3)
        held = bool(option.state & (_State.State_MouseOver | _State.State_Sunken))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("controlBorder" if held else "hairlineStrong"))
        corner = min(box.width(), box.height()) / 2
        painter.drawRoundedRect(box, corner, corner)
        painter.restore()


def _field_frame(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    state = widget.property("state") if widget is not None else None
    if state != "bare":
        paint_field(painter, option.rect, state or "normal")


def _head_ground(option: QStyleOption, painter: QPainter) -> None:
    worn = theme()
    box = QRect(option.rect)
    painter.fillRect(box, worn.color("sunken"))
    painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), worn.color("hairline"))


def _head_words(option: QStyleOptionHeader, painter: QPainter) -> None:
    worn = theme()
    painter.setFont(worn.font("caption", weight=500))
    painter.setPen(worn.color("textSecondary"))
    box = QRect(option.rect).adjusted(worn.px(12), 0, 0, 0)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, option.text)


def _check(option: QStyleOption, painter: QPainter) -> None:
    ticked = bool(option.state & _State.State_On)
    paint_check(painter, QRect(option.rect), ticked=ticked, usable=bool(option.state & _State.State_Enabled))
