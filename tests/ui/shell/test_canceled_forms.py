"""Esc and Cancel over typed words ask nothing and lose nothing: Undo, or "Find or do", puts them back."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.coming_back import holds_words
from carenurse.app.medicine_typed import TypedMedicine
from carenurse.app.ports import Records
from carenurse.app.settings import Settings
from tests.demo_day import NOW
from tests.fakes import FixedClock, InlineBackground
from tests.ui.keys import press
from tests.ui.shell.test_open_forms import WORDS, a_planned_visit
from tests.ui.showing import button, words
from ui.careplan.page import PlanPage
from ui.medicines.page import MedicinesPage
from ui.patients.page import PatientsPage
from ui.patients.register import RegisterPanel
from ui.schedule.page import SchedulePage
from ui.shell.device import Device
from ui.shell.screens import SCREENS
from ui.shell.workplace import Workplace
from ui.widgets.page import Page, Place, Route
from ui.widgets.toast import Toast

BACK = "Put back what you typed and canceled"


@dataclass
class Stage:
    """A workplace over the demo, and two people in it."""

    records: Records
    workplace: Workplace
    rosa: str
    osei: str

    def go(self, place: Place, subject: str = "", part: str = "") -> Page:
        self.workplace.go(Route(place, subject, part))
        return self.page

    @property
    def page(self) -> Page:
        found = self.workplace.navigation.page
        assert found is not None
        return found

    @property
    def toast(self) -> Toast:
        return self.workplace.findChildren(Toast)[0]

    def ways_back(self) -> list[Callable[[], object]]:
        return [entry.act for entry in self.page.entries() if entry.words == BACK]


@pytest.fixture
def stage(demo: Records, qtbot: QtBot) -> Stage:
    failed = pytest.fail
    device = Device(Settings(look="light"))
    workplace = Workplace(
        SCREENS, InlineBackground(demo), FixedClock(NOW), lambda problem: failed(repr(problem)), device
    )
    qtbot.addWidget(workplace)
    workplace.resize(1280, 720)
    workplace.show()
    rosa, osei = (demo.find_patients(name)[0] for name in ("rosa delgado", "osei"))
    return Stage(demo, workplace, rosa, osei)


def plan(stage: Stage) -> PlanPage:
    page = stage.page
    assert isinstance(page, PlanPage)
    return page


def a_problem(stage: Stage) -> None:
    stage.go("plan", stage.rosa)
    plan(stage).presenter.begin_problem()


def a_changed_item(stage: Stage) -> None:
    stage.go("plan", stage.rosa)
    goal = stage.records.of_patient(stage.rosa, "Goal")[0]
    plan(stage).presenter.edit(str(goal["id"]))


def own_words(stage: Stage) -> None:
    stage.go("plan", stage.rosa)
    plan(stage).presenter.begin_words()


def a_medicine(stage: Stage) -> None:
    stage.go("medicines", stage.rosa)


def a_planned(stage: Stage) -> None:
    stage.go("schedule", part="add")


def a_missed(stage: Stage) -> None:
    page = stage.go("schedule")
    assert isinstance(page, SchedulePage)
    page.presenter.choose(a_planned_visit(stage.records))
    page.presenter.begin_ending("miss")


def somebody_new(stage: Stage) -> None:
    stage.go("patients", part="new")


def facts_put_right(stage: Stage) -> None:
    stage.go("patients", stage.rosa, "edit")


def registration(page: Page) -> RegisterPanel:
    return next(one for one in page.findChildren(RegisterPanel) if one.isVisible())


def write(page: Page) -> None:
    """Type into the open form of a page."""
    match page:
        case PlanPage():
            sheet = page.sheet
            field = {
                sheet.problem: sheet.problem.text,
                sheet.goal: sheet.goal.text,
                sheet.words: sheet.words.field,
            }[sheet.form]  # pyright: ignore[reportArgumentType]
            field.set_text(WORDS)
        case MedicinesPage():
            page.form.fields["name"].set_text(WORDS)
        case SchedulePage() if page.form.isVisible():
            page.form.show_draft(replace(page.form.draft, bring=WORDS))
        case SchedulePage():
            page.ending.reason.set_text("other")
            page.ending.words.set_text(WORDS)
        case _:
            registration(page).fields["street"].set_text(WORDS)


def cancel(page: Page) -> None:
    """Press Esc in the open form."""
    press(registration(page) if isinstance(page, PatientsPage) else page, Qt.Key.Key_Escape)
    QApplication.processEvents()


FORMS = (a_problem, a_changed_item, own_words, a_medicine, a_planned, a_missed, somebody_new, facts_put_right)


@pytest.mark.parametrize("begin", FORMS)
def test_what_was_canceled_is_put_back_by_undo_and_later_by_find_or_do(
    stage: Stage, begin: Callable[[Stage], None]
) -> None:
    begin(stage)
    write(stage.page)
    cancel(stage.page)
    assert WORDS not in str(stage.page.unfinished())
    assert "Put away, not kept." in words(stage.toast)

    stage.go("today")
    stage.toast.take_back()
    assert WORDS in str(stage.page.unfinished()), "Undo leads back to it, from another page too"

    cancel(stage.page)
    stage.toast.let_go()
    (put_back,) = stage.ways_back()
    put_back()
    assert WORDS in str(stage.page.unfinished())
    assert stage.ways_back() == []


def a_goal(stage: Stage) -> None:
    stage.go("plan", stage.rosa)
    plan(stage).presenter.begin_goal()


def an_intervention(stage: Stage) -> None:
    stage.go("plan", stage.rosa)
    plan(stage).presenter.begin_care()


def a_template(stage: Stage) -> None:
    stage.go("plan", stage.rosa)
    plan(stage).presenter.begin_template()


def every_item(stage: Stage) -> None:
    """Open each item of a plan, one over the other."""
    stage.go("plan", stage.rosa)
    for kind in ("Condition", "Goal", "ServiceRequest"):
        for one in stage.records.of_patient(stage.rosa, kind):
            plan(stage).presenter.edit(str(one["id"]))


def a_line_to_correct(stage: Stage) -> None:
    stage.go("medicines", stage.rosa)
    page = stage.page
    assert isinstance(page, MedicinesPage)
    page.presenter.save(TypedMedicine(name="Vitamin D", dose="one each morning", since="today"))
    page.presenter.save(TypedMedicine(name="Vitamin D", dose="one each morning", since="today"))
    stage.toast.let_go()
    told = (one for one in stage.records.of_patient(stage.rosa, "MedicationStatement"))
    newest = max(told, key=lambda one: str(one["dateAsserted"]))
    page.presenter.begin_correct(f"MedicationStatement/{newest['id']}")
    assert page.form.fields["name"].text() == "Vitamin D"


UNTOUCHED = (*FORMS, a_goal, an_intervention, a_template, every_item, a_line_to_correct)


@pytest.mark.parametrize("begin", UNTOUCHED)
def test_a_form_in_which_nothing_was_typed_goes_without_a_word(
    stage: Stage, begin: Callable[[Stage], None]
) -> None:
    begin(stage)
    assert not holds_words(stage.page.unfinished())
    cancel(stage.page)

    assert not stage.toast.isVisible()
    assert stage.ways_back() == []


def test_one_form_opened_over_another_loses_nothing_and_they_are_changed_back(stage: Stage) -> None:
    a_problem(stage)
    write(stage.page)
    goal = str(stage.records.of_patient(stage.rosa, "Goal")[0]["id"])
    plan(stage).presenter.edit(goal)
    assert plan(stage).sheet.form is plan(stage).sheet.goal
    plan(stage).sheet.goal.text.set_text("walk to the mailbox")

    stage.toast.take_back()
    assert plan(stage).sheet.problem.text.text() == WORDS

    stage.toast.take_back()
    assert plan(stage).sheet.goal.text.text() == "walk to the mailbox"


def test_what_was_canceled_before_comes_back_after_what_was_canceled_last(stage: Stage) -> None:
    for text in ("first", "second"):
        a_problem(stage)
        plan(stage).sheet.problem.text.set_text(text)
        cancel(stage.page)

    for text in ("second", "first"):
        stage.ways_back()[0]()
        assert plan(stage).sheet.problem.text.text() == text
        plan(stage).presenter.cancel()
    assert stage.ways_back() == []


def test_nobody_elses_page_offers_it_and_undo_leads_to_whose_it_is(stage: Stage) -> None:
    a_problem(stage)
    write(stage.page)
    cancel(stage.page)

    stage.go("plan", stage.osei)
    assert stage.ways_back() == []
    stage.toast.take_back()

    assert plan(stage).presenter.patient == stage.rosa
    assert plan(stage).sheet.problem.text.text() == WORDS


def test_while_the_family_looks_a_form_about_somebody_else_is_not_put_back(stage: Stage) -> None:
    a_problem(stage)
    write(stage.page)
    cancel(stage.page)
    stage.go("plan", stage.osei)
    stage.workplace.family.press(stage.osei)

    assert not stage.toast.isVisible()
    assert stage.ways_back() == []


def test_what_was_canceled_can_be_put_back_after_the_family_looked(stage: Stage) -> None:
    a_problem(stage)
    write(stage.page)
    cancel(stage.page)
    before = stage.page
    stage.go("chart", stage.rosa)
    stage.workplace.family.enter(stage.rosa)
    stage.workplace.family.leave()

    stage.go("plan", stage.rosa)
    assert stage.page is not before
    (put_back,) = stage.ways_back()
    put_back()
    assert WORDS in str(stage.page.unfinished())


def test_somebody_who_is_here_already_is_opened_and_what_was_typed_of_the_new_one_can_be_put_back(
    stage: Stage,
) -> None:
    somebody_new(stage)
    write(stage.page)
    registration(stage.page).presenter.open(stage.rosa)
    assert stage.page.patient == stage.rosa

    stage.toast.take_back()
    assert WORDS in str(stage.page.unfinished())


def test_a_visit_moved_in_the_week_leaves_the_open_form_as_it_is(stage: Stage) -> None:
    visit = a_planned_visit(stage.records)
    a_planned(stage)
    write(stage.page)
    page = stage.page
    assert isinstance(page, SchedulePage)

    page.presenter.nudge(visit, 0, 15)

    assert WORDS in str(page.unfinished())
    button(page, "Cancel").click()
    assert WORDS not in str(page.unfinished())
