"""What the panel of the office does: keep its address, join with a code, check the server."""

from collections.abc import Callable
from typing import Protocol

from carenurse.app.ports import Records
from carenurse.app.sync_join import join
from carenurse.app.sync_office import OfficeFacts, keep_office, office_facts, office_of
from carenurse.app.sync_run import Connect, over_the_network
from carenurse.translations import tr
from ui.settings.refusal import tell_refusal
from ui.widgets.page import Desk


class OfficeView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_office(self, facts: OfficeFacts) -> None:
        """Show what is kept."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while the office is asked."""
        ...

    def say(self, sentence: str, rest: str = "", *, done: bool = False) -> None:
        """Say what came of it."""
        ...

    def forget_typed(self) -> None:
        """Take away code and token."""
        ...

    def settle(self) -> None:
        """Count address and fingerprint as kept."""
        ...


class OfficePresenter:
    """Everything that asks the network is done beside the record, and answers when it answers."""

    def __init__(self, view: OfficeView, desk: Desk, connect: Connect = over_the_network) -> None:
        self._view, self._desk, self._connect = view, desk, connect

    def load(self) -> None:
        """Show what is kept."""
        now = self._desk.clock.now()
        self._desk.background.run(lambda records: office_facts(records, now), self._view.show_office)

    def keep(self, address: str, token: str, fingerprint: str) -> None:
        """Keep the address and the fingerprint, and the token where one was typed."""
        now = self._desk.clock.now()

        def job(records: Records) -> OfficeFacts:
            keep_office(records, address, token or None, fingerprint)
            return office_facts(records, now)

        self._run(job, tr("Kept inside the vault."), beside=False)

    def join(self, address: str, code: str, fingerprint: str) -> None:
        """Change the one-time code for a token of this laptop."""
        if not code.strip():
            self._view.say(
                tr("The code is missing."), tr("The office gives a one-time code for each laptop.")
            )
            return
        now = self._desk.clock.now()

        def job(records: Records) -> OfficeFacts:
            join(records, address, code, self._connect, now, fingerprint=fingerprint)
            return office_facts(records, now)

        self._run(job, tr("This laptop has joined the office."))

    def check(self) -> None:
        """Find out what the server really does, with marked test resources, and keep it."""
        clock = self._desk.clock

        def job(records: Records) -> OfficeFacts:
            from carenurse.app.sync_check import check_office  # noqa: PLC0415  asked for once in a year

            check_office(office_of(records), self._connect, clock.now, records=records)
            return office_facts(records, clock.now())

        self._run(job, tr("Checked. This laptop works by what was found."))

    def _run(self, job: Callable[[Records], OfficeFacts], said: str, *, beside: bool = True) -> None:
        self._view.show_busy(busy=True)
        self._desk.background.run(job, lambda facts: self._done(facts, said), self._refused, beside=beside)

    def _done(self, facts: OfficeFacts, said: str) -> None:
        self._view.show_busy(busy=False)
        self._view.forget_typed()
        self._view.settle()
        self._view.show_office(facts)
        self._view.say(said, done=True)
        if self._desk.runs is not None and facts.address:
            self._desk.runs.soon()

    def _refused(self, problem: Exception) -> None:
        self._view.show_busy(busy=False)
        tell_refusal(problem, self._view.say, self._desk.failed)
