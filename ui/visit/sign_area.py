"""The note and what is asked before signing: paragraphs left; checks, papers and signature right."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.day_words import clock_time, week_day
from carenurse.app.visit_checks import Check
from carenurse.app.visit_note import NoteParagraph, left_on_the_table
from carenurse.app.visit_sections import VisitHead
from carenurse.app.visit_worksheet import Place, Worksheet
from carenurse.clinical.dates import Moment
from carenurse.translations import tr, trn
from ui.visit.check_panel import CheckPanel
from ui.visit.clock_panel import ClockPanel
from ui.visit.note_paragraph import ParagraphRow
from ui.visit.panels import HOLES
from ui.visit.presenter import VisitPresenter
from ui.widgets.announce import announce
from ui.widgets.boxes import column, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.fields.text import TextField
from ui.widgets.in_view import bring_into_view
from ui.widgets.panels import Panel
from ui.widgets.picture import Picture
from ui.widgets.text import Label
from ui.widgets.theme import theme

SIDE_WIDTH = 440
"""Pixels before zoom."""


class SignArea(QWidget):
    """What is seen before signing. Signals go to the presenter."""

    reworded = Signal(str, str)
    reset = Signal(str)
    left = Signal()
    hole = Signal(str)
    go_to_check = Signal(object)
    paper = Signal()
    next_visit = Signal()
    reason_given = Signal(str)

    def __init__(self, nurse: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", "section")
        self._draft = Chip(tr("Draft"), "draft", icon="pencil")
        self._rows: dict[str, ParagraphRow] = {}
        self._paragraphs = QVBoxLayout()
        self._paragraphs.setSpacing(0)
        self.clock = ClockPanel()
        self.checks = CheckPanel()
        self.checks.chosen.connect(self.go_to_check)
        self._paper = Label("", "secondary", "textSecondary", wrap=True)
        self._next = Label("", "label", wrap=True)
        self._next_more = Label("", "caption", "textSecondary", wrap=True)
        self._nurse = nurse
        self.confirm = Button(tr("Sign with this reason"), icon="pen-line")
        self._covers = Label("", "secondary", wrap=True)
        self.reason = TextField(tr("Sign with a reason: why are checks left open?"), bare=True)
        self._reason_line = self._reason()
        layout = row(self._left(), self._right(), space=12, margins=(16, 10, 16, 12))
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def attend(self, presenter: VisitPresenter) -> None:
        """Have the presenter do what is pressed and keep what is typed."""
        self.reworded.connect(presenter.reword)
        self.reset.connect(presenter.unword)
        self.left.connect(presenter.left)
        self.paper.connect(presenter.open_paper)
        self.hole.connect(partial(_fill, presenter))
        self.next_visit.connect(lambda: presenter.go(Place("leaving", "next_visit", "form")))
        self.reason_given.connect(presenter.sign)
        self.clock.corrected.connect(presenter.correct_clock)

    def _left(self) -> QWidget:
        head = row(
            column(
                self._title,
                Label(
                    tr("Written from what you did. Change any words; the answers stay as they are."),
                    "caption",
                    "textSecondary",
                    wrap=True,
                ),
                space=0,
            ),
            self._draft,
            space=8,
        )
        head.setStretch(0, 1)
        panel = Panel()
        panel.add(self._paragraphs)
        inner = QWidget()
        inner.setLayout(column(panel, self.clock, None, space=10))
        return holder(column(head, scrolled(inner), space=8))

    def _right(self) -> QWidget:
        paper = Panel(tr("Family page"))
        look = Button(tr("Look or print"), icon="eye")
        look.clicked.connect(self.paper)
        beside = row(self._paper, look, space=10, margins=(14, 10, 12, 10))
        beside.setStretch(0, 1)
        paper.add(beside)
        following = Panel()
        change = Button(tr("Change"), "text")
        change.clicked.connect(self.next_visit)
        words = column(self._next, self._next_more, space=0)
        line = row(Picture("calendar-days"), words, change, space=10, margins=(14, 10, 14, 10))
        line.setStretch(1, 1)
        following.add(line)
        sign = Panel()
        sign.add(
            column(
                Label(tr("Sign"), "section"),
                Label(
                    tr("After this the note never changes. A correction is added beside it."),
                    "caption",
                    "textSecondary",
                    wrap=True,
                ),
                Label(tr("You sign as {nurse}", nurse=self._nurse), "bodyStrong", wrap=True),
                self._reason_line,
                space=4,
                margins=(14, 10, 14, 12),
            )
        )
        inner = QWidget()
        inner.setLayout(column(self.checks, paper, following, sign, None, space=10))
        area = scrolled(inner)
        self._side = area
        return area

    def _reason(self) -> QWidget:
        """Make the line for the reason; only its button signs, never a key typed in the line."""
        self.confirm.clicked.connect(self._give_reason)
        self.reason.line.returnPressed.connect(self._only_the_button)
        asked = Label(self.reason.label, "label", wrap=True)
        shown = holder(column(self._covers, asked, self.reason, row(self.confirm, None), space=6))
        shown.hide()
        return shown

    def _only_the_button(self) -> None:
        """Enter in a line of text never signs: signing is for ever, so it is an act of its own."""
        self._covers.set_text(tr("Enter does not sign. Read what stays open, then press the button."))
        announce(self.reason, self._covers.text(), urgent=False)

    def _may_sign(self, checks: Sequence[Check]) -> None:
        left = [check for check in checks if not check.fine]
        grave = [check for check in left if check.grave]
        self._covers.set_text(
            trn(
                "{number} check stays open in the record.",
                "{number} checks stay open in the record.",
                len(left),
            )
        )
        self.confirm.why_not(
            trn(
                "{number} red finding first: who was told, or why nobody was.",
                "{number} red findings first: who was told, or why nobody was, for each.",
                len(grave),
            )
            if grave
            else ""
        )
        if grave:
            self._covers.set_text(self.confirm.toolTip())
        self._covers.set_role("critical" if grave else "textSecondary")

    def _give_reason(self) -> None:
        words = self.reason.text().strip()
        self.reason.show_problem("" if words else tr("A few words are needed; they stay in the record."))
        if words:
            self.reason_given.emit(words)

    def ask_reason(self) -> None:
        """Ask for the one line that lets the nurse sign with checks open."""
        self._reason_line.show()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        bring_into_view(self._reason_line)

    def unfinished(self) -> dict[str, str]:
        """Give the reason while it is asked for, and times that are being put right."""
        reason = {} if self._reason_line.isHidden() else {"reason": self.reason.text()}
        return {**reason, **self.clock.unfinished()}

    def put_back(self, form: Mapping[str, str]) -> None:
        """Ask again, with what was typed."""
        self.clock.put_back(form)
        if "reason" in form:
            self.ask_reason()
            self.reason.set_text(form["reason"])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the note its room where the window is narrow."""
        super().resizeEvent(event)
        self._side.setFixedWidth(min(theme().px(SIDE_WIDTH), self.width() * 4 // 11))

    def show_note(self, note: Sequence[NoteParagraph]) -> None:
        """Show the paragraphs; what is being typed stays."""
        for paragraph in note:
            if paragraph.name in self._rows:
                self._rows[paragraph.name].show_paragraph(paragraph)
            else:
                self._add(paragraph)
        changed = sum(1 for paragraph in note if paragraph.edited)
        words = tr("Draft, {number} changed by you", number=changed) if changed else tr("Draft")
        self._draft.say(words, "draft", icon="pencil")

    def words_of(self, name: str) -> str:
        """Give the words that stand in a paragraph."""
        return self._rows[name].words.toPlainText()

    def _add(self, paragraph: NoteParagraph) -> None:
        shown = ParagraphRow(paragraph)
        shown.reworded.connect(self.reworded)
        shown.left.connect(self.left)
        shown.reset.connect(self.reset)
        shown.hole.connect(self.hole)
        self._rows[paragraph.name] = shown
        self._paragraphs.addWidget(shown)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show the open checks first."""
        self.checks.show_checks(checks)
        self._may_sign(checks)
        if all(check.fine for check in checks):
            self._reason_line.hide()

    def show_visit(self, head: VisitHead, sheet: Worksheet, paper_given: str, today: Moment) -> None:
        """Show clock, family page and next visit."""
        day = today.date.first_day if today.date else None
        self._title.set_text(tr("Visit note, {day}", day=week_day(day)) if day else tr("Visit note"))
        self.clock.show_clock(head)
        given = paper_given or sheet.family_page.given_to
        if given == left_on_the_table():
            self._paper.set_text(tr("{how}.", how=given))
        elif given:
            self._paper.set_text(tr("Given to {who}.", who=given))
        elif sheet.family_page.none_because:
            self._paper.set_text(tr("Not given: {why}", why=sheet.family_page.none_because))
        else:
            self._paper.set_text(tr("One page for the kitchen table, in the family's language."))
        self._show_next(sheet, day)

    def _show_next(self, sheet: Worksheet, today: date | None) -> None:
        plan = sheet.next_visit
        if plan.none_because:
            self._next.set_text(tr("No next visit"))
            self._next_more.set_text(plan.none_because)
        elif plan.start is None:
            self._next.set_text(tr("No next visit agreed yet"))
            self._next_more.set_text("")
        else:
            day = week_day(plan.start.date(), today)
            when = tr("{day} at {time}", day=day, time=clock_time(plan.start))
            self._next.set_text(tr("Next visit {when}", when=when))
            self._next_more.set_text(", ".join(part for part in (plan.reason, plan.bring) if part))


def _fill(presenter: VisitPresenter, hole: str) -> None:
    """Go to where the words of an empty paragraph come from."""
    if place := HOLES.get(hole):
        presenter.go(place)
