"""The family view: one key, and only the person being visited is there; the nurse alone leaves it.

Every other page is put aside, the rail and the status are gone, "Find or do" finds this person only, and what
pages ask of the record is answered as if there were nobody else.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from carenurse.app.locking_trail import about, note_family_view
from carenurse.app.ports import Background, Records
from carenurse.app.some_people import SomePeople
from carenurse.translations import tr
from ui.widgets.page import Route

T = TypeVar("T")


class FamilyEyes:
    """The ``Background`` of all pages: shows them the whole record, or one person's.

    ``told`` is where failures go that no page asked to hear.
    """

    def __init__(self, background: Background, told: Callable[[Exception], object]) -> None:
        self._background, self._told = background, told
        self.person = ""
        self.failures = 0
        """How much of what pages sent has failed so far, whoever heard of it."""

    def run(
        self,
        job: Callable[[Records], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        beside: bool = False,
    ) -> None:
        """Send a use case to the record, or to as much of it as may be seen when it was sent."""
        person, tell = self.person, failed or self._told

        def seen(records: Records) -> T:
            return job(SomePeople(records, {person}) if person else records)

        def fails(problem: Exception) -> None:
            self.failures += 1
            tell(problem)

        self._background.run(seen, then, fails, beside=beside)


class FamilyShell(Protocol):
    """What the view needs of the workplace."""

    def show_family(self, *, on: bool) -> None:
        """Hide, or show again, all that is about everybody; put the other pages aside or back."""
        ...

    def say(self, words: str) -> None:
        """Say something short."""
        ...

    def go(self, route: Route) -> None:
        """Go somewhere."""
        ...

    def prove(self) -> None:
        """Ask whether it is the nurse, and let her leave the view."""
        ...


class FamilyView:
    """On while ``person`` (a Patient id) is named."""

    def __init__(self, shell: FamilyShell, background: Background, eyes: FamilyEyes) -> None:
        self._shell, self._background, self._eyes = shell, background, eyes
        self._visits: dict[str, bool] = {}

    @property
    def person(self) -> str:
        """Who alone can be seen; nobody: everybody can."""
        return self._eyes.person

    def press(self, patient: str) -> None:
        """Take the key: enter with the person of the page in front, or ask before leaving."""
        if self.person:
            self._shell.prove()
        elif patient:
            self.enter(patient)
        else:
            self._shell.say(tr("Open the chart or the visit of the person first, then press F9."))

    def enter(self, patient: str, visit: str = "") -> None:
        """Show only this person from now on; ``visit`` is known to be hers, for it was shown in this view."""
        self._eyes.person = patient
        self._visits = {visit: True}
        self._shell.show_family(on=True)
        self._note(patient, on=True)

    def leave(self) -> None:
        """Show everybody again."""
        patient, self._eyes.person = self._eyes.person, ""
        self._shell.show_family(on=False)
        self._note(patient, on=False)

    def lets(self, route: Route) -> bool:
        """Say whether a place may be gone to; one that must be looked up first is gone to a moment later."""
        if not self.person or (route.place in ("chart", "plan") and route.subject == self.person):
            return True
        if route.place not in ("visit", "paper") or not route.subject:
            self._refuse()
            return False
        if route.subject not in self._visits:
            self._look_up(route)
            return False
        if not self._visits[route.subject]:
            self._refuse()
        return self._visits[route.subject]

    def _look_up(self, route: Route) -> None:
        person = self.person

        def learn(whose: str) -> None:
            self._visits[route.subject] = whose == person
            if self.person == person:
                self._shell.go(route)

        self._background.run(lambda records: about(records, route.subject), learn)

    def _refuse(self) -> None:
        self._shell.say(tr("This is the family view: only this person is shown. F9 leaves it."))

    def _note(self, patient: str, *, on: bool) -> None:
        self._background.run(
            lambda records: note_family_view(records, patient, on=on), None, lambda _full: None
        )
