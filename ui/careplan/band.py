"""One band of the plan: a problem, its goals, what is done about it, side by side or one under the other."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from carenurse.app.plan_facts import PlanBand
from carenurse.translations import tr
from ui.careplan.items import CareItem, GoalItem, Item, ProblemItem
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.picture import Picture
from ui.widgets.surface import Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme

Shape = Literal["wide", "tight", "stacked"]
"""wide: three lanes side by side; tight: the problem above, goals beside what is done; stacked: one lane."""

PROBLEM_WIDTH, GOAL_WIDTH = 282, 376
"""Widths of the first two lanes in pixels before zoom."""


class BandRow(Surface):
    """The three lanes of one problem."""

    chosen = Signal(str)
    opened = Signal(str)
    ticked = Signal(str, bool)
    adding = Signal(str, str)
    """A new item is wanted: lane ("goal", "care") and problem id."""

    def __init__(self, band: PlanBand, today: date, *, can_tick: bool) -> None:
        super().__init__("surface", "b", line="hairlineStrong")
        self._band = band
        identity = band.problem.id if band.problem else ""
        self._problem = ProblemItem(band.problem) if band.problem else _loose()
        self._goals = Surface("surface", "r")
        goals = column(space=0)
        for number, card in enumerate(band.goals):
            goals.addWidget(GoalItem(card, today, last=number == len(band.goals) - 1))
        if not band.goals and band.problem:
            goals.addWidget(self._missing(tr("No goal yet"), tr("Add goal"), "goal", identity))
        goals.addStretch(1)
        goals.setContentsMargins(0, 0, 1, 0)
        self._goals.setLayout(goals)
        care = column(space=0)
        for number, one in enumerate(band.care):
            item = CareItem(one, today, can_tick=can_tick, last=number == len(band.care) - 1)
            item.ticked.connect(self.ticked)
            care.addWidget(item)
        if not band.care and band.problem:
            care.addWidget(
                self._missing(tr("Nothing is done about it yet"), tr("Add what we do"), "care", identity)
            )
        care.addStretch(1)
        self._care = holder(care)
        self._layout = QGridLayout(self)
        self._layout.setSpacing(0)
        self._layout.setContentsMargins(0, 0, 0, 1)
        self.take_shape("wide")
        for item in self.items():
            item.chosen.connect(self.chosen)
            item.opened.connect(self.opened)

    def _missing(self, words: str, action: str, lane: str, problem: str) -> QWidget:
        add = Button(action, "text", icon="plus")
        add.clicked.connect(lambda: self.adding.emit(lane, problem))
        icon = Picture("triangle-alert", "caution", place="caption")
        return holder(
            row(icon, Label(words, "secondary", "caution"), None, add, space=7, margins=(14, 2, 10, 2))
        )

    def items(self) -> Iterator[Item]:
        """Walk the items of the band."""
        yield from self.findChildren(Item)

    def take_shape(self, shape: Shape) -> None:
        """Stand as the page has room: see ``Shape``."""
        worn = theme()
        places = _PLACES[shape]
        for part, (line, across, span) in zip((self._problem, self._goals, self._care), places, strict=True):
            self._layout.removeWidget(part)
            self._layout.addWidget(part, line, across, 1, span)
        for across, (width, share) in enumerate(_SHARES[shape]):
            self._layout.setColumnMinimumWidth(across, worn.px(width))
            self._layout.setColumnStretch(across, share)
        for part, width in ((self._problem, PROBLEM_WIDTH), (self._goals, GOAL_WIDTH)):
            part.setMaximumWidth(worn.px(width) if shape == "wide" else _NO_LIMIT)
        self._problem.set_lines("r" if shape == "wide" else "b")
        self._goals.set_lines("b" if shape == "stacked" else "r")


_NO_LIMIT = 16777215
"""QWIDGETSIZE_MAX: no limit."""

_PLACES: dict[Shape, tuple[tuple[int, int, int], ...]] = {
    "wide": ((0, 0, 1), (0, 1, 1), (0, 2, 1)),
    "tight": ((0, 0, 2), (1, 0, 1), (1, 1, 1)),
    "stacked": ((0, 0, 1), (1, 0, 1), (2, 0, 1)),
}
"""Line, column and span of problem, goals and what is done."""

_SHARES: dict[Shape, tuple[tuple[int, int], ...]] = {
    "wide": ((PROBLEM_WIDTH, 0), (GOAL_WIDTH, 0), (0, 1)),
    "tight": ((0, 1), (0, 1), (0, 0)),
    "stacked": ((0, 1), (0, 0), (0, 0)),
}
"""Least width in pixels before zoom and share of the rest, column by column."""


def _loose() -> Surface:
    """Head the band of what belongs to no problem."""
    part = Surface("surface", "r")
    part.setLayout(
        column(
            Label(tr("Belongs to no problem"), "section", wrap=True),
            Label(tr("Choose a problem for each, or stop it."), "caption", "caution", wrap=True),
            None,
            space=2,
            margins=(14, 8, 14, 10),
        )
    )
    return part
