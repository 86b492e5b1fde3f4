"""The care plan of one person: own words, bands of problem, goals and what is done, forms at the side."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.plan_facts import PlanView
from carenurse.translations import tr, trn
from ui.careplan.band import GOAL_WIDTH, PROBLEM_WIDTH, BandRow, Shape
from ui.careplan.forms import PlanForms
from ui.careplan.items import Item
from ui.careplan.presenter import PlanPresenter
from ui.careplan.rest import PlanRest
from ui.careplan.top import PlanTop
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.page import Desk, Page, Route
from ui.widgets.palette import Entry
from ui.widgets.panels import EmptyState
from ui.widgets.surface import Card, Surface
from ui.widgets.tabs import Tabs
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme

_WIDE, _STACKED = 1040, 700
"""Widths of the page in pixels before zoom: from the first on as drawn, under the second in one column."""
_QUIETLY = Qt.FocusReason.OtherFocusReason


class PlanPage(Page):
    """Pixels of the plan."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sheet = PlanForms(self, desk.clock)
        self.presenter = PlanPresenter(self, self.sheet, desk)
        self.sheet.attend(self.presenter)
        self.sheet.dropped.connect(self._drop)
        self.sheet.giving_up.connect(lambda: self.give_up(self._desk, Route("plan", self.presenter.patient)))
        self._plan: PlanView | None = None
        self._family = False
        self._bands: list[BandRow] = []
        self._items = dict[str, Item]()
        self._top = PlanTop()
        self._top.changing.connect(self.presenter.begin_words)
        self._top.taken.connect(self.presenter.take_suggestion)
        self._gaps = Chip("", "caution", icon="triangle-alert")
        self._grid = column(space=0)
        self._below = PlanRest()
        self._below.reopening.connect(self.presenter.begin_reopen)
        self._content = column(self._grid, self._below, None, space=0)
        self._area = scrolled(holder(self._content))
        self._head = self._make_head()
        whole = column(self._make_bar(), self._make_body(), space=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.sheet.raise_()

    def _make_bar(self) -> QWidget:
        self._tabs = Tabs(
            (("overview", tr("Overview")), ("plan", tr("Plan")), ("everything", tr("Everything")))
        )
        self._tabs.choose("plan")
        self._tabs.chosen.connect(self._tab_chosen)
        template = Button(tr("Add from template"), icon="layers")
        template.clicked.connect(self._begin_template)
        problem = Button(tr("Problem"), icon="plus")
        problem.setAccessibleName(tr("Add problem"))
        problem.clicked.connect(self._begin_problem)
        bar = Surface("surface", "b")
        bar.setLayout(row(self._tabs, None, template, problem, space=8, margins=(16, 0, 16, 0)))
        bar.setFixedHeight(theme().size("tabRow"))
        return bar

    def _make_body(self) -> QWidget:
        frame = Card()
        inside = column(self._head, self._area, space=0)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setStretch(1, 1)
        frame.setLayout(inside)
        self._body = column(self._top, frame, space=8, margins=(16, 8, 16, 12))
        self._body.setStretch(1, 1)
        self._whole = holder(self._body)
        room = self._whole.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._whole.setSizePolicy(room)
        return self._whole

    def _make_head(self) -> Surface:
        head = Surface("sunken", "b")
        cells = (
            (tr("Problem"), tr("rated 1 to 5: start, now, aim")),
            (tr("Goal"), tr("own words and the measure")),
            (tr("What we do"), tr("tick what was done today")),
        )
        self._heads: list[Label] = []
        for strong, rest in cells:
            label = Label("", "caption", "textSecondary", elide=True)
            label.set_runs(Run(strong, strong=True, role="text"), Run(f"  {rest}"))
            self._heads.append(label)
        line = row(*self._heads, self._gaps, space=0, margins=(14, 0, 10, 0))
        line.setStretch(2, 1)
        head.setLayout(line)
        head.setFixedHeight(theme().row("tableHead"))
        return head

    def _tab_chosen(self, name: str) -> None:
        self._tabs.choose("plan")
        self.presenter.open_tab(name)

    def _begin_template(self) -> None:
        self.presenter.begin_template()

    def _begin_problem(self) -> None:
        self.presenter.begin_problem()

    @override
    def arrive(self, route: Route) -> None:
        """Load the person's plan; ``part`` may name the Omaha problem that a finding suggests."""
        patient = route.subject or self.presenter.patient
        again = self.turn_to(patient)
        self.set_heading("", patient=patient)
        self.presenter.load(route.subject)
        if again:
            self.take_up(again)
        elif route.part:
            self.presenter.begin_problem(route.part)

    @override
    def clear(self) -> None:
        """Take the plan and the open form of the person before off the screen."""
        self._plan = None
        self.sheet.hide()
        self._whole.hide()

    def forget_form(self, patient: str) -> None:
        """Let go of what was put away with this person: it was kept in the meantime."""
        self.put_away.pop(patient, None)

    @override
    def show_family(self, *, on: bool) -> None:
        """Leave out what the plan lacks: that is for the nurse to put right."""
        self._family = on
        if self._plan is not None:
            self.show_plan(self._plan)

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give what stands in the open form, or will as soon as the plan is there."""
        return self.sheet.unfinished() or dict(self.presenter.waiting)

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Open the form again, once the plan is there."""
        self.presenter.take_up(form)

    def _drop(self) -> None:
        """Put the form away; what was typed in it can be put back."""
        self.give_up(self._desk, Route("plan", self.presenter.patient), self.presenter.cancel)

    @override
    def primary(self) -> None:
        """Keep the form that is open; without one, open the marked item."""
        if not self.sheet.keep(self.presenter):
            self.presenter.edit_chosen()

    @override
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of the plan."""
        return (
            (tr("Up, Down"), tr("the item above or below")),
            (tr("Left, Right"), tr("the lane beside")),
            (tr("Space"), tr("done today")),
            (tr("Insert"), tr("a new item in this lane")),
            (tr("Enter"), tr("change the item")),
        )

    @override
    def entries(self) -> tuple[Entry, ...]:
        """Name what can be done here, for "Find or do"."""
        return (
            Entry(tr("Add from template"), self._begin_template, "layers"),
            Entry(tr("Add problem"), self._begin_problem, "plus"),
            *self.to_put_back(self._desk),
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the plan, tick and open, outside the forms."""
        key = Qt.Key(event.key())
        if self.sheet.form is not None:
            if key is Qt.Key.Key_Escape:
                self._drop()
            else:
                super().keyPressEvent(event)
            return
        match key:
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.presenter.walk(-1 if key is Qt.Key.Key_Up else 1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.presenter.cross(-1 if key is Qt.Key.Key_Left else 1)
            case Qt.Key.Key_Space:
                self.presenter.tick_chosen()
            case Qt.Key.Key_Insert:
                self.presenter.insert()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self.presenter.edit_chosen()
            case _:
                super().keyPressEvent(event)

    def show_plan(self, plan: PlanView) -> None:
        """Show the whole plan; the place where the nurse was scrolled to stays."""
        self._plan = plan
        self._whole.show()
        plan = plan.for_family() if self._family else plan
        place = self._area.verticalScrollBar().value()
        today = self._desk.clock.now().date()
        self._top.show_plan(plan, today)
        empty_out(self._grid)
        self._bands = [BandRow(band, today, can_tick=bool(plan.visit)) for band in plan.bands]
        for band in self._bands:
            band.chosen.connect(self.presenter.choose)
            band.opened.connect(self.presenter.edit)
            band.ticked.connect(self._ticked)
            band.adding.connect(self._adding)
            self._grid.addWidget(band)
        self._items = {item.identity: item for band in self._bands for item in band.items()}
        if not plan.bands:
            self._grid.addWidget(holder(column(self._nothing_yet(), margins=(14, 14, 14, 14))))
        self._gaps.say(trn("{number} gap", "{number} gaps", plan.gaps), "caution", icon="triangle-alert")
        self._gaps.setVisible(plan.gaps > 0)
        self._below.show_plan(plan, today)
        self._take_shape()
        self._area.verticalScrollBar().setValue(place)

    def _ticked(self, identity: str, done: bool) -> None:  # noqa: FBT001 - as the signal carries it
        self.presenter.choose(identity)
        self.presenter.tick(identity, done=done)

    def _adding(self, lane: str, problem: str) -> None:
        (self.presenter.begin_goal if lane == "goal" else self.presenter.begin_care)(problem)

    def _nothing_yet(self) -> EmptyState:
        start = Button(tr("Add from template"), icon="layers")
        start.clicked.connect(self._begin_template)
        return EmptyState(
            tr("No care plan yet"),
            tr("Start from a template and adapt it, or add the first problem by hand."),
            start,
        )

    def show_choice(self, identity: str) -> None:
        """Mark one item and bring it into view."""
        for name, item in self._items.items():
            item.mark(on=name == identity)
        if (chosen := self._items.get(identity)) is not None:
            if self.sheet.form is None:
                chosen.setFocus(_QUIETLY)
            self._area.ensureWidgetVisible(chosen, 0, theme().px(20))

    def close_form(self) -> None:
        """Put the form away; the focus goes back to the item."""
        self.sheet.hide()
        if (item := self._items.get(self.presenter.chosen)) is not None:
            item.setFocus(_QUIETLY)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._take_shape()
        self.sheet.place()

    def _take_shape(self) -> None:
        worn = theme()
        width = self.width() * 100 // worn.percent
        shape: Shape = "wide" if width >= _WIDE else "stacked" if width < _STACKED else "tight"
        for band in self._bands:
            band.take_shape(shape)
        self._head.setVisible(shape == "wide" and bool(self._bands))
        self._place_top(inside=shape != "wide")
        for head, wide in zip(self._heads, (PROBLEM_WIDTH, GOAL_WIDTH), strict=False):
            head.setFixedWidth(worn.px(wide))

    def _place_top(self, *, inside: bool) -> None:
        """Let words and suggestions scroll with the plan where height is dear."""
        home = self._content if inside else self._body
        if home.indexOf(self._top) < 0:
            (self._body if inside else self._content).removeWidget(self._top)
            home.insertWidget(0, self._top)
        side = theme().px(14) if inside else 0
        layout = self._top.layout()
        if layout is not None:  # pyright: ignore[reportUnnecessaryComparison] the stubs promise one
            layout.setContentsMargins(side, side // 2, side, side // 2)


def make_page(desk: Desk) -> Page:
    """Make the care plan for the window."""
    return PlanPage(desk)
