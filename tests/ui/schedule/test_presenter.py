from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from carenurse.app.caseload import CaseloadRow
from carenurse.app.schedule_facts import Block, BlockState, OrderLedger, Week
from carenurse.errors import ExpectedError
from tests.ui.schedule.conftest import NOW, ZONE, Office, at
from ui.schedule.drafts import VisitDraft, draft_at, read_draft
from ui.schedule.presenter import SchedulePresenter
from ui.schedule.view import Ending, Mode, Selection
from ui.widgets.page import Route


class FakeView:
    """Remembers what it was told to show."""

    def __init__(self) -> None:
        self.week: Week | None = None
        self.days: tuple[date, ...] = ()
        self.selection: Selection | None = None
        self.held: Block | None = None
        self.order: OrderLedger | None = None
        self.draft: VisitDraft | None = None
        self.faults: dict[str, str] = {}
        self.conflicts: tuple[str, ...] = ()
        self.people: list[str] = []
        self.ending: tuple[Ending, str] | None = None
        self.problem = ""

    def show_week(self, found: Week, days: tuple[date, ...], now: datetime, mode: Mode) -> None:
        assert now == NOW
        assert mode
        self.week, self.days = found, days

    def show_selection(self, selection: Selection | None) -> None:
        self.selection = selection

    def show_held(self, block: Block | None) -> None:
        self.held = block

    def show_order(self, order: OrderLedger | None) -> None:
        self.order = order

    def show_form(self, draft: VisitDraft) -> None:
        self.draft = draft

    def show_form_state(self, faults: dict[str, str], conflicts: tuple[str, ...]) -> None:
        self.faults, self.conflicts = faults, conflicts

    def show_people(self, people: tuple[CaseloadRow, ...], words: str) -> None:
        self.people, self.searched = [one.name for one in people], words

    def show_ending(self, ending: Ending, block: Block, again: str, asked: Mapping[str, Any]) -> None:
        assert block.name
        assert not asked
        self.ending = (ending, again)

    def close_form(self) -> None:
        self.draft, self.ending = None, None

    def say_problem(self, sentence: str, remedy: str) -> None:
        assert remedy
        self.problem = sentence


@pytest.fixture
def view() -> FakeView:
    return FakeView()


@pytest.fixture
def presenter(view: FakeView, office: Office) -> SchedulePresenter:
    return SchedulePresenter(view, office.noted.desk, ZONE)


def chosen(view: FakeView) -> Block:
    assert view.selection is not None
    return view.selection.block


def test_arriving_shows_the_week_of_now(presenter: SchedulePresenter, view: FakeView, office: Office) -> None:
    office.add(office.rosa, 6, "09:30")

    presenter.arrive(Route("schedule"))

    assert view.week is not None
    assert view.week.sunday == date(2026, 3, 1)
    assert len(view.days) == 7
    assert [block.name for block in view.week.blocks] == ["Rosa Delgado"]


