"""The way out of a visit that was begun on the wrong person: asks, takes it back, and leads to Today."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from carenurse.app.visit_made import TakenAlong
from carenurse.app.visit_mistake import lost_with, take_back, taken_back_words
from carenurse.translations import tr
from ui.visit.mistake_area import MistakeArea
from ui.visit.presenter import VisitPresenter
from ui.widgets.page import Desk, Route
from ui.widgets.palette import Entry


class Mistake:
    """Puts its question into the middle of the page, and the page back when the visit is kept."""

    def __init__(
        self, middle: QStackedWidget, presenter: VisitPresenter, desk: Desk, *others: QWidget
    ) -> None:
        """Stand in the stack behind the ``others``, which are put there first."""
        self._middle, self._presenter, self._desk = middle, presenter, desk
        self.area = MistakeArea()
        self.area.confirmed.connect(self._take_back)
        self.area.kept.connect(self._keep)
        for part in (*others, self.area):
            middle.addWidget(part)

    def ask(self) -> None:
        """Ask whether the visit is to be taken back; a signed one cannot be."""
        visit = self._presenter.visit
        if visit is None:
            self._desk.say(tr("A signed visit is not taken back. Add an addendum that says what was wrong."))
            return
        self._middle.setCurrentWidget(self.area)
        self.area.ask(lost_with(visit))

    def unfinished(self) -> dict[str, str]:
        """Give the reason while it is asked for."""
        return {"mistake": self.area.why.text()} if self._middle.currentWidget() is self.area else {}

    def put_back(self, form: Mapping[str, str]) -> None:
        """Ask again, with the reason that was written."""
        if "mistake" in form:
            self.ask()
            self.area.why.set_text(form["mistake"])

    def forget(self) -> None:
        """Let go of a reason that was written about the visit before."""
        self.area.why.set_text("")

    def entries(self) -> tuple[Entry, ...]:
        """Name the way out for "Find or do"."""
        return (Entry(tr("Not this person: take the visit back, begun by mistake"), self.ask, "x"),)

    def _keep(self) -> None:
        self._presenter.back_to_forms()

    def _take_back(self, why: str) -> None:
        visit = self._presenter.visit
        if visit is None:
            return
        encounter, now = visit.opened.visit.id, self._desk.clock.now()
        self._presenter.once_saved(
            lambda: self._desk.background.run(
                lambda records: take_back(records, encounter, now, why), partial(self._taken_back, encounter)
            )
        )

    def _taken_back(self, encounter: str, along: TakenAlong) -> None:
        self._desk.saved(self._desk.clock.now())
        self._desk.say(taken_back_words(along))
        if self._presenter.forget(encounter):
            self._desk.go(Route("today"))
