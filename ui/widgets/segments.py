"""A few choices side by side in one frame, such as "Mine 34 | Team 118", or one decision of four."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGroupBox, QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.boxes import row
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.theme import theme
from ui.widgets.walked_button import WalkedButton


class _Segment(WalkedButton):
    def __init__(self, words: str, *, decision: bool) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self._decision = decision
        self.first = self.last = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        """Fit the words and, for a decision, the tick."""
        worn = theme()
        width = QFontMetrics(worn.font("label")).horizontalAdvance(self.text()) + worn.px(26)
        return QSize(width + (icon_size("caption") if self._decision else 0), worn.size("button") - 2)

    def _ground(self) -> QPainterPath:
        """Draw the shape: round at the ends of the row only."""
        corner = theme().px(theme().tokens.radius["control"] - 1)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        box = QRectF(self.rect())
        path.addRoundedRect(box, corner, corner)
        if not self.first:
            path.addRect(box.adjusted(0, 0, -box.width() / 2, 0))
        if not self.last:
            path.addRect(box.adjusted(box.width() / 2, 0, 0, 0))
        return path

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, tick, words and the line to the next."""
        worn = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        strong = chosen and self._decision
        if chosen or self.underMouse():
            fill = "accent" if strong else "accentTint" if chosen else "hover"
            painter.fillPath(self._ground(), worn.color(fill))
        if not self.last:
            line = QRectF(self.width() - 1, 0, 1, self.height())
            painter.fillRect(line, worn.color("hairlineStrong"))
        ink = "onAccent" if strong else "accent" if chosen else "textSecondary"
        words = self.rect()
        if strong:
            side = icon_size("caption")
            width = QFontMetrics(worn.font("label")).horizontalAdvance(self.text())
            left = (self.width() - width - side - worn.px(4)) // 2
            paint_icon(painter, "check", QRectF(left, (self.height() - side) / 2, side, side), ink)
            words = words.adjusted(side + worn.px(4), 0, 0, 0)
        painter.setFont(worn.font("label"))
        painter.setPen(worn.color(ink))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())


class Segments(QGroupBox):
    """The row; ``chosen`` carries the code the nurse took. ``decision`` fills the chosen one and ticks it."""

    chosen = Signal(str)

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        decision: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Take the choices as (code, words)."""
        super().__init__(parent)
        self.setAccessibleName(label)
        self._codes = [code for code, _ in choices]
        self._buttons = [_Segment(words, decision=decision) for _, words in choices]
        self._buttons[0].first = self._buttons[-1].last = True
        self._group = QButtonGroup(self)
        for number, button in enumerate(self._buttons):
            self._group.addButton(button, number)
        self._group.idClicked.connect(self._tell)
        layout = row(*self._buttons, space=0)
        layout.setContentsMargins(1, 1, 1, 1)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def choose(self, code: str) -> None:
        """Mark a choice without telling; a code that is not offered unmarks all."""
        self._group.setExclusive(False)
        for name, button in zip(self._codes, self._buttons, strict=True):
            button.setChecked(name == code)
        self._group.setExclusive(True)

    def current(self) -> str:
        """Give the code of what is chosen, or nothing."""
        at = self._group.checkedId()
        return self._codes[at] if at >= 0 else ""

    def reword(self, code: str, words: str) -> None:
        """Change the words of one choice, such as its count."""
        button = self._buttons[self._codes.index(code)]
        button.setText(words)
        button.setAccessibleName(words)
        button.updateGeometry()

    def _tell(self, at: int) -> None:
        self.chosen.emit(self._codes[at])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with Left and Right without choosing; Space chooses."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        at = next((number for number, button in enumerate(self._buttons) if button.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        self._buttons[(at + step) % len(self._buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame around all of them."""
        worn = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(worn.color("controlBorder"), 1))
        painter.setBrush(worn.color("surface"))
        corner = worn.px(worn.tokens.radius["control"])
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
