"""An answer that is yes or not yes: a box with a tick."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from carenurse.translations import tr
from ui.widgets.focus_ring import remember_reason
from ui.widgets.frames import paint_check, paint_radio
from ui.widgets.keycap import keycap_width, paint_keycap
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip


def _fit(words: str, key: str = "") -> QSize:
    """Box, gap, words and key on a target of the height that the tokens ask for."""
    worn = theme()
    width = worn.size("checkbox") + worn.px(8)
    if words:
        width += worn.space(2) + QFontMetrics(worn.font("body")).horizontalAdvance(words)
    if key:
        width += worn.space(2) + keycap_width(key)
    return QSize(width, worn.size("target"))


class _Keyed:
    """The key that picks a line, shown while the cursor is among the lines it belongs to."""

    key = ""

    def set_key(self, key: str) -> None:
        """Say which key picks this line, for the eye and for a screen reader."""
        self.key = key
        if isinstance(self, QAbstractButton):
            self.setAccessibleDescription(tr("Key {key}", key=key))
            self.updateGeometry()


def _write_key(painter: QPainter, widget: QAbstractButton, key: str, words: QRect) -> None:
    around, focus = widget.parentWidget(), QApplication.focusWidget()
    if not key or around is None or focus is None or not around.isAncestorOf(focus):
        return
    worn = theme()
    left = words.left() + QFontMetrics(worn.font("body")).horizontalAdvance(widget.text()) + worn.space(2)
    where = QRect(left, 0, keycap_width(key), widget.height())
    paint_keycap(painter, where, key, "textSecondary", "hairlineStrong")


def _repaint_all(widget: QWidget) -> None:
    """Paint the lines beside this one, too: they show their keys now, or no longer."""
    around = widget.parentWidget()
    (around or widget).update()


def _box_and_words(widget: QWidget) -> tuple[QRect, QRect]:
    worn = theme()
    side = worn.size("checkbox")
    box = QRect(worn.px(2), (widget.height() - side) // 2, side, side)
    left = box.right() + 1 + worn.space(2)
    return box, QRect(left, 0, widget.width() - left, widget.height())


def _write(painter: QPainter, where: QRect, words: str, *, usable: bool) -> None:
    worn = theme()
    painter.setFont(worn.font("body"))
    painter.setPen(worn.color("text" if usable else "textSecondary"))
    painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)


class Check(_Keyed, QCheckBox):
    """A check box on its own, in a list or a row; the whole line is the target (36 px)."""

    def __init__(self, words: str, *, spoken: str = "", parent: QWidget | None = None) -> None:
        """Take the words beside the box; ``spoken`` names it where no words stand beside it."""
        super().__init__(words, parent)
        self.setAccessibleName(spoken or words)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if not words:
            self.setToolTip(as_tip(spoken))

    @override
    def sizeHint(self) -> QSize:
        """Fit box and words."""
        return _fit(self.text(), self.key)

    @override
    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        """Take a press anywhere on the line."""
        return self.rect().contains(pos)

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        """Draw box, tick and words."""
        painter = QPainter(self)
        box, words = _box_and_words(self)
        paint_check(painter, box, ticked=self.isChecked(), usable=self.isEnabled())
        _write(painter, words, self.text(), usable=self.isEnabled())
        _write_key(painter, self, self.key, words)

    @override
    def focusInEvent(self, e: QFocusEvent) -> None:
        """Remember whether keys or the mouse brought the focus."""
        remember_reason(self, e.reason())
        super().focusInEvent(e)
        _repaint_all(self)

    @override
    def focusOutEvent(self, e: QFocusEvent) -> None:
        """Take the keys off the lines, unless the focus went to one of them."""
        super().focusOutEvent(e)
        _repaint_all(self)


class Radio(_Keyed, QRadioButton):
    """One of several; put them into a ``QGroupBox``, so that a screen reader says they belong together."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        """Fit dot and words."""
        return _fit(self.text(), self.key)

    @override
    def minimumSizeHint(self) -> QSize:
        """Never cut the words, never let two lines overlap."""
        return self.sizeHint()

    @override
    def hitButton(self, arg__1: QPoint) -> bool:
        """Take a press anywhere on the line."""
        return self.rect().contains(arg__1)

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        """Draw dot and words."""
        painter = QPainter(self)
        box, words = _box_and_words(self)
        paint_radio(painter, box, chosen=self.isChecked())
        _write(painter, words, self.text(), usable=self.isEnabled())
        _write_key(painter, self, self.key, words)

    @override
    def focusInEvent(self, e: QFocusEvent) -> None:
        """Remember whether keys or the mouse brought the focus."""
        remember_reason(self, e.reason())
        super().focusInEvent(e)
        _repaint_all(self)

    @override
    def focusOutEvent(self, e: QFocusEvent) -> None:
        """Take the keys off the lines, unless the focus went to one of them."""
        super().focusOutEvent(e)
        _repaint_all(self)
