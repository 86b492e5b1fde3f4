"""What stands in an open form when the vault is closed stands there again, the cursor at the very field."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carenurse.app.care_plan import care_plan
from carenurse.app.ports import Records
from carenurse.app.schedule import week as week_of
from carenurse.app.untold import tasks_of
from carenurse.app.visit_facts import Flag, Level
from carenurse.app.visit_results import Scene
from carenurse.app.visit_worksheet import Worksheet
from carenurse.scheduling.weeks import week_start
from tests.demo_day import NOW
from tests.ui.keys import press, type_into
from tests.ui.shell.letting_go import let_go
from tests.ui.shell.visiting_stage import Visiting
from tests.ui.shell.window_stage import LONG_ENOUGH_MS
from ui.careplan.page import PlanPage
from ui.patients.page import PatientsPage
from ui.patients.register import RegisterPanel
from ui.schedule.page import SchedulePage
from ui.today.page import TodayPage
from ui.today.untold import UntoldRow
from ui.widgets.fields.base import Field
from ui.widgets.page import Page, Route

WORDS = "Kanarienvogel"


def closed_and_opened(stage: Visiting, close: Callable[[], object] | None = None) -> None:
    """Have the vault closed as by sleep, and open it with the passphrase."""
    guard = stage.window.guard
    assert guard is not None
    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        (close or (lambda: guard.close("sleep")))()
    stage.unlock(stage.vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)
    stage.settle()


def here(stage: Visiting) -> Page:
    page = stage.workplace.navigation.page
    assert page is not None
    return page


def plan(stage: Visiting) -> PlanPage:
    page = here(stage)
    assert isinstance(page, PlanPage)
    return page


def week(stage: Visiting) -> SchedulePage:
    page = here(stage)
    assert isinstance(page, SchedulePage)
    return page


def a_planned_visit(records: Records) -> str:
    """Name a visit of this week that can still be cancelled."""
    found = week_of(records, week_start(NOW.date()), NOW, NOW.tzinfo or UTC)
    return next(one.id for one in found.blocks if one.state.movable)


def leave_a_finding_untold(records: Records) -> None:
    """Leave a finding of a visit that nobody was told about."""
    flag = Flag("phq9/form/flag0", Level.URGENT, "Question 9 is positive", "Call 988", "phq9", "phq9-9")
    patient = str(records.all_of("Patient")[0]["id"])
    visit = str(records.of_patient(patient, "Encounter")[0]["id"])
    with records.work() as work:
        for task in tasks_of([flag], Worksheet(), Scene(patient, visit, records.me, NOW)):
            work.put(task)


def has_cursor(stage: Visiting, field: Callable[[], Field]) -> None:
    """Wait until the cursor stands in the field."""

    def stands() -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (field() is focus or field().isAncestorOf(focus))

    stage.wait(stands)


def test_a_problem_of_the_plan(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("plan", stage.person))
    plan(stage).presenter.begin_problem()
    form = plan(stage).sheet.problem
    form.text.set_text(WORDS)
    next(iter(form.ratings.values())).now.set_text("3")
    form.note.set_text("as her daughter says")
    form.note.setFocus()

    closed_and_opened(stage)

    page = plan(stage)
    stage.wait(lambda: page.sheet.form is page.sheet.problem)
    assert page.sheet.problem.text.text() == WORDS
    assert next(iter(page.sheet.problem.ratings.values())).now.text() == "3"
    assert page.sheet.problem.note.text() == "as her daughter says"
    has_cursor(stage, lambda: page.sheet.problem.note)


def test_a_goal_and_what_is_done_of_the_plan(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("plan", stage.person))
    plan(stage).presenter.begin_goal()
    plan(stage).sheet.goal.text.set_text(WORDS)
    plan(stage).sheet.goal.due.set_text("someday")
    closed_and_opened(stage)
    page = plan(stage)
    stage.wait(lambda: page.sheet.form is page.sheet.goal)
    assert (page.sheet.goal.text.text(), page.sheet.goal.due.text()) == (WORDS, "someday")

    page.presenter.begin_care()
    page.sheet.care.frequency.set_text(WORDS)
    closed_and_opened(stage)
    again = plan(stage)
    stage.wait(lambda: again.sheet.form is again.sheet.care)
    assert again.sheet.care.frequency.text() == WORDS


def test_why_a_problem_is_open_again_and_her_own_words(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("plan", stage.person))
    page = plan(stage)
    bands = stage.ask(lambda records: care_plan(records, stage.person, NOW)).bands
    page.presenter.resolve(next(band.problem.id for band in bands if band.problem))
    stage.settle()
    resolved = stage.ask(lambda records: care_plan(records, stage.person, NOW)).resolved
    page.presenter.begin_reopen(resolved[0])
    page.sheet.reopen.field.set_text(WORDS)

    closed_and_opened(stage)

    again = plan(stage)
    stage.wait(lambda: again.sheet.form is again.sheet.reopen)
    assert again.sheet.reopen.field.text() == WORDS
    again.presenter.begin_words()
    again.sheet.words.field.set_text(WORDS)
    closed_and_opened(stage)
    stage.wait(lambda: plan(stage).sheet.form is plan(stage).sheet.words)
    assert plan(stage).sheet.words.field.text() == WORDS


def test_what_is_ticked_of_a_template(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("plan", stage.person))
    plan(stage).presenter.begin_template("falls")
    stage.settle()
    form = plan(stage).sheet.template
    key = form.ticked()[0]
    form.checks[key].setChecked(False)
    ticked = form.ticked()

    closed_and_opened(stage)

    stage.wait(lambda: plan(stage).sheet.form is plan(stage).sheet.template)
    assert plan(stage).sheet.template.template.text() == "falls"
    assert plan(stage).sheet.template.ticked() == ticked


def test_a_visit_that_is_being_planned(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("schedule"))
    week(stage).presenter.turn(1)
    stage.settle()
    week(stage).presenter.begin_add()
    form = week(stage).form
    form.edited.emit(replace(form.draft, patient=stage.person, name="Rosa Delgado"))
    form.show_draft(replace(form.draft, patient=stage.person, name="Rosa Delgado", bring=WORDS, clock="25"))
    shown_before = form.draft

    closed_and_opened(stage)

    page = week(stage)
    stage.wait(lambda: "draft" in page.unfinished())
    assert page.form.draft == shown_before
    assert page.form.clock.text() == "25"
    page.primary()
    assert page.form.clock.state == "invalid", "what stood in the form is what would be kept"


def test_why_a_visit_is_cancelled(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("schedule"))
    page = week(stage)
    block = stage.ask(a_planned_visit)
    page.presenter.choose(block)
    page.presenter.begin_ending("cancel")
    page.ending.reason.set_text("other")
    page.ending.reason_chosen("other")
    page.ending.words.set_text(WORDS)
    page.ending.words.setFocus()

    closed_and_opened(stage)

    again = week(stage)
    stage.wait(lambda: "ending" in again.unfinished())
    assert again.ending.words.text() == WORDS
    assert not again.ending.words.isHidden()
    assert again.presenter.chosen == block
    has_cursor(stage, lambda: again.ending.words)


def test_who_was_told(visiting: Visiting) -> None:
    stage = visiting
    stage.ask(leave_a_finding_untold)
    stage.go(Route("today"))
    row = stage.workplace.findChildren(UntoldRow)[0]
    row.who.set_text(WORDS)
    row.who.setFocus()

    closed_and_opened(stage)

    assert isinstance(here(stage), TodayPage)
    stage.wait(lambda: bool(stage.workplace.findChildren(UntoldRow)))
    again = stage.workplace.findChildren(UntoldRow)[0]
    stage.wait(lambda: again.who.text() == WORDS)
    assert again.button.isEnabled()
    has_cursor(stage, lambda: again.who)


def registration(stage: Visiting) -> RegisterPanel:
    page = here(stage)
    assert isinstance(page, PatientsPage)
    panel = page.findChild(RegisterPanel)
    assert isinstance(panel, RegisterPanel)
    return panel


def test_somebody_new_under_a_cover_and_after_a_closed_vault(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("patients", part="new"))
    registration(stage).fields["family"].set_text(WORDS)
    stage.window.cover()
    guard = stage.window.guard
    assert guard is not None
    assert guard.cover is not None
    card = guard.cover.card
    type_into(card.passphrase.line, stage.vault.passphrase)
    press(card.passphrase.line, Qt.Key.Key_Return)
    stage.wait(lambda: not stage.window.covered)

    assert registration(stage).fields["family"].text() == WORDS, "a cover is first of all a cover"

    closed_and_opened(stage)
    assert registration(stage).fields["family"].text() == WORDS


def test_what_is_put_right_of_a_known_person(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("patients", stage.person, "edit"))
    stage.settle()
    registration(stage).fields["city"].set_text(WORDS)

    closed_and_opened(stage)
    stage.settle()

    assert registration(stage).fields["city"].text() == WORDS
    assert registration(stage).fields["family"].text() == "Delgado"
    assert registration(stage).patient == stage.person


def test_pages_made_anew_keep_the_open_form_and_the_way_back_to_a_canceled_one(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("plan", stage.person))
    plan(stage).presenter.begin_goal()
    plan(stage).sheet.goal.text.set_text("walk to the mailbox")
    plan(stage).sheet.dropped.emit()
    stage.go(Route("patients", part="new"))
    registration(stage).fields["family"].set_text(WORDS)
    before = stage.workplace

    stage.device.zoom(1)
    stage.wait(lambda: stage.window.workplace is not before)

    assert registration(stage).fields["family"].text() == WORDS
    stage.go(Route("plan", stage.person))
    next(entry for entry in plan(stage).entries() if entry.words.startswith("Put back")).act()
    stage.wait(lambda: plan(stage).sheet.goal.text.text() == "walk to the mailbox")


def test_a_window_closed_over_an_open_form_begins_there_next_time(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("plan", stage.person))
    plan(stage).presenter.begin_goal()
    plan(stage).sheet.goal.text.set_text(WORDS)

    stage.window.close()
    stage.wait(lambda: not stage.window.isVisible())

    later = Visiting(stage.qtbot, stage.vault)
    stage.wait(lambda: plan(later).sheet.form is plan(later).sheet.goal)
    assert plan(later).sheet.goal.text.text() == WORDS
    plan(later).presenter.cancel()
    for _ in range(2):
        later.workplace.open_forms.look(in_turn=True)
    assert later.ask(lambda records: records.setting("return-to")) == "", "what is given up is not offered"
    let_go(later.window)


def test_forms_of_people_who_are_not_in_front_come_back_with_them(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("plan", stage.person))
    plan(stage).presenter.begin_goal()
    plan(stage).sheet.goal.text.set_text(WORDS)
    stage.go(Route("patients", part="new"))
    registration(stage).fields["family"].set_text(WORDS)
    stage.go(Route("today"))

    closed_and_opened(stage)
    closed_and_opened(stage)

    stage.go(Route("patients"))
    assert registration(stage).fields["family"].text() == WORDS
    stage.go(Route("plan", stage.person))
    stage.wait(lambda: plan(stage).sheet.form is plan(stage).sheet.goal)
    assert plan(stage).sheet.goal.text.text() == WORDS
