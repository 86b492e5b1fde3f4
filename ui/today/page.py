"""The first screen of the day: the route at the left, what is new and what is unfinished at the right."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.since_last_visit import News
from carenurse.app.today import Today
from carenurse.app.visit_begin import UnfinishedVisit
from carenurse.translations import tr, trn
from ui.today.presenter import TodayPresenter
from ui.today.side import SideRow, SideSection
from ui.today.stop import LegRow, StopCard, StopRow
from ui.today.untold import UntoldSection
from ui.today.words import day_summary, day_title
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.page import Desk, Page, Route
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.theme import theme

_NEWS_SHOWN = 6
_SIDE = 408
"""Width of the right column in pixels before zoom."""
_UNBOUNDED = 16_777_215
"""Qt's own largest size: no bound."""
_TWO_COLUMNS = 940
"""Width of the page under which the columns take turns."""


class TodayPage(Page):
    """Pixels of the day."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.presenter = TodayPresenter(self, desk)
        self._cards: dict[str, StopCard] = {}
        self._shown: Today | None = None
        add = Button(tr("Add visit"), icon="plus")
        add.clicked.connect(lambda: desk.go(Route("schedule", part="add")))
        self._route = column(space=0, margins=(12, 10, 12, 10))
        route = Panel()
        route.setAccessibleName(tr("Today's route"))
        self._area = scrolled(holder(self._route))
        self._area.installEventFilter(self)
        route.add(self._area)
        self._untold = UntoldSection()
        self._untold.told.connect(self.presenter.tell)
        self._untold.charted.connect(self.presenter.open_chart)
        self._news = SideSection(tr("Since you were last here"))
        self._unfinished = SideSection(tr("Unfinished or not sent"))
        self._side = Panel()
        self._side.add(scrolled(holder(column(self._untold, self._news, self._unfinished, None, space=0))))
        self._fold = Button(tr("What is new"), key="F4")
        self._fold.clicked.connect(self.turn_side)
        self._add = add
        self._narrow: bool | None = None
        self.top_right = (add,)
        self._middle = route
        layout = row(route, self._side, space=12, margins=(16, 12, 16, 12))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._fold_side()

    @override
    def arrive(self, route: Route) -> None:
        """Read the day again: the clock went on."""
        self.presenter.load()

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give who was told, as far as it is written and not recorded."""
        typed = self._untold.typed()
        return {"told": typed} if typed else {}

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Write it again."""
        self._untold.rows.put_back(form.get("told", {}))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the right column where there is no room for two."""
        super().resizeEvent(event)
        self._fold_side()

    def _fold_side(self) -> None:
        narrow = self.width() < theme().px(_TWO_COLUMNS)
        if narrow is self._narrow:
            return
        self._narrow = narrow
        wide = theme().px(_SIDE)
        self._side.setMinimumWidth(0 if narrow else wide)
        self._side.setMaximumWidth(_UNBOUNDED if narrow else wide)
        self._side.setVisible(not narrow and self._shown is not None)
        self._middle.show()
        self.top_right = (self._fold, self._add) if narrow else (self._add,)
        self.heading_changed.emit()

    def turn_side(self) -> None:
        """Show the right column instead of the route, or the route again (F4, where only one has room)."""
        if not self._narrow:
            return
        shown, hidden = (self._side, self._middle) if self._side.isHidden() else (self._middle, self._side)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        hidden.hide()
        shown.show()
        self._fold.set_words(tr("Today's route") if shown is self._side else tr("What is new"))

    @override
    def primary(self) -> None:
        """Do the clock's next step at the open stop."""
        self.presenter.step()

    @override
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of the route."""
        return (
            (tr("Up, Down"), tr("the stop above or below")),
            (tr("Enter"), tr("open the chart")),
            (tr("Ctrl Enter"), tr("drive, begin, go on")),
            (tr("F4"), tr("what is new, when there is no room for it")),
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Up and Down, which the list would scroll with: here they go to the stop above or below."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.keyPressEvent(event)
                return True
            return False
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between stops."""
        match event.key():
            case Qt.Key.Key_F4:
                self.turn_side()
            case Qt.Key.Key_Up:
                self.presenter.move(-1)
            case Qt.Key.Key_Down:
                self.presenter.move(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self.presenter.open_selected()
            case _:
                super().keyPressEvent(event)

    def show_day(self, day: Today) -> None:
        """Show the whole day; a page that shows it already is not made again."""
        self.set_heading(day_title(day.day), day_summary(day))
        if day == self._shown:
            return
        if self._shown is None:  # before, the column would lie over the route in the first picture
            self._side.setVisible(not self._narrow)
        self._shown = day
        empty_out(self._route)
        self._cards.clear()
        for number, stop in enumerate(day.stops):
            if number:
                self._route.addWidget(LegRow(stop))
            line = StopRow(stop, first=number == 0, last=number == len(day.stops) - 1)
            self._cards[stop.appointment] = line.card
            line.card.chosen.connect(self.presenter.select)
            line.card.stepped.connect(self.presenter.step_at)
            line.card.charted.connect(self.presenter.open_chart)
            self._route.addWidget(line)
        if not day.stops:
            self._route.addWidget(self._nothing_planned())
        self._route.addStretch(1)
        self._untold.show_findings(day.untold, day.day, day.untold_unseen)
        self._show_news(day.news)
        self._show_unfinished(day.unfinished, day.unsent)

    def open_stop(self, appointment: str) -> None:
        """Unfold one stop."""
        for whose, card in self._cards.items():
            card.show_open(whose == appointment)
        if (card := self._cards.get(appointment)) and self.isVisible():
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, card, lambda: self._area.ensureWidgetVisible(card, 0, theme().px(12)))

    def _nothing_planned(self) -> EmptyState:
        plan = Button(tr("Open the schedule"), icon="calendar-days")
        plan.clicked.connect(lambda: self._desk.go(Route("schedule")))
        return EmptyState(tr("No visits today"), tr("What you plan for today comes here, in order."), plan)

    def _show_news(self, news: Sequence[News]) -> None:
        rows = [SideRow.of_news(one) for one in news[:_NEWS_SHOWN]]
        for line in rows:
            line.pressed.connect(self.presenter.open_chart)
        note = trn("{number} new", "{number} new", len(news)) if news else ""
        self._news.show_rows(rows, note, tr("Nothing new about today's patients."))

    def _show_unfinished(self, unfinished: Sequence[UnfinishedVisit], unsent: str) -> None:
        rows = [SideRow.of_visit(one) for one in unfinished]
        for line in rows:
            line.pressed.connect(self.presenter.finish)
        if unsent:
            waiting = SideRow.of_unsent(unsent)
            waiting.pressed.connect(self.presenter.hand_over)
            rows.append(waiting)
        self._unfinished.show_rows(rows, "", tr("Everything of yours is finished and sent."))
