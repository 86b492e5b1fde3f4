"""From one person's page to the next one's: nothing of the first is seen, or written, under the second."""

from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from carenurse.app.settings import Settings
from carenurse.app.visit_begin import start_visit
from carenurse.app.visit_open import open_visit
from carenurse.app.visit_sign import sign_visit
from carenurse.errors import BugError
from tests.demo_day import NOW
from tests.fakes import FixedClock, SlowBackground
from tests.ui.showing import messages, words
from ui.careplan.page import PlanPage
from ui.medicines.page import MedicinesPage
from ui.patients.chart_page import ChartPage
from ui.patients.page import PatientsPage
from ui.shell.device import Device
from ui.shell.screens import SCREENS
from ui.shell.workplace import Workplace
from ui.visit.page import VisitPage
from ui.widgets.page import Page, Place, Route

OF_A_PERSON: tuple[Place, ...] = ("chart", "plan", "medicines", "visit", "paper")
KINDS = ("Condition", "Goal", "ServiceRequest", "CarePlan", "MedicationStatement", "Encounter", "Task")
WORDS = "Kanarienvogel"


@dataclass
class Stage:
    """A workplace over the demo, whose record answers when it is told to, and two people in it."""

    records: Records
    background: SlowBackground
    workplace: Workplace
    rosa: str
    osei: str
    failures: list[Exception]

    def route(self, place: Place, person: str) -> Route:
        """Name the page about this person; a visit is begun where one is needed."""
        if place in ("visit", "paper"):
            return Route(place, start_visit(self.records, NOW, patient=person))
        return Route(place, person)

    def go(self, route: Route) -> Page:
        """Go to a page whose answers have not come yet."""
        self.workplace.go(route)
        page = self.workplace.navigation.page
        assert page is not None
        return page

    def opened(self, route: Route) -> Page:
        page = self.go(route)
        self.background.answer()
        return page

    def count(self, person: str) -> dict[str, int]:
        return {kind: len(self.records.of_patient(person, kind)) for kind in KINDS}


@pytest.fixture
def stage(demo: Records, qtbot: QtBot) -> Stage:
    background, failures = SlowBackground(demo), list[Exception]()
    device = Device(Settings(look="light"))
    workplace = Workplace(SCREENS, background, FixedClock(NOW), failures.append, device)
    qtbot.addWidget(workplace)
    workplace.resize(1280, 720)
    workplace.show()
    rosa, osei = (demo.find_patients(name)[0] for name in ("rosa delgado", "osei"))
    return Stage(demo, background, workplace, rosa, osei, failures)


def said_of_rosa_alone(stage: Stage, place: Place) -> set[str]:
    """Read the lines that her page has and the other person's has not.

    Of a visit those beside the forms: rows of a form are the same for all, made as they come into view.
    """
    page = stage.opened(stage.route(place, stage.rosa))
    hers = set(words(page.context if isinstance(page, VisitPage) else page).splitlines())
    return hers - set(words(stage.opened(stage.route(place, stage.osei))).splitlines())


@pytest.mark.parametrize("place", OF_A_PERSON)
def test_nothing_of_the_one_stands_under_the_next_before_that_is_there(stage: Stage, place: Place) -> None:
    of_rosa = said_of_rosa_alone(stage, place)
    stage.opened(stage.route(place, stage.rosa))

    page = stage.go(stage.route(place, stage.osei))

    assert of_rosa, "the page does say something of Rosa"
    if page.patient == stage.rosa:  # what was typed of her is on its way: the bar still names her
        assert place == "visit"
        stage.background.answer(1)
    assert page.patient in ("", stage.osei)
    assert not of_rosa & set(words(page).splitlines()), "nor would it if the answer never came"
    assert not stage.failures


@pytest.mark.parametrize("place", OF_A_PERSON)
def test_what_was_asked_about_the_one_is_not_shown_of_the_next(stage: Stage, place: Place) -> None:
    of_rosa = said_of_rosa_alone(stage, place)
    stage.go(stage.route(place, stage.rosa))

    page = stage.opened(stage.route(place, stage.osei))

    assert page.patient == stage.osei
    assert not of_rosa & set(words(page).splitlines())
    assert not stage.failures


def plan(page: Page) -> PlanPage:
    assert isinstance(page, PlanPage)
    return page


def test_a_form_of_the_plan_stays_with_its_person_and_comes_back_with_her(stage: Stage) -> None:
    page = plan(stage.opened(Route("plan", stage.rosa)))
    page.presenter.begin_problem()
    page.sheet.problem.text.set_text(WORDS)
    before = stage.count(stage.rosa), stage.count(stage.osei)

    stage.opened(Route("plan", stage.osei))
    assert page.sheet.form is None
    assert page.sheet.isHidden()
    page.primary()
    stage.background.answer()
    assert (stage.count(stage.rosa), stage.count(stage.osei)) == before

    page.presenter.begin_goal()
    page.sheet.goal.text.set_text("Osei walks to the gate")
    stage.opened(Route("plan", stage.rosa))
    assert page.sheet.form is page.sheet.problem
    assert page.sheet.problem.text.text() == WORDS
    stage.opened(Route("plan", stage.osei))
    assert page.sheet.form is page.sheet.goal
    assert page.sheet.goal.text.text() == "Osei walks to the gate"


def test_a_form_of_somebody_else_is_never_kept(stage: Stage) -> None:
    page = plan(stage.opened(Route("plan", stage.rosa)))
    page.presenter.begin_problem("PB0012")
    draft = page.sheet.problem.draft()
    stage.opened(Route("plan", stage.osei))

    with pytest.raises(BugError):
        page.presenter.keep(draft)


