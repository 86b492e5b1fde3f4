"""What an office's page does besides parcels: laptops, whose patient somebody is, a restore."""

from typing import Protocol

from carenurse.app.office_desk import PersonChoice, people_called
from carenurse.app.office_remains import LeftLine, left_behind
from carenurse.app.office_work import OfficeWork, assign, looked_through, nurses_of, office_work
from carenurse.app.ports import Records
from carenurse.app.remains_words import LeftPage, read_left
from ui.widgets.page import Desk
from ui.widgets.refusal import tell_refusal


class WorkView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_work(self, work: OfficeWork) -> None:
        """Show laptops, nurses, and what came after a restore."""
        ...

    def show_left(self, lines: tuple[LeftLine, ...]) -> None:
        """Show what was left on laptops that were wiped."""
        ...

    def show_left_words(self, digest: str, pages: tuple[LeftPage, ...]) -> None:
        """Show one piece of it in words."""
        ...

    def show_people(self, people: tuple[PersonChoice, ...], chosen: str) -> None:
        """Offer the people who were found."""
        ...

    def show_whose(self, nurses: tuple[str, ...]) -> None:
        """Mark on whose lists the chosen person is."""
        ...

    def show_done(self, sentence: str) -> None:
        """Say what was done."""
        ...

    def show_problem(self, sentence: str, remedy: str) -> None:
        """Say why something was not done."""
        ...


class WorkPresenter:
    """Holds who is chosen, and to whose list the person goes."""

    def __init__(self, view: WorkView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._people: tuple[PersonChoice, ...] = ()
        self._person = ""

    @property
    def has_person(self) -> bool:
        """Whether somebody is chosen."""
        return bool(self._person)

    def load(self) -> None:
        """Read everything that waits for a person at the office."""
        now = self._desk.clock.now()
        self._desk.background.run(lambda records: office_work(records, now), self._view.show_work)
        left = self._view.show_left
        self._desk.background.run(lambda records: left_behind(records, now), left, beside=True)

    def read_left(self, digest: str) -> None:
        """Read one piece of what was left."""
        now = self._desk.clock.now()
        self._desk.background.run(
            lambda records: read_left(records, digest, now),
            lambda pages: self._view.show_left_words(digest, pages),
            self._refused,
        )

    def find(self, words: str) -> None:
        """Find who is to be on another list."""
        self._desk.background.run(lambda records: people_called(records, words), self._found)

    def _found(self, people: tuple[PersonChoice, ...]) -> None:
        self._people = people
        if self._person not in {one.patient for one in people}:
            self._person = ""
        self._view.show_people(people, self._person)
        self._ask_whose()

    def choose_person(self, patient: str) -> None:
        """Look at one of them."""
        self._person = patient
        self._ask_whose()

    def _ask_whose(self) -> None:
        patient = self._person
        self._desk.background.run(
            lambda records: nurses_of(records, patient) if patient else (), self._view.show_whose
        )

    def assign(self, nurse: str) -> None:
        """Put the chosen person on a nurse's list, and off every other."""
        patient = self._person
        if not patient:
            return

        def job(records: Records) -> str:
            return assign(records, patient, nurse)

        self._desk.background.run(job, self._done, self._refused)

    def looked_through(self) -> None:
        """Note that what came after a restore was looked through."""
        self._desk.background.run(looked_through, lambda _done: self.load(), self._refused)

    def _done(self, sentence: str) -> None:
        self._desk.saved(self._desk.clock.now())
        self._view.show_done(sentence)
        self._ask_whose()
        self.load()

    def _refused(self, problem: Exception) -> None:
        tell_refusal(problem, self._view.show_problem, self._desk.failed)
