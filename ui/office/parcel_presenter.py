"""What an office does with a nurse's parcel: reads it, takes it in, writes the answer that she takes back."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from carenurse.app.chosen_file import read_chosen
from carenurse.app.ports import Records
from carenurse.app.sync_parcels import ParcelLook, answer_parcel, look_at_parcel
from carenurse.app.sync_stick import Stick
from carenurse.translations import tr
from ui.widgets.page import Desk
from ui.widgets.refusal import tell_refusal

T = TypeVar("T")

_PARCELS = "*.age;;*"


class ParcelView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_key(self, name: str) -> None:
        """Say which key file was chosen."""
        ...

    def show_reading(self, name: str) -> None:
        """Say that a parcel is being read, or taken in."""
        ...

    def show_parcel(self, name: str, look: ParcelLook) -> None:
        """Say what a parcel brings and offer to take it in."""
        ...

    def show_taken(self, name: str, stick: Stick) -> None:
        """Say what was taken in, and what becomes of the answer."""
        ...

    def show_problem(self, sentence: str, remedy: str) -> None:
        """Say why something was not done."""
        ...


class ParcelPresenter:
    """Holds the parcel that is looked at, and the office's secret key while this page stands."""

    def __init__(self, view: ParcelView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._file: Path | None = None
        self._key = ""
        self._turn = 0

    def use_key(self, text: str) -> None:
        """Take the office's secret key as it was typed; it is never kept."""
        self._key = text.strip()

    def choose_key(self) -> None:
        """Ask for the file with the office's secret key, and read a parcel again that waits for it."""
        chosen = self._desk.open_file(tr("The office's key file"), "*")
        if not chosen:
            return

        def read(_records: Records) -> str:
            return read_chosen(Path(chosen)).decode("utf-8", "replace")

        self._desk.background.run(read, lambda key: self._know_key(Path(chosen).name, key), self._refused)

    def _know_key(self, name: str, key: str) -> None:
        self._key = key
        self._view.show_key(name)
        if self._file is not None:
            self.read(self._file)

    def choose(self) -> None:
        """Ask for a parcel and look at it."""
        if chosen := self._desk.open_file(tr("A nurse's parcel"), _PARCELS):
            self.read(Path(chosen))

    def read(self, file: Path) -> None:
        """Look at a parcel; nothing of it is taken yet."""
        self._file, key, now = file, self._key, self._desk.clock.now()
        self._view.show_reading(file.name)
        self._ask(
            lambda records: look_at_parcel(records, file, key, now),
            lambda look: self._view.show_parcel(file.name, look),
        )

    def take_in(self, *, new_laptop: bool = False) -> None:
        """Ask where the answer goes, take the parcel in, and write the answer there."""
        file = self._file
        if file is None:
            return
        target = self._desk.save_file(tr("The answer for the nurse"), "answer-of-the-office.age")
        if not target:
            return
        key, now = self._key, self._desk.clock.now()
        self._view.show_reading(file.name)
        self._ask(
            lambda records: answer_parcel(records, file, key, Path(target), now, new_laptop=new_laptop),
            lambda stick: self._taken(file.name, stick),
        )

    def _ask(self, job: Callable[[Records], T], then: Callable[[T], None]) -> None:
        """Work beside the window; what was asked before and comes later is not shown."""
        self._turn += 1
        mine = self._turn

        def show(told: T) -> None:
            if mine == self._turn:
                then(told)

        self._desk.background.run(job, show, self._refused, beside=True)

    def _taken(self, name: str, stick: Stick) -> None:
        self._desk.saved(self._desk.clock.now())
        self._file = None
        self._view.show_taken(name, stick)

    def _refused(self, problem: Exception) -> None:
        tell_refusal(problem, self._view.show_problem, self._desk.failed)
