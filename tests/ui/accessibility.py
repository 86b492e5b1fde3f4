"""Walks a page as a screen reader does and lists what it would stumble over."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

_INTERACTIVE = (
    *(QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractItemView),
    *(QAbstractSlider, QAbstractSpinBox),
)
_SMALLEST = 24
"""WCAG 2.2, 2.5.8: the smallest target, in pixels before zoom."""
_DUMB = {"Client", "NoRole", "Pane"}


def faults(page: QWidget) -> list[str]:
    """List every fault of the visible widgets that the nurse can act on; empty when all is well."""
    return [fault for widget in interactive(page) for fault in _faults_of(widget)]


def interactive(page: QWidget) -> Iterator[QWidget]:
    """Walk the visible widgets that can be pressed, typed into or chosen from."""
    for widget in page.findChildren(QWidget):
        if (
            isinstance(widget, _INTERACTIVE)
            and widget.isVisibleTo(page)
            and not isinstance(widget, QHeaderView | QScrollBar)
        ):
            yield widget


def _faults_of(widget: QWidget) -> Iterator[str]:
    who = f"{type(widget).__name__} “{spoken_name(widget)}”"
    if not spoken_name(widget):
        yield f"{who} has no name"
    role = QAccessible.queryAccessibleInterface(widget).role().name
    if role in _DUMB:
        yield f"{who} has the role {role}"
    if widget.isVisible() and min(widget.width(), widget.height()) < _SMALLEST:
        yield f"{who} is {widget.width()} x {widget.height()} px"
    if widget.focusPolicy() is Qt.FocusPolicy.NoFocus and not _chosen_elsewhere(widget):
        yield f"{who} cannot be reached by keys"


def spoken_name(widget: QWidget) -> str:
    """Give the name a screen reader says. Linux takes a list's name from the label that is its buddy."""
    for label in widget.window().findChildren(QLabel):
        if isinstance(widget, QComboBox) and label.buddy() is widget and label.text():
            return label.text()
    return widget.accessibleName() or QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _chosen_elsewhere(widget: QWidget) -> bool:
    """Say whether another widget has the focus for it.

    The line of "Find or do" has it for its list, the chosen one of an exclusive group for the others.
    """
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return bool(widget.property("chosenElsewhere")) or (group is not None and group.exclusive())
