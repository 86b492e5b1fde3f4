"""The family view on the real window with the whole demo caseload: nobody but one person is anywhere."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from carenurse.app.visit_begin import start_visit
from tests.demo_day import NOW
from tests.ui.accessibility import faults
from tests.ui.keys import press, type_into
from tests.ui.shell.test_open_forms import leave_a_finding_untold
from tests.ui.shell.visiting_stage import Visiting
from ui.shell.family_view import FamilyEyes
from ui.shell.lock_card import LockCard
from ui.visit.page import VisitPage
from ui.widgets.page import Route
from ui.widgets.palette import FindOrDo


def test_one_key_and_nobody_else_is_anywhere(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("patients"))
    stage.go(Route("today"))
    assert stage.seen(), "the day and the list name others before"
    stage.go(Route("chart", stage.person))

    stage.press_f9()

    assert stage.workplace.family.person == stage.person
    assert stage.seen() == set()
    assert "F9 leaves it" in stage.words()


def test_no_way_leads_to_anybody_else(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("today"))
    other = stage.ask(
        lambda records: next(
            str(one["id"]) for one in records.all_of("Patient") if str(one["id"]) != stage.person
        )
    )
    theirs = stage.ask(lambda records: str(records.of_patient(other, "Encounter")[0]["id"]))
    hers = stage.ask(lambda records: str(records.of_patient(stage.person, "Encounter")[0]["id"]))
    stage.go(Route("chart", stage.person))
    stage.press_f9()

    for route in (
        Route("today"),
        Route("patients"),
        Route("schedule"),
        Route("office"),
        Route("settings"),
        Route("chart", other),
        Route("plan", other),
        Route("visit", theirs),
        Route("paper", theirs),
    ):
        stage.go(route)
        assert stage.workplace.navigation.route == Route("chart", stage.person), route
    stage.workplace.navigation.back()
    assert stage.workplace.navigation.route == Route("chart", stage.person)
    assert stage.seen() == set()

    stage.go(Route("visit", hers))
    stage.settle()
    assert stage.workplace.navigation.route == Route("visit", hers)
    assert stage.seen() == set()
    stage.go(Route("plan", stage.person))
    assert stage.seen() == set()


def test_find_or_do_finds_this_person_only(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("chart", stage.person))
    stage.press_f9()
    find = stage.workplace.findChild(FindOrDo)
    assert isinstance(find, FindOrDo)
    answers: list[tuple[str, ...]] = []
    provider = stage.workplace.finding

    for name in sorted(stage.others)[:6]:
        provider(name, lambda entries: answers.append(tuple(one.words for one in entries)))
    provider("", lambda entries: answers.append(tuple(one.words for one in entries)))
    stage.settle()

    told = {words for answer in answers for words in answer}
    assert not any(name in words for name in stage.others for words in told)
    assert "Leave the family view" in told
    assert not {"Today", "Patients", "Schedule"} & told


def ask_to_leave(stage: Visiting) -> LockCard:
    stage.press_f9()
    card = stage.workplace.findChild(LockCard)
    assert isinstance(card, LockCard)
    return card


def test_only_the_nurse_leaves_it(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("chart", stage.person))
    stage.press_f9()

    card = ask_to_leave(stage)
    assert card.isVisible()
    assert faults(card) == []
    type_into(card.passphrase.line, "nine loud herons at noon")
    press(card.passphrase.line, Qt.Key.Key_Return)
    stage.wait(lambda: "This is not your passphrase." in stage.words())
    assert stage.workplace.family.person
    type_into(card.passphrase.line, stage.vault.passphrase)
    press(card.passphrase.line, Qt.Key.Key_Return)

    stage.wait(lambda: not stage.workplace.family.person)
    stage.go(Route("today"))
    assert stage.seen()
    stage.settle()
    trail = stage.ask(lambda records: [(one.action, one.detail) for one in records.audit_trail(limit=6)])
    assert ("family-view", "on") in trail
    assert ("family-view", "off") in trail


def test_esc_stays_in_it(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("chart", stage.person))
    stage.press_f9()
    card = ask_to_leave(stage)

    press(card, Qt.Key.Key_Escape)

    assert not card.isVisible()
    assert stage.workplace.family.person == stage.person


def test_a_cover_and_a_closed_vault_come_back_to_it(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("chart", stage.person))
    stage.press_f9()
    stage.lock()

    stage.unlock(stage.vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None and bool(stage.workplace.family.person))
    stage.settle()

    assert stage.workplace.navigation.route == Route("chart", stage.person)
    assert stage.seen() == set()


def test_after_a_closed_vault_nobody_else_is_asked_for_before_the_view_is_on(
    visiting: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = visiting
    stage.go(Route("chart", stage.person))
    stage.press_f9()
    stage.lock()
    asked = who_asked(monkeypatch)

    stage.unlock(stage.vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)
    assert stage.seen() == set()
    stage.settle()

    assert set(asked) == {stage.person}
    assert stage.workplace.navigation.route == Route("chart", stage.person)


def test_pages_made_anew_ask_for_nobody_else(visiting: Visiting, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = visiting
    hers = stage.ask(lambda records: str(records.of_patient(stage.person, "Encounter")[0]["id"]))
    for route in (Route("chart", stage.person), Route("visit", hers)):
        stage.go(route)
        if not stage.workplace.family.person:
            stage.press_f9()
        before, asked = stage.workplace, who_asked(monkeypatch)

        stage.device.zoom(1)
        stage.wait(lambda before=before: stage.window.workplace is not before)
        stage.settle()

        assert set(asked) == {stage.person}
        assert stage.workplace.navigation.route == route
        assert stage.workplace.navigation.page is not None


def test_after_pages_were_made_anew_the_key_asks_again(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("chart", stage.person))
    stage.press_f9()
    stage.press_f9()
    before = stage.workplace
    stage.device.zoom(1)
    stage.wait(lambda: stage.window.workplace is not before)
    stage.settle()

    stage.press_f9()

    card = stage.workplace.findChild(LockCard)
    assert isinstance(card, LockCard)
    assert card.isVisible()


def who_asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note for whom the pages ask the record from now on; an empty name is everybody."""
    asked: list[str] = []
    really = FamilyEyes.run

    def run(eyes: FamilyEyes, *arguments: Any, **named: Any) -> None:
        asked.append(eyes.person)
        really(eyes, *arguments, **named)

    monkeypatch.setattr(FamilyEyes, "run", run)
    return asked


