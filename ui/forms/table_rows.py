"""The rows of tables in a form: the heads of the columns, and rows of cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from carenurse.app.day_words import short_day
from carenurse.app.visit_rows import RowFacts
from carenurse.forms.form import Item
from carenurse.translations import tr
from ui.forms.editing import Editor
from ui.forms.tables import CELL_GAP, ROW_NAME, TAIL, Table
from ui.widgets.boxes import Piece, column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fitted import FittedSurface
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme


def _laid(name: QWidget | None, cells: Sequence[QWidget], widths: Sequence[int], tail: QWidget) -> QBoxLayout:
    """Lay a row of a table out: every row of it shares what is left in the same way."""
    for cell, width in zip(cells, widths, strict=True):
        cell.setMinimumWidth(theme().px(width))
        cell.setSizePolicy(QSizePolicy.Policy.Ignored, cell.sizePolicy().verticalPolicy())
    pieces: list[Piece] = [name] if name is not None else []
    layout = row(*pieces, *cells, tail, space=CELL_GAP, margins=(13, 3, 10, 3))
    for number, width in enumerate(widths):
        layout.setStretch(len(pieces) + number, width)
    return layout


def gives_way(shown: FittedSurface) -> None:
    """Let a row be narrower than its cells, so that the page can tell that they have no room any more."""
    shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)


def _fixed(widget: QWidget, width: int) -> QWidget:
    widget.setFixedWidth(theme().px(width))
    return widget


class ColumnsRow(FittedSurface):
    """The heads of a table's columns; a question that must be answered says so there."""

    def __init__(self, table: Table, required: Sequence[bool], parent: QWidget | None = None) -> None:
        super().__init__("sunken", "b", parent=parent)
        heads: list[Label] = []
        for words, must in zip(table.columns, required, strict=True):
            head = Label("", "caption", "textSecondary", wrap=True)
            head.set_runs(Run(words), *([Run(f"  {tr('required')}", role="caution")] if must else []))
            heads.append(head)
        name = _fixed(QWidget(), ROW_NAME) if table.named or table.down else None
        self.setLayout(_laid(name, heads, table.widths, _fixed(QWidget(), TAIL)))
        gives_way(self)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the editor of its question, or none where the row has no such question."""

    editor: Editor | None
    width: int


class TableRow(FittedSurface):
    """A row of a table: its name, its cells, and the button that takes a repetition away."""

    removed = Signal()

    def __init__(
        self, item: Item, name: str, cells: Sequence[Cell], *, lines: Sequence[str] = (), named: bool = True
    ) -> None:
        """Take the group of the row; ``lines`` names the choices that stand one below the other in it."""
        super().__init__("surface", "b")
        self.item = item
        self.editors = tuple(cell.editor for cell in cells if cell.editor is not None)
        self._last = [Label("", "caption", "textSecondary", elide=True) for cell in cells if cell.editor]
        under = iter(self._last)
        holders = [_held(cell.editor, next(under) if cell.editor else None) for cell in cells]
        self._remove = Button("", "quiet", icon="x")
        self._remove.setAccessibleName(tr("Take away: {name}", name=name))
        self._remove.setToolTip(tr("Take this row away"))
        self._remove.clicked.connect(self.removed)
        tail = _fixed(holder(row(self._remove, space=0)), TAIL)
        first = _lines(lines) if lines else Label(name, "body", wrap=True)
        head = _fixed(first, ROW_NAME) if named or lines else None
        if head is None:
            first.setParent(self)
            first.hide()
        layout = _laid(head, holders, [cell.width for cell in cells], tail)
        if head is not None:
            layout.setAlignment(head, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)
        self._urgent = self._here = False
        self._remove.hide()
        gives_way(self)

    def show_last(self, facts: Sequence[RowFacts], today: date) -> None:
        """Show under each cell what was answered last time, with its day."""
        for label, one in zip(self._last, facts, strict=True):
            last = one.last
            day = f", {short_day(last.day, today)}" if last is not None and last.day else ""
            label.set_text(tr("Last: {words}", words=f"{last.words}{day}") if last is not None else "")
            label.setVisible(last is not None)

    def show_standing(self, *, several: bool, urgent: bool) -> None:
        """Show whether a cell has a flag, and the button to take the row away while there are others."""
        self._remove.setVisible(several)
        self._urgent = urgent
        self._dress()

    def show_here(self, *, here: bool) -> None:
        """Show that the cursor is in this row."""
        self._here = here
        self._dress()

    def _dress(self) -> None:
        bar = "critical" if self._urgent else "accent" if self._here else None
        self.set_fill("hover" if self._here else "surface", bar)


def _held(editor: Editor | None, last: Label | None) -> QWidget:
    if last is not None:
        last.hide()
    return holder(column(editor, last, space=0)) if editor is not None else QWidget()


def _lines(words: Sequence[str]) -> QWidget:
    """Name choices beside their buttons, each as high as one of them."""
    names = [Label(one, "body", elide=True) for one in words]
    for name in names:
        name.setFixedHeight(theme().size("target"))
    return holder(column(*names, space=0))


def named_cell(item: Item, name: str) -> Item:
    """Give a cell's question the name by which screen readers say it: column and row."""
    return replace(item, text=f"{item.short or item.text or item.link}, {name}") if name else item


def row_name(item: Item, number: int | None) -> str:
    """Say a row: by its own words, or by its number where it is a repetition."""
    if number is None:
        return item.short or item.text
    return tr("row {number}", number=number + 1)
