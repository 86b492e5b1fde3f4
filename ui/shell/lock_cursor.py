"""Where the cursor stood before a cover came, and putting it back: field, letters, what was scrolled."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

_LOOK_EVERY_MS = 100
_MOST_LOOKS = 50
_ENOUGH_LOOKS = 10


@dataclass(frozen=True, slots=True)
class Cursor:
    """The widget with the cursor; anchor and position in its letters (-1 where nothing is typed)."""

    widget: QWidget | None
    anchor: int
    position: int
    scrolled: tuple[tuple[QAbstractScrollArea, int], ...]

    def told(self, page: QWidget) -> "Field":
        """Say which field of the page it is, to find it in another window; a button to press is none."""
        widget = self.widget
        if widget is None or not isValid(widget) or not page.isAncestorOf(widget) or is_pressed(widget):
            return Field()
        name, spot = widget.accessibleName(), _spot(widget)
        same = fields_named(page, name, spot)
        return Field(name, same.index(widget) if widget in same else 0, spot, self.position)

    def restore(self) -> None:
        """Put everything back, as far as it is still there."""
        widget = self.widget
        if widget is not None and isValid(widget):
            widget.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
            put_cursor(widget, self.anchor, self.position)
        for area, value in self.scrolled:
            if isValid(area):
                area.verticalScrollBar().setValue(value)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a page: its spoken name, which of that name (from 0), where in a visit, letters before."""

    name: str = ""
    nth: int = 0
    spot: str = ""
    position: int = -1


def cursor_in(page: QWidget) -> Cursor:
    """Remember the cursor of a page; a field outside it (in a dialog) is not remembered."""
    widget = QApplication.focusWidget()
    if widget is None or not page.isAncestorOf(widget):
        widget = None
    areas = tuple(
        (area, area.verticalScrollBar().value())
        for area in page.findChildren(QAbstractScrollArea)
        if area.isVisibleTo(page)
    )
    return Cursor(widget, *_marked(widget), areas)


def _marked(widget: QWidget | None) -> tuple[int, int]:
    if isinstance(widget, QLineEdit):
        at, begin = widget.cursorPosition(), widget.selectionStart()
        if begin < 0:
            return at, at
        end = begin + len(widget.selectedText())
        return (end, begin) if at == begin else (begin, end)
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        cursor = widget.textCursor()
        return cursor.anchor(), cursor.position()
    return -1, -1


def is_pressed(widget: QWidget) -> bool:
    """Say whether Space would do something here at once, other than choose an answer.

    Whoever comes back goes on typing: the first space must not take a visit back.
    """
    return isinstance(widget, QAbstractButton) and not widget.isCheckable()


def put_cursor(widget: QWidget, anchor: int, position: int) -> None:
    """Put the cursor between two letters, and mark what was marked."""
    if position < 0:
        return
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(anchor)
        widget.cursorForward(True, position - anchor)  # noqa: FBT003  Qt's own: mark on the way
        if position == anchor:
            widget.deselect()
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        cursor = widget.textCursor()
        last = widget.document().characterCount() - 1
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(position, last), cursor.MoveMode.KeepAnchor)
        widget.setTextCursor(cursor)


def bring_into_view(widget: QWidget) -> None:
    """Scroll everything around a widget as far as it takes to see it."""
    around = widget.parentWidget()
    while around is not None and not around.isWindow():
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def fields_named(page: QWidget, name: str, spot: str = "") -> list[QWidget]:
    """Find the visible fields of this name that take the cursor, in this question of a visit."""
    return [
        one
        for one in page.findChildren(QWidget)
        if one.accessibleName() == name
        and one.isVisibleTo(page)
        and one.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and _spot(one) == spot
    ]


def _spot(widget: QWidget) -> str:
    """Name the section and the question of a visit that a field stands in; nothing elsewhere."""
    from ui.widgets.where import place_of  # noqa: PLC0415  not needed before the unlock

    place = place_of(widget)
    return f"{place.section} {place.question}" if place is not None else ""


class FieldAgain(QObject):
    """Puts the cursor back into a field that a page is still building, and then is gone.

    It gives up after a while, and as soon as the nurse goes elsewhere or presses a key or the mouse. A field
    that is not found leaves the cursor where the page put it, but never on a button.
    """

    def __init__(self, field: Field, page: QWidget) -> None:
        """Take which field it is."""
        super().__init__(page)
        self._field, self._page = field, page
        self._looks, self._holds = 0, 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        handle = page.window().windowHandle()
        if handle is not None:  # pyright: ignore[reportUnnecessaryComparison] None behind a cover
            self._timer.start(_LOOK_EVERY_MS)
            handle.installEventFilter(self)

    def _look(self) -> None:
        """Put the cursor there until it stays: a page that is still building may take it away once more."""
        self._looks += 1
        if not self._page.isVisible():
            self._end()
            return
        told = self._field
        found = fields_named(self._page, told.name, told.spot) if told.name else []
        if found:
            self._holds += 1
            self._put(found[min(told.nth, len(found) - 1)])
        elif (stands := cursor_in(self._page).widget) is not None and is_pressed(stands):
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._holds >= _ENOUGH_LOOKS or self._looks >= _MOST_LOOKS:
            self._end()

    def _put(self, field: QWidget) -> None:
        if not field.hasFocus():
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        put_cursor(field, *self._place_in(field))
        bring_into_view(field)

    def _place_in(self, field: QWidget) -> tuple[int, int]:
        """Give the place that was told; behind all that stands there now, where none was."""
        if self._field.position >= 0:
            return self._field.position, self._field.position
        if isinstance(field, QLineEdit):
            return len(field.text()), len(field.text())
        if isinstance(field, QPlainTextEdit | QTextEdit):
            last = field.document().characterCount() - 1
            return last, last
        return -1, -1

    def _end(self) -> None:
        self._timer.stop()
        self.deleteLater()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give up: the nurse is here."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            self._end()
        return super().eventFilter(watched, event)
