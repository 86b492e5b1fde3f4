"""One entry of the timeline, opened: all it says, as plain text."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from carenurse.app.read_entry import EntryRead, Part
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.panels import Panel
from ui.widgets.surface import Hairline
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme

_LABELS, _CLOCK = 150, 44
"""Widths of labels and of times of day in pixels before zoom."""


class EntryReader(Panel):
    """Title, day and author, then part by part; ``visited`` opens the visit itself, for its addenda."""

    visited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(tr("The entry, opened"))
        self._content = column(space=0)
        self.add(scrolled(holder(self._content)))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say how to open an entry."""
        empty_out(self._content)
        hint = Label(tr("Choose an entry to read what it says."), "body", "textSecondary", wrap=True)
        self._content.addLayout(column(hint, margins=(16, 14, 16, 14)))
        self._content.addStretch(1)

    def show_entry(self, read: EntryRead) -> None:
        """Show one entry, whole."""
        empty_out(self._content)
        facts = " · ".join(part for part in (read.when, read.by) if part)
        head = column(
            Label(read.title, "subject", wrap=True),
            Label(facts, "secondary", "textSecondary", wrap=True),
            space=1,
            margins=(16, 12, 16, 10),
        )
        if read.encounter:
            add = Button(tr("Open the visit, add an addendum"), "text", icon="pen-line")
            add.clicked.connect(lambda: self.visited.emit(read.encounter))
            head.addLayout(row(add, None))
        self._content.addLayout(head)
        for part in read.parts:
            self._content.addWidget(Hairline())
            self._content.addLayout(_part(part))
        self._content.addStretch(1)


def _part(part: Part) -> QLayout:
    pieces: list[QWidget] = []
    if part.title:
        pieces.append(Label(part.title, "label", wrap=True))
    if part.text:
        pieces.append(Label(part.text, "body", wrap=True))
    pieces += [_line(name, words) for name, words in part.lines]
    return column(*pieces, space=4, margins=(16, 10, 16, 12))


def _line(name: str, words: str) -> QWidget:
    label = Label(name, "secondary", "textSecondary", wrap=True)
    label.setFixedWidth(theme().px(_CLOCK if name[2:3] == ":" else _LABELS))
    said = Label("", "secondary", wrap=True)
    said.set_runs(Run(words))
    inner = row(column(label, None, space=0), said, space=8)
    inner.setStretch(1, 1)
    return holder(inner)
