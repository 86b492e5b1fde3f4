"""That one thing was not saved stands until that very thing is saved, whatever else is saved meanwhile."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from carenurse.app.ports import Records
from carenurse.app.settings import Settings
from carenurse.errors import UnsavedError
from tests.demo_day import NOW
from tests.fakes import FixedClock, InlineBackground, SlowBackground
from tests.ui.showing import button, messages
from ui.shell.device import Device
from ui.shell.failures import Failures, write_down
from ui.shell.screens import Screen
from ui.shell.status_bar import StatusBar
from ui.shell.workplace import Workplace
from ui.widgets.message import Message
from ui.widgets.page import Desk, Page, Place, Route

FULL = "The disk is full."


class Speaking(Page):
    """A page that is about whom it was gone to for."""

    @override
    def arrive(self, route: Route) -> None:
        self.set_heading("", patient=route.subject)


@dataclass
class Stage:
    """A workplace of small pages, and the desk that each of them was given."""

    workplace: Workplace | None = None
    desks: dict[str, Desk] = field(default_factory=dict[str, Desk])

    @property
    def window(self) -> Workplace:
        assert self.workplace is not None
        return self.workplace

    def screen(self, place: Place) -> Screen:
        def make(desk: Desk) -> Page:
            self.desks[place] = desk
            return Speaking()

        return Screen(place, "sun", lambda: place, make)

    def speak(self, sentence: str, remedy: str, *, broken: bool, until_saved: bool = False) -> None:
        self.window.show_failure(sentence, remedy, broken=broken, until_saved=until_saved)

    def go(self, place: Place, subject: str = "") -> Desk:
        self.window.go(Route(place, subject))
        return self.desks[place]

    def fail(self, desk: Desk) -> None:
        desk.failed(UnsavedError(FULL))

    def stands(self) -> tuple[bool, str]:
        """Say whether the failure stands above the page, and what the status bar says."""
        (bar,) = self.window.findChildren(StatusBar)
        names = (one.accessibleName() for one in bar.findChildren(QWidget))
        said = next(one for one in names if "aved on this device" in one)
        return FULL in messages(self.window), said.partition(" on")[0]


def full(_records: Records) -> None:
    raise UnsavedError(FULL)


def set_up(background: InlineBackground, qtbot: QtBot) -> Stage:
    made = Stage()
    screens = [made.screen(place) for place in ("visit", "plan", "medicines", "patients")]
    failures, device = Failures(made.speak, write_down), Device(Settings(look="light"))
    made.workplace = Workplace(screens, background, FixedClock(NOW), failures.tell, device)
    qtbot.addWidget(made.window)
    made.window.show()
    return made


@pytest.fixture
def stage(records: Records, qtbot: QtBot) -> Stage:
    return set_up(InlineBackground(records), qtbot)


def test_the_plan_that_is_kept_does_not_call_over_that_the_visit_is_not_saved(stage: Stage) -> None:
    visit = stage.go("visit", "e1")
    stage.fail(visit)
    assert stage.stands() == (True, "Not saved")

    stage.go("plan", "p1").saved(NOW)
    assert stage.stands() == (True, "Not saved")
    visit.saved(NOW)
    assert stage.stands() == (False, "Saved")


def test_nor_is_one_persons_medicine_called_over_by_anothers(stage: Stage) -> None:
    medicines = stage.go("medicines", "p1")
    stage.fail(medicines)
    stage.go("medicines", "p2")
    medicines.saved(NOW)
    assert stage.stands() == (True, "Not saved")

    stage.go("medicines", "p1")
    medicines.saved(NOW)
    assert stage.stands() == (False, "Saved")


def test_a_failure_that_no_page_asked_to_hear_is_that_pages_too(stage: Stage) -> None:
    registering = stage.go("patients")
    registering.background.run(full)
    stage.go("plan", "p1").saved(NOW)
    assert stage.stands() == (True, "Not saved")
    registering.saved(NOW)
    assert stage.stands() == (False, "Saved")


def test_what_fails_when_the_page_is_about_somebody_else_is_of_whom_it_was_sent_for(
    records: Records, qtbot: QtBot
) -> None:
    slow = SlowBackground(records)
    stage = set_up(slow, qtbot)
    medicines = stage.go("medicines", "p1")
    medicines.background.run(full, failed=medicines.failed)
    stage.go("medicines", "p2")
    slow.answer()
    assert stage.stands() == (True, "Not saved")

    medicines.saved(NOW)
    assert stage.stands() == (True, "Not saved")
    stage.go("medicines", "p1")
    medicines.saved(NOW)
    assert stage.stands() == (False, "Saved")


def test_so_is_what_is_saved_by_then_and_what_follows_from_its_answer(records: Records, qtbot: QtBot) -> None:
    slow = SlowBackground(records)
    stage = set_up(slow, qtbot)
    medicines = stage.go("medicines", "p1")
    stage.fail(medicines)

    def read(_found: object) -> None:
        medicines.background.run(lambda _records: NOW, medicines.saved)

    medicines.background.run(lambda _records: None, read)
    stage.go("medicines", "p2")
    slow.answer()

    assert stage.stands() == (False, "Saved")


def test_what_is_undone_from_another_persons_page_is_still_of_whom_it_was_offered_for(stage: Stage) -> None:
    medicines = stage.go("medicines", "p1")
    medicines.offer_undo("Stopped.", lambda: medicines.background.run(full))
    stage.go("medicines", "p2")
    button(stage.window, "Undo").click()

    medicines.saved(NOW)
    assert stage.stands() == (True, "Not saved")
    stage.go("medicines", "p1")
    medicines.saved(NOW)
    assert stage.stands() == (False, "Saved")


def test_one_that_was_put_away_by_hand_leaves_the_next_save_its_green_tick(stage: Stage) -> None:
    stage.fail(stage.go("visit", "e1"))
    (message,) = (one for one in stage.window.findChildren(Message) if FULL in one.accessibleName())
    message.dismissed.emit()

    stage.go("plan", "p1").saved(NOW)

    assert stage.stands() == (False, "Saved")


def test_words_kept_in_an_open_form_are_not_called_saved(stage: Stage) -> None:
    plan = stage.go("plan", "p1")
    stage.fail(plan)

    stage.window.open_forms.begin(None)
    stage.window.open_forms.look()

    assert stage.stands() == (True, "Not saved")


def test_nor_do_they_call_over_what_failed_without_anybody_knowing_what_it_was(stage: Stage) -> None:
    plan = stage.go("plan", "p1")
    stage.speak(FULL, "", broken=False, until_saved=True)

    stage.window.open_forms.begin(None)
    stage.window.open_forms.look()
    assert stage.stands() == (True, "Not saved")

    plan.saved(NOW)
    assert stage.stands() == (False, "Saved")
