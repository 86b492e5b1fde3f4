"""What the first screen does: the day's route, the clock's next step, what is unfinished."""

from datetime import datetime
from functools import partial
from typing import Protocol

from carenurse.app.moved import Begun, begun
from carenurse.app.ports import Records
from carenurse.app.today import Stop, StopState, Today, today
from carenurse.app.untold import tell
from carenurse.app.visit_begin import start_drive, start_visit
from carenurse.translations import tr
from ui.widgets.page import Desk, Route


class TodayView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_day(self, day: Today) -> None:
        """Show the whole day; the next open stop is unfolded."""
        ...

    def open_stop(self, appointment: str) -> None:
        """Unfold this stop and fold the others."""
        ...


class TodayPresenter:
    """Loads the day and does the clock's steps."""

    def __init__(self, view: TodayView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._day: Today | None = None
        self._open = ""

    def load(self) -> None:
        """Read the day of now."""
        now = self._desk.clock.now()
        self._desk.background.run(lambda records: today(records, now), self._loaded)

    def _loaded(self, day: Today) -> None:
        self._day = day
        if self._open not in {stop.appointment for stop in day.stops if stop.open}:
            self._open = day.next_stop
        self._view.show_day(day)
        self._view.open_stop(self._open)

    def select(self, appointment: str) -> None:
        """Unfold a stop."""
        self._open = appointment
        self._view.open_stop(appointment)

    def move(self, by: int) -> None:
        """Unfold the stop above or below."""
        stops = [stop.appointment for stop in self._day.stops] if self._day else []
        if not stops:
            return
        at = stops.index(self._open) + by if self._open in stops else 0
        self.select(stops[max(0, min(len(stops) - 1, at))])

    def open_chart(self, patient: str) -> None:
        """Go to the person's chart."""
        self._desk.go(Route("chart", patient))

    def open_selected(self) -> None:
        """Go to the chart of the unfolded stop."""
        if stop := self._selected():
            self.open_chart(stop.patient)

    def finish(self, encounter: str) -> None:
        """Go on with an unfinished visit."""
        self._desk.go(Route("visit", encounter))

    def tell(self, task: str, who: str) -> None:
        """Record who was told about a finding; it leaves the list."""
        now = self._desk.clock.now()
        self._desk.background.run(
            lambda records: tell(records, task, who, now), lambda _done: self._told(who)
        )

    def _told(self, who: str) -> None:
        self._desk.saved(self._desk.clock.now())
        self._desk.say(tr("Recorded: {who} was told.", who=who.strip()))
        self.load()

    def hand_over(self) -> None:
        """Go where it stands what waits for the office."""
        self._desk.go(Route("sync"))

    def step_at(self, appointment: str) -> None:
        """Do the clock's next step at this stop."""
        self.select(appointment)
        self.step()

    def step(self) -> None:
        """Do the clock's next step at the unfolded stop: drive, begin, go on."""
        stop = self._selected()
        if stop is None:
            return
        now = self._desk.clock.now()
        match stop.state:
            case StopState.PLANNED:
                job = partial(start_drive, appointment=stop.appointment, now=now)
                self._desk.background.run(job, self._driving)
            case StopState.DRIVING:
                self._desk.background.run(partial(_start, now=now, appointment=stop.appointment), self._begun)
            case StopState.IN_VISIT | StopState.OPEN_NOTE:
                self.finish(stop.encounter)
            case _:
                self.open_chart(stop.patient)

    def _selected(self) -> Stop | None:
        stops = self._day.stops if self._day else ()
        return next((stop for stop in stops if stop.appointment == self._open), None)

    def _driving(self, _encounter: str) -> None:
        self._desk.saved(self._desk.clock.now())
        self.load()

    def _begun(self, visit: Begun) -> None:
        self._desk.saved(self._desk.clock.now())
        self.finish(visit.encounter)
        if visit.whose:
            self._desk.say(visit.whose)


def _start(records: Records, now: datetime, appointment: str) -> Begun:
    return begun(records, start_visit(records, now, appointment=appointment), now.date())
