"""The nurse's hands and eyes: what stands on the screen is found by its name, pressed, typed into and read.

Nothing here knows a page. A press goes where the pointer would go: if something lies over the button, or the
button cannot be pressed, the tour stops and says so.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from ui.shell.tour.patience import let_go, take_a_turn, wait_until
from ui.shell.tour.stopping import TourStoppedError, must

W = TypeVar("W", bound=QWidget)
NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
_WORDY = (QLineEdit, QPlainTextEdit, QTextEdit)


class Hands:
    """Acts on the window in front, which ``window`` gives (a tour closes one and opens another)."""

    def __init__(self, window: Callable[[], QWidget]) -> None:
        self._window = window

    # seeing

    def all_of(self, kind: type[W], within: QWidget | None = None) -> Iterator[W]:
        """Walk the visible widgets of a kind, in the order in which they were made."""
        for widget in (within or self._window()).findChildren(kind):
            if widget.isVisible():
                yield widget

    def find(self, name: str, kind: type[W] = QWidget, within: QWidget | None = None) -> W | None:
        """Find what a screen reader would call by this name, or by a name that begins so."""
        named = [(widget.accessibleName(), widget) for widget in self.all_of(kind, within)]
        exact = next((widget for said, widget in named if said == name), None)
        return exact or next((widget for said, widget in named if said.startswith(name)), None)

    def the(self, name: str, kind: type[W] = QWidget, within: QWidget | None = None) -> W:
        """Wait until it is there. Raises TourStoppedError when it does not come."""
        wait_until(lambda: self.find(name, kind, within), f"“{name}” is not on the screen.")
        found = self.find(name, kind, within)
        if found is None:
            message = f"“{name}” went away again."
            raise TourStoppedError(message)
        return found

    def words(self, within: QWidget | None = None) -> str:
        """Read all that is written on the screen, and the names of what is painted."""
        spoken = (widget.accessibleName() for widget in self.all_of(QWidget, within))
        read = (label.text() for label in self.all_of(QLabel, within))
        typed = (_typed(box) for kind in _WORDY for box in self.all_of(kind, within))
        return "\n".join(part for parts in (spoken, read, typed) for part in parts if part)

    def sees(self, *wanted: str, within: QWidget | None = None) -> bool:
        """Say whether all these words stand on the screen."""
        read = self.words(within)
        return all(one in read for one in wanted)

    def wait_for(self, *wanted: str, within: QWidget | None = None) -> None:
        """Wait until all these words stand on the screen. Raises TourStoppedError."""
        told = "” and “".join(wanted)
        wait_until(
            lambda: self.sees(*wanted, within=within), f"“{told}” should be on the screen, but is not."
        )

    def must_not_see(self, *unwanted: str) -> None:
        """Stop when one of these words stands on the screen."""
        read = self.words()
        for one in unwanted:
            must(one not in read, f"“{one}” should not be on the screen.")

    # pointing

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll until the widget can be seen, as a wheel would."""
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget, 8, 60)
            above = above.parentWidget()
        let_go()
        QApplication.sendPostedEvents()

    def click(self, widget: QWidget) -> None:
        """Press the left button over the middle of a widget.

        Raises TourStoppedError if it is off or if the pointer cannot reach it.
        """
        name = widget.accessibleName() or type(widget).__name__
        must(widget.isEnabled(), f"“{name}” cannot be pressed: {widget.toolTip() or 'it is off'}.")
        wait_until(lambda: self._under_pointer(widget), f"“{name}” cannot be reached with the pointer.")
        target = self._under_pointer(widget) or widget
        point = widget.mapTo(widget.window(), widget.rect().center())
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, NO_KEY, target.mapFrom(widget.window(), point))
        take_a_turn()

    def _under_pointer(self, widget: QWidget) -> QWidget | None:
        """Bring a widget into view and give what a press on its middle would hit: it, or a part of it."""
        self.bring_into_view(widget)
        top = widget.window()
        hit = top.childAt(widget.mapTo(top, widget.rect().center()))
        return hit if hit is not None and (hit is widget or widget.isAncestorOf(hit)) else None

    def press(self, name: str, within: QWidget | None = None) -> None:
        """Press the button of this name, once it is there and can be pressed."""
        try:
            self._press(name, within)
        except RuntimeError:  # the page made its buttons anew while the pointer was on its way: look again
            self._press(name, within)

    def _press(self, name: str, within: QWidget | None) -> None:
        button = self.the(name, QAbstractButton, within)
        wait_until(button.isEnabled, f"“{name}” cannot be pressed: {button.toolTip() or 'it is off'}.")
        self.click(button)

    # typing

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        """Strike one key where the cursor is; keys of the whole window act too."""
        let_go()
        QTest.keyClick(self.focus(), key, modifiers)
        take_a_turn()

    def keys(self, text: str) -> None:
        """Type into what has the focus, letter by letter, in any alphabet."""
        for letter in text:
            self._letter(self.focus(), letter)
            take_a_turn()

    def focus(self) -> QWidget:
        """Give the widget that has the keys now, else the window."""
        return QApplication.focusWidget() or self._window()

    def write(self, name: str, text: str, within: QWidget | None = None) -> None:
        """Put the cursor into a field by its name, replace what stands in it, and go on with Tab."""
        self.write_into(self.box(name, within), text)

    def write_into(self, box: QWidget, text: str) -> None:
        """Replace what stands in a box by typing, and go on with Tab."""
        self.click(box)
        wait_until(box.hasFocus, f"the cursor does not stay in “{box.accessibleName()}”.")
        if _typed(box):
            QTest.keyClick(box, Qt.Key.Key_A, CTRL)
            QTest.keyClick(box, Qt.Key.Key_Backspace)
        self.keys(text)
        must(_typed(box) == text, f"“{box.accessibleName()}” does not show what was typed.")
        self.key(Qt.Key.Key_Tab)

    def choose_from(self, name: str, words: str, within: QWidget | None = None) -> None:
        """Choose from a closed list by typing its first letters, and go on with Tab."""
        field = self.the(name, QComboBox, within)
        self.bring_into_view(field)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        self.keys(words)
        must(field.currentText() == words, f"“{words}” cannot be chosen from “{name}” by its letters.")
        self.key(Qt.Key.Key_Tab)

    def box(self, name: str, within: QWidget | None = None) -> QWidget:
        """Wait for a box that can be typed into, by its name."""

        def look() -> QWidget | None:
            found = (self.find(name, kind, within) for kind in _WORDY)
            return next((one for one in found if one is not None), None)

        wait_until(look, f"There is no field “{name}” on the screen.")
        found = look()
        if found is None:
            message = f"The field “{name}” went away again."
            raise TourStoppedError(message)
        return found

    def reads(self, name: str, within: QWidget | None = None) -> str:
        """Say what stands in a field."""
        return _typed(self.box(name, within))

    def _letter(self, widget: QWidget, letter: str) -> None:
        code = Qt.Key.Key_Space if letter == " " else Qt.Key.Key_unknown
        if letter.isascii() and letter.isalnum():
            code = Qt.Key(ord(letter.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, code, NO_KEY, letter))


def _typed(box: QWidget) -> str:
    match box:
        case QLineEdit():
            return "" if box.echoMode() is QLineEdit.EchoMode.Password and not box.hasFocus() else box.text()
        case QPlainTextEdit() | QTextEdit():
            return box.toPlainText()
        case _:
            return ""
