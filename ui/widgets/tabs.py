"""A row of tabs: words, a count or a chip behind them, a 3 px bar under the one in force."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.boxes import row
from ui.widgets.frames import rounded
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.theme import theme
from ui.widgets.tokens import TONES, Tone
from ui.widgets.walked_button import WalkedButton


class _Tab(WalkedButton):
    def __init__(self, words: str) -> None:
        super().__init__()
        self._count = ""
        self._tone: Tone = "plain"
        self.setText(words)
        self.setCheckable(True)
        self.setAccessibleName(words)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def count(self, words: str, tone: Tone) -> None:
        """Show a fact behind the words: a bare number, or a chip if it has a tone."""
        self._count, self._tone = words, tone
        self.setAccessibleName(f"{self.text()}, {words}" if words else self.text())
        self.updateGeometry()
        self.update()

    def _words_width(self) -> int:
        return QFontMetrics(theme().font("bodyStrong")).horizontalAdvance(self.text())

    def _count_width(self) -> int:
        if not self._count:
            return 0
        worn = theme()
        width = QFontMetrics(worn.font("caption", weight=500)).horizontalAdvance(self._count)
        return width + (worn.px(22) + icon_size("inChip") if self._tone != "plain" else 0)

    @override
    def sizeHint(self) -> QSize:
        """Fit words and count; the bold words are the wider ones, so choosing a tab moves nothing."""
        gap = theme().px(6) if self._count else 0
        width = self._words_width() + gap + self._count_width() + theme().px(4)
        return QSize(width, theme().size("tabRow"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words, count and bar."""
        worn = theme()
        painter = QPainter(self)
        chosen = self.isChecked()
        lit = chosen or self.underMouse()
        painter.setFont(worn.font("bodyStrong" if chosen else "body", weight=600 if chosen else 500))
        painter.setPen(worn.color("accent" if chosen else "text" if lit else "textSecondary"))
        box = self.rect().adjusted(worn.px(2), 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._count:
            left = self.width() - self._count_width() - worn.px(2)
            self._paint_count(painter, left)
        if chosen:
            painter.fillRect(
                QRect(0, self.height() - worn.px(3), self.width(), worn.px(3)), worn.color("accent")
            )

    def _paint_count(self, painter: QPainter, left: int) -> None:
        worn = theme()
        painter.setFont(worn.font("caption", weight=500))
        box = QRect(left, 0, self._count_width(), self.height())
        if self._tone == "plain":
            painter.setPen(worn.color("textSecondary"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._count)
            return
        tone = TONES[self._tone]
        height = worn.size("chip") - worn.px(3)
        chip = QRect(left, (self.height() - height) // 2, self._count_width(), height)
        rounded(painter, chip, tone.tint, tone.line, radius="chip")
        side = icon_size("inChip")
        paint_icon(
            painter,
            "triangle-alert",
            QRect(left + worn.px(7), (self.height() - side) // 2, side, side),
            tone.ink,
        )
        painter.setPen(worn.color(tone.ink))
        words = chip.adjusted(side + worn.px(12), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._count)


class Tabs(QWidget):
    """The tab row; ``chosen`` carries the name of the tab the nurse took. Left and Right walk."""

    chosen = Signal(str)

    def __init__(self, tabs: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        """Take (name, words) for each tab, from left to right."""
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._tabs = {name: _Tab(words) for name, words in tabs}
        for tab in self._tabs.values():
            self._group.addButton(tab)
        self.setLayout(row(*self._tabs.values(), space=23))
        self.setFixedHeight(theme().size("tabRow"))
        self._group.buttonClicked.connect(self._tell)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def choose(self, name: str) -> None:
        """Mark a tab without telling."""
        self._tabs[name].setChecked(True)

    def count(self, name: str, words: str, tone: Tone = "plain") -> None:
        """Show a number or a chip behind a tab's words."""
        self._tabs[name].count(words, tone)

    def _tell(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(name for name, tab in self._tabs.items() if tab is button))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with Left and Right, taking the tab at once."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        tabs = list(self._tabs.values())
        at = next((number for number, tab in enumerate(tabs) if tab.isChecked()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        following = tabs[(at + step) % len(tabs)]
        following.setFocus(Qt.FocusReason.TabFocusReason)
        following.click()
