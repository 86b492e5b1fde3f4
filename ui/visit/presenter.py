"""What the visit does: opens, takes answers, saves each, leads on, signs. Knows no pixels."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import pairwise

from carenurse.app.begun_forms import Begun
from carenurse.app.visit_begin import correct_clock
from carenurse.app.visit_facts import Flag
from carenurse.app.visit_goals import GoalToday, goals_today
from carenurse.app.visit_kept import Last
from carenurse.app.visit_open import OpenedVisit, open_visit
from carenurse.app.visit_readback import add_addendum, signed_visit_view
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_sign import SignedVisit, sign_visit
from carenurse.app.visit_state import checks_of, note_of, sections_of
from carenurse.app.visit_suggestions import SuggestedHere, add_suggested, suggestions_of
from carenurse.app.visit_way import first_unanswered, next_open, next_section, place_of_key, told_row
from carenurse.app.visit_worksheet import Paragraph, Place, Worksheet
from carenurse.errors import ExpectedError
from carenurse.translations import tr
from ui.visit.limits import why_not_within_limits
from ui.visit.presented_form import PresentedForm
from ui.visit.saving import Saving
from ui.visit.taking_forms import TakingForms
from ui.visit.view import Standing, VisitView
from ui.widgets.page import Desk, Route
from ui.widgets.subject import Subject


class VisitPresenter:
    """One visit at a time."""

    def __init__(self, view: VisitView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._visit: VisitSession | None = None
        self._whose = Subject()
        self._wanted = ""
        """The visit that the nurse went to last; words of the one before may still be on their way."""
        self._flags: tuple[Flag, ...] = ()
        self._suggested = Last[tuple[object, ...], tuple[SuggestedHere, ...]]()
        self._goals = Last[tuple[object, ...], tuple[GoalToday, ...]]()
        self._page = "form"
        self._saving = Saving(view, desk, lambda: self._visit, self._closed)
        self.taking = TakingForms(self, view, desk)

    @property
    def visit(self) -> VisitSession | None:
        """The living visit; none before it is opened and after it is signed."""
        return self._visit

    @property
    def encounter(self) -> str:
        """The id of the visit that is open, or being opened."""
        return self._whose.id

    @property
    def here(self) -> Place:
        """Where the cursor was last."""
        return self._visit.sheet.place if self._visit else Place()

    def open(self, encounter: str, part: str = "") -> None:
        """Open a visit where it stopped; a signed one is shown to be read.

        The visit before stands until all of it is in the record, and leaves the screen before this one comes.
        """
        self._wanted = encounter
        if encounter != self.encounter and self._saving.is_due:
            self.once_saved(lambda: self._open_wanted(encounter, part))
            return
        self.save()
        if self._whose.turn(encounter):
            self._visit = None
            self._view.turn(encounter)
        now = self._desk.clock.now()
        self._desk.background.run(
            lambda records: open_visit(records, encounter, now),
            self._whose.only(partial(self._opened, part=part)),
            partial(self._not_open, encounter),
        )

    def _opened(self, opened: OpenedVisit, part: str) -> None:
        if self._saving.is_due:  # by what was typed since it was read
            self.once_saved(partial(self._open_again, opened.visit.id, part))
            return
        self._visit = VisitSession(opened, self._desk.clock.now)
        measures = self._desk.settings().measures
        forms = {key: PresentedForm(self._visit, key, self, measures) for key in self._visit.forms}
        self._flags = self._visit.flags()
        self._view.show_visit(self._visit, forms)
        place = self._visit.sheet.place
        self._page = part if part in ("form", "sign") else place.page or "form"
        self._view.show_page(self._page)
        self._stand("")
        if self._page == "form":
            self._view.go_to(self._first_place(self._visit, part))

    def _open_again(self, encounter: str, part: str = "") -> None:
        """Read a visit again, unless the nurse went to another one meanwhile."""
        if encounter == self.encounter:
            self._open_wanted(encounter, part)

    def _open_wanted(self, encounter: str, part: str) -> None:
        if encounter == self._wanted:
            self.open(encounter, part)

    def _first_place(self, visit: VisitSession, part: str) -> Place:
        """Choose where to begin: the section asked for, where the nurse was, or the first open question."""
        if part in visit.forms:
            return first_unanswered(visit, part)
        if part and part != "form":
            return Place(part, "", "form")
        if visit.sheet.place.section:
            return visit.sheet.place
        return next_open(visit, self._flags, Place()) or Place("arrival", "", "form")

    def _not_open(self, encounter: str, problem: Exception) -> None:
        """Show a signed visit to be read; any other failure is told."""
        if encounter != self.encounter:
            if not isinstance(problem, ExpectedError):
                self._desk.failed(problem)
            return
        self._visit = None
        self._read_back(encounter, lambda _second: self._desk.failed(problem))

    def _stand(self, changed: str) -> None:
        visit = self._visit
        if visit is None:
            return
        now = self._desk.clock.now()
        self._flags = visit.flags()
        signing = self._page == "sign"
        told = (flag.key for flag in self._flags if visit.sheet.told_about(flag.key))
        standing = Standing(
            sections=sections_of(visit, self._flags),
            flags=self._flags,
            told=frozenset(told),
            suggestions=self._suggested.of(visit.grounds(now), lambda: suggestions_of(visit, now)),
            sheet=visit.sheet,
            goals=self._goals.of(visit.grounds(now), lambda: goals_today(visit, now)),
            note=note_of(visit, now) if signing else (),
            checks=checks_of(visit, self._flags, self._begun()) if signing else (),
        )
        self._view.show_standing(standing, changed)

    def flags_at(self, section: str, question: str) -> tuple[Flag, ...]:
        """Give the flags of one question."""
        here = (section, question)
        return tuple(flag for flag in self._flags if (flag.section, flag.question) == here)

    def answered(self, section: str) -> None:
        """Show what an answer moved, and save it within a second."""
        self._stand(section)
        self._view.start_autosave()

    def change(self, place: Place, change: Callable[[Worksheet], Worksheet]) -> None:
        """Change the worksheet."""
        if self._visit and self._visit.change_sheet(place, change):
            self._stand(place.section or "jot")
            self._view.start_autosave()

    def jotted(self, words: str) -> None:
        """Keep what stands in the jot pad."""
        self.change(Place("jot", "jot", "form"), lambda sheet: sheet.with_jot(words))

    def reword(self, name: str, text: str) -> None:
        """Keep her words for one paragraph of the note."""
        visit = self._visit
        if visit is None:
            return
        assembled = note_of(visit, self._desk.clock.now(), own_words=False)
        bare = {one.name: one.text for one in assembled}.get(name, "")
        self.change(
            Place("note", name, "sign"), lambda sheet: sheet.with_paragraph(Paragraph(name, text, bare))
        )

    def unword(self, name: str) -> None:
        """Go back to the assembled words."""
        self.change(Place("note", "", "sign"), lambda sheet: sheet.without_paragraph(name))
        self.left()

    def moved(self, place: Place) -> None:
        """Remember where the cursor is; it is saved with the next answer, or within a second."""
        if self._visit and self._visit.go_to(place):
            self._view.start_autosave()

    def left(self) -> None:
        """Save what was typed: the field was left."""
        if self._visit:
            self._visit.closed()
        self.save()

    def save(self) -> None:
        """Send everything unsaved to the record."""
        self._saving.save()

    def forget(self, encounter: str) -> bool:
        """Let go of a visit that is no more: nothing of it is saved from now on; says whether it was open."""
        if encounter != self.encounter:
            return False
        self._visit = None
        return True

    def once_saved(self, job: Callable[[], None]) -> None:
        """Do something as soon as everything typed is in the record."""
        self._saving.once_saved(job)

    def finished(self, section: str) -> None:
        """Go on behind the last question of a form."""
        self.save()
        self.next_section(section)

    def following(self, section: str) -> str:
        """Name the section behind another one; empty behind the last."""
        states = sections_of(self._visit, self._flags) if self._visit else ()
        pairs = pairwise(states)
        return next((after.title for before, after in pairs if before.key == section), "")

    def next_section(self, section: str = "") -> None:
        """Go to the first question of the next section; behind the last one, to the note."""
        visit = self._visit
        if visit is None:
            return
        keys = [one.key for one in sections_of(visit, self._flags)]
        here = self.here if section in ("", self.here.section) else Place(section, "", "form")
        found = next_section(visit, keys, here)
        if found is None:
            self.review()
        else:
            self._view.go_to(found)

    def next_unanswered(self, *, backwards: bool = False) -> None:
        """Go to the next question that is open; with none left, to the note."""
        visit = self._visit
        if visit is None:
            return
        found = next_open(visit, self._flags, self.here, backwards=backwards)
        if found is None:
            self.review()
        else:
            self.go(found)

    def go(self, place: Place) -> None:
        """Go to a question, from the note too."""
        if self._page != "form":
            self._show("form")
        self._view.go_to(place)

    def go_to_section(self, section: str) -> None:
        """Go to the first question of a section, or of a part of a large form."""
        if self._visit:
            self.go(place_of_key(self._visit, section))

    def _show(self, page: str) -> None:
        if self._visit is None:
            return
        self._page = page
        self._visit.go_to(Place(self.here.section, self.here.question, page))
        self._view.show_page(page)
        self._stand("")
        self._view.start_autosave()

    def review(self) -> None:
        """Show the note and its checks."""
        self._show("sign")

    def back_to_forms(self) -> None:
        """Go on writing."""
        self._show("form")
        self._view.go_to(self.here)

    def act_on(self, flag: Flag) -> None:
        """Go to the row that records who was told."""
        if self._visit:
            self.go(Place("leaving", told_row(self._visit, flag), "form"))

    def take_form(self, name: str) -> None:
        """Go to a form; one that is not in the visit yet is taken in first."""
        if self._visit and name in self._visit.forms:
            self.go(first_unanswered(self._visit, name))
        else:
            self.taking.add(name)

    def within_limits(self, section: str, question: str = "") -> bool:
        """Answer "no" to the open findings of a section that have limits; says whether there were any."""
        if self._visit is None or not self._visit.within_limits(section, question):
            return False
        self._stand(section)
        self.left()
        return True

    def why_not_within_limits(self, section: str, question: str = "") -> str:
        """Say why "within limits" has nothing to do at a question; nothing when it has."""
        return why_not_within_limits(self._visit, section, question)

    def undo(self) -> None:
        """Take the last change back; this works as long as the visit is open."""
        section = self._visit.undo() if self._visit else ""
        self._turned(tr("Nothing to undo in this visit.") if not section else "")

    def redo(self) -> None:
        """Do again what was taken back last."""
        section = self._visit.redo() if self._visit else ""
        self._turned(tr("Nothing to do again in this visit.") if not section else "")

    def _turned(self, nothing: str) -> None:
        if nothing:
            self._desk.say(nothing)
            return
        self._stand("")
        self._view.start_autosave()

    def pause(self) -> None:
        """Save, and leave the visit for later."""
        self.once_saved(lambda: self._desk.go(Route("today")))

    def add_to_plan(self, suggested: SuggestedHere) -> None:
        """Put a suggested problem on the plan; it can be taken back."""
        if self._visit is None:
            return
        patient, encounter = self._visit.opened.visit.patient, self.encounter
        now = self._desk.clock.now()
        self._desk.background.run(
            lambda records: add_suggested(records, patient, suggested, now),
            lambda changed: self.once_saved(lambda: self._planned(encounter, changed.said)),
        )

    def _planned(self, encounter: str, said: str) -> None:
        self._desk.say(said)
        self._open_again(encounter)

    def correct_clock(
        self, drive: datetime | None, began: datetime | None, left: datetime | None = None
    ) -> None:
        """Put the clock right; times that cannot be true are refused in a sentence."""
        if self._visit is None:
            return
        encounter, now = self.encounter, self._desk.clock.now()
        self.once_saved(
            lambda: self._desk.background.run(
                lambda records: correct_clock(
                    records, encounter, now, drive_started=drive, began=began, left=left
                ),
                lambda _done: self._open_again(encounter),
                self._desk.failed,
            )
        )

    def open_medicines(self) -> None:
        """Show the person's medicines, to write one down or stop one; the visit opens again where it was."""
        if self._visit:
            patient = self._visit.opened.visit.patient
            self.once_saved(lambda: self._desk.go(Route("medicines", patient)))

    def open_paper(self) -> None:
        """Show the family page of this visit."""
        encounter = self.encounter
        self.once_saved(lambda: self._desk.go(Route("paper", encounter)))

    def _begun(self) -> tuple[Begun, ...]:
        return self._desk.begun(self._visit.opened.visit.patient) if self._visit else ()

    def sign(self, reason: str = "") -> None:
        """Sign and close the visit; without a reason only when no check is open."""
        if self._visit is None:
            return
        now = self._desk.clock.now()
        job = partial(sign_visit, encounter=self.encounter, now=now, reason=reason, begun=self._begun())
        self.once_saved(lambda: self._desk.background.run(job, self._signed, self._desk.failed))

    def _signed(self, signed: SignedVisit) -> None:
        self._desk.saved(self._desk.clock.now())
        self._desk.say(tr("Signed and closed. It stays on this laptop until the office has it."))
        self._closed(signed.encounter)

    def _closed(self, encounter: str) -> None:
        if self.forget(encounter):
            self._read_back(encounter)

    def _read_back(self, encounter: str, failed: Callable[[Exception], object] | None = None) -> None:
        if encounter == self.encounter:
            job = partial(signed_visit_view, encounter=encounter)
            self._desk.background.run(job, self._whose.only(self._view.show_signed), failed)

    def write_addendum(self, text: str) -> None:
        """Keep the words of a correction while they are written, as any draft."""
        if self._visit is None:
            self._saving.take_addendum(self.encounter, text)
            self._view.start_autosave()

    def add_addendum(self, text: str) -> None:
        """Sign a correction beside the note."""
        self._saving.forget_addendum()
        encounter, now = self.encounter, self._desk.clock.now()
        self._desk.background.run(
            lambda records: add_addendum(records, encounter, text, now),
            lambda _made: self._read_back(encounter),
        )
