"""What the sections of the worksheet share: rows that know their question, and one signal for changes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carenurse.app.visit_facts import Flag
from carenurse.app.visit_goals import GoalToday
from carenurse.app.visit_worksheet import (
    FamilyPage,
    GoalWord,
    InterventionDone,
    MedicineSeen,
    NextVisit,
    Taught,
    Told,
    Worksheet,
)
from ui.widgets.boxes import column
from ui.widgets.fields.base import Field
from ui.widgets.panels import Panel
from ui.widgets.surface import Surface
from ui.widgets.where import mark_question

Change = Callable[[Worksheet], Worksheet]
"""What a row does to the worksheet."""


R = TypeVar("R", MedicineSeen, InterventionDone, GoalWord, Taught, Told, NextVisit, FamilyPage)


def changing(
    read: Callable[[Worksheet], R], write: Callable[[Worksheet, R], Worksheet], name: str
) -> Callable[[str], Change]:
    """Make a field's text the value of one member of one row of the worksheet."""

    def make(text: str) -> Change:
        def change(sheet: Worksheet) -> Worksheet:
            return write(sheet, replace(read(sheet), **{name: text}))

        return change

    return make


class SheetSection(Panel):
    """A panel of rows; ``changed`` carries a ``Change``, ``left`` tells that a field was left."""

    changed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._rows: dict[str, QWidget] = {}

    def show_sheet(self, sheet: Worksheet) -> None:
        """Show the worksheet as it is; a field that is being typed into is left alone."""
        raise NotImplementedError

    def show_flags(self, flags: Sequence[Flag], sheet: Worksheet) -> None:
        """Show what the flags of the visit ask for here; most sections have no part in it."""

    def show_goals(self, goals: Sequence[GoalToday]) -> None:
        """Show where the goals stand by what was measured today; only one section has a part in it."""

    def focus_question(self, question: str) -> QWidget | None:
        """Put the cursor into a row, or into the first; gives the row, to be scrolled to."""
        row = self._rows.get(question) or next(iter(self._rows.values()), None)
        if row is not None:
            first_field(row).setFocus(Qt.FocusReason.TabFocusReason)
        return row

    def add_row(self, question: str, row: QWidget) -> None:
        """Add a row that answers one question."""
        mark_question(row, question)
        self._rows[question] = row
        self.add(row)

    def tell(self, change: Change) -> None:
        """Tell what changed."""
        self.changed.emit(change)

    def connect_field(self, field: Field, change: Callable[[str], Change]) -> None:
        """Let a field change the worksheet with every keystroke, and save when it is left."""

        def edited(text: str) -> None:
            self.tell(change(text))

        field.edited.connect(edited)
        field.left.connect(self.left)


def first_field(row: QWidget) -> QWidget:
    """Find the first field in a row that can be answered, or the row itself."""
    fields = [field for field in row.findChildren(Field) if field.isVisibleTo(row)]
    empty = [field for field in fields if not field.text()]
    return next(iter(empty or fields), row)


def line(*pieces: QWidget | QVBoxLayout) -> Surface:
    """Make a row of a panel: white, with a hairline below."""
    surface = Surface("surface", "b")
    surface.setLayout(column(*pieces, space=6, margins=(14, 9, 14, 9)))
    return surface


def show_text(field: Field, text: str) -> None:
    """Put a text into a field unless the nurse is typing there."""
    if not field.isAncestorOf(field.focusWidget() or field) or not has_cursor(field):
        field.set_text(text)


def has_cursor(field: Field) -> bool:
    """Say whether the cursor is in the field."""
    proxy = field.focusProxy()
    return field.hasFocus() or (proxy is not None and proxy.hasFocus())
