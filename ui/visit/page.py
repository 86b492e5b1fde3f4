"""The home visit on the screen: rail, sections, context, note and signature; keys for all of it."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from typing_extensions import override

from carenurse.app.day_words import clock_time
from carenurse.app.visit_checks import LEFT, Check
from carenurse.app.visit_readback import SignedView
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_worksheet import Place
from carenurse.clinical.dates import Moment
from ui.visit.beside import Beside
from ui.visit.context import ContextColumn
from ui.visit.foot import show_foot
from ui.visit.footer import VisitFooter
from ui.visit.guiding import Guiding, MakeForm, MakeGuided
from ui.visit.jot_pad import JotPad
from ui.visit.keys import bind
from ui.visit.letters import Letters
from ui.visit.mistake import Mistake
from ui.visit.painting import Painting, Parts
from ui.visit.panels import make_sections, part_at, visit_keys
from ui.visit.presented_form import PresentedForm
from ui.visit.presenter import VisitPresenter
from ui.visit.rail import SectionRail
from ui.visit.sheet_section import Change
from ui.visit.sign_area import SignArea
from ui.visit.signed_area import SignedArea
from ui.visit.view import Standing
from ui.visit.writing import WritingArea
from ui.widgets.boxes import column, row
from ui.widgets.page import Desk, Page, Route
from ui.widgets.page import Place as RoutePlace
from ui.widgets.palette import Entry
from ui.widgets.where import place_of

AUTOSAVE_MS = 400
"""After the first unsaved keystroke; with the commit, all is kept within the second."""
RETRY_MS = 5000
"""After a save that failed."""


class VisitPage(Page):
    """One visit: writing it, signing it, reading it back."""

    def __init__(
        self,
        desk: Desk,
        make_form: MakeForm,
        make_guided: MakeGuided | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.presenter = VisitPresenter(self, desk)
        self._again: Mapping[str, Any] = {}
        """What stood beside the visit, kept by nothing, until the visit is there again."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.presenter.save)
        self._make_widgets(make_form, make_guided)
        self._make_keys()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def _make_widgets(self, make_form: MakeForm, make_guided: MakeGuided | None) -> None:
        self.jot = JotPad()
        self.jot.jotted.connect(self.presenter.jotted)
        self.jot.left.connect(self.presenter.left)
        self.rail = SectionRail(self.jot)
        self.rail.chosen.connect(self.presenter.go_to_section)
        self.rail.add_form.connect(self.presenter.taking.offer)
        self.writing = WritingArea()
        self.writing.seen.connect(self.rail.select)
        self.writing.leave_out.connect(self.presenter.taking.leave_out)
        self._letters = Letters(self.writing, self.within_limits)
        self.context = ContextColumn()
        self.context.add_to_plan.connect(self.presenter.add_to_plan)
        self._beside = Beside(self.rail, self.context)
        self.footer = VisitFooter()
        self.footer.within_limits.connect(self.within_limits)
        self.footer.pause.connect(self.presenter.pause)
        self.footer.review.connect(self._review_or_reason)
        self.footer.primary.connect(self._next_thing)
        self.sign = SignArea("")
        self.signed = SignedArea()
        self.signed.attend(self.presenter)
        self.signed.chart.connect(lambda: self._desk.go(Route("chart", self.patient)))
        parts = Parts(self.rail, self.writing, self.context, self.footer)
        self._painting = Painting(parts, self.presenter, make_form, self._desk.say)
        self._middle, self._blank = QStackedWidget(), QWidget()
        self.mistake = Mistake(self._middle, self.presenter, self._desk, self.writing, self.sign, self.signed)
        self._middle.addWidget(self._blank)
        self.rail.mistaken.connect(self.mistake.ask)
        around = (self.rail, self.context, self.footer)
        self.guiding = Guiding(
            make_guided, self._middle, around, self.presenter, lambda: self._painting.forms
        )
        self.writing.guided.connect(self.guiding.begin)
        upper = row(self.rail, self._middle, self.context, space=0)
        upper.setStretch(1, 1)
        whole = column(upper, self.footer, space=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _make_keys(self) -> None:
        keys = (
            ("F8", self.next_unanswered),
            ("Shift+F8", lambda: self.presenter.next_unanswered(backwards=True)),
            ("F6", self._jot_or_back),
            ("F2", self._letters.comment),
            ("F4", self._fold_context),
            ("Ctrl+Z", self.presenter.undo),
            ("Ctrl+Y", self.presenter.redo),
            ("Ctrl+Shift+Z", self.presenter.redo),
            ("Ctrl+Down", self.presenter.next_section),
        )
        bind(self, keys, lambda: not self.guiding.on)

    @override
    def arrive(self, route: Route) -> None:
        """Open the visit where it stopped."""
        if (visit := self.presenter.visit) and visit.opened.visit.id == route.subject:
            self._again = self.unfinished()
        if visit is None or visit.opened.visit.id == route.subject:
            self.jot.wait_for(route.subject)
        self.presenter.open(route.subject, route.part)

    def turn(self, encounter: str) -> None:
        """Be the page of another visit; what was asked beside the one before is put away with it."""
        self._again = self.turn_to(encounter)
        self.jot.wait_for(encounter)

    @override
    def clear(self) -> None:
        """Take the visit before off the screen; the jot pad alone stands there for the next."""
        self._timer.stop()
        self._painting.end()
        self._new_sign_area("")
        self.mistake.forget()
        self.writing.clear()
        self.rail.clear()
        self._middle.setCurrentWidget(self._blank)
        self._beside.show_rail(signing=False)
        for part in (self.context, self.footer):
            part.hide()
        self.set_heading("")

    @override
    def keep_words(self) -> None:
        """Keep everything typed."""
        self.guiding.end()
        self.presenter.left()

    @override
    def show_family(self, *, on: bool) -> None:
        """Cover what was found, jotted and flagged beside the forms."""
        self._beside.show_family(on=on, signing=self._middle.currentWidget() is self.sign)
        self._fit_context()

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give a reason to sign or to take the visit back, and times, while they are asked for."""
        asked = {**self.sign.unfinished(), **self.mistake.unfinished()} if self._painting.visit else {}
        return asked or dict(self._again)

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Ask again, once the visit is there."""
        self._again = form

    @override
    def primary(self) -> None:
        """Ctrl+Enter: the next section while writing, the signature when nothing is open."""
        if self.guiding.on:
            return
        if self._middle.currentWidget() is self.writing:
            self.presenter.next_section(self._here().section)
        elif self._middle.currentWidget() is self.sign:
            self._next_thing()
        elif self._middle.currentWidget() is self.signed and self.signed.button.isEnabled():
            self.signed.button.click()

    @override
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of a visit."""
        return visit_keys()

    @override
    def entries(self) -> tuple[Entry, ...]:
        """Offer the way out of a visit that was begun by mistake."""
        return self.mistake.entries()

    def _here(self) -> Place:
        return place_of(QApplication.focusWidget()) or self.presenter.here

    def show_visit(self, visit: VisitSession, forms: dict[str, PresentedForm]) -> None:
        """Build the page of a visit."""
        opened = visit.opened
        self.set_heading(opened.head.person, patient=opened.visit.patient)
        self.rail.show_head(opened.head.title, opened.reason, opened.head.began, self._desk.clock)
        sheets = make_sections(visit, self._desk.clock, self.presenter.open_medicines)
        self._painting.begin(visit, forms, sheets)
        for key, section in sheets.items():
            section.changed.connect(partial(self._sheet_changed, key))
            section.left.connect(self.presenter.left)
        self._new_sign_area(opened.nurse_name)
        self.context.stand_on(self._desk.clock.now())
        self.context.show_last_visit(opened.last)
        self.context.show_goals(opened.goals)

    def _new_sign_area(self, nurse: str) -> None:
        before = self.sign
        self._again = self._again or before.unfinished()
        self.sign = SignArea(nurse)
        self.sign.attend(self.presenter)
        self.sign.go_to_check.connect(self._settle)
        self._middle.insertWidget(1, self.sign)
        self._middle.removeWidget(before)
        before.deleteLater()

    def show_standing(self, standing: Standing, changed: str) -> None:
        """Show how the visit stands."""
        self._painting.show(standing, changed)
        show_foot(self.footer, standing, signing=self._middle.currentWidget() is self.sign)
        self._painting.show_context()
        self.context.show_suggestions(standing.suggestions)
        self.jot.show_words(standing.sheet.jot)
        if standing.note and self._painting.visit:
            self.sign.show_note(standing.note)
            self.sign.show_checks(standing.checks)
            opened = self._painting.visit.opened
            now = Moment.at(self._desk.clock.now())
            self.sign.show_visit(opened.head, standing.sheet, opened.paper_given, now)

    def show_saved(self, moment: datetime) -> None:
        """Say when the commit came back."""
        self.footer.mark.saved(clock_time(moment))
        self.signed.show_saved(moment)

    def show_not_saved(self) -> None:
        """Say so, and try again soon."""
        self.footer.mark.failed()
        self.signed.show_not_saved()
        self._timer.start(RETRY_MS)

    def start_autosave(self) -> None:
        """Save soon after the first change that is not saved; keys that follow do not put it off."""
        if not self._timer.isActive() or self._timer.interval() > AUTOSAVE_MS:
            self._timer.start(AUTOSAVE_MS)

    def go_to(self, place: Place) -> None:
        """Put the cursor into a question."""
        self.rail.select(place.section)
        self.writing.go_to(place)

    def show_page(self, page: str) -> None:
        """Show the forms or the note."""
        signing = page == "sign"
        self._middle.setCurrentWidget(self.sign if signing else self.writing)
        self._beside.show_rail(signing=signing)
        self.footer.show()
        if signing:
            self.footer.primary_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit_context()
        again, self._again = self._again, {}
        self.sign.put_back(again)
        self.mistake.put_back(again)

    def show_signed(self, view: SignedView) -> None:
        """Show a signed visit, to be read."""
        self._timer.stop()
        self._painting.end()
        self.set_heading(view.head.person, patient=view.patient)
        self.signed.show_visit(view)
        self._middle.setCurrentWidget(self.signed)
        for part in (self.rail, self.context, self.footer):
            part.hide()

    def offer_forms(self, titles: tuple[tuple[str, str], ...]) -> None:
        """Open a list of forms beside the rail."""
        self.rail.offer_forms(titles, self, self.presenter.taking.add)

    def _sheet_changed(self, section: str, change: Change) -> None:
        here = place_of(QApplication.focusWidget())
        self.presenter.change(Place(section, here.question if here else "", "form"), change)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or self._painting.visit is None or not self.writing.isAncestorOf(now):
            return
        place = place_of(now)
        if place is None or not place.question:
            return
        self.rail.select(place.section, part_at(self._painting.forms, place))
        self.presenter.moved(place)
        self.writing.show_here(place)
        self._painting.show_context()

    def next_unanswered(self) -> None:
        """F8: the next open question, or the next open check."""
        if self._middle.currentWidget() is self.sign:
            self._next_thing()
        else:
            self.presenter.next_unanswered()

    def _next_thing(self) -> None:
        if self._middle.currentWidget() is self.writing:
            self.presenter.next_unanswered()
        elif left := self.sign.checks.open_checks:
            self._settle(left[0])
        else:
            self.presenter.sign()

    def _review_or_reason(self) -> None:
        if self._middle.currentWidget() is self.sign:
            self.sign.ask_reason()
        else:
            self.presenter.review()

    def _settle(self, check: Check) -> None:
        if check.key == LEFT:
            self.sign.clock.ask_when_left()
            return
        if check.way[0]:
            place, subject, part = check.way
            self.presenter.once_saved(lambda: self._desk.go(Route(cast("RoutePlace", place), subject, part)))
            return
        if check.key.startswith("flag:") and self._painting.standing:
            flags = [one for one in self._painting.standing.flags if f"flag:{one.key}" == check.key]
            if flags:
                self.presenter.act_on(flags[0])
                return
        self.presenter.go(Place(check.section, check.question, "form"))

    def _jot_or_back(self) -> None:
        if self.jot.box.hasFocus():
            self.writing.go_to(self.presenter.here)
        else:
            self.rail.jot()

    def _fold_context(self) -> None:
        self._beside.turn()
        if self._middle.currentWidget() is self.writing and place_of(QApplication.focusWidget()) is None:
            self.writing.go_to(self.presenter.here)

    def _fit_context(self) -> None:
        self._beside.fit(self.width(), writing=self._middle.currentWidget() is self.writing)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the columns beside the forms when there is no room for them."""
        super().resizeEvent(event)
        self._fit_context()

    def within_limits(self) -> None:
        """Write out "no" to every open question about a finding that has limits, where there are any."""
        here = self._here()
        if not self.presenter.within_limits(here.section, here.question):
            self._desk.say(self.presenter.why_not_within_limits(here.section, here.question))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the single letters that no field wanted; Esc leads from the note back to the question."""
        if event.key() == Qt.Key.Key_Escape and self._middle.currentWidget() is self.sign:
            self.presenter.back_to_forms()
            return
        if not self._letters.take(event):
            super().keyPressEvent(event)
