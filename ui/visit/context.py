"""The column that follows the cursor: the open flag, last visit, the goals, suggestions, about the form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carenurse.app.day_words import short_day, week_day
from carenurse.app.last_found import Found, found_then
from carenurse.app.sentences import cut
from carenurse.app.visit_facts import AgreedGoal, Flag, Level
from carenurse.app.visit_history import LastVisit
from carenurse.app.visit_rows import NOTHING, RowFacts
from carenurse.app.visit_suggestions import SuggestedHere
from carenurse.forms.form import Form
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.picture import Picture
from ui.widgets.sparkline import Sparkline, Trend
from ui.widgets.surface import Hairline, Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip

CONTEXT_WIDTH = 268
"""Pixels before zoom."""
_LONGEST = 240
_MOST_GOALS = 3


@dataclass(frozen=True, slots=True)
class RowTrend:
    """What was measured of a question: its name, its limits, the picture if there is one, the days below."""

    title: str = ""
    facts: RowFacts = NOTHING
    trend: Trend | None = None
    days: tuple[str, ...] = ()

    def pieces(self) -> list[QWidget]:
        """Draw the picture with its days; nothing where there is none."""
        if self.trend is None:
            return []
        return [Sparkline(self.trend, width=CONTEXT_WIDTH - 30, height=88, dots=True), _days(self.days)]


class ContextColumn(Surface):
    """What helps with the question at hand. ``add_to_plan`` carries a suggestion, ``flag_chosen`` a flag."""

    add_to_plan = Signal(object)
    flag_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "l", parent=parent)
        self.setFixedWidth(theme().px(CONTEXT_WIDTH))
        self._flag = column(space=4, margins=(14, 12, 14, 12))
        self._last = column(space=3, margins=(14, 12, 14, 12))
        self._goals = column(space=2, margins=(14, 12, 14, 12))
        self._ideas = column(space=6, margins=(14, 12, 14, 12))
        self._about = column(space=3, margins=(14, 12, 14, 12))
        self._parts: list[QWidget] = []
        self._today: date | None = None
        self._zone: tzinfo | None = None
        inner = QWidget()
        stack = column(space=0)
        for part in (self._flag, self._ideas, self._last, self._goals, self._about):
            holder = QWidget()
            holder.setLayout(column(part, Hairline(), space=0))
            self._parts.append(holder)
            stack.addWidget(holder)
        stack.addStretch(1)
        inner.setLayout(stack)
        self.setLayout(column(scrolled(inner), space=0, margins=(1, 0, 0, 0)))

    def stand_on(self, now: datetime) -> None:
        """Say days and times as they are seen from here and now."""
        self._today, self._zone = now.date(), now.tzinfo

    def _fill(self, layout: QVBoxLayout, pieces: Sequence[QWidget]) -> None:
        empty_out(layout)
        for piece in pieces:
            layout.addWidget(piece)
        holder = self._parts[(self._flag, self._ideas, self._last, self._goals, self._about).index(layout)]
        holder.setVisible(bool(pieces))

    def show_flags(self, flags: Sequence[Flag], shown: RowTrend) -> None:
        """Pin the most pressing open flag with its trend; the others below it in one line each."""
        if not flags:
            self._fill(self._flag, ())
            return
        pieces: list[QWidget] = [self._flag_line(flags[0]), *shown.pieces()]
        pieces += [self._flag_line(flag) for flag in flags[1:4]]
        if len(flags) > 4:  # noqa: PLR2004  # four lines fit
            pieces.append(Label(tr("and {number} more", number=len(flags) - 4), "caption", "textSecondary"))
        self._fill(self._flag, pieces)

    def _flag_line(self, flag: Flag) -> QWidget:
        role = "critical" if flag.level is Level.URGENT else "caution"
        shown = QWidget()
        layout = row(
            Picture("circle-alert" if flag.level is Level.URGENT else "triangle-alert", role),
            Label(flag.why, "label", role, wrap=True),
            space=8,
        )
        layout.setStretch(1, 1)
        shown.setLayout(layout)
        shown.setToolTip(as_tip(f"{flag.what_to_do} {flag.source}".strip()))
        return shown

    def show_trend(self, shown: RowTrend) -> None:
        """With no open flag, show the trend of the question at hand."""
        if shown.trend is None:
            self._fill(self._flag, ())
            return
        limits, source = shown.facts.limits, shown.facts.source
        told = Label(
            tr("{limits} ({source})", limits=limits, source=source), "caption", "textSecondary", wrap=True
        )
        pieces = [Label(shown.title, "label", wrap=True), *shown.pieces(), *([told] if limits else [])]
        self._fill(self._flag, pieces)

    def show_last_visit(self, last: LastVisit | None) -> None:
        """Say what was found, taught and planned last time: findings first and whole, then each score."""
        if last is None:
            self._fill(self._last, [Label(tr("First visit here"), "label")])
            return
        day = week_day(last.day, self._today) if last.day else ""
        pieces: list[QWidget] = [Label(tr("Last visit, {day}", day=day), "label")]
        pieces += [_finding(one) for one in found_then(last.sheet, self._zone)]
        pieces += [Label(words, "secondary", wrap=True) for words in last.scores]
        for title, text in last.words("Found", "Taught", "Next"):
            said = Label(tr("{title}: {text}", title=title, text=cut(text, _LONGEST)), "secondary", wrap=True)
            said.setToolTip(as_tip(text))
            pieces.append(said)
        self._fill(self._last, pieces)

    def show_goals(self, goals: Sequence[AgreedGoal]) -> None:
        """Say the goals, nearest first."""
        pieces: list[QWidget] = []
        for goal in goals[:_MOST_GOALS]:
            due = tr("by {day}", day=short_day(goal.due, self._today)) if goal.due else ""
            pieces.append(Label(goal.short, "secondary", wrap=True))
            beneath = ", ".join(part for part in (goal.text if goal.words else "", due) if part)
            if beneath:
                pieces.append(Label(beneath, "caption", "textSecondary", wrap=True))
        self._fill(self._goals, [Label(tr("Goals"), "label"), *pieces] if pieces else ())

    def show_suggestions(self, suggested: Sequence[SuggestedHere]) -> None:
        """Offer the problems that today's findings suggest."""
        pieces: list[QWidget] = []
        for one in suggested[:3]:
            add = Button(tr("Add to plan"), icon="plus")
            add.setAccessibleName(tr("Add to plan: {problem}", problem=one.title))
            add.clicked.connect(lambda _=False, chosen=one: self.add_to_plan.emit(chosen))
            words = column(
                Label(one.title, "label", wrap=True),
                Label(one.reason, "caption", "textSecondary", wrap=True),
                row(add, None),
                space=3,
            )
            shown = QWidget()
            shown.setLayout(words)
            pieces.append(shown)
        self._fill(
            self._ideas, [Label(tr("For the plan?"), "label", "textSecondary"), *pieces] if pieces else ()
        )

    def show_about(self, form: Form | None) -> None:
        """Say where a form is from, and its limits."""
        if form is None:
            self._fill(self._about, ())
            return
        said = [form.use, form.limits, form.copyright or form.permission]
        pieces: list[QWidget] = [Label(tr("About this form"), "label")]
        for text in said:
            if text:
                label = Label(cut(text, _LONGEST), "caption", "textSecondary", wrap=True)
                label.setToolTip(as_tip(text))
                pieces.append(label)
        if not form.approved:
            pieces.append(Label(tr("Not clinically approved here."), "caption", "caution", wrap=True))
        self._fill(self._about, pieces)


def _finding(one: Found) -> QWidget:
    """Say a finding of last time, and who was told: nothing of it is ever cut."""
    words = column(Label(one.what, "label", "critical", wrap=True), space=0)
    if one.told:
        words.addWidget(Label(one.told, "caption", "textSecondary", wrap=True))
    layout = row(column(2, Picture("circle-alert", "critical"), None, space=0), words, space=8)
    layout.setStretch(1, 1)
    shown = QWidget()
    shown.setLayout(layout)
    return shown


def _days(days: Sequence[str]) -> QWidget:
    shown = QWidget()
    labels = [Label(day, "caption", "textSecondary") for day in days]
    pieces: list[QWidget | None] = []
    for number, label in enumerate(labels):
        pieces += [None, label] if number else [label]
    shown.setLayout(row(*pieces, space=0))
    return shown
