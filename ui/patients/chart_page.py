"""The chart: who this is, what changed, what happened, and whom to talk to, on one page."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QWidget
from typing_extensions import override

from carenurse.app.chart_trends import TrendFacts
from carenurse.app.day_words import week_day
from carenurse.app.read_entry import EntryRead
from carenurse.app.timeline import Timeline
from carenurse.translations import tr
from ui.patients.alerts_panel import AlertsPanel
from ui.patients.chart_panels import last_visit, medicines, people, problems
from ui.patients.chart_presenter import ChartFacts, ChartPresenter
from ui.patients.chart_reader import EntryReader
from ui.patients.chart_tiles import tile_of
from ui.patients.chart_timeline import TimelineList, shown_entries
from ui.widgets.boxes import column, empty_out, holder, row, scrolled, stand
from ui.widgets.buttons import Button
from ui.widgets.message import Message
from ui.widgets.page import Desk, Page, Route
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.surface import Surface
from ui.widgets.tabs import Tabs
from ui.widgets.theme import theme
from ui.widgets.trend_tile import TrendTile

_LEFT, _RIGHT, _NARROW_LEFT = 348, 316, 290
_THREE, _TWO = 1120, 760
"""Widths in pixels before zoom: of the side columns, and of the page that has room for three or two."""
_UNBOUNDED = 16_777_215
"""Qt's own largest size: no bound."""
_TILES, _EVENTS = 6, 8