def test_the_first_look_selects_the_visit_that_comes_next(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    office.add(office.rosa, 4, "08:00")
    coming = office.add(office.pike, 4, "11:30")

    presenter.arrive(Route("schedule"))

    assert chosen(view).id == coming
    presenter.choose("")
    presenter.arrive(Route("schedule"))
    assert view.selection is None


def test_the_week_and_the_day_are_turned(presenter: SchedulePresenter, view: FakeView) -> None:
    presenter.load()

    presenter.turn(1)
    assert view.week is not None
    assert view.week.sunday == date(2026, 3, 8)
    presenter.today()
    presenter.show_mode("day")
    assert view.days == (date(2026, 3, 4),)
    presenter.turn(-1)
    assert view.days == (date(2026, 3, 3),)


def test_choosing_a_visit_shows_it_and_the_order_of_its_person(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    identity = office.add(office.rosa, 6, "09:30")
    presenter.load()

    presenter.choose(identity)

    assert chosen(view).id == identity
    assert view.order is not None
    assert view.order.name == "Rosa Delgado"


def test_a_drag_says_its_conflict_before_it_is_let_go(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    office.add(office.pike, 6, "09:00")
    identity = office.add(office.rosa, 6, "13:00")
    presenter.load()

    presenter.drag(identity, at(6, "09:30"))

    assert view.held is not None
    assert view.held.conflicts[0].sentence == "Overlaps Harold Pike by 15 min."
    presenter.drop(identity, at(6, "09:30"))
    assert chosen(view).start == at(6, "09:30")
    assert office.noted.said[0] == "Rosa Delgado moved to Fri 6 Mar, 09:30"
    assert office.noted.saved == [NOW]


def test_undo_puts_the_visit_back(presenter: SchedulePresenter, view: FakeView, office: Office) -> None:
    identity = office.add(office.rosa, 6, "13:00")
    presenter.load()
    presenter.nudge(identity, -1, 30)
    assert chosen(view).start == at(5, "13:30")

    office.noted.undos[0]()

    assert view.week is not None
    block = view.week.block(identity)
    assert block is not None
    assert block.start == at(6, "13:00")


def test_the_fix_moves_to_the_first_time_that_leaves_no_conflict(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    office.add(office.pike, 6, "09:00")
    identity = office.add(office.rosa, 6, "09:30")
    presenter.load()
    presenter.choose(identity)
    move_to = chosen(view).conflicts[0].move_to

    presenter.solve(identity, move_to)

    assert chosen(view).start == at(6, "10:15")
    assert chosen(view).conflicts == ()


def test_keeping_both_rests_the_warning(presenter: SchedulePresenter, view: FakeView, office: Office) -> None:
    office.add(office.pike, 6, "09:00")
    identity = office.add(office.rosa, 6, "09:30")
    presenter.load()
    presenter.choose(identity)

    presenter.accept(identity)

    assert view.selection is not None
    assert view.selection.keep


def test_dropping_in_its_own_place_changes_nothing(presenter: SchedulePresenter, office: Office) -> None:
    identity = office.add(office.rosa, 6, "13:00")
    presenter.load()

    presenter.drop(identity, at(6, "13:00"))

    assert office.noted.undos == []


def test_a_visit_is_planned_through_the_form(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    office.add(office.pike, 6, "09:00")
    presenter.arrive(Route("schedule", part="add"))
    assert view.draft is not None
    presenter.search("del")
    assert view.people == ["Rosa Delgado"]
    draft = VisitDraft(office.rosa, "Rosa Delgado", "6 Mar", "9:30", "45", "Labs", "Tubes", "2")

    presenter.edit(draft)

    assert view.conflicts == ("Overlaps Harold Pike by 15 min.",)
    presenter.keep()
    assert view.draft is None
    assert office.noted.said[0] == "Rosa Delgado: 2 visits planned"
    assert (chosen(view).reason, chosen(view).bring) == ("Labs", "Tubes")


def test_a_form_with_faults_is_not_kept(presenter: SchedulePresenter, view: FakeView, office: Office) -> None:
    presenter.load()
    presenter.begin_add()
    presenter.edit(VisitDraft(day="someday", clock="25", minutes="0", weeks="0"))

    presenter.keep()

    assert set(view.faults) == {"patient", "day", "clock", "minutes", "weeks"}
    assert office.noted.undos == []


def test_changing_and_repeating_is_one_change_to_take_back(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    identity = office.add(office.rosa, 6, "09:30", reason="Heart")
    presenter.load()
    presenter.begin_change(identity)
    assert view.draft is not None
    assert (view.draft.visit, view.draft.reason) == (identity, "Heart")
    presenter.edit(VisitDraft(office.rosa, "Rosa Delgado", "6 Mar", "10", "30", "Heart", "", "3", identity))

    presenter.keep()

    assert chosen(view).start == at(6, "10:00")
    presenter.turn(1)
    assert view.week is not None
    assert [block.start for block in view.week.blocks] == [at(13, "10:00")]
    office.noted.undos[0]()
    assert view.week.blocks == ()
    presenter.turn(-1)
    assert [block.start for block in view.week.blocks] == [at(6, "09:30")]


def test_a_missed_visit_asks_why_and_is_planned_again_on_a_working_day(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    identity = office.add(office.rosa, 6, "09:30")
    presenter.load()
    presenter.choose(identity)

    presenter.begin_ending("miss")

    assert view.ending == ("miss", "Mon 9 Mar, 09:30")
    presenter.end("miss", "In hospital", again=True)
    assert view.ending is None
    assert chosen(view).state is BlockState.MISSED
    presenter.turn(1)
    assert view.week is not None
    assert [block.start for block in view.week.blocks] == [at(9, "09:30")]


def test_a_cancelled_visit_keeps_its_reason(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    identity = office.add(office.rosa, 6, "09:30")
    presenter.load()
    presenter.choose(identity)

    presenter.end("cancel", "Order changed")

    assert (chosen(view).state, chosen(view).why) == (BlockState.CANCELLED, "Order changed")
    presenter.begin_ending("cancel")
    assert view.ending is None


def test_a_refusal_is_told_and_the_week_read_again(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    identity = office.add(office.rosa, 6, "09:30")
    presenter.load()
    stored = office.records.get("Appointment", identity)
    assert stored is not None
    with office.records.work() as work:
        work.put({**stored, "status": "fulfilled"})

    presenter.nudge(identity, 0, 15)

    assert isinstance(office.noted.failures[0], ExpectedError)
    assert view.week is not None
    assert view.week.blocks[0].state is BlockState.DONE
    presenter.begin_change(identity)
    assert view.draft is None


def test_a_refusal_while_the_form_is_open_is_said_in_the_form(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    presenter.load()
    presenter.begin_for(office.rosa, "Rosa Delgado")
    presenter.edit(VisitDraft("gone", "Nobody", "6 Mar", "10"))

    presenter.keep()

    assert view.problem == "Nobody was chosen for this visit."
    presenter.cancel_form()
    assert view.draft is None


def test_chart_and_plan_of_the_selected_person_are_a_step_away(
    presenter: SchedulePresenter, office: Office
) -> None:
    identity = office.add(office.rosa, 6, "09:30")
    presenter.load()
    presenter.choose(identity)

    presenter.open_person()
    presenter.open_plan()

    assert office.noted.routes == [Route("chart", office.rosa), Route("plan", office.rosa)]


def test_a_new_visit_is_proposed_for_the_next_full_hour(presenter: SchedulePresenter, view: FakeView) -> None:
    presenter.load()

    presenter.begin_add()

    assert view.draft is not None
    assert (view.draft.day, view.draft.clock) == ("Wed 4 Mar", "11:00")


def test_a_new_visit_is_never_for_somebody_who_was_selected_in_another_week(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    identity = office.add(office.rosa, 6, "09:30")
    office.add(office.rosa, 11, "09:30")
    presenter.load()
    presenter.choose(identity)
    presenter.begin_add()
    assert view.draft is not None
    assert view.draft.name == "Rosa Delgado"
    presenter.cancel_form()

    presenter.turn(1)
    presenter.begin_add()

    assert view.draft is not None
    assert (view.draft.patient, view.draft.name) == ("", "")


def test_after_one_visit_was_planned_the_next_one_begins_with_nobody(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    presenter.load()
    presenter.begin_add()
    presenter.edit(VisitDraft(office.rosa, "Rosa Delgado", "fri", "9:30"))
    presenter.keep()

    presenter.begin_add()

    assert view.draft is not None
    assert (view.draft.patient, view.draft.name) == ("", "")
    presenter.cancel_form()
    assert view.week is not None
    presenter.choose(view.week.blocks[0].id)
    presenter.begin_add()
    assert view.draft.name == "Rosa Delgado"


def test_a_time_that_is_past_is_said_and_may_still_be_kept(
    presenter: SchedulePresenter, view: FakeView, office: Office
) -> None:
    presenter.load()
    presenter.begin_add()

    presenter.edit(VisitDraft(office.rosa, "Rosa Delgado", "wed 4 mar", "8:00"))

    assert view.conflicts == ("This time is already past.",)
    presenter.keep()
    assert view.week is not None
    assert [block.name for block in view.week.blocks] == ["Rosa Delgado"]


def test_a_draft_is_read_as_typed() -> None:
    read = read_draft(VisitDraft("rosa", "Rosa", "fri", "2pm", "60"), NOW.date(), ZONE)

    assert read.visit is not None
    assert (read.visit.start, read.visit.minutes) == (at(6, "14:00"), 60)
    assert draft_at(at(6, "14:00")).day == "Fri 6 Mar"
