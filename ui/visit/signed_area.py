"""A signed visit, read back as a summary: the note as it was signed, and what was added later beside it."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.day_words import clock_time, length, week_day
from carenurse.app.visit_readback import Addendum, SignedView
from carenurse.translations import tr
from ui.visit.presenter import VisitPresenter
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.fields.long_text import LongTextField
from ui.widgets.message import Message
from ui.widgets.panels import Panel
from ui.widgets.surface import Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme

_TITLE_WIDTH, _SIDE_WIDTH = 90, 420
"""Pixels before zoom."""


class SignedArea(QWidget):
    """What cannot change any more. ``addendum`` carries the words to be signed beside it.

    ``typed`` carries them while they are written, ``left`` says that the cursor left them.
    """

    addendum = Signal(str)
    typed = Signal(str)
    left = Signal()
    paper = Signal()
    chart = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", "section")
        self._facts_line = Label("", "caption", "textSecondary", wrap=True)
        self._state = QVBoxLayout()
        self._note = column(space=0)
        self._added = column(space=8)
        self.text = LongTextField(
            tr("Add an addendum"), placeholder=tr("What is to be added or put right"), fewest=4
        )
        self.text.edited.connect(self._may_sign)
        self.text.edited.connect(self.typed)
        self.text.left.connect(self.left)
        self.kept = Label("", "caption", "textSecondary", wrap=True)
        self.button = Button(tr("Sign addendum"), "primary", icon="pen-line")
        self.button.clicked.connect(lambda: self.addendum.emit(self.text.text()))
        layout = row(self._left(), self._right(), space=12, margins=(16, 10, 16, 12))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._may_sign()

    def attend(self, presenter: VisitPresenter) -> None:
        """Have the presenter do what is pressed and keep what is typed."""
        self.addendum.connect(presenter.add_addendum)
        self.typed.connect(presenter.write_addendum)
        self.left.connect(presenter.save)
        self.paper.connect(presenter.open_paper)

    def _may_sign(self) -> None:
        self.button.why_not("" if self.text.text().strip() else tr("Write what is to be added first."))

    def _left(self) -> QWidget:
        panel = Panel()
        panel.add(self._note)
        inner = QWidget()
        inner.setLayout(column(panel, None, space=0))
        return holder(
            column(column(self._title, self._facts_line, space=0), self._state, scrolled(inner), space=8)
        )

    def _right(self) -> QWidget:
        added = Panel(tr("Added later"))
        added.add(
            column(
                self._added, self.text, self.kept, row(None, self.button), space=10, margins=(14, 10, 14, 12)
            )
        )
        paper = Button(tr("Family page"), icon="printer")
        paper.clicked.connect(self.paper)
        chart = Button(tr("Open the chart"), icon="heart-pulse")
        chart.clicked.connect(self.chart)
        inner = QWidget()
        inner.setLayout(column(added, row(paper, chart, None), None, space=10))
        area = scrolled(inner)
        self._side = area
        return area

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the note its room where the window is narrow."""
        super().resizeEvent(event)
        self._side.setFixedWidth(min(theme().px(_SIDE_WIDTH), self.width() * 2 // 5))

    def show_visit(self, view: SignedView) -> None:
        """Show a signed visit."""
        day = week_day(view.signed.date()) if view.signed else ""
        self._title.set_text(tr("Visit note, {day}", day=day))
        self._facts_line.set_text(_facts(view))
        empty_out(self._state)
        self._state.addWidget(_standing(view))
        empty_out(self._note)
        for section in view.sections:
            self._note.addWidget(_paragraph(section.title, section.text))
        empty_out(self._added)
        for one in view.addenda:
            self._added.addWidget(_addendum(one))
        if not view.addenda:
            self._added.addWidget(Label(tr("Nothing was added."), "secondary", "textSecondary"))
        self.text.set_text(view.draft)
        self.kept.set_text(tr("Begun earlier, not signed yet") if view.draft else "")
        self._may_sign()

    def show_saved(self, moment: datetime) -> None:
        """Say that the words are kept, and that this is no signature."""
        self.kept.set_text(tr("Saved {time}, not signed yet", time=clock_time(moment)))

    def show_not_saved(self) -> None:
        """Say that the last words are on the screen only."""
        self.kept.set_text(tr("Not saved yet"))


def _facts(view: SignedView) -> str:
    head = view.head
    parts = [
        tr("Signed by {nurse} at {time}", nurse=view.nurse, time=clock_time(view.signed))
        if view.signed
        else ""
    ]
    if head.began and head.completed:
        parts.append(tr("arrived {time}", time=clock_time(head.began)))
        parts.append(tr("in the home {length}", length=length(head.completed - head.began)))
    if view.reason:
        parts.append(tr("signed with open checks: {reason}", reason=view.reason))
    return ", ".join(part for part in parts if part)


def _standing(view: SignedView) -> Message:
    if view.changed:
        return Message(
            "critical",
            tr("{number} signed records are not as they were signed.", number=len(view.changed)),
            tr("Tell the office; nothing here was changed by this window."),
        )
    if not view.has_signature:
        return Message("info", tr("This note came without a signature of its own."))
    return Message(
        "ok", tr("Signed and whole."), tr("{number} records are as they were signed.", number=view.frozen)
    )


def _paragraph(title: str, text: str) -> Surface:
    shown = Surface("surface", "b")
    head = Label(title, "label", wrap=True)
    head.setFixedWidth(theme().px(_TITLE_WIDTH))
    layout = row(column(head, None), Label(text, "body", wrap=True), space=12, margins=(16, 10, 16, 10))
    layout.setStretch(1, 1)
    shown.setLayout(layout)
    return shown


def _addendum(one: Addendum) -> QWidget:
    when = f"{week_day(one.when.date())} {clock_time(one.when)}" if one.when else ""
    return holder(
        column(
            Label(one.text, "body", wrap=True),
            Label(
                ", ".join(part for part in (one.nurse, when) if part), "caption", "textSecondary", wrap=True
            ),
            space=1,
        )
    )
