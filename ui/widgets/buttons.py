"""Buttons: one primary a screen; each with its words, an icon if it helps, and the key that does the same."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.focus_ring import remember_reason
from ui.widgets.frames import rounded
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.keycap import keycap_width, paint_keycap
from ui.widgets.text import ONE_LINE
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip
from ui.widgets.tokens import Role

Kind = Literal["primary", "secondary", "text", "urgent", "quiet"]
"""primary: the next useful thing. text: a link. urgent: red edge. quiet: no edge until pointed at."""


class _Coat(NamedTuple):
    """A named tuple, as the tokens are."""

    ink: Role
    fill: Role | None
    edge: Role | None
    key_edge: Role | None = None


_REST: dict[Kind, _Coat] = {
    "primary": _Coat("onAccent", "accent", None),
    "secondary": _Coat("text", "surface", "controlBorder", "hairlineStrong"),
    "text": _Coat("accent", None, None),
    "urgent": _Coat("critical", "surface", "critical"),
    "quiet": _Coat("textSecondary", None, None, "hairlineStrong"),
}
_HOVER: dict[Kind, Role] = {
    "primary": "accentPressed",
    "secondary": "hover",
    "text": "hover",
    "urgent": "criticalTint",
    "quiet": "hover",
}
_INVERTED: Role = "surface"
"""The ink of a button on a ground in the color of text; pointed at, ink and ground change places."""
_OFF = _Coat("textSecondary", "sunken", "hairlineStrong", "hairlineStrong")


class Button(QPushButton):
    """A button of one of our kinds, as wide as its words (``large`` ones may grow).

    Space and Enter press it; ``why_not`` disables it and says why.
    """

    def __init__(
        self,
        words: str,
        kind: Kind = "secondary",
        *,
        icon: str = "",
        key: str = "",
        large: bool = False,
        trailing_icon: str = "",
        brief: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Take also what it says where there is no room; "" for its icon alone, None for all its words."""
        super().__init__(words, parent=parent)  # named, or PySide makes icons first to see that it is none
        self._brief, self._folded = brief, False
        self._kind: Kind = kind
        self._icon, self._trailing, self._key, self._large = icon, trailing_icon, key, large
        self._ink: Role | None = None
        self.setFont(theme().font("input" if large else "body", weight=600 if kind == "primary" else 500))
        self.setAccessibleName(words)
        if key:
            self.setAccessibleDescription(key)
        across = QSizePolicy.Policy.Minimum if large else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if kind == "text":
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def kind(self) -> Kind:
        """What kind of button this is."""
        return self._kind

    def set_words(self, words: str, *, key: str | None = None, brief: str | None = None) -> None:
        """Say something else: the primary button is always the next useful thing."""
        self.setText(words)
        self._brief = brief
        self.setAccessibleName(words)
        if key is not None:
            self._key = key
            self.setAccessibleDescription(key)
        self.updateGeometry()
        self.update()

    def fold(self, *, on: bool) -> None:
        """Say it briefly and leave the key out, where there is no room; name and tooltip say it whole."""
        if on is self._folded:
            return
        self._folded = on
        if self.isEnabled():
            self.setToolTip(as_tip(self.accessibleName() if on else ""))
        self.updateGeometry()
        self.update()

    @property
    def _shown(self) -> str:
        return self._brief if self._folded and self._brief is not None else self.text()

    @property
    def _shown_key(self) -> str:
        return "" if self._folded else self._key

    def set_ink(self, role: Role) -> None:
        """Write in another color, such as a link in a message."""
        self._ink = role
        self.update()

    def why_not(self, reason: str) -> None:
        """Disable the button and say why; an empty reason enables it again."""
        self.setEnabled(not reason)
        self.setToolTip(as_tip(reason))
        self.setAccessibleDescription(reason or self._key)

    def _padding(self) -> int:
        return theme().px({"text": 2, "quiet": 10}.get(self._kind, 14))

    def _gap(self) -> int:
        return theme().space(2)

    @override
    def sizeHint(self) -> QSize:
        """Fit icon, words and key."""
        words, key = self._shown, self._shown_key
        width = 2 * self._padding() + (QFontMetrics(self.font()).horizontalAdvance(words) if words else 0)
        gap = self._gap()
        width += (icon_size("button") + (gap if words else 0)) if self._icon else 0
        width += (icon_size("button") + gap) if self._trailing else 0
        width += (keycap_width(key) + gap) if key else 0
        return QSize(width, theme().size("buttonLarge" if self._large else "button"))

    @override
    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def _coat(self) -> _Coat:
        rest = _REST[self._kind]
        if not self.isEnabled():
            return _OFF if rest.edge or rest.fill else _Coat("textSecondary", None, None, "hairlineStrong")
        over = self.isDown() or self.underMouse() or self.isChecked()
        if over and self._ink == _INVERTED:
            return _Coat("text", _INVERTED, rest.edge, rest.key_edge)
        fill = _HOVER[self._kind] if over else rest.fill
        return _Coat(self._ink or rest.ink, fill, rest.edge, rest.key_edge)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the coat, then icon, words and key in the middle."""
        painter = QPainter(self)
        coat = self._coat()
        if coat.fill or coat.edge:
            rounded(painter, self.rect(), coat.fill, coat.edge)
        spare = self.width() - self.sizeHint().width()
        x = self._padding() + max(0, spare // 2)
        if self._icon:
            x += self._paint_icon(painter, self._icon, x, coat.ink) + self._gap()
        if self._shown:
            x = self._paint_words(painter, x, coat.ink) + self._gap()
        if self._trailing:
            x += self._paint_icon(painter, self._trailing, x, coat.ink) + self._gap()
        if key := self._shown_key:
            box = QRect(x, 0, keycap_width(key), self.height())
            paint_keycap(painter, box, key, coat.ink, coat.key_edge)

    def _paint_icon(self, painter: QPainter, name: str, x: int, ink: Role) -> int:
        side = icon_size("button")
        paint_icon(painter, name, QRect(x, (self.height() - side) // 2, side, side), ink)
        return side

    def _paint_words(self, painter: QPainter, x: int, ink: Role) -> int:
        words = self._shown
        width = min(QFontMetrics(self.font()).horizontalAdvance(words), self.width() - x)
        painter.setFont(self.font())
        painter.setPen(theme().color(ink))
        flags = ONE_LINE
        painter.drawText(QRect(x, 0, width + 2, self.height()), flags, words)
        return x + width

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it too, as every nurse expects."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether keys or the mouse brought the focus: only keys need the ring."""
        remember_reason(self, event.reason())
        super().focusInEvent(event)


class IconButton(Button):
    """A button with an icon only; its words are its tooltip and its accessible name."""

    def __init__(
        self, icon: str, words: str, *, kind: Kind = "quiet", key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("", kind, icon=icon, parent=parent)
        self.setAccessibleName(words)
        self.setAccessibleDescription(key)
        self.setToolTip(as_tip(f"{words} ({key})" if key else words))
        self._spoken = words
        side = theme().size("button")
        self.setFixedSize(side, side)

    @override
    def sizeHint(self) -> QSize:
        """Be a square."""
        side = theme().size("button")
        return QSize(side, side)

    @override
    def why_not(self, reason: str) -> None:
        """Disable and say why beside its name."""
        self.setEnabled(not reason)
        self.setToolTip(as_tip(f"{self._spoken}: {reason}" if reason else self._spoken))
        self.setAccessibleDescription(reason)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon in the middle of its coat."""
        painter = QPainter(self)
        coat = self._coat()
        if coat.fill or coat.edge:
            rounded(painter, self.rect(), coat.fill, coat.edge)
        side = icon_size("row")
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        paint_icon(painter, self._icon, QRect(left, top, side, side), coat.ink)
