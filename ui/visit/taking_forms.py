"""Forms that come into a visit and leave it while it is being written."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from carenurse.app.form_shelf import shelf_of
from carenurse.app.visit_open import FormDraft, draft_of
from carenurse.app.visit_session import VisitSession
from carenurse.translations import tr
from ui.visit.view import VisitView
from ui.widgets.page import Desk


class Writer(Protocol):
    """Who writes the visit."""

    @property
    def visit(self) -> VisitSession | None:
        """The living visit; none before it is opened and after it is signed."""
        ...

    @property
    def encounter(self) -> str:
        """The id of the visit that is open."""
        ...

    def open(self, encounter: str, part: str = "") -> None:
        """Open a visit where it stopped."""
        ...

    def once_saved(self, job: Callable[[], None]) -> None:
        """Do something as soon as everything is saved."""
        ...


class TakingForms:
    """Offers, adds and leaves out the forms of one visit."""

    def __init__(self, writer: Writer, view: VisitView, desk: Desk) -> None:
        self._writer, self._view, self._desk = writer, view, desk

    def offer(self) -> None:
        """Offer every form in use that is not in the visit yet."""

        def show(titles: tuple[tuple[str, str], ...]) -> None:
            here = self._writer.visit.forms if self._writer.visit else ()
            self._view.offer_forms(tuple(one for one in titles if one[0] not in here))

        self._desk.background.run(lambda records: shelf_of(records).offered(), show)

    def add(self, name: str) -> None:
        """Take one more form into the visit."""
        encounter = self._writer.encounter
        self._writer.once_saved(
            lambda: self._desk.background.run(
                lambda records: draft_of(records, encounter, name), partial(self._added, encounter)
            )
        )

    def _added(self, encounter: str, draft: FormDraft) -> None:
        if self._writer.visit and encounter == self._writer.encounter:
            self._writer.visit.add_form(draft)
            self._writer.once_saved(partial(self._open_again, encounter, draft.key))

    def _open_again(self, encounter: str, part: str) -> None:
        if encounter == self._writer.encounter:
            self._writer.open(encounter, part)

    def leave_out(self, key: str) -> None:
        """Take a form out of the visit; undo takes it in again."""
        if self._writer.visit and key in self._writer.visit.forms:
            self._writer.visit.leave_out(key)
            title, encounter = tr("The form is out of this visit"), self._writer.encounter
            self._writer.once_saved(partial(self._open_again, encounter, "form"))
            self._desk.offer_undo(title, partial(self._take_in_again, encounter, key))

    def _take_in_again(self, encounter: str, key: str) -> None:
        if encounter == self._writer.encounter:
            self.add(key)
        else:
            self._desk.say(tr("That was another visit. Open it and add the form there."))
