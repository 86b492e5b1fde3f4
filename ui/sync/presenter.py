"""What the page between laptop and office does: load, run, hold, release, decide."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from carenurse.app.ports import Records
from carenurse.app.sync_conflicts import Disagreement, Side, ask_the_office, keep, keep_both
from carenurse.app.sync_outbox import hold, release
from carenurse.app.sync_page import SyncFacts, sync_facts
from carenurse.app.sync_run import RunState
from carenurse.app.sync_stick import Stick, take_answer, write_parcel
from carenurse.translations import tr
from ui.widgets.page import Desk, Route
from ui.widgets.refusal import tell_refusal


class SyncView(Protocol):
    """The pixels that the presenter speaks to."""

    def show_facts(self, facts: SyncFacts, now: datetime) -> None:
        """Show everything anew."""
        ...

    def show_run(self, state: RunState, now: datetime) -> None:
        """Show where the run is, or how the last one ended."""
        ...

    def show_conflict(self, found: Disagreement | None, number: int, total: int) -> None:
        """Show one conflict, or that there is none."""
        ...

    def show_problem(self, sentence: str, remedy: str) -> None:
        """Say what did not go."""
        ...

    def show_stick(self, stick: Stick) -> None:
        """Say what came of a parcel."""
        ...


class SyncPresenter:
    """Behavior without pixels."""

    def __init__(self, view: SyncView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._conflicts: tuple[Disagreement, ...] = ()
        self._at = 0
        self._again = 0
        """The conflict that was looked at before the vault was closed, until it is there again."""

    # loading and running

    def load(self) -> None:
        """Gather everything, and hear of runs from now on."""
        now = self._desk.clock.now()
        if self._desk.runs is not None:
            self._desk.runs.watch(self._hear)
            self._view.show_run(self._desk.runs.state, now)
        self._desk.background.run(lambda records: sync_facts(records, now), self._show)

    def take_up(self, conflict: int) -> None:
        """Show this conflict first, once they are there."""
        self._again = conflict

    def leave(self) -> None:
        """Hear of no more runs."""
        if self._desk.runs is not None:
            self._desk.runs.watch(None)

    def _hear(self, state: RunState) -> None:
        self._view.show_run(state, self._desk.clock.now())
        if not state.running:
            self.load_facts()

    def load_facts(self) -> None:
        """Gather everything anew."""
        now = self._desk.clock.now()
        self._desk.background.run(lambda records: sync_facts(records, now), self._show)

    def _show(self, facts: SyncFacts) -> None:
        self._view.show_facts(facts, self._desk.clock.now())
        front = self._again or (self._current.identity if self._current else 0)
        self._again, self._conflicts = 0, facts.disagreements
        self._at = next((at for at, one in enumerate(self._conflicts) if one.identity == front), 0)
        self._show_conflict()

    def run_now(self) -> None:
        """Send and receive now, or say why not."""
        if self._desk.runs is None:
            self._view.show_problem(
                tr("The demo has no office."), tr("Nothing of the fictional caseload leaves this laptop.")
            )
        else:
            self._desk.runs.start()

    def stop(self) -> None:
        """Stop the run; what arrived has arrived."""
        if self._desk.runs is not None:
            self._desk.runs.stop()

    def set_up(self) -> None:
        """Go where the office is set up."""
        self._desk.go(Route("settings", part="office"))

    # the outbox

    def hold(self, sequences: Iterable[int]) -> None:
        """Keep changes from going."""
        wanted = tuple(sequences)
        self._do(lambda records: hold(records, wanted), tr("Held back. It goes when you release it."))

    def release(self, sequences: Iterable[int]) -> None:
        """Let changes go again."""
        wanted = tuple(sequences)
        self._do(lambda records: release(records, wanted), tr("It goes at the next connection."))

    def open_chart(self, patient: str) -> None:
        """Go to the chart of the person that something is about."""
        self._desk.go(Route("chart", patient))

    # conflicts

    @property
    def _current(self) -> Disagreement | None:
        return self._conflicts[self._at] if self._at < len(self._conflicts) else None

    def _show_conflict(self) -> None:
        self._view.show_conflict(self._current, self._at + 1, len(self._conflicts))

    def later(self) -> None:
        """Look at the next conflict; this one stays open."""
        if self._conflicts:
            self._at = (self._at + 1) % len(self._conflicts)
            self._show_conflict()

    def choose(self, side: Side | Mapping[str, Side], why: str) -> None:
        """Settle this conflict with one side, or line by line."""
        if (found := self._current) is None:
            return
        now, identity = self._desk.clock.now(), found.identity
        words = {"mine": tr("Yours is kept and goes to the office."), "theirs": tr("The office's is kept.")}
        said = words[side] if isinstance(side, str) else tr("Your choice is kept and goes to the office.")
        self._do(lambda records: keep(records, identity, side, now, why), said)

    def keep_both(self, why: str) -> None:
        """Settle this conflict with the entries of both."""
        if (found := self._current) is not None:
            now, identity = self._desk.clock.now(), found.identity
            self._do(lambda records: keep_both(records, identity, now, why), tr("Both are kept."))

    def ask(self, question: str) -> None:
        """Ask the office; the conflict stays open."""
        if (found := self._current) is not None:
            now, identity = self._desk.clock.now(), found.identity
            self._do(
                lambda records: ask_the_office(records, identity, question, now),
                tr("The question goes to the office. You can go on meanwhile."),
            )

    # by stick

    def write_stick(self) -> None:
        """Seal everything unsent into a file for the office."""
        chosen = self._desk.save_file(tr("Save for the office"), "parcel-for-the-office.age")
        if chosen:
            now = self._desk.clock.now()
            self._stick(lambda records: write_parcel(records, Path(chosen), now))

    def take_stick(self) -> None:
        """Take the office's answer from a file."""
        chosen = self._desk.open_file(tr("The office's answer"), tr("Sealed files (*.age)"))
        if chosen:
            now = self._desk.clock.now()
            self._stick(lambda records: take_answer(records, Path(chosen), now))

    def _stick(self, job: Callable[[Records], Stick]) -> None:
        self._desk.background.run(job, self._stick_done, self._refused, beside=True)

    def _stick_done(self, stick: Stick) -> None:
        self._view.show_stick(stick)
        self._desk.saved(self._desk.clock.now())
        self.load_facts()

    # one way to do and to fail

    def _do(self, job: Callable[[Records], object], said: str) -> None:
        self._desk.background.run(job, lambda _done: self._done(said), self._refused)

    def _done(self, said: str) -> None:
        self._desk.say(said)
        self._desk.saved(self._desk.clock.now())
        self.load_facts()

    def _refused(self, problem: Exception) -> None:
        tell_refusal(problem, self._view.show_problem, self._desk.failed)
        self.load_facts()