def test_a_problem_kept_while_the_nurse_goes_on_leaves_the_next_ones_form_alone(stage: Stage) -> None:
    page = plan(stage.opened(Route("plan", stage.rosa)))
    page.presenter.begin_problem("PB0012")
    before = stage.count(stage.rosa)
    page.primary()
    stage.go(Route("plan", stage.osei))
    page.presenter.begin_care()
    page.sheet.care.text.set_text(WORDS)

    stage.background.answer()

    assert stage.count(stage.rosa)["Condition"] == before["Condition"] + 1
    assert page.sheet.form is page.sheet.care
    assert page.sheet.care.text.text() == WORDS
    stage.opened(Route("plan", stage.rosa))
    assert page.sheet.form is None, "it is kept, and not offered a second time"


def test_a_template_that_comes_late_opens_over_no_other_plan(stage: Stage) -> None:
    page = plan(stage.opened(Route("plan", stage.rosa)))
    page.presenter.begin_template("falls")

    stage.opened(Route("plan", stage.osei))

    assert page.sheet.form is None


def test_a_medicine_that_is_being_written_down_stays_with_its_person(stage: Stage) -> None:
    page = stage.opened(Route("medicines", stage.rosa))
    assert isinstance(page, MedicinesPage)
    page.form.fields["name"].set_text(WORDS)

    stage.opened(Route("medicines", stage.osei))
    assert page.form.fields["name"].text() == ""
    stage.opened(Route("medicines", stage.rosa))

    assert page.form.fields["name"].text() == WORDS


def test_an_entry_asked_for_a_moment_before_is_not_opened_on_the_next_chart(stage: Stage) -> None:
    page = stage.opened(Route("chart", stage.rosa, "everything"))
    assert isinstance(page, ChartPage)
    observed = stage.records.of_patient(stage.rosa, "Observation")[0]["id"]
    page.presenter.open_entry(f"Observation/{observed}")

    stage.opened(Route("chart", stage.osei, "everything"))

    assert "Choose an entry" in words(page)


def visit(page: Page) -> VisitPage:
    assert isinstance(page, VisitPage)
    return page


def test_a_signature_that_comes_late_takes_no_word_from_the_next_visit(stage: Stage) -> None:
    first, second = (stage.route("visit", one) for one in (stage.rosa, stage.osei))
    page = visit(stage.opened(first))
    page.presenter.jotted("the last word")
    page.presenter.sign("The others follow")
    page.leave()
    page.arrive(second)
    while page.presenter.visit is None or page.presenter.visit.opened.visit.id != second.subject:
        stage.background.answer(1)
    page.presenter.jotted(WORDS)

    stage.background.answer()
    page.leave()
    stage.background.answer()

    signed = stage.records.get("Encounter", first.subject)
    assert signed is not None
    assert signed["status"] == "finished"
    assert page.patient == stage.osei
    assert page.presenter.visit is not None
    assert not page.signed.isVisibleTo(page)
    assert open_visit(stage.records, second.subject, NOW).sheet.jot == WORDS


def test_the_cursor_of_the_next_visit_is_not_led_by_the_one_before(stage: Stage, qtbot: QtBot) -> None:
    stage.workplace.activateWindow()
    qtbot.waitUntil(stage.workplace.isActiveWindow)
    visit(stage.opened(stage.route("visit", stage.rosa)))

    page = visit(stage.opened(stage.route("visit", stage.osei)))

    def has_cursor() -> bool:
        here = QApplication.focusWidget()
        return here is not None and page.writing.isAncestorOf(here)

    qtbot.waitUntil(has_cursor)
    assert page.presenter.here.section == "arrival"


def test_a_clock_put_right_late_opens_no_visit_that_was_left(stage: Stage) -> None:
    first, second = (stage.route("visit", one) for one in (stage.rosa, stage.osei))
    page = visit(stage.opened(first))
    page.presenter.correct_clock(None, NOW)

    stage.opened(second)

    assert page.presenter.encounter == second.subject
    assert page.patient == stage.osei


def test_a_reason_to_sign_stays_with_its_visit(stage: Stage) -> None:
    first, second = (stage.route("visit", one) for one in (stage.rosa, stage.osei))
    page = visit(stage.opened(Route("visit", first.subject, "sign")))
    page.sign.ask_reason()
    page.sign.reason.set_text(WORDS)

    stage.opened(Route("visit", second.subject, "sign"))
    assert page.sign.reason.text() == ""
    stage.opened(Route("visit", first.subject, "sign"))

    assert page.sign.reason.text() == WORDS


def test_an_addendum_is_of_the_note_that_is_read(stage: Stage) -> None:
    first, second = (stage.route("visit", one) for one in (stage.rosa, stage.osei))
    sign_visit(stage.records, first.subject, NOW, "The others follow")
    page = visit(stage.opened(first))
    page.signed.text.set_text(WORDS)
    page.presenter.write_addendum(WORDS)

    stage.go(second)
    page.primary()
    stage.background.answer()

    assert page.patient == stage.osei
    again = visit(stage.opened(first))
    assert again.signed.text.text() == WORDS


def test_a_registration_half_typed_is_offered_again(stage: Stage) -> None:
    page = stage.opened(Route("patients", part="new"))
    assert isinstance(page, PatientsPage)
    page.take_up({"patient": "", "typed": {"family": WORDS, "allergies": "penicillin"}})

    stage.opened(Route("today"))
    stage.opened(Route("patients", stage.rosa, "edit"))
    assert WORDS not in str(page.unfinished())
    stage.opened(Route("patients"))

    assert "Somebody new is not registered yet." in messages(page)
    page.register()
    stage.background.answer()
    assert page.unfinished()["typed"] == {"family": WORDS, "allergies": "penicillin"}
    assert "Somebody new is not registered yet." not in messages(page)
