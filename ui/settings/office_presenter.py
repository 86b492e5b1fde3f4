"""What the panel of the office does: keep its address, join with a code, sign in, check the server."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from carenurse.app.lease_words import LeaseWords, lease_words
from carenurse.app.ports import Records
from carenurse.app.sync_join import join
from carenurse.app.sync_office import OfficeFacts, keep_office, office_facts, office_of
from carenurse.app.sync_run import Connect, over_the_network
from carenurse.translations import tr
from ui.widgets.page import Desk
from ui.widgets.refusal import tell_refusal

if TYPE_CHECKING:
    from carenurse.app.sync_sign_in import SigningIn
    from ui.settings.signing_in import Waiting


class OfficeView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_office(self, facts: OfficeFacts) -> None:
        """Show what is kept."""
        ...

    def show_lease(self, words: LeaseWords) -> None:
        """Say by when the office must be met; nothing where it set no time."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while the office is asked."""
        ...

    def say(self, sentence: str, rest: str = "", *, done: bool = False) -> None:
        """Say what came of it."""
        ...

    def show_waiting(self, *, waiting: bool) -> None:
        """Say that the nurse is awaited in the browser, and let her give it up."""
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
        self._waiting: Waiting | None = None

    def load(self) -> None:
        """Show what is kept."""
        now = self._desk.clock.now()
        state = self._desk.lease.state if self._desk.lease else None
        self._view.show_lease(lease_words(state, now) if state else LeaseWords())
        self._desk.background.run(lambda records: office_facts(records, now), self._view.show_office)

    def enter_code(self) -> None:
        """Have a code of the office entered, by telephone."""
        if self._desk.lease is not None:
            self._desk.lease.ask_for_code()

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

    def sign_in(self, client: str, browse: Callable[[str], object]) -> None:
        """Open the browser at the office's sign-in; while the nurse is there, pressing again gives it up."""
        if self._waiting is not None:
            self._give_up()
            return

        def job(records: Records) -> "SigningIn":
            from carenurse.app.sync_sign_in import begin_sign_in  # noqa: PLC0415  asked for once in months

            return begin_sign_in(records, client)

        self._view.show_busy(busy=True)
        self._desk.background.run(
            job, lambda begun: self._go_to_browser(begun, browse), self._refused, beside=True
        )

    def _go_to_browser(self, begun: "SigningIn", browse: Callable[[str], object]) -> None:
        from ui.settings.signing_in import Waiting  # noqa: PLC0415  asked for once in months

        self._view.show_busy(busy=False)
        self._view.show_waiting(waiting=True)
        self._waiting = Waiting(begun, lambda code: self._came_back(begun, code), self._signed_not_in)
        self._waiting.start()
        browse(begun.address)

    def _came_back(self, begun: "SigningIn", code: str) -> None:
        now = self._desk.clock.now()
        self._ends_waiting()

        def job(records: Records) -> OfficeFacts:
            from carenurse.app.sync_sign_in import finish_sign_in  # noqa: PLC0415

            finish_sign_in(records, begun, code, now)
            return office_facts(records, now)

        self._run(job, tr("You are signed in at the office."))

    def _signed_not_in(self, problem: Exception) -> None:
        self._ends_waiting()
        self._refused(problem)

    def _give_up(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._ends_waiting()
        self._view.say(tr("Nobody signed in."), tr("Try again when you are ready."))

    def _ends_waiting(self) -> None:
        self._waiting = None
        self._view.show_waiting(waiting=False)

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