def test_without_a_person_in_front_it_says_where_to_begin(visiting: Visiting) -> None:
    visiting.go(Route("today"))

    visiting.press_f9()

    assert not visiting.workplace.family.person
    assert "press F9" in visiting.words()


def test_what_the_plan_lacks_is_not_for_the_family(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("plan", stage.person))
    assert "1 gap" in stage.spoken_words()
    assert "Fix: " in stage.spoken_words()

    stage.press_f9()
    assert "Fix: " not in stage.spoken_words()
    assert "gap" not in stage.spoken_words()
    stage.go(Route("chart", stage.person))
    stage.go(Route("plan", stage.person))
    assert "Fix: " not in stage.spoken_words()

    stage.workplace.family.leave()
    stage.go(Route("plan", stage.person))
    assert "Fix: " in stage.spoken_words()


def test_what_was_found_jotted_and_flagged_is_covered_in_a_visit(visiting: Visiting) -> None:
    stage = visiting
    stage.ask(leave_a_finding_untold)
    visit = stage.ask(lambda records: start_visit(records, NOW, patient=stage.person))
    stage.go(Route("visit", visit))
    page = stage.workplace.navigation.page
    assert isinstance(page, VisitPage)
    assert page.rail.isVisible()
    assert page.context.isVisible()

    stage.press_f9()

    assert not page.rail.isVisible()
    assert not page.context.isVisible()
    page.resize(page.width() - 1, page.height())
    assert not page.context.isVisible()
    stage.wait(lambda: "Not yet told to anyone" not in stage.words())

    stage.workplace.family.leave()
    assert page.rail.isVisible()
    assert page.context.isVisible()
    stage.wait(lambda: "Not yet told to anyone" in stage.words())


def test_pages_seen_or_made_meanwhile_show_everything_again_when_the_nurse_leaves_it(
    visiting: Visiting,
) -> None:
    stage = visiting
    visit = stage.ask(lambda records: start_visit(records, NOW, patient=stage.person))
    stage.go(Route("chart", stage.person))
    stage.press_f9()
    stage.go(Route("visit", visit))
    stage.go(Route("chart", stage.person))
    while stage.workplace.navigation.prepare():
        pass

    stage.workplace.family.leave()
    stage.go(Route("visit", visit))

    page = stage.workplace.navigation.page
    assert isinstance(page, VisitPage)
    assert page.rail.isVisible()
    assert page.context.isVisible()
