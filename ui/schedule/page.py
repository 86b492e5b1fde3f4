"""The nurse's week: who waits at the left, order and hours in the middle, the selected visit at the right."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, tzinfo
from typing import Any, Literal

from dateutil import tz
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from carenurse.app.caseload import CaseloadRow
from carenurse.app.day_words import week_day
from carenurse.app.schedule_facts import Block, OrderLedger, Week
from carenurse.translations import tr
from ui.schedule.drafts import VisitDraft
from ui.schedule.ending_form import EndingForm
from ui.schedule.inspector import Inspector
from ui.schedule.ledger_strip import LedgerStrip
from ui.schedule.presenter import SchedulePresenter
from ui.schedule.tray import Tray
from ui.schedule.view import Ending, Mode, Selection
from ui.schedule.visit_form import VisitForm
from ui.schedule.week_canvas import WeekCanvas
from ui.schedule.week_list import WeekList
from ui.schedule.words import tell_block, week_title
from ui.widgets.announce import announce
from ui.widgets.boxes import column, holder, row, scrolled
from ui.widgets.buttons import Button, IconButton
from ui.widgets.page import Desk, Page, Route
from ui.widgets.palette import Entry
from ui.widgets.segments import Segments
from ui.widgets.surface import Surface
from ui.widgets.theme import theme

INSPECTOR = 274
FORM = 340
"""Widths of the right column in pixels before zoom: facts, forms."""
_QUIETLY = Qt.FocusReason.OtherFocusReason
_FOLD_RIGHT, _FOLD_LEFT = 1100, 900
"""Widths of the page in pixels before zoom under which the side columns fold."""


_CRAMPED = 740
"""Width of the page in pixels before zoom under which the buttons of the bar fold."""


class SchedulePage(Page):
    """Pixels of the schedule."""

    def __init__(self, desk: Desk, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.presenter = SchedulePresenter(self, desk, zone or desk.clock.now().tzinfo or tz.tzlocal())
        self._looked_for = ""
        """Whom the nurse looked for in the form before the vault was closed, until it is open again."""
        self._week: Week | None = None
        self._today = desk.clock.now().date()
        self._turned: Literal[0, 1, 2] = 0
        self.canvas, self.list, self.ledger, self.tray = WeekCanvas(), WeekList(), LedgerStrip(), Tray()
        self.inspector, self.form, self.ending = Inspector(), VisitForm(), EndingForm()
        self._middle = QStackedWidget()
        self._middle.addWidget(self.canvas)
        self._middle.addWidget(self.list)
        self._right = QStackedWidget()
        for part in (self.inspector, self.form, self.ending):
            self._right.addWidget(scrolled(part, "surface"))
        self._column = Surface("surface", "l")
        right = column(self._right, space=0)
        right.setContentsMargins(1, 0, 0, 0)
        self._column.setLayout(right)
        middle = column(self.ledger, self._middle, space=0)
        middle.setStretch(1, 1)
        self._middle_part = holder(middle)
        layout = row(self.tray, self._middle_part, self._column, space=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._make_bar()
        self._connect()
        self.finds = False

    def _make_bar(self) -> None:
        back, ahead = (
            IconButton("chevron-left", tr("Week before"), key="Ctrl ←"),
            IconButton("chevron-right", tr("Next week"), key="Ctrl →"),
        )
        self._now = Button(tr("This week"))
        back.clicked.connect(lambda: self.presenter.turn(-1))
        ahead.clicked.connect(lambda: self.presenter.turn(1))
        self._now.clicked.connect(self.presenter.today)
        self.top_left = holder(row(back, self._now, ahead, None, space=4))
        self.modes = Segments(tr("View"), (("day", tr("Day")), ("week", tr("Week")), ("list", tr("List"))))
        self.modes.choose("week")
        self.modes.chosen.connect(self._mode_chosen)
        self._add = Button(tr("Add visit"), icon="plus", key="N", brief="")
        self._add.clicked.connect(self.add_visit)
        self._fold = Button(tr("Details"), key="F4", parent=self)
        self._fold.clicked.connect(self.turn_side)
        self.top_right = (self.modes, self._fold, self._add)

    def _connect(self) -> None:
        for view in (self.canvas, self.list):
            view.chosen.connect(self.presenter.choose)
            view.opened.connect(self.presenter.begin_change)
            view.nudged.connect(self.presenter.nudge)
            view.turned.connect(self.presenter.turn)
        self.canvas.dragged.connect(self.presenter.drag)
        self.canvas.dropped.connect(self.presenter.drop)
        self.canvas.place_chosen.connect(self.presenter.begin_add)
        self.tray.wanted.connect(self.presenter.begin_for)
        self.inspector.solved.connect(self.presenter.solve)
        self.inspector.accepted.connect(self.presenter.accept)
        self.inspector.changing.connect(self.presenter.begin_change)
        self.inspector.ending.connect(self.presenter.begin_ending)
        self.inspector.charted.connect(self.presenter.open_person)
        self.inspector.planned.connect(self.presenter.open_plan)
        self.form.edited.connect(self.presenter.edit)
        self.form.searched.connect(self.presenter.search)
        self.form.kept.connect(self.presenter.keep)
        self.form.dropped.connect(self._drop)
        self.ending.dropped.connect(self._drop)
        self.ending.ended.connect(self._ended)

    def _mode_chosen(self, code: str) -> None:
        modes: dict[str, Mode] = {"day": "day", "week": "week", "list": "list"}
        self.presenter.show_mode(modes[code])

    def _ended(self, reason: str, again: bool, series: bool) -> None:  # noqa: FBT001 - as the signal carries them
        self.presenter.end(self._ending, reason, again=again, series=series)

    @override
    def arrive(self, route: Route) -> None:
        """Read the week again."""
        self.presenter.arrive(route)
        if route.part != "add":
            self.canvas.setFocus(_QUIETLY)

    @override
    def make_ready(self) -> None:
        """Have the week read once: the first reading of the day takes twice as long as those after it."""
        self.presenter.read_ahead()

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give what stands in the open form, and which day is shown; nothing where she filled in nothing."""
        match self._right.currentIndex():
            case 1 if self.form.draft != self._opened_with or self.form.search.text():
                form = {"draft": asdict(self.form.draft), "search": self.form.search.text()}
            case 2 if self.ending.is_begun:
                form = {"ending": self._ending, "asked": self.ending.asked(), "patient": self._ends_for}
            case _:
                return dict(self.presenter.waiting)
        return {**form, "day": self.presenter.day.isoformat(), "visit": self.presenter.chosen}

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Open the form again, once the week is there."""
        self._looked_for, self._goes_on = str(form.get("search", "")), True
        self.presenter.take_up(form)

    @override
    def primary(self) -> None:
        """Keep the form that is open."""
        match self._right.currentIndex():
            case 1:
                self.presenter.keep()
            case 2:
                self.ending.keep()
            case _:
                self.add_visit()

    def _drop(self) -> None:
        """Put the form away; what was typed in it can be put back."""
        self.give_up(self._desk, Route("schedule"), self.presenter.cancel_form)

    def add_visit(self) -> None:
        """Open the form for a new visit."""
        self.presenter.begin_add()

    @override
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of the week."""
        return (
            (tr("Arrows"), tr("another visit")),
            (tr("Alt ↑ ↓"), tr("move the visit by 15 minutes")),
            (tr("Alt ← →"), tr("move the visit by a day")),
            (tr("Ctrl ← →"), tr("another week")),
            (tr("Enter, M"), tr("change, move or repeat")),
            (tr("N"), tr("add a visit")),
            (tr("Del"), tr("cancel the visit")),
            (tr("F4"), tr("details, when there is no room for them")),
        )

    @override
    def entries(self) -> tuple[Entry, ...]:
        """Name what can be done here, for "Find or do"."""
        return (
            Entry(tr("Add visit"), self.presenter.begin_add),
            Entry(tr("This week"), self.presenter.today),
            *self.to_put_back(self._desk),
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys say, outside text fields."""
        chosen = self._chosen.id if self._chosen else ""
        match event.key():
            case Qt.Key.Key_F4:
                self.turn_side()
            case Qt.Key.Key_Escape if self._right.currentIndex():
                self._drop()
            case Qt.Key.Key_N | Qt.Key.Key_Insert:
                self.presenter.begin_add()
            case Qt.Key.Key_M if chosen:
                self.presenter.begin_change(chosen)
            case Qt.Key.Key_Delete if chosen:
                self.presenter.begin_ending("cancel")
            case _:
                super().keyPressEvent(event)

    _chosen: Block | None = None
    _ending: Ending = "cancel"
    _ends_for = ""
    """Whose visit it is (a Patient id) that is asked about."""
    _opened_with: VisitDraft | None = None
    """What the form offered by itself; None where it goes on with what was typed before."""
    _goes_on = False

    def show_week(self, found: Week, days: tuple[date, ...], now: datetime, mode: Mode) -> None:
        """Show these days."""
        self._week, self._today = found, now.date()
        title = week_day(days[0]) if mode == "day" else week_title(found.sunday)
        self._now.set_words(tr("Today") if mode == "day" else tr("This week"))
        self.set_heading(title)
        self.modes.choose(mode)
        shown = tuple(block for block in found.blocks if block.start.date() in days)
        grid = tuple(block for block in shown if block.state.takes_time or block.why)
        ways = tuple(way for one in found.days if one.day == days[0] for way in one.ways)
        self.canvas.show_days(days, grid, now, ways if mode == "day" else ())
        self.list.show_week(found)
        self._middle.setCurrentWidget(self.list if mode == "list" else self.canvas)
        self.tray.show_week(found)
        self._fold_sides()

    def show_selection(self, selection: Selection | None) -> None:
        """Show the selected visit everywhere."""
        before = self._chosen
        self._chosen = selection.block if selection else None
        identity = self._chosen.id if self._chosen else ""
        self.canvas.choose(identity)
        self.list.choose(identity)
        self.inspector.show_selection(selection, self._week)
        self._fold_sides()
        if self._chosen and (before is None or before != self._chosen):
            announce(self.canvas, tell_block(self._chosen), urgent=bool(self._chosen.conflicts))

    def show_held(self, block: Block | None) -> None:
        """Show a visit where it is held, and what it would collide with there."""
        self.canvas.show_held(block)
        if block is not None:
            self.inspector.show_selection(Selection(block, keep=False), self._week)

    def show_order(self, order: OrderLedger | None) -> None:
        """Show the order of the selected person."""
        self.ledger.show_order(order, self._today, self._week.sunday if self._week else self._today)
        self.inspector.show_order(order)

    def show_form(self, draft: VisitDraft) -> None:
        """Open the form of a visit; what stood in another one can be put back."""
        self.give_up(self._desk, Route("schedule"))
        self._right.setCurrentIndex(1)
        self._fold_sides()
        self._opened_with, self._goes_on = None if self._goes_on else draft, False
        self.form.show_draft(draft)
        looked_for, self._looked_for = self._looked_for, ""
        if not draft.patient:
            self.form.search.setText(looked_for)
            self.presenter.search(looked_for)

    def show_form_state(self, faults: dict[str, str], conflicts: tuple[str, ...]) -> None:
        """Say what is wrong in the form."""
        self.form.show_state(faults, conflicts)

    def show_people(self, people: tuple[CaseloadRow, ...], words: str) -> None:
        """Offer the people found for these words in the form."""
        self.form.show_people(people, words)

    def show_ending(self, ending: Ending, block: Block, again: str, asked: Mapping[str, Any]) -> None:
        """Ask why the visit does not take place; what stood in another form can be put back."""
        self.give_up(self._desk, Route("schedule"))
        self._ending, self._ends_for = ending, block.patient
        self._right.setCurrentIndex(2)
        self._fold_sides()
        self.ending.show_ending(ending, block, again)
        self.ending.put_back(asked)

    def close_form(self) -> None:
        """Put the inspector back."""
        if self._right.currentIndex():
            self._right.setCurrentIndex(0)
            (self.list if self.presenter.mode == "list" else self.canvas).setFocus(_QUIETLY)
        self._fold_sides()

    def say_problem(self, sentence: str, remedy: str) -> None:
        """Say in the form why it could not be kept."""
        self.form.say_problem(sentence, remedy)

    def turn_side(self) -> None:
        """Where there is no room for all, show the details, then what is not planned, then the week alone."""
        turns: dict[Literal[0, 1, 2], Literal[0, 1, 2]] = {0: 1, 1: 2 if self._is_small() else 0, 2: 0}
        self._turned = turns[self._turned]
        self._fold_sides()

    def _width(self) -> int:
        """Width of the page in pixels before zoom."""
        return self.width() * 100 // theme().percent

    def _is_small(self) -> bool:
        """Say whether there is room for only one column beside the week."""
        return self._width() < _FOLD_LEFT

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the side columns where there is no room for three."""
        super().resizeEvent(event)
        for button in (self._fold, self._add):
            button.fold(on=self.width() < theme().px(_CRAMPED))
        self._fold_sides()

    def _fold_sides(self) -> None:
        folds, small = self._width() < _FOLD_RIGHT, self._is_small()
        form = self._right.currentIndex() > 0
        unplanned = self._turned == 2 and small and not form  # noqa: PLR2004  the second turn of F4
        clash = self._chosen is not None and bool(self._chosen.conflicts)
        asked = form or self._turned == 1 or clash
        self._column.setFixedWidth(theme().px(FORM if form else INSPECTOR))
        self._column.setVisible(not folds or (asked and not unplanned))
        self.tray.setVisible(not small or unplanned)
        self._fold_bar(small=small, folds=folds)

    def _fold_bar(self, *, small: bool, folds: bool) -> None:
        """Give the room in the bar to which week it is: keys stand in the help, too."""
        words = tr("Not planned") if small and self._turned == 1 else tr("Details")
        self._fold.set_words(words, key="" if small else "F4")
        self._fold.setVisible(folds)
        self._add.set_words(tr("Add visit"), key="" if small else "N")
        away = self._week is not None and self._today not in {one.day for one in self._week.days}
        self._now.setVisible(away or not small)


def make_page(desk: Desk) -> Page:
    """Make the schedule for the window."""
    return SchedulePage(desk)
