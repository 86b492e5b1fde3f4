"""Bringing what is typed into the record: one save at a time, the next takes what came meanwhile."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from carenurse.app.visit_begin import VisitClosedError
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_late_words import keep_late_words
from carenurse.app.visit_readback import save_addendum
from carenurse.app.visit_session import Drafts, VisitSession
from carenurse.errors import UnsavedError
from carenurse.translations import tr
from ui.visit.view import VisitView
from ui.widgets.page import Desk


class Saving:
    """Saves the living visit, and the words of an addendum to one that is signed.

    ``closed`` hears of a visit (its Encounter id) that was signed elsewhere, when all of its words are kept.
    """

    def __init__(
        self,
        view: VisitView,
        desk: Desk,
        living: Callable[[], VisitSession | None],
        closed: Callable[[str], None],
    ) -> None:
        self._view, self._desk, self._living, self._closed = view, desk, living, closed
        self._on_its_way = False
        self._waiting: list[Callable[[], None]] = []
        self._addendum: tuple[str, str] | None = None
        """Words of an addendum that are not saved yet, behind their Encounter id."""

    @property
    def is_due(self) -> bool:
        """Say whether something of the visit, or of an addendum, is not in the record yet."""
        visit = self._living()
        waits = self._on_its_way or self._addendum is not None
        return waits or (visit is not None and visit.unsaved)

    def once_saved(self, job: Callable[[], None]) -> None:
        """Do something as soon as everything typed is in the record."""
        self._waiting.append(job)
        self.save()

    def take_addendum(self, encounter: str, text: str) -> None:
        """Note the words of an addendum, to be saved soon."""
        self._addendum = (encounter, text)

    def forget_addendum(self) -> None:
        """Let go of words that are being signed."""
        self._addendum = None

    def save(self) -> None:
        """Send everything unsaved to the record."""
        visit = self._living()
        if self._addendum is not None and not self._on_its_way:
            self._save_addendum(*self._addendum)
        elif visit is None or self._on_its_way or not visit.unsaved:
            self._go_on()
        else:
            self._save_visit(visit)

    def _save_visit(self, visit: VisitSession) -> None:
        drafts, encounter, now = visit.drafts(), visit.opened.visit.id, self._desk.clock.now()
        self._on_its_way = True
        self._desk.background.run(
            lambda records: save_draft(records, encounter, drafts.resources, now),
            self._saved,
            partial(self._not_saved, visit, drafts),
        )

    def _save_addendum(self, encounter: str, text: str) -> None:
        now = self._desk.clock.now()
        self._on_its_way, self._addendum = True, None
        self._desk.background.run(
            lambda records: save_addendum(records, encounter, text, now),
            self._saved,
            partial(self._addendum_not_saved, (encounter, text)),
        )

    def _addendum_not_saved(self, words: tuple[str, str], problem: Exception) -> None:
        self._on_its_way = False
        self._addendum = self._addendum or words
        self._view.show_not_saved()
        self._desk.failed(UnsavedError.of(problem))

    def _saved(self, moment: datetime) -> None:
        self._on_its_way = False
        self._desk.saved(moment)
        if self._addendum is not None or self.is_due:
            self.save()
            return
        self._view.show_saved(moment)
        self._go_on()

    def _not_saved(self, visit: VisitSession, drafts: Drafts, problem: Exception) -> None:
        """Keep the words on the screen and say so; the next keystroke, or leaving, tries again.

        Where the visit was signed elsewhere they never get into it: they are kept beside its note.
        """
        visit.not_saved(drafts)
        if isinstance(problem, VisitClosedError):
            self._keep_beside(visit)
        else:
            self._stays(problem)

    def _keep_beside(self, visit: VisitSession) -> None:
        drafts, encounter, now = visit.drafts(), visit.opened.visit.id, self._desk.clock.now()
        self._desk.background.run(
            lambda records: keep_late_words(records, encounter, drafts.resources, now),
            partial(self._kept_beside, visit),
            partial(self._not_beside, visit, drafts),
        )

    def _kept_beside(self, visit: VisitSession, moment: datetime) -> None:
        if visit.unsaved:  # typed meanwhile
            self._keep_beside(visit)
            return
        self._on_its_way = False
        self._desk.saved(moment)
        self._desk.say(
            tr(
                "This visit was signed on another laptop meanwhile. Your last words stand there as an "
                "addendum that is not signed: keep what is right, then sign it."
            )
        )
        self._closed(visit.opened.visit.id)
        self._go_on()

    def _not_beside(self, visit: VisitSession, drafts: Drafts, problem: Exception) -> None:
        visit.not_saved(drafts)
        self._stays(problem)

    def _stays(self, problem: Exception) -> None:
        self._on_its_way = False
        self._waiting = []
        self._view.show_not_saved()
        self._desk.failed(UnsavedError.of(problem))

    def _go_on(self) -> None:
        if not self._on_its_way:
            waiting, self._waiting = self._waiting, []
            for job in waiting:
                job()
