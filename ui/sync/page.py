"""Between this laptop and the office: two facts, what waits, what both changed, what is ready."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.sync_conflicts import Disagreement
from carenurse.app.sync_page import SyncFacts
from carenurse.app.sync_run import RunState
from carenurse.app.sync_stick import Stick
from carenurse.app.vault_warnings import older_words
from carenurse.translations import tr
from ui.sync.conflict_panel import ConflictPanel
from ui.sync.fact_cards import ReceivedCard, SentCard, side_by_side
from ui.sync.outbox_panel import OutboxPanel
from ui.sync.presenter import SyncPresenter
from ui.sync.ready_panel import ReadyPanel
from ui.sync.run_strip import RunStrip
from ui.widgets.boxes import column, empty_out, holder, row, scrolled, stand
from ui.widgets.buttons import Button
from ui.widgets.fitted import fitted
from ui.widgets.message import Message
from ui.widgets.page import Desk, Page, Route
from ui.widgets.palette import Entry
from ui.widgets.panels import Panel
from ui.widgets.text import Label
from ui.widgets.theme import theme

_SIDE_BY_SIDE = 900
"""Width of the page under which the columns stand below one another."""


class SyncPage(Page):
    """Pixels of the page between laptop and office."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = SyncPresenter(self, desk)
        self._sent, self._received = SentCard(), ReceivedCard()
        self.strip = RunStrip(self.presenter.stop, said=" ".join(older_words()))
        self.outbox = OutboxPanel(self.presenter)
        self.conflict = ConflictPanel(self.presenter)
        self.ready = ReadyPanel(self.presenter.open_chart)
        self._messages = column(space=8)
        self._offer = Message(
            "info",
            tr("No office is set up on this laptop."),
            tr("Everything stays safe here meanwhile."),
            action=tr("Set up the office"),
        )
        self._offer.acted.connect(self.presenter.set_up)
        self._older = Message("caution", *older_words())
        self.run_button = Button(tr("Send and receive now"), "primary", icon="refresh-cw")
        self.run_button.clicked.connect(self.presenter.run_now)
        self.top_right = (self.run_button,)
        left = column(side_by_side(self._sent, self._received), self.strip, self.outbox, space=12)
        left.setStretch(2, 1)
        right = column(self.conflict, self.ready, self._stick_panel(), None, space=12)
        self._layout = row(holder(left), holder(right), space=12)
        self._layout.setStretch(0, 1)
        self._layout.setStretch(1, 1)
        said = column(self._messages, self._offer, self._older, space=8)
        whole = column(said, self._layout, space=8, margins=(16, 12, 16, 12))
        whole.setStretch(1, 1)
        self.setLayout(column(scrolled(holder(whole)), space=0))
        self._offer.hide()
        self._older.hide()

    def _stick_panel(self) -> Panel:
        panel = Panel(tr("Without a network"), icon="package")
        self.write_button = Button(tr("Save a sealed parcel"), icon="lock")
        self.write_button.clicked.connect(self.presenter.write_stick)
        self.take_button = Button(tr("Take the office's answer"))
        self.take_button.clicked.connect(self.presenter.take_stick)
        words = tr(
            "Everything that waits fits into one sealed parcel on a stick. It counts as sent when the "
            "answer of the office comes back."
        )
        told = Label(words, "secondary", "textSecondary", wrap=True)
        buttons = row(self.write_button, self.take_button, None, space=8)
        panel.add(fitted(column(told, buttons, space=8, margins=(13, 10, 13, 12))))
        return panel

    @override
    def arrive(self, route: Route) -> None:
        """Gather everything anew."""
        self.set_heading(
            tr("Sync with the office"), tr("Sent and received are two things, each with its time")
        )
        empty_out(self._messages)
        self.presenter.load()

    @override
    def leave(self) -> None:
        """Hear of no more runs."""
        self.presenter.leave()

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give why a conflict is to be settled so, as far as it is written."""
        return self.conflict.unfinished()

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Show the same conflict, with what was written."""
        self.conflict.put_back(form.get("why", {}))
        self.presenter.take_up(form.get("at", 0))

    @override
    def primary(self) -> None:
        """Send and receive now."""
        self.presenter.run_now()

    @override
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of this page."""
        return (("Ctrl+Enter", tr("Send and receive now")),)

    @override
    def entries(self) -> tuple[Entry, ...]:
        """Name what can be done here."""
        return (
            Entry(tr("Send and receive now"), self.presenter.run_now, "refresh-cw"),
            Entry(tr("Save a sealed parcel for the office"), self.presenter.write_stick, "lock"),
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns below one another in a narrow window."""
        super().resizeEvent(event)
        stand(self._layout, beside=self.width() >= theme().px(_SIDE_BY_SIDE))

    # the view

    def show_facts(self, facts: SyncFacts, now: datetime) -> None:
        """Show everything anew."""
        self.conflict.still_open({one.identity for one in facts.disagreements})
        self._sent.show_facts(facts)
        self._received.show_facts(facts, now)
        self.outbox.show_outbox(facts.outbox, now)
        self.ready.show_ready(facts.ready, now)
        self._offer.setVisible(not facts.office_set_up)
        self._older.setVisible(facts.older)

    def show_run(self, state: RunState, now: datetime) -> None:
        """Show where the run is."""
        self.strip.show_run(state, now)
        self.run_button.why_not(tr("It is under way.") if state.running else "")

    def show_conflict(self, found: Disagreement | None, number: int, total: int) -> None:
        """Show one conflict."""
        self.conflict.show_conflict(found, number, total)

    def show_problem(self, sentence: str, remedy: str) -> None:
        """Say what did not go."""
        self._say(Message("caution", sentence, remedy, dismissable=tr("Close")))

    def show_stick(self, stick: Stick) -> None:
        """Say what came of a parcel."""
        self._say(Message("ok", stick.sentence, stick.next, dismissable=tr("Close")))

    def _say(self, message: Message) -> None:
        empty_out(self._messages)
        message.dismissed.connect(message.hide)
        self._messages.addWidget(message)
        message.speak()


def make_page(desk: Desk) -> SyncPage:
    """Make the page."""
    return SyncPage(desk)
