"""An answer that is one digit of a scale: pressing the digit answers and goes on."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGroupBox, QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.boxes import row
from ui.widgets.fields.base import Field, State
from ui.widgets.frames import rounded
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip
from ui.widgets.walked_button import WalkedButton


class _Digit(WalkedButton):
    """One button of the scale, with its tick when it is the answer."""

    went = Signal()

    def __init__(self, words: str, meaning: str) -> None:
        super().__init__()
        self.setText(words)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several, which is what a screen reader says then
        self.setToolTip(as_tip(meaning))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        """Leave room for the tick, so that answering moves nothing."""
        words = QFontMetrics(theme().font("bodyStrong")).horizontalAdvance(self.text())
        width = words + icon_size("caption") + theme().px(22)
        return QSize(max(theme().px(40), width), theme().px(32))

    @override
    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        words = QFontMetrics(theme().font("bodyStrong")).horizontalAdvance(self.text())
        return QSize(max(theme().px(36), words + theme().px(16)), theme().px(32))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, tick and words."""
        worn = theme()
        painter = QPainter(self)
        chosen = self.isChecked()
        if chosen:
            rounded(painter, self.rect(), "accent" if self.isEnabled() else "textSecondary", None)
        else:
            rounded(painter, self.rect(), "hover" if self.underMouse() else "surface", "controlBorder")
        font = worn.font("bodyStrong" if chosen else "body", tabular=True)
        painter.setFont(font)
        painter.setPen(worn.color("onAccent" if chosen else "text"))
        width = QFontMetrics(font).horizontalAdvance(self.text())
        side = icon_size("caption")
        tick = chosen and self.width() >= width + side + worn.px(14)
        left = (self.width() - width - (side + worn.px(4) if tick else 0)) // 2
        if tick:
            paint_icon(painter, "check", QRect(left, (self.height() - side) // 2, side, side), "onAccent")
            left += side + worn.px(4)
        box = QRect(left, 0, width + 2, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self.text())

    @override
    def focusOutEvent(self, e: QFocusEvent) -> None:
        """Tell the row, which knows whether the focus stays inside it."""
        super().focusOutEvent(e)
        self.went.emit()


class _Row(QGroupBox):
    """The buttons as one group, which is what a screen reader says."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlat(True)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing: the buttons are enough."""


class DigitsField(Field):
    """A row of buttons; ``edited`` carries the code of the one that was pressed, ``answered`` says go on.

    A digit key presses the button that begins with it; where no button begins with a digit it counts them
    from 1. Left and Right walk without answering, Space answers. With ``letters`` the first letter of a
    button answers an open row; a letter never turns an answer over: it may begin a word meant for a field.
    """

    answered = Signal()

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str, str]],
        *,
        bare: bool = False,
        letters: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Take the choices as (code, what stands on the button, what it means)."""
        super().__init__(label, bare=bare, parent=parent)
        self._letters = letters
        self._choices = tuple(choices)
        self._group = QButtonGroup(self)
        self._buttons = [_Digit(words, meaning) for _, words, meaning in choices]
        for number, button in enumerate(self._buttons):
            self._group.addButton(button, number)
            button.went.connect(self._check_left)
        self._group.idClicked.connect(self._press)
        holder = _Row()
        holder.setLayout(row(*self._buttons, space=6))
        self._build(holder)
        self.setFocusProxy(self._buttons[0] if self._buttons else None)  # pyright: ignore[reportArgumentType] Qt takes none
        self._name_buttons()

    @override
    def text(self) -> str:
        """Give the code of the answer, or nothing."""
        at = self._group.checkedId()
        return self._choices[at][0] if at >= 0 else ""

    @override
    def set_text(self, text: str) -> None:
        """Mark an answer by its code without telling anybody; an empty one unmarks."""
        self._group.setExclusive(False)
        for (code, _, _), button in zip(self._choices, self._buttons, strict=True):
            button.setChecked(bool(text) and code == text)
        self._group.setExclusive(True)
        chosen = self._group.checkedButton() or self._buttons[0]
        self.setFocusProxy(chosen)

    def _press(self, at: int) -> None:
        self.setFocusProxy(self._buttons[at])
        self.edited.emit(self._choices[at][0])
        self.answered.emit()

    def _check_left(self) -> None:
        if not any(button.hasFocus() for button in self._buttons):
            self.left.emit()

    def _name_buttons(self) -> None:
        for (_, words, meaning), button in zip(self._choices, self._buttons, strict=True):
            button.setAccessibleName(f"{self.label}: {words} {meaning}".strip())

    @override
    def _wear(self, state: State) -> None:
        super()._wear(state)
        for button in self._buttons:
            button.setEnabled(state not in {"read-only", "calculated"})

    def _meant(self, pressed: str) -> QAbstractButton | None:
        """Find the button that a key means."""
        if pressed.isascii() and pressed.isdigit():
            if not any(button.text()[:1].isdigit() for button in self._buttons):
                number = int(pressed)
                return self._buttons[number - 1] if 0 < number <= len(self._buttons) else None
        elif not (self._letters and pressed.isalpha() and not self.text()):
            return None
        wanted = pressed.casefold()
        return next((one for one in self._buttons if one.text().casefold().startswith(wanted)), None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by the key of a button; walk with Left and Right."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        at = next((number for number, button in enumerate(self._buttons) if button.hasFocus()), 0)
        found = self._meant(event.text())
        if step is not None:
            self._buttons[(at + step) % len(self._buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        elif found and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            found.click()
        else:
            super().keyPressEvent(event)
