"""The rail: a word under each icon, a bar at the one in force, a count where something waits."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QToolButton
from typing_extensions import override

from carenurse.translations import tr, trn
from ui.shell.screens import Screen
from ui.widgets.boxes import add, column
from ui.widgets.focus_ring import remember_reason
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.page import Place
from ui.widgets.surface import Surface
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip
from ui.widgets.walked_button import ARROWS

_BELOW = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_FOLDED = 36
"""Side of an item without its word, in pixels before zoom."""
_MOST_COUNTED = 99
"""The badge has room for no more; the accessible name says the number itself."""


class RailButton(QToolButton):
    """One place: icon, word, count."""

    def __init__(self, icon: str, words: str, key: str = "") -> None:
        super().__init__()
        self._icon, self._words, self._key, self._count = icon, words, key, 0
        self.setText(words)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        worn = theme()
        self._folded = False
        width = max(worn.size("railItemWidth"), QFontMetrics(worn.font("railLabel")).horizontalAdvance(words))
        self._whole = QSize(width, worn.size("railItemHeight"))
        self.setFixedSize(self._whole)
        self.show_count(0)

    def fold(self, *, on: bool) -> None:
        """Show the icon only: in a low window the word is in the tooltip and the spoken name."""
        self._folded = on
        side = theme().px(_FOLDED)
        self.setFixedSize(QSize(side, side) if on else self._whole)

    def show_count(self, count: int) -> None:
        """Show how many things wait there; none hides the badge."""
        self._count = count
        spoken = trn("{number} waits", "{number} wait", count) if count else ""
        self.setAccessibleName(f"{self._words}, {spoken}" if spoken else self._words)
        self.setToolTip(as_tip(f"{self._words} ({self._key})" if self._key else self._words))
        self.update()

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        """Draw ground, icon, word and badge."""
        worn = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.color("accentTint" if chosen else "hover"))
            corner = worn.px(worn.tokens.radius["control"])
            painter.drawRoundedRect(QRectF(self.rect()), corner, corner)
        ink = "accent" if chosen else "textSecondary"
        side = icon_size("rail")
        box = QRect((self.width() - side) // 2, worn.px(8), side, side)
        paint_icon(painter, self._icon, box, ink)
        if not self._folded:
            painter.setFont(worn.font("railLabel", weight=600 if chosen else None))
            painter.setPen(worn.color(ink))
            words = QRect(0, worn.px(31), self.width(), worn.line("railLabel") + worn.px(2))
            painter.drawText(words, _BELOW, self._words)
        if self._count:
            self._paint_badge(painter)

    def _paint_badge(self, painter: QPainter) -> None:
        worn = theme()
        font = worn.font("keyCap", weight=600)
        words = str(self._count) if self._count <= _MOST_COUNTED else f"{_MOST_COUNTED}+"
        height = worn.px(17)
        width = max(height, QFontMetrics(font).horizontalAdvance(words) + worn.px(6))
        left = min(self.width() / 2 + worn.px(7), self.width() - width)
        badge = QRectF(left, worn.px(1), width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn.color("textSecondary"))
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(worn.color("surface"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        """Leave the arrows to the rail: walking along it goes nowhere yet."""
        if arg__1.key() in ARROWS:
            arg__1.ignore()
        else:
            super().keyPressEvent(arg__1)

    @override
    def focusInEvent(self, arg__1: QFocusEvent) -> None:
        """Remember whether keys or the mouse brought the focus."""
        remember_reason(self, arg__1.reason())
        super().focusInEvent(arg__1)


class Rail(Surface):
    """The places of the window; ``chosen`` carries the place, ``help_wanted`` when Help is pressed."""

    chosen = Signal(str)
    help_wanted = Signal()

    def __init__(self, screens: Sequence[Screen]) -> None:
        super().__init__("sunken", "r")
        self.setAccessibleName(tr("Places"))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        railed = [screen for screen in screens if screen.rail]
        self._buttons: dict[Place, RailButton] = {
            screen.place: RailButton(screen.icon, screen.label(), f"Ctrl {number}")
            for number, screen in enumerate(railed, 1)
        }
        for button in self._buttons.values():
            self._group.addButton(button)
        self._group.buttonClicked.connect(self._tell)
        help_button = RailButton("circle-help", tr("Help"), "F1")
        help_button.setCheckable(False)
        help_button.clicked.connect(self.help_wanted)
        layout = column(space=2, margins=(0, 6, 0, 4))
        layout.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for screen in railed:
            if screen.rail == "top":
                layout.addWidget(self._buttons[screen.place], 0, Qt.AlignmentFlag.AlignHCenter)
        add(layout, None)
        for screen in railed:
            if screen.rail == "bottom":
                layout.addWidget(self._buttons[screen.place], 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(help_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(layout)
        self._items = (*self._buttons.values(), help_button)
        self._whole = layout.minimumSize().height()
        self._widest = max(button.width() for button in self._items)
        self._folded = False
        self._be_wide_enough()

    def _be_wide_enough(self) -> None:
        worn = theme()
        whole = max(worn.size("rail"), self._widest + worn.px(4))
        self.setFixedWidth(worn.px(_FOLDED + 8) if self._folded else whole)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words away where the window is too low for them."""
        super().resizeEvent(event)
        folded = self.height() < self._whole
        if folded is not self._folded:
            self._folded = folded
            for button in self._items:
                button.fold(on=folded)
            self._be_wide_enough()

    @override
    def minimumSizeHint(self) -> QSize:
        """Need the height of the icons only."""
        spaces = self._whole - sum(theme().size("railItemHeight") for _item in self._items)
        return QSize(self.width(), len(self._items) * theme().px(_FOLDED) + spaces)

    def light(self, place: Place) -> None:
        """Mark the place where the nurse is."""
        if place in self._buttons:
            self._buttons[place].setChecked(True)
        self.update()

    def show_count(self, place: Place, count: int) -> None:
        """Show how many things wait at a place."""
        if place in self._buttons:
            self._buttons[place].show_count(count)

    def press(self, number: int) -> None:
        """Go to the place with this number (Ctrl+1 and so on)."""
        buttons = list(self._buttons.values())
        if 0 < number <= len(buttons):
            buttons[number - 1].click()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with Up and Down; Space goes there."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        buttons = list(self._buttons.values())
        at = next((number for number, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        buttons[(at + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def _tell(self, button: QAbstractButton) -> None:
        self.update()
        self.chosen.emit(next(place for place, one in self._buttons.items() if one is button))

    @override
    def sizeHint(self) -> QSize:
        """Be as wide as the widest word."""
        return QSize(self.width(), theme().px(400))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the bar at the place in force."""
        super().paintEvent(event)
        checked = self._group.checkedButton()
        if isinstance(checked, RailButton):
            worn = theme()
            box = checked.geometry()
            bar = QRect(0, box.top() + worn.px(8), worn.px(3), box.height() - worn.px(16))
            QPainter(self).fillRect(bar, worn.color("accent"))
