"""What was left on laptops that were wiped: listed, read in words on the page, saved to a file."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from carenurse.app.office_remains import LeftLine
from carenurse.app.remains_words import LeftPage
from carenurse.translations import tr
from ui.office.walking import walk
from ui.widgets.boxes import column, empty_out, holder, row
from ui.widgets.buttons import Button
from ui.widgets.in_view import bring_into_view
from ui.widgets.panels import Panel
from ui.widgets.surface import Hairline
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme

_MARGINS = (13, 12, 13, 12)
_LABELS = 170
"""Width of the labels in pixels before zoom."""


class LeftPanel(Panel):
    """``read`` and ``save`` are asked for one piece, by its digest."""

    def __init__(self, read: Callable[[str], object], save: Callable[[str], object]) -> None:
        super().__init__(tr("Left on laptops that were wiped"), icon="download")
        self._read, self._save = read, save
        self._lines = column(space=8)
        self._slots: dict[str, QVBoxLayout] = {}
        self._readers: dict[str, Button] = {}
        self._open = ""
        words = tr(
            "It could not go into the record: drafts, what was refused, what somebody changed meanwhile. "
            "Read it with the nurse. What is right is written anew, or saved and taken over under Records."
        )
        told = Label(words, "caption", "textSecondary", wrap=True)
        self.add(holder(column(self._lines, told, space=10, margins=_MARGINS)))
        self.hide()

    def show_lines(self, lines: tuple[LeftLine, ...], before: QWidget) -> None:
        """Show what there is; the cursor comes here from ``before``."""
        empty_out(self._lines)
        self._slots, self._readers, self._open = {}, {}, ""
        self.setVisible(bool(lines))
        stops = [before]
        for line in lines:
            stops += self._add(line)
        walk(*stops)

    def _add(self, line: LeftLine) -> tuple[Button, Button]:
        read = self._readers[line.digest] = Button(tr("Read"), icon="eye")
        read.setAccessibleName(tr("Read: {what}", what=line.title))
        read.clicked.connect(partial(self._turn, line.digest))
        save = Button(tr("Save to a file"), icon="download")
        save.setAccessibleName(tr("Save to a file: {what}", what=line.title))
        save.clicked.connect(partial(self._ask_save, line.digest))
        words = [Label(line.title, "bodyStrong", wrap=True), *(Label(one, wrap=True) for one in line.lines)]
        held = row(holder(column(*words, space=2)), read, save, space=8)
        held.setStretch(0, 1)
        slot = self._slots[line.digest] = column(space=10)
        self._lines.addWidget(holder(column(held, slot, space=8)))
        return read, save

    def _ask_save(self, digest: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._save(digest)

    def _turn(self, digest: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Open a piece to be read, or put it away again; one at a time."""
        was, self._open = self._open, ""
        if was in self._slots:
            empty_out(self._slots[was])
            self._readers[was].set_words(tr("Read"))
        if digest != was:
            self._read(digest)

    def show_pages(self, digest: str, pages: tuple[LeftPage, ...]) -> None:
        """Show a piece in words, under its line."""
        slot = self._slots.get(digest)
        if slot is None:
            return
        empty_out(slot)
        self._open = digest
        self._readers[digest].set_words(tr("Put away"))
        if not pages:
            nothing = tr(
                "No words of a nurse are in it: only files, or who did what. Save it to look further."
            )
            slot.addWidget(Label(nothing, "secondary", "textSecondary", wrap=True))
        for page in pages:
            slot.addWidget(Hairline())
            slot.addWidget(_page(page))
        slot.addWidget(Hairline())
        bring_into_view(self._readers[digest])


def _page(page: LeftPage) -> QWidget:
    head = Label("", wrap=True)
    about = (Run(f"  {page.about}", role="textSecondary"),) if page.about else ()
    head.set_runs(Run(page.title, strong=True), *about)
    return holder(column(head, *(_line(label, words) for label, words in page.lines), space=4))


def _line(label: str, words: str) -> QWidget:
    named = Label(label, "secondary", "textSecondary", wrap=True)
    named.setFixedWidth(theme().px(_LABELS))
    inner = row(column(named, None, space=0), Label(words, "secondary", wrap=True), space=8)
    inner.setStretch(1, 1)
    return holder(inner)
