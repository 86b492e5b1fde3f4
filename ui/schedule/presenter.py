"""What the schedule does: load, select, move, plan, cancel, miss, repeat, take back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Any

from carenurse.app import schedule_changes as changes
from carenurse.app.caseload import find_people
from carenurse.app.day_words import clock_time, week_day
from carenurse.app.ports import Records
from carenurse.app.schedule import week
from carenurse.app.schedule_days import first_free, held_at, held_new
from carenurse.app.schedule_facts import Changed, OrderLedger, Week
from carenurse.app.schedule_orders import order_ledger
from carenurse.app.schedule_proposing import first_start, made_good, visit_at_hand
from carenurse.app.undo import take_back
from carenurse.errors import ExpectedError
from carenurse.scheduling.repeating import same_clock
from carenurse.scheduling.weeks import week_days, week_start
from carenurse.translations import tr
from ui.schedule.drafts import VisitDraft, draft_again, draft_at, read_draft
from ui.schedule.view import Ending, Mode, ScheduleView, Selection
from ui.widgets.page import Desk, Route

_WEEK = 7


class SchedulePresenter:
    """Behavior of the week, without pixels."""

    def __init__(self, view: ScheduleView, desk: Desk, zone: tzinfo) -> None:
        self._view, self._desk, self._zone = view, desk, zone
        self._mode: Mode = "week"
        self._day = self._now().date()
        self._week: Week | None = None
        self._chosen = ""
        self._wanted = ""
        self._person = ""
        self._meant = ""
        self._planned = ""  # planned just now, chosen by nobody: the next visit is not for that person
        self._accepted: set[str] = set()
        self._draft: VisitDraft | None = None
        self._fresh = True
        self._left_open: Mapping[str, Any] = {}
        """A form to be opened again as soon as its week is there."""

    def _now(self) -> datetime:
        return self._desk.clock.now().astimezone(self._zone)

    @property
    def day(self) -> date:
        """A day of the week that is shown."""
        return self._day

    @property
    def chosen(self) -> str:
        """The id of the selected visit."""
        return self._chosen

    @property
    def mode(self) -> Mode:
        """Day, week or list."""
        return self._mode

    def arrive(self, route: Route) -> None:
        """Load the week; ``part`` "add" opens the form, ``subject`` names the person it is for."""
        self._person = route.subject or self._person
        self._meant = route.subject
        self.load()
        if route.part == "add":
            self.begin_add()

    def load(self) -> None:
        """Read the week of the shown day again."""
        self._desk.background.run(self._reading(), self._loaded)

    def read_ahead(self) -> None:
        """Have the week found quickly when the nurse comes; nothing is shown, chosen or said before."""
        self._desk.background.run(self._reading())

    def _reading(self) -> Callable[[Records], Week]:
        return partial(week, sunday=week_start(self._day), now=self._now(), zone=self._zone)

    def _loaded(self, found: Week) -> None:
        if found.sunday != week_start(self._day):
            return
        self._week = found
        self._view.show_week(found, self._days(), self._now(), self._mode)
        if self._wanted and found.block(self._wanted):
            self._chosen, self._wanted = self._wanted, ""
        elif self._fresh and not self._person:
            self._chosen = visit_at_hand(found, self._now())
        self._fresh = False
        self._show_chosen()
        left_open, self._left_open = self._left_open, {}
        self._open_again(left_open)

    def take_up(self, form: Mapping[str, Any]) -> None:
        """Open a form again, as the page gave it away when the vault was closed, once its week is there."""
        self._left_open, self._day = form, date.fromisoformat(str(form["day"]))
        self.load()

    @property
    def waiting(self) -> Mapping[str, Any]:
        """The form that is to be opened when its week is there."""
        return self._left_open

    def _open_again(self, form: Mapping[str, Any]) -> None:
        if "draft" in form:
            self._draft = draft_again(form["draft"])
            self._view.show_form(self._draft)
            self._tell_form_conflicts(self._draft)
        elif "ending" in form:
            self.choose(str(form["visit"]))
            self.begin_ending("miss" if form["ending"] == "miss" else "cancel", form["asked"])

    def _days(self) -> tuple[date, ...]:
        return (self._day,) if self._mode == "day" else week_days(week_start(self._day))

    def show_mode(self, mode: Mode) -> None:
        """Show a day, the week, or the week as a list."""
        self._mode = mode
        if self._week:
            self._view.show_week(self._week, self._days(), self._now(), mode)
            self._show_chosen()

    def turn(self, by: int) -> None:
        """Go to the next (or former) week, or day in the day view."""
        self._go_to(self._day + timedelta(days=by if self._mode == "day" else by * _WEEK))

    def today(self) -> None:
        """Go to the week (or day) of now."""
        self._go_to(self._now().date())

    def _go_to(self, day: date) -> None:
        same = self._week is not None and self._week.sunday == week_start(day)
        self._day = day
        if not same:
            self._meant = ""
        if same and self._week:
            self._view.show_week(self._week, self._days(), self._now(), self._mode)
        else:
            self.load()

    def choose(self, identity: str) -> None:
        """Select a visit; an empty id selects none."""
        self._chosen = identity
        self._planned = ""
        self._show_chosen()

    def _show_chosen(self) -> None:
        block = self._week.block(self._chosen) if self._week else None
        if block is None:
            self._chosen = ""
            self._view.show_selection(None)
            if self._person:
                self._load_order(self._person)
            else:
                self._view.show_order(None)
            return
        self._meant = block.patient if block.id != self._planned else ""
        self._view.show_selection(Selection(block, block.id in self._accepted))
        self._load_order(block.patient)

    def _load_order(self, patient: str) -> None:
        self._person = patient
        now, zone = self._now(), self._zone
        self._desk.background.run(
            lambda records: order_ledger(records, patient, now, zone), self._order_loaded
        )

    def _order_loaded(self, order: OrderLedger) -> None:
        if order.patient == self._person:
            self._view.show_order(order)

    def drag(self, identity: str, start: datetime) -> None:
        """Hold a visit over another place: its conflicts are said before it is let go."""
        block = held_at(self._week, identity, start) if self._week else None
        self._view.show_held(block)

    def drop(self, identity: str, start: datetime) -> None:
        """Let a held visit go."""
        block = self._week.block(identity) if self._week else None
        self._view.show_held(None)
        if block and block.start != start:
            self._move(identity, start)

    def nudge(self, identity: str, days: int, minutes: int) -> None:
        """Move a visit by keys."""
        block = self._week.block(identity) if self._week else None
        if block:
            self._move(identity, same_clock(block.start, days, minutes, self._zone))

    def solve(self, identity: str, start: datetime | None) -> None:
        """Move a visit to the first time from ``start`` (None: its own) that leaves it no conflict."""
        block = self._week.block(identity) if self._week else None
        if block and self._week:
            self._move(identity, first_free(self._week, identity, start or block.start))

    def accept(self, identity: str) -> None:
        """Leave both visits as they are; the warning rests for this sitting."""
        self._accepted.add(identity)
        self._show_chosen()

    def _move(self, identity: str, start: datetime) -> None:
        self._accepted.discard(identity)
        zone = self._zone
        self._change(lambda records: changes.move_visit(records, identity, start, zone), form=False)

    def begin_add(self, start: datetime | None = None) -> None:
        """Open the form for a new visit, at a chosen place or the next morning that is shown.

        It is for whoever is selected in this week; somebody of another week is never taken over unseen.
        """
        name = self._name_of(self._meant)
        begin = start or self._first_start()
        self._open_form(draft_at(begin, patient=self._meant if name else "", name=name))

    def begin_for(self, patient: str, name: str) -> None:
        """Open the form for a person whose order is not fully planned."""
        self._person = patient
        self._open_form(draft_at(self._first_start(), patient=patient, name=name))

    def begin_change(self, identity: str) -> None:
        """Open the form of a planned visit; what is over opens in the chart."""
        block = self._week.block(identity) if self._week else None
        if block is None:
            return
        if not block.state.movable:
            self.open_person()
            return
        draft = draft_at(block.start, patient=block.patient, name=block.name)
        self._open_form(
            replace(
                draft,
                minutes=str(block.minutes),
                reason=block.reason,
                bring=block.bring,
                visit=identity,
                opened=block.mark,
            )
        )

    def _open_form(self, draft: VisitDraft) -> None:
        self._draft = draft
        self._view.show_form(draft)
        self._tell_form_conflicts(draft)

    def _name_of(self, patient: str) -> str:
        blocks = self._week.blocks if self._week else ()
        return next((block.name for block in blocks if block.patient == patient), "")

    def _first_start(self) -> datetime:
        return first_start(self._day if self._mode == "day" else week_start(self._day), self._now())

    def search(self, words: str) -> None:
        """Find the person for the form."""
        now = self._now()
        self._desk.background.run(
            lambda records: find_people(records, words, now, limit=6),
            lambda found: self._view.show_people(found.rows, words),
        )

    def edit(self, draft: VisitDraft) -> None:
        """Take in what was typed; conflicts are said at once, faults only when the nurse wants to keep it."""
        self._draft = draft
        self._tell_form_conflicts(draft)

    def _tell_form_conflicts(self, draft: VisitDraft) -> None:
        self._view.show_form_state({}, self._form_conflicts(draft))

    def _form_conflicts(self, draft: VisitDraft) -> tuple[str, ...]:
        visit = read_draft(draft, self._now().date(), self._zone).visit
        if visit is None:
            return ()
        past = (tr("This time is already past."),) if visit.start < self._now() else ()
        if self._week is None or week_start(visit.start.date()) != self._week.sunday:
            return past
        held = held_new(self._week, draft.visit, visit.patient, visit.start, visit.minutes)
        return (*past, *(conflict.sentence for conflict in held.conflicts))

    def keep(self) -> None:
        """Keep the form: plan a new visit, or change the one it is about."""
        draft = self._draft
        if draft is None:
            return
        read = read_draft(draft, self._now().date(), self._zone)
        if read.visit is None:
            self._view.show_form_state(read.faults, ())
            return
        new = read.visit
        self._day = new.start.astimezone(self._zone).date()
        if not draft.visit:
            job = partial(changes.add_visit, new=new, zone=self._zone)
            self._desk.background.run(job, self._added, self._refused)
            return
        self._change(
            partial(
                changes.change_and_repeat, identity=draft.visit, new=new, zone=self._zone, opened=draft.opened
            )
        )

    def begin_ending(self, ending: Ending, asked: Mapping[str, Any] | None = None) -> None:
        """Ask why the selected visit does not take place; ``asked``: what stood in the form already."""
        block = self._week.block(self._chosen) if self._week else None
        if self._week and block and block.state.movable:
            free = made_good(self._week, block, self._zone)
            again = f"{week_day(free.date())}, {clock_time(free)}"
            self._view.show_ending(ending, block, again, asked or {})

    def end(self, ending: Ending, reason: str, *, again: bool = False, series: bool = False) -> None:
        """Cancel or miss the selected visit with its reason."""
        identity, zone = self._chosen, self._zone
        block = self._week.block(identity) if self._week else None
        if self._week is None or block is None:
            return
        if ending == "cancel":
            self._change(lambda records: changes.cancel_visit(records, identity, reason, series=series))
            return
        anew = made_good(self._week, block, self._zone) if again else None
        self._change(lambda records: changes.miss_visit(records, identity, reason, zone, anew))

    def _change(self, job: Callable[[Records], Changed], *, form: bool = True) -> None:
        self._desk.background.run(job, partial(self._changed, form=form), self._refused)

    def _added(self, changed: Changed) -> None:
        self._planned = changed.visits[0]
        self._changed(changed)

    def _changed(self, changed: Changed, *, form: bool = True) -> None:
        """Show what was done; ``form``: by the open form, which is over with it."""
        self._desk.saved(self._desk.clock.now())
        if form:
            self._draft = None
            self._view.close_form()
        self._wanted = changed.visits[0]
        self.load()
        self._desk.offer_undo(changed.said, partial(self._take_back, changed))

    def _take_back(self, changed: Changed) -> None:
        self._desk.background.run(lambda records: take_back(records, changed.undo), lambda _done: self.load())

    def _refused(self, problem: Exception) -> None:
        if isinstance(problem, ExpectedError) and self._draft is not None:
            self._view.say_problem(problem.sentence, problem.remedy)
        else:
            self._desk.failed(problem)
            self.load()

    def cancel_form(self) -> None:
        """Think better of it."""
        self._draft = None
        self._view.close_form()

    def open_person(self) -> None:
        """Go to the chart of the selected person."""
        block = self._week.block(self._chosen) if self._week else None
        if block:
            self._desk.go(Route("chart", block.patient))

    def open_plan(self) -> None:
        """Go to the care plan of the selected person."""
        block = self._week.block(self._chosen) if self._week else None
        if block:
            self._desk.go(Route("plan", block.patient))
