"""What the medicines' page does: checks what was typed, asks once about look-alikes, keeps, takes back."""

from collections.abc import Mapping
from functools import partial
from typing import Protocol

from carenurse.app.medicine_alike import Alike, alike
from carenurse.app.medicine_changes import (
    MedicineChanged,
    correct,
    stop,
    stop_problems,
    typed_of,
    write_down,
)
from carenurse.app.medicine_page import MedicinesShown, medicines_shown
from carenurse.app.medicine_typed import TypedMedicine, check
from carenurse.app.undo import take_back
from ui.widgets.page import Desk, Route


class MedicinesView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_medicines(self, shown: MedicinesShown) -> None:
        """Show the list and the allergies."""
        ...

    def show_form(self, reference: str, typed: TypedMedicine) -> None:
        """Open the fields: of a line that is corrected, or empty ones for another medicine."""
        ...

    def show_problems(self, wrong: Mapping[str, str]) -> None:
        """Say what is wrong under each field of the open form; nothing under the others."""
        ...

    def show_alike(self, found: Alike) -> None:
        """Show what looks like the one that is written down."""
        ...

    def close_form(self) -> None:
        """Put the open form away: it was kept, or let go."""
        ...

    def forget_form(self, patient: str) -> None:
        """Let go of what was put away with this person: it was kept in the meantime."""
        ...


class MedicinesPresenter:
    """One person's medicines at a time; what comes late for another person is dropped."""

    def __init__(self, view: MedicinesView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._patient = ""
        self._visit = ""
        self._seen: tuple[str, ...] = ()
        self._before: TypedMedicine | None = None
        """What stood in a line when it was opened to be corrected; None where that is not known any more."""

    @property
    def patient(self) -> str:
        """Whose medicines they are."""
        return self._patient

    def load(self, patient: str) -> None:
        """Gather the list."""
        if patient != self._patient:
            self._seen, self._visit, self._before = (), "", None
        self._patient = patient
        now = self._desk.clock.now()
        self._desk.background.run(
            partial(medicines_shown, patient=patient, now=now), partial(self._loaded, patient)
        )

    def _loaded(self, patient: str, shown: MedicinesShown) -> None:
        if patient == self._patient:
            self._visit = shown.visit
            self._view.show_medicines(shown)

    def begin_correct(self, reference: str) -> None:
        """Open a line that was written down at home."""
        job = partial(typed_of, reference=reference, now=self._desk.clock.now())
        self._desk.background.run(job, partial(self._opened, self._patient, reference), self._desk.failed)

    def _opened(self, patient: str, reference: str, typed: TypedMedicine) -> None:
        if patient == self._patient:
            self._seen, self._before = (), typed
            self._view.show_form(reference, typed)

    def save(self, typed: TypedMedicine, reference: str = "") -> None:
        """Keep a medicine, unless something is wrong or a look-alike was not looked at yet."""
        now = self._desk.clock.now()
        wrong = {} if reference else check(typed, now.date())
        self._view.show_problems(wrong)
        if wrong:
            return
        if reference:
            job = partial(correct, reference=reference, typed=typed, now=now, opened=self._before)
            self._desk.background.run(job, partial(self._kept, self._patient), self._desk.failed)
            return
        look = partial(alike, patient=self._patient, name=typed.name)
        self._desk.background.run(look, partial(self._looked, self._patient, typed))

    def _looked(self, patient: str, typed: TypedMedicine, found: Alike) -> None:
        if patient != self._patient:
            return
        names = (*(one.id for one in found.medicines), *found.allergens)
        if found.found and names != self._seen:
            self._seen = names
            self._view.show_alike(found)
            return
        now = self._desk.clock.now()
        job = partial(write_down, patient=patient, typed=typed, now=now)
        self._desk.background.run(job, partial(self._kept, patient), self._desk.failed)

    def save_stop(self, reference: str, day: str, why: str) -> None:
        """Say that a medicine is no longer taken."""
        now = self._desk.clock.now()
        wrong = stop_problems(day, why, now)
        self._view.show_problems(wrong)
        if not wrong:
            job = partial(stop, reference=reference, day=day, why=why, now=now)
            self._desk.background.run(job, partial(self._kept, self._patient), self._desk.failed)

    def _kept(self, patient: str, changed: MedicineChanged) -> None:
        self._desk.saved(self._desk.clock.now())
        self._desk.offer_undo(changed.said, lambda: self._take_back(changed))
        if patient == self._patient:
            self._seen = ()
            self._view.close_form()
            self.load(patient)
        else:
            self._view.forget_form(patient)

    def _take_back(self, changed: MedicineChanged) -> None:
        job = partial(take_back, undo=changed.undo)
        self._desk.background.run(job, lambda _done: self.load(self._patient), self._desk.failed)

    def let_go(self) -> None:
        """Forget what was looked at: the form was put away."""
        self._seen = ()
        self._view.close_form()

    def put_right(self) -> None:
        """Go to the form with the allergies."""
        self._desk.go(Route("patients", self._patient, "edit"))

    def go_on(self) -> None:
        """Go back to the open visit, else to the chart."""
        self._desk.go(Route("visit", self._visit) if self._visit else Route("chart", self._patient))
