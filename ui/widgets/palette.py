"""Find or do (Ctrl+K): type a few letters, choose with the arrows, Enter does it, Esc goes back.

A child of the window, never a window of its own: it neither takes the focus from the desktop nor escapes the
shade of a lock.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from carenurse.translations import tr
from ui.widgets.announce import announce
from ui.widgets.boxes import column, empty_out
from ui.widgets.fields.line import Line
from ui.widgets.focus_ring import without_ring
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.keycap import keycap_width, paint_keycap
from ui.widgets.surface import Card, Hairline
from ui.widgets.text import Label
from ui.widgets.theme import theme

_MOST = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to find or to do: the words are searched, ``aside`` stands small behind them.

    ``also`` is what else it is looked for by, and is not shown.
    """

    words: str
    act: Callable[[], object]
    icon: str = "arrow-right"
    aside: str = ""
    also: str = ""


Answer = Callable[[tuple[Entry, ...]], None]
Provider = Callable[[str, Answer], None]
"""Given what was typed, calls back with entries, best first: at once, or when the store has answered."""


class _Choice(QAbstractButton):
    """One line of the list, with the typed letters bold."""

    def __init__(self, entry: Entry, typed: str) -> None:
        super().__init__()
        self._entry, self._typed = entry, typed
        self.setText(entry.words)
        self.setAccessibleName(f"{entry.words} {entry.aside}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("chosenElsewhere", "by the line above")
        self.setCheckable(True)
        self.setFixedHeight(theme().row("default"))

    @override
    def sizeHint(self) -> QSize:
        """Take the width there is."""
        return QSize(theme().px(320), theme().row("default"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon, words, what stands aside, and Enter on the chosen one."""
        worn = theme()
        painter = QPainter(self)
        if self.isChecked():
            painter.fillRect(self.rect(), worn.color("accentTint"))
        side = icon_size("row")
        box = QRect(worn.px(15), (self.height() - side) // 2, side, side)
        paint_icon(painter, self._entry.icon, box, "text")
        x = box.right() + worn.px(14)
        for piece, strong in _split(self._entry.words, self._typed):
            x = self._write(painter, x, piece, strong=strong)
        painter.setFont(worn.font("caption"))
        painter.setPen(worn.color("textSecondary"))
        aside = QRect(x + worn.px(6), 0, self.width() - x, self.height())
        painter.drawText(aside, Qt.AlignmentFlag.AlignVCenter, self._entry.aside)
        if self.isChecked():
            width = keycap_width(tr("Enter"))
            cap = QRect(self.width() - width - worn.px(15), 0, width, self.height())
            paint_keycap(painter, cap, tr("Enter"), "textSecondary", "hairlineStrong")

    def _write(self, painter: QPainter, x: int, words: str, *, strong: bool) -> int:
        font = theme().font("body", weight=700 if strong else None)
        painter.setFont(font)
        painter.setPen(theme().color("text"))
        painter.drawText(QRect(x, 0, self.width() - x, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        return x + QFontMetrics(font).horizontalAdvance(words)


def _split(words: str, typed: str) -> tuple[tuple[str, bool], ...]:
    at = words.casefold().find(typed.strip().casefold()) if typed.strip() else -1
    if at < 0:
        return ((words, False),)
    end = at + len(typed.strip())
    return ((words[:at], False), (words[at:end], True), (words[end:], False))


class FindOrDo(Card):
    """The list under a line; ``closed`` when it went away without or with a choice."""

    closed = Signal()

    def __init__(self, provider: Provider, parent: QWidget) -> None:
        super().__init__(edge="controlBorder", parent=parent)
        self._provider = provider
        self._asked = self._answered = 0
        self._takes = False
        """Enter was pressed before the answer to what was typed had come."""
        self._before: QWidget | None = None
        self._choices: list[_Choice] = []
        self._at = 0
        self._line = Line(icon="search")
        self._line.setProperty("state", "bare")
        self._line.setPlaceholderText(tr("Find or do..."))
        self._line.setAccessibleName(tr("Find or do"))
        self._line.textChanged.connect(self._ask)
        self._line.installEventFilter(self)
        without_ring(self._line)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._list.setContentsMargins(0, 0, 0, 0)
        hint = Label(tr("Arrow keys, Enter, Esc"), "caption", "textSecondary")
        foot = column(hint, margins=(15, 8, 15, 10))
        self._all = column(self._line, Hairline(), self._list, foot, space=0, margins=(1, 4, 1, 1))
        self.setLayout(self._all)
        self.hide()

    def open(self) -> None:
        """Come up in the middle of the window's upper part, empty, ready to be typed into."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._line.clear()
        self._ask("")
        self._place()
        self.show()
        self.raise_()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_up(self) -> None:
        """Go away; the cursor goes back to where it was, unless it is elsewhere already."""
        if self.isVisible():
            inside = self._line.hasFocus()
            self.hide()
            if inside and self._before is not None and isValid(self._before):
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self.closed.emit()

    def _place(self) -> None:
        window = self.window()
        width = min(theme().px(560), window.width() - theme().px(32))
        self.setFixedWidth(width)
        self._list.invalidate()
        self._all.activate()
        self.resize(width, self.sizeHint().height())
        self.move((window.width() - width) // 2, theme().px(64))

    def _ask(self, typed: str) -> None:
        self._asked += 1
        turn, self._takes = self._asked, False

        def show(entries: tuple[Entry, ...]) -> None:
            if turn == self._asked:
                self._answered = turn
                self._show(entries, typed)
                if self._takes and self.isVisible():
                    self._take()

        self._provider(typed, show)

    def _show(self, entries: tuple[Entry, ...], typed: str) -> None:
        empty_out(self._list)
        self._choices = [_Choice(entry, typed) for entry in entries[:_MOST]]
        for choice, entry in zip(self._choices, entries, strict=False):
            choice.clicked.connect(lambda _on=False, entry=entry: self._do(entry))
            self._list.addWidget(choice)
            choice.show()
        if not self._choices:
            nothing = _nothing()
            self._list.addWidget(nothing)
            nothing.show()
        self._entries = entries[:_MOST]
        self._move_to(0)
        self._place()

    def _move_to(self, place: int) -> None:
        if not self._choices:
            return
        self._at = place % len(self._choices)
        for number, choice in enumerate(self._choices):
            choice.setChecked(number == self._at)
        announce(self, self._choices[self._at].accessibleName())

    def _take(self) -> None:
        """Do what is chosen, as soon as the list is the one for what was typed."""
        self._takes = self._answered != self._asked
        if not self._takes and self._choices:
            self._do(self._entries[self._at])

    def _do(self, entry: Entry) -> None:
        self.close_up()
        entry.act()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that choose, leave the others to the line."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._take_key(Qt.Key(event.key()))
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.close_up()
        return super().eventFilter(watched, event)

    def _take_key(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_Down | Qt.Key.Key_Tab:
                self._move_to(self._at + 1)
            case Qt.Key.Key_Up | Qt.Key.Key_Backtab:
                self._move_to(self._at - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take()
            case Qt.Key.Key_Escape:
                self.close_up()
            case _:
                return False
        return True

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep clicks from what lies underneath."""
        event.accept()


def _nothing() -> QWidget:
    label = Label(tr("Nothing found. Try fewer letters."), "secondary", "textSecondary")
    label.setContentsMargins(0, 0, 0, 0)
    widget = QWidget()
    widget.setLayout(column(label, margins=(15, 8, 15, 8)))
    return widget