class ChartPage(Page):
    """Pixels of the chart."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.presenter = ChartPresenter(self, desk)
        self._tabs = self._make_tabs()
        self._visit = Button(tr("Start visit"), "primary", icon="stethoscope", key=tr("Ctrl Enter"))
        self._visit.clicked.connect(self.primary)
        self._visit.hide()
        self._paper = Button(tr("Family page"), icon="printer", brief="")
        self._paper.clicked.connect(self.presenter.paper)
        bar = Surface("surface", "b")
        bar.setLayout(row(self._tabs, None, self._paper, self._visit, space=8, margins=(16, 0, 16, 0)))
        bar.setFixedHeight(theme().size("tabRow"))
        self._whose = Message("caution", "")
        self._whose.hide()
        self._alerts = AlertsPanel()
        self._alerts.resolved.connect(self.presenter.resolve)
        self._last = Panel(tr("Last visit"))
        self._problems, self._medicines = Panel(tr("Problems and goals")), Panel(tr("Medicines"))
        self._people = Panel(tr("Who to talk to"))
        self._happened = Panel(tr("What happened"))
        self._people.add_link(tr("Put right")).clicked.connect(self.presenter.put_right)
        self._problems.add_link(tr("Open plan")).clicked.connect(self.presenter.plan)
        self._medicines.add_link(tr("Write down or stop")).clicked.connect(self.presenter.medicines)
        self._happened.add_link(tr("Everything")).clicked.connect(lambda: self._choose("everything"))
        self._recent, self._all = TimelineList(), TimelineList()
        self._reader = EntryReader()
        self._shown: ChartFacts | None = None
        self._tiles = QGridLayout()
        self._connect()
        self._stack = QStackedLayout()
        self._overview = self._make_overview()
        self.setLayout(column(bar, self._stack, space=0))
        self._stack.addWidget(self._overview)
        self._stack.addWidget(self._make_everything())
        self._blank = Surface("background")
        """Stands here until the chart of the next person is whole: what is in sight would be laid out and
        painted piece by piece."""
        self._stack.addWidget(self._blank)
        self._stack.setCurrentWidget(self._blank)
        self._part = "overview"

    def _make_tabs(self) -> Tabs:
        tabs = Tabs((("overview", tr("Overview")), ("plan", tr("Plan")), ("everything", tr("Everything"))))
        tabs.choose("overview")
        tabs.chosen.connect(self._choose)
        return tabs

    def _connect(self) -> None:
        self._recent.opened.connect(self._open)
        self._all.opened.connect(self.presenter.open_entry)
        self._all.older.connect(self.presenter.older)
        self._reader.visited.connect(self.presenter.visit)
        self._happened.add(self._recent)

    def _make_overview(self) -> QWidget:
        self._tiles.setSpacing(theme().px(9))
        self._tiles.setContentsMargins(0, 0, 0, 0)
        self._middle = holder(column(self._tiles, self._happened, None, space=12))
        self._side = holder(column(self._medicines, self._people, None, space=12))
        self._beneath = column(space=0)
        left = (self._whose, self._alerts, self._last, self._problems, self._beneath)
        self._left = holder(column(*left, None, space=12))
        self._columns = row(self._left, self._middle, self._side, space=12, margins=(16, 12, 16, 12))
        self._columns.setStretch(1, 1)
        return scrolled(holder(self._columns))

    def _make_everything(self) -> QWidget:
        panel = Panel()
        panel.add(scrolled(self._all))
        layout = row(panel, self._reader, space=12, margins=(16, 12, 16, 12))
        layout.setStretch(0, 5)
        layout.setStretch(1, 6)
        return holder(layout)

    @override
    def arrive(self, route: Route) -> None:
        """Load the person's chart; the same tab stays open for the same person."""
        patient = route.subject or self.presenter.patient
        if patient != self.presenter.patient:
            self._choose(route.part or "overview")
        again = self.turn_to(patient)
        self.set_heading("", patient=patient)
        self.presenter.load(patient)
        if again:
            self.take_up(again)

    @override
    def make_ready(self) -> None:
        """Have read what every chart rests on."""
        self.presenter.make_ready()

    @override
    def clear(self) -> None:
        """Take the chart of the person before off the screen."""
        self._shown = None
        self._alerts.show_alerts((), self._desk.clock.now().date())
        self._reader.show_nothing()
        self._visit.hide()
        self._paper.why_not(tr("The chart is still being opened."))
        self._stack.setCurrentWidget(self._blank)

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give why an alert is over, as far as it is written and the alert not ended."""
        typed = self._alerts.rows.typed()
        return {"over": typed} if typed else {}

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Write it again."""
        self._alerts.rows.put_back(form.get("over", {}))

    @override
    def show_family(self, *, on: bool) -> None:
        """Leave the alerts out, which may tell what a screening found."""
        self._alerts.setHidden(on)
        self._whose.setHidden(on or not (self._shown and self._shown.chart.whose))

    @override
    def primary(self) -> None:
        """Start the visit, or continue it."""
        self.presenter.go_in()

    @override
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of the chart."""
        return (
            (tr("Ctrl Enter"), tr("start or continue the visit")),
            (tr("Esc"), tr("back to the overview")),
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the overview with Esc."""
        if event.key() == Qt.Key.Key_Escape and self._part != "overview":
            self._choose("overview")
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns under one another where there is no room beside."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        worn, width = theme(), self.width()
        double, single = width < worn.px(_THREE), width < worn.px(_TWO)
        stand(self._columns, beside=not single)
        for button in (self._paper, self._visit):
            button.fold(on=single)
        home = self._beneath if double and not single else self._columns
        if home.indexOf(self._side) < 0:
            home.addWidget(self._side)
        for side, fixed in ((self._left, _NARROW_LEFT if double else _LEFT), (self._side, _RIGHT)):
            inside = single or (double and side is self._side)
            side.setMaximumWidth(_UNBOUNDED if inside else worn.px(fixed))
            side.setMinimumWidth(0 if inside else worn.px(fixed))

    def _choose(self, name: str) -> None:
        if name == "plan":
            self._tabs.choose(self._part)
            self.presenter.plan()
            return
        self._tabs.choose(name)
        self._part = "everything" if name == "everything" else "overview"
        if self._stack.currentWidget() is not self._blank:
            self._show_part()

    def _show_part(self) -> None:
        self._stack.setCurrentIndex(1 if self._part == "everything" else 0)

    def _open(self, reference: str) -> None:
        self._choose("everything")
        self._all.mark(reference)
        self.presenter.open_entry(reference)

    def show_chart(self, facts: ChartFacts) -> None:
        """Show the whole chart; one that stands there already is not made again."""
        if facts == self._shown:
            return
        self._shown = facts
        self._whose.say(facts.chart.whose)
        self._whose.setVisible(bool(facts.chart.whose))
        self._alerts.show_alerts(facts.chart.alerts, facts.chart.today)
        self._show_last(facts)
        _fill(self._problems, problems(facts.chart))
        _fill(self._medicines, medicines(facts.chart))
        self._medicines.set_note(str(len(facts.chart.medicines)) if facts.chart.medicines else "")
        _fill(self._people, people(facts.chart))
        self._show_tiles(facts.trends)
        self._recent.show_entries(shown_entries(facts.timeline, _EVENTS))
        self._all.show_entries(facts.timeline)
        going_on = bool(facts.door.encounter)
        self._visit.set_words(tr("Continue visit") if going_on else tr("Start visit"))
        self._visit.setVisible(going_on or not facts.door.deceased)
        self._paper.why_not("" if facts.door.last else tr("There is a page for the family after a visit."))
        self._arrange()
        self._show_part()

    def _show_last(self, facts: ChartFacts) -> None:
        last, day = facts.last, facts.last.day
        when = week_day(day, facts.chart.today) if day else ""
        self._last.title.set_text(tr("Last visit, {day}", day=when) if when else tr("Visits"))
        self._last.setVisible(bool(last.encounter or last.coming))
        _fill(self._last, last_visit(last))

    def _show_tiles(self, told: Sequence[TrendFacts]) -> None:
        empty_out(self._tiles)
        for number, facts in enumerate(told[:_TILES]):
            tile = TrendTile(tile_of(facts))
            newest = facts.series[0].newest.reference
            tile.clicked.connect(lambda _checked=False, which=newest: self._open(which))
            self._tiles.addWidget(tile, number // 2, number % 2)
        if not told:
            sentence = tr("Vital signs come here when their visit is signed, each with its trend.")
            self._tiles.addWidget(EmptyState(tr("No signed measurements yet"), sentence), 0, 0)

    def add_entries(self, more: Timeline) -> None:
        """Add older entries; the next load begins with the newest again."""
        self._shown = None
        self._all.add_entries(more)

    def show_entry(self, read: EntryRead) -> None:
        """Show one entry beside the timeline."""
        self._reader.show_entry(read)


def _fill(panel: Panel, content: QWidget) -> None:
    empty_out(panel.body)
    panel.add(content)
