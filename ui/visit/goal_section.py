"""Goals: one word on each, and what was measured; the last word stands beside it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.day_words import short_day
from carenurse.app.visit_facts import AgreedGoal
from carenurse.app.visit_goals import GoalToday
from carenurse.app.visit_note import progress_word
from carenurse.app.visit_worksheet import GoalWord, Worksheet
from carenurse.careplan.progress import tell_track
from carenurse.translations import tr
from ui.visit.sheet_section import SheetSection, changing, line, show_text
from ui.widgets.boxes import column, holder, row
from ui.widgets.chips import Chip
from ui.widgets.fields.digits import DigitsField
from ui.widgets.fields.text import TextField
from ui.widgets.panels import EmptyState
from ui.widgets.standing import TRACKS
from ui.widgets.text import Label
from ui.widgets.theme import theme

_VALUE_WIDTH = 190
"""Pixels before zoom."""


class _GoalRow(QWidget):
    """One goal: the person's words, the aim, the last word, and today's."""

    def __init__(self, goal: AgreedGoal, today: date, section: "GoalSection") -> None:
        super().__init__()
        self._goal = goal.goal
        facts = [goal.text if goal.words else "", _due(goal, today), _last(goal, today)]
        words = column(
            Label(goal.short, "bodyStrong", wrap=True),
            Label(" · ".join(part for part in facts if part), "caption", "textSecondary", wrap=True),
            space=1,
        )
        choices = [
            ("better", tr("Better"), ""),
            ("same", tr("Same"), ""),
            ("worse", tr("Worse"), ""),
            ("met", tr("Met"), ""),
        ]
        self.word = DigitsField(goal.short, choices, bare=True)
        self.value = TextField(
            tr("Measured: {goal}", goal=goal.short),
            placeholder=tr("such as 6 of 7 days"),
            bare=True,
        )
        self.value.setFixedWidth(theme().px(_VALUE_WIDTH))
        beside = row(self.word, self.value, None, space=12)
        self.today = Label("", "caption", wrap=True)
        self.standing = Chip("", "plain")
        by_value = row(self.standing, self.today, space=8)
        by_value.setStretch(1, 1)
        self._by_value = holder(by_value)
        self._by_value.hide()
        self.setLayout(column(line(holder(words), holder(beside), self._by_value), space=0))
        for field, name in ((self.word, "word"), (self.value, "value")):
            section.connect_field(field, changing(self._read, Worksheet.with_goal, name))

    def _read(self, sheet: Worksheet) -> GoalWord:
        return sheet.goal(self._goal)

    def show_today(self, found: GoalToday | None) -> None:
        """Show where the goal stands by what was measured today, beside where it stood."""
        self._by_value.setVisible(found is not None)
        if found is None:
            return
        tone, icon = TRACKS[found.track]
        self.standing.say(tell_track(found.track), tone, icon=icon)
        was = tell_track(found.before) if found.before and found.before is not found.track else ""
        self.today.set_text(
            tr("{values}. Before: {standing}", values=found.words, standing=was) if was else found.words
        )

    def show_row(self, said: GoalWord) -> None:
        """Show today's word."""
        self.word.set_text(said.word)
        show_text(self.value, said.value)


def _due(goal: AgreedGoal, today: date) -> str:
    return tr("by {day}", day=short_day(goal.due, today)) if goal.due else ""


def _last(goal: AgreedGoal, today: date) -> str:
    if not goal.last_when or goal.last_word not in ("better", "same", "worse", "met"):
        return ""
    word = progress_word(GoalWord(goal.goal, goal.last_word, goal.last_value))
    return tr("last {day}: {word}", day=short_day(goal.last_when, today), word=word)


class GoalSection(SheetSection):
    """The goals in force; each gets one word."""

    def __init__(self, goals: Sequence[AgreedGoal], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._goals: dict[str, _GoalRow] = {}
        for goal in goals:
            self._goals[goal.goal] = _GoalRow(goal, today, self)
            self.add_row(goal.goal, self._goals[goal.goal])
        if not goals:
            sentence = tr("A goal in the person's own words belongs to every problem of the plan.")
            self.add(EmptyState(tr("No goals agreed yet"), sentence))

    @override
    def show_goals(self, goals: Sequence[GoalToday]) -> None:
        """Show where each goal stands by today's values."""
        found = {one.goal: one for one in goals}
        for goal, shown in self._goals.items():
            shown.show_today(found.get(goal))

    @override
    def show_sheet(self, sheet: Worksheet) -> None:
        """Show the words on the goals."""
        for goal, shown in self._goals.items():
            shown.show_row(sheet.goal(goal))
