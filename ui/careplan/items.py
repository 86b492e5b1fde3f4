"""The items of a band: a problem with its ratings, a goal with its track, an intervention with its tick."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.plan_facts import CareCard, GoalCard, ProblemCard, RatingLine
from carenurse.careplan.progress import Track
from carenurse.translations import tr
from ui.careplan.words import (
    aim_words,
    before_words,
    care_below,
    goal_sentence,
    with_unit,
)
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.fields.check import Check
from ui.widgets.focus_ring import without_ring
from ui.widgets.goal_track import GoalTrack, Progress
from ui.widgets.picture import Picture
from ui.widgets.sparkline import Sparkline
from ui.widgets.sparkline import Trend as Line
from ui.widgets.standing import track_chip, trend_chip
from ui.widgets.surface import Surface
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme
from ui.widgets.tokens import Role


class Item(Surface):
    """What can be marked: a click marks it, a double click opens its form."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, identity: str, spoken: str, *, fill: Role = "surface", lines: str = "") -> None:
        super().__init__(fill, lines)
        self.identity = identity
        self._rest: Role = fill
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(spoken)
        without_ring(self)

    def mark(self, *, on: bool) -> None:
        """Show the item as the marked one, or not."""
        self.set_fill("accentTint" if on else self._rest, "accent" if on else None)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark it."""
        self.chosen.emit(self.identity)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open its form."""
        self.opened.emit(self.identity)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark it when Tab brings the focus."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.chosen.emit(self.identity)


class ProblemItem(Item):
    """Local words, the published term, and three small lines of ratings."""

    def __init__(self, card: ProblemCard) -> None:
        super().__init__(card.id, ", ".join(part for part in (card.title, card.caption) if part), lines="r")
        title = Label(card.title, "section", wrap=True)
        head = row(title, space=8)
        head.setStretch(0, 1)
        if (went := trend_chip(card.trend)) is not None:
            head.addWidget(went, 0, Qt.AlignmentFlag.AlignTop)
        pieces = column(head, space=2, margins=(14, 8, 14, 10))
        if card.caption:
            pieces.addWidget(Label(card.caption, "caption", "textSecondary", wrap=True))
        if card.ratings:
            pieces.addSpacing(theme().px(4))
            pieces.addLayout(_ratings(card.ratings))
        pieces.addStretch(1)
        self.setLayout(pieces)


