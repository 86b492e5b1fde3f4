"""What the chart does: gathers its parts, opens entries, starts or continues the visit."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from carenurse.app.alerts import resolve
from carenurse.app.at_hand import have_at_hand
from carenurse.app.chart import Chart, chart
from carenurse.app.chart_last import LastSeen, last_seen
from carenurse.app.chart_trends import TrendFacts, trends
from carenurse.app.door import Door, door, go_in
from carenurse.app.moved import Begun, begun
from carenurse.app.ports import Records
from carenurse.app.read_entry import EntryRead, read_entry
from carenurse.app.timeline import Timeline, timeline
from carenurse.translations import tr
from ui.widgets.page import Desk, Route
from ui.widgets.subject import Subject


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """Everything the chart shows at first sight, gathered in one go."""

    chart: Chart
    trends: tuple[TrendFacts, ...]
    timeline: Timeline
    door: Door
    last: LastSeen


class ChartView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_chart(self, facts: ChartFacts) -> None:
        """Show the whole chart."""
        ...

    def add_entries(self, more: Timeline) -> None:
        """Add older entries below those that are shown."""
        ...

    def show_entry(self, read: EntryRead) -> None:
        """Show one entry, opened."""
        ...


class ChartPresenter:
    """One person's chart at a time; what comes late for another person is dropped."""

    def __init__(self, view: ChartView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._whose = Subject()
        self._before: tuple[str, str] | None = None
        self._last = ""

    @property
    def patient(self) -> str:
        """Whose chart it is."""
        return self._whose.id

    def load(self, patient: str) -> None:
        """Gather the chart of this person."""
        if self._whose.turn(patient):
            self._before, self._last = None, ""
        job = partial(_gather, patient=patient, now=self._desk.clock.now())
        self._desk.background.run(job, self._whose.only(self._loaded))

    def make_ready(self) -> None:
        """Have read what every chart asks of forms and classes; nobody's chart is read ahead."""
        self._desk.background.run(have_at_hand)

    def _loaded(self, facts: ChartFacts) -> None:
        self._before = facts.timeline.before
        self._last = facts.door.last
        self._view.show_chart(facts)

    def older(self) -> None:
        """Gather the entries before the oldest that is shown."""
        if self._before is None:
            return
        before, self._before = self._before, None
        job = partial(timeline, patient=self.patient, now=self._desk.clock.now(), before=before)
        self._desk.background.run(job, self._whose.only(self._more))

    def _more(self, more: Timeline) -> None:
        self._before = more.before
        self._view.add_entries(more)

    def open_entry(self, reference: str) -> None:
        """Read one entry."""
        job = partial(read_entry, reference=reference, now=self._desk.clock.now())
        self._desk.background.run(job, self._whose.only(self._view.show_entry))

    def resolve(self, alert: str, why: str) -> None:
        """End an alert, with the reason; it leaves the chart and the bar."""
        now = self._desk.clock.now()
        self._desk.background.run(
            lambda records: resolve(records, alert, why, now), partial(self._resolved, self.patient)
        )

    def _resolved(self, patient: str, _done: None) -> None:
        self._desk.saved(self._desk.clock.now())
        self._desk.say(tr("The alert is over. It stays in the record with your reason."))
        if patient == self.patient:
            self._desk.go(Route("chart", patient))

    def go_in(self) -> None:
        """Start the visit, or continue the open one."""
        job = partial(_go_in, patient=self.patient, now=self._desk.clock.now())
        self._desk.background.run(job, self._whose.only(self._begun))

    def _begun(self, visit: Begun) -> None:
        self.visit(visit.encounter)
        if visit.whose:
            self._desk.say(visit.whose)

    def paper(self) -> None:
        """Go to the page for the family of the newest visit."""
        if self._last:
            self._desk.go(Route("paper", self._last))

    def put_right(self) -> None:
        """Go to the form with what is recorded of the person."""
        self._desk.go(Route("patients", self.patient, "edit"))

    def plan(self) -> None:
        """Go to the person's care plan."""
        self._desk.go(Route("plan", self.patient))

    def medicines(self) -> None:
        """Go to the person's medicines, to write one down or stop one."""
        self._desk.go(Route("medicines", self.patient))

    def visit(self, encounter: str) -> None:
        """Go to a visit: a signed one opens for reading and addenda."""
        self._desk.go(Route("visit", encounter))


def _go_in(records: Records, patient: str, now: datetime) -> Begun:
    return begun(records, go_in(records, patient, now), now.date())


def _gather(records: Records, patient: str, now: datetime) -> ChartFacts:
    return ChartFacts(
        chart=chart(records, patient, now),
        trends=trends(records, patient, now),
        timeline=timeline(records, patient, now),
        door=door(records, patient, now),
        last=last_seen(records, patient, now),
    )
