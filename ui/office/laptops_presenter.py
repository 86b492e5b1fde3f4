"""What a person at the office decides about laptops: how long they open, a code by telephone, a wipe."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from carenurse.app.office_laptops import ask_wipe, set_lease_days, take_wipe_back, telephone_code
from carenurse.app.office_remains import save_left
from carenurse.app.ports import Records
from carenurse.translations import tr
from ui.widgets.page import Desk
from ui.widgets.refusal import tell_refusal


class LaptopsView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_code(self, device: str, code: str) -> None:
        """Show the code that is read out for a laptop."""
        ...

    def show_no_code(self, device: str, sentence: str, remedy: str) -> None:
        """Say beside what was typed why there is no code."""
        ...

    def show_done(self, sentence: str) -> None:
        """Say what was done."""
        ...

    def show_problem(self, sentence: str, remedy: str) -> None:
        """Say why something was not done."""
        ...


class LaptopsPresenter:
    """Does what is decided; ``reload`` reads the laptops again."""

    def __init__(self, view: LaptopsView, desk: Desk, reload: Callable[[], None]) -> None:
        self._view, self._desk, self._reload = view, desk, reload

    def set_days(self, typed: str) -> None:
        """Let laptops open everything for so many days without this office."""

        def job(records: Records) -> str:
            days = set_lease_days(records, typed)
            if days == 0:
                return tr("Kept: laptops open everything for ever. Each learns of it at its next contact.")
            return tr("Kept. Each laptop learns of it at its next contact.")

        self._do(job)

    def ask_code(self, device: str, challenge: str) -> None:
        """Work out the code for what the nurse reads out."""
        self._desk.background.run(
            lambda records: telephone_code(records, device, challenge),
            lambda code: self._view.show_code(device, code),
            lambda problem: self._no_code(device, problem),
        )

    def _no_code(self, device: str, problem: Exception) -> None:
        def say(sentence: str, remedy: str) -> None:
            self._view.show_no_code(device, sentence, remedy)

        tell_refusal(problem, say, self._desk.failed)

    def ask_wipe(self, device: str) -> None:
        """Have a laptop wiped at its next contact."""
        self._do(lambda records: ask_wipe(records, device))

    def take_wipe_back(self, device: str) -> None:
        """Take that back, while the laptop has not heard of it."""
        self._do(lambda records: take_wipe_back(records, device))

    def save_left(self, digest: str) -> None:
        """Write what was left on a laptop to a file that is asked for."""
        chosen = self._desk.save_file(tr("Save what was left"), "left-on-the-laptop.json")
        if chosen:
            self._do(lambda records: save_left(records, digest, Path(chosen)))

    def _do(self, job: Callable[[Records], str]) -> None:
        self._desk.background.run(job, self._done, self._refused)

    def _done(self, sentence: str) -> None:
        self._desk.saved(self._desk.clock.now())
        self._view.show_done(sentence)
        self._reload()

    def _refused(self, problem: Exception) -> None:
        tell_refusal(problem, self._view.show_problem, self._desk.failed)
        self._reload()