def _ratings(lines: tuple[RatingLine, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme().px(8))
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(3, 1)
    for number, line in enumerate(lines):
        start, now, aim = line.rating.start, line.rating.now, line.rating.target
        words = tr(
            "{name}: start {start}, now {now}, aim {aim}",
            name=line.name,
            start=_dash(start),
            now=_dash(now),
            aim=_dash(aim),
        )
        values = Label("", "secondary", tabular=True)
        values.set_runs(
            Run(f"{_dash(start)} \u2192 "),
            Run(_dash(now), strong=True),
            Run(tr(" aim {aim}", aim=_dash(aim))),
        )
        values.setAccessibleName(words)
        grid.addWidget(Label(line.name, "secondary", "textSecondary"), number, 0)
        trend = Line((tuple(float(value) for value in line.history),), words, low=None, high=None)
        grid.addWidget(Sparkline(trend, width=64, height=21), number, 1)
        grid.addWidget(values, number, 2)
    return grid


def _dash(value: int | None) -> str:
    return "\u2013" if value is None else str(value)


class GoalItem(Item):
    """The measure as title, the person's words, and where it stands between start and aim."""

    def __init__(self, card: GoalCard, today: date, *, last: bool) -> None:
        super().__init__(card.id, goal_sentence(card, today), lines="" if last else "b")
        head = row(Label(card.value.text, "bodyStrong", wrap=True), space=8)
        head.setStretch(0, 1)
        head.addWidget(track_chip(card.track), 0, Qt.AlignmentFlag.AlignTop)
        pieces = column(head, space=1, margins=(14, 8, 14, 9))
        if card.value.words:
            pieces.addWidget(
                Label(tr("“{words}”", words=card.value.words), "secondary", "textSecondary", wrap=True)
            )
        if card.start is not None and card.now is not None:
            pieces.addSpacing(theme().px(3))
            pieces.addWidget(GoalTrack(_progress(card, today)))
        pieces.addLayout(_values(card, today))
        if card.gap:
            pieces.addLayout(
                row(
                    Picture("triangle-alert", "caution", place="caption"),
                    Label(card.gap, "caption", "caution", wrap=True),
                    None,
                    space=6,
                )
            )
        self.setLayout(pieces)


def _progress(card: GoalCard, today: date) -> Progress:
    low, high = card.value.target_low, card.value.target_high
    return Progress(
        start=float(card.start or 0),
        now=float(card.now or 0),
        aim_low=None if low is None else float(low),
        aim_high=None if high is None else float(high),
        words=goal_sentence(card, today),
        worse=card.track is Track.OFF,
    )


def _values(card: GoalCard, today: date) -> QVBoxLayout:
    """Start, now and aim under the track; they wrap onto two lines where the aim is long."""
    start = Label(tr("Start {value}", value=card.start), "caption", "textSecondary", tabular=True)
    now = Label("", "caption", tabular=True)
    if card.now is not None:
        words = tr("Today ") if card.draft else tr("Now ")
        now.set_runs(Run(words), Run(with_unit(card.now, card.unit), strong=True))
    aim = Label(
        aim_words(card, today), "caption", "textSecondary", wrap=True, align=Qt.AlignmentFlag.AlignRight
    )
    if card.start is None:
        start.hide()
    if card.now is None:
        now.hide()
    line = row(start, now, aim, space=14)
    line.setStretch(2, 1)
    before = before_words(card, today)
    return column(line, *([Label(before, "caption", "textSecondary", wrap=True)] if before else []), space=0)


class CareItem(Item):
    """What is done: tick, words, who, how often; what nobody owns is amber and has its Fix."""

    ticked = Signal(str, bool)

    def __init__(self, card: CareCard, today: date, *, can_tick: bool, last: bool) -> None:
        below = care_below(card, today)
        done = tr("done today") if card.done_today else ""
        told = (card.value.text, below, card.value.frequency, done, card.gap)
        spoken = ", ".join(part for part in told if part)
        super().__init__(
            card.id, spoken, fill="cautionTint" if card.gap else "surface", lines="" if last else "b"
        )
        words = row(Label(card.value.text, "bodyStrong" if card.gap else "body", wrap=True), space=8)
        words.setStretch(0, 1)
        if card.new_today:
            words.addWidget(Chip(tr("New today"), "draft"), 0, Qt.AlignmentFlag.AlignTop)
        under = Label(card.gap or below, "caption", "caution" if card.gap else "textSecondary", wrap=True)
        text = column(None, words, space=0)
        if under.text():
            text.addWidget(under)
        text.addStretch(1)
        line = row(self._lead(card, can_tick=can_tick), text, space=8, margins=(14, 5, 8, 6))
        line.setStretch(1, 1)
        line.addWidget(self._end(card), 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(line)

    def _lead(self, card: CareCard, *, can_tick: bool) -> QWidget:
        if card.gap:
            return holder(column(2, Picture("triangle-alert", "caution"), None, space=0))
        tick = Check("", spoken=tr("Done today: {what}", what=card.value.text))
        tick.setChecked(card.done_today)
        tick.setEnabled(can_tick)
        if not can_tick:
            tick.setToolTip(tr("Start the visit, then tick what was done."))
        tick.clicked.connect(self._tick)
        return tick

    def _tick(self, on: bool) -> None:  # noqa: FBT001 - as the signal carries it
        self.ticked.emit(self.identity, on)

    def _end(self, card: CareCard) -> QWidget:
        if card.gap:
            fix = Button(tr("Fix"))
            fix.setAccessibleName(tr("Fix: {what}", what=card.gap))
            fix.clicked.connect(lambda: self.opened.emit(self.identity))
            return fix
        often = Label(
            card.value.frequency, "caption", "textSecondary", wrap=True, align=Qt.AlignmentFlag.AlignRight
        )
        often.setFixedWidth(theme().px(120))
        return often
