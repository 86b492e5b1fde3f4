"""The care plan of one person: own words, bands of problem, goals and what is done, forms at the side."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.day_words import short_day
from carenurse.app.plan_drafts import CareDraft, GoalDraft, ProblemDraft
from carenurse.app.plan_facts import PlanView, ResolvedProblem
from carenurse.app.plan_templates import TemplateOffer
from carenurse.translations import tr, trn
from ui.careplan.band import GOAL_WIDTH, PROBLEM_WIDTH, BandRow, Shape
from ui.careplan.care_form import CareForm
from ui.careplan.drafts import kept_form
from ui.careplan.goal_form import GoalForm
from ui.careplan.items import Item
from ui.careplan.presenter import PlanPresenter
from ui.careplan.problem_form import ProblemForm
from ui.careplan.reopen_form import ReopenForm
from ui.careplan.sheet import Sheet
from ui.careplan.template_form import TemplateForm
from ui.careplan.top import PlanTop
from ui.careplan.words_form import WordsForm
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
        self.presenter = PlanPresenter(self, desk)
        self._plan: PlanView | None = None
        self._family = False
        self._bands: list[BandRow] = []
        self._items = dict[str, Item]()
        self._top = PlanTop()
        self._top.changing.connect(self.presenter.begin_words)
        self._top.taken.connect(self.presenter.take_suggestion)
        self._gaps = Chip("", "caution", icon="triangle-alert")
        self._grid = column(space=0)
        self._below = column(space=6, margins=(2, 8, 2, 14))
        self._content = column(self._grid, self._below, None, space=0)
        self._area = scrolled(holder(self._content))
        self._head = self._make_head()
        whole = column(self._make_bar(), self._make_body(), space=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._make_sheet()

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
        return holder(self._body)

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

    def _make_sheet(self) -> None:
        self.sheet = Sheet(self)
        self.problem_form, self.goal_form, self.care_form = ProblemForm(), GoalForm(), CareForm()
        self.words_form, self.template_form = WordsForm(), TemplateForm()
        self.reopen_form = ReopenForm()
        plain = (self.words_form, self.reopen_form, self.template_form)
        for form in (self.problem_form, self.goal_form, self.care_form, *plain):
            self.sheet.add(form)
            form.kept.connect(self.primary)
            form.dropped.connect(self.presenter.cancel)
        self.problem_form.resolving.connect(self.presenter.resolve)
        self.goal_form.met.connect(self.presenter.meet_goal)
        self.goal_form.ended.connect(self.presenter.end_goal)
        self.care_form.stopped.connect(self.presenter.stop)
        self.template_form.chosen.connect(self.presenter.begin_template)

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
        self.set_heading("", patient=route.subject or self.presenter.patient)
        self.presenter.load(route.subject)
        if route.part:
            self.presenter.begin_problem(route.part)

    @override
    def show_family(self, *, on: bool) -> None:
        """Leave out what the plan lacks: that is for the nurse to put right."""
        self._family = on
        if self._plan is not None:
            self.show_plan(self._plan)

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give what stands in the open form."""
        match self.sheet.form:
            case ProblemForm() | GoalForm() | CareForm() as form:
                return kept_form(form.draft())
            case WordsForm() as form:
                return {"form": "words", "text": form.field.text()}
            case ReopenForm() as form:
                return {"form": "reopen", "problem": form.problem, "text": form.field.text()}
            case TemplateForm() as form:
                return {"form": "template", "template": form.template.text(), "ticked": form.ticked()}
            case _:
                return {}

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Open the form again, once the plan is there."""
        self.presenter.take_up(form)

    @override
    def primary(self) -> None:
        """Keep the form that is open."""
        match self.sheet.form:
            case ProblemForm() | GoalForm() | CareForm() as form:
                self.presenter.keep(form.draft())
            case WordsForm() as form:
                self.presenter.keep_words(form.field.text())
            case ReopenForm() as form:
                self.presenter.reopen(form.problem, form.field.text())
            case TemplateForm() as form:
                self.presenter.keep_template(form.template.text(), form.ticked())
            case _:
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
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the plan, tick and open, outside the forms."""
        key = Qt.Key(event.key())
        if self.sheet.form is not None:
            if key is Qt.Key.Key_Escape:
                self.presenter.cancel()
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
        self._show_rest(plan)
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

    def _show_rest(self, plan: PlanView) -> None:
        """List problems of the record that nothing is planned for, and what was resolved."""
        empty_out(self._below)
        today = self._desk.clock.now().date()
        if plan.listed:
            names = ", ".join(words for _, words in plan.listed)
            label = Label("", "secondary", "textSecondary", wrap=True)
            label.set_runs(Run(tr("On the record, nothing planned: "), strong=True), Run(names))
            self._below.addWidget(label)
        for one in plan.resolved:
            label = Label("", "secondary", "textSecondary", wrap=True)
            day = tr("{problem} ({day})", problem=one.words, day=short_day(one.day, today)) if one.day else ""
            label.set_runs(Run(tr("Resolved: "), strong=True), Run(day or one.words))
            again = Button(tr("Open again"), "text", icon="refresh-cw")
            again.setAccessibleName(tr("Open again: {problem}", problem=one.words))
            again.clicked.connect(partial(self._begin_reopen, one))
            line = row(label, again, space=8)
            line.setStretch(0, 1)
            self._below.addWidget(holder(line))

    def _begin_reopen(self, problem: ResolvedProblem, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.presenter.begin_reopen(problem)

    def show_choice(self, identity: str) -> None:
        """Mark one item and bring it into view."""
        for name, item in self._items.items():
            item.mark(on=name == identity)
        if (chosen := self._items.get(identity)) is not None:
            if self.sheet.form is None:
                chosen.setFocus(_QUIETLY)
            self._area.ensureWidgetVisible(chosen, 0, theme().px(20))

    def show_problem_form(self, draft: ProblemDraft, taken: frozenset[str]) -> None:
        """Open the form of a problem."""
        self.sheet.open(self.problem_form)
        self.problem_form.show_draft(draft, taken)

    def show_goal_form(self, draft: GoalDraft, problems: Sequence[tuple[str, str]], given: str) -> None:
        """Open the form of a goal."""
        self.sheet.open(self.goal_form)
        self.goal_form.show_draft(draft, problems, given)

    def show_care_form(
        self,
        draft: CareDraft,
        problems: Sequence[tuple[str, str]],
        goals: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        """Open the form of an intervention."""
        self.sheet.open(self.care_form)
        self.care_form.show_draft(draft, problems, goals)

    def show_reopen_form(self, problem: ResolvedProblem, reason: str) -> None:
        """Ask why a resolved problem is open again."""
        self.sheet.open(self.reopen_form)
        self.reopen_form.show_problem(problem, self._desk.clock.now().date(), reason)

    def show_words_form(self, given: str, text: str) -> None:
        """Open the form of the person's own words."""
        self.sheet.open(self.words_form)
        self.words_form.show_words(given, text)

    def show_template_form(
        self,
        choices: Sequence[tuple[str, str]],
        shown: TemplateOffer | None,
        ticked: Sequence[str] | None,
    ) -> None:
        """Open the tick list of a template."""
        self.sheet.open(self.template_form)
        self.template_form.show_offer(choices, shown, ticked)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say in the open form what is wrong."""
        match self.sheet.form:
            case ProblemForm() | GoalForm() | CareForm() as form:
                form.show_faults(dict(faults))
            case _:
                return

    def say_problem(self, sentence: str, remedy: str) -> None:
        """Say in the open form why it could not be kept."""
        if (form := self.sheet.form) is not None:
            form.say_problem(sentence, remedy)

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
