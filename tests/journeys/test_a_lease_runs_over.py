"""A lease runs over in the middle of a visit: it goes on, nobody else is readable, a code opens all."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

from carenurse.app import wiring
from carenurse.app.lease import take_lease
from carenurse.app.nameless import called
from carenurse.app.ports import Records
from carenurse.app.reach import people_of_the_day
from carenurse.app.visit_sign import sign_visit
from carenurse.clinical import patient
from carenurse.exchange.telephone import telephone_code
from carenurse.sync.kept import Received, journal_of
from carenurse.sync.marking import GivenLease
from tests.carenurse.app.waiting import all_arrives
from tests.journeys.walking import begin_the_visit
from tests.kept import keep
from ui.shell.code_sheet import CodeSheet
from ui.shell.tour.day import BEGIN
from ui.shell.tour.hands import CTRL
from ui.shell.tour.patience import wait_until
from ui.shell.tour.stage import PASSPHRASE, Stage
from ui.widgets.page import GivenUp, Place, Route

SECRET = bytes(range(20))
PLACES: tuple[Place, ...] = ("today", "patients", "schedule", "office", "forms", "sync", "settings")
JOTTED = "Ankles look better than on Monday"


def prepared(folder: Path) -> tuple[str, str]:
    """Let the lease end an hour after the day began; somebody not of today waits and is disputed, too."""
    met = BEGIN + timedelta(hours=1) - timedelta(days=14)
    vault = wiring.unlock(folder, PASSPHRASE, now=lambda: met, reserve=0)
    records = vault.records
    today = set(people_of_the_day(records, BEGIN))
    who = next(one for one in records.find_patients("") if one not in today)
    name = called(records.get("Patient", who) or {})
    dispute(records, who)
    take_lease(vault, GivenLease(met, met + timedelta(days=14), 14, SECRET))
    vault.close()
    return who, name


def dispute(records: Records, who: str) -> None:
    """Have nurse and office change the same alert, and a fact of the person wait."""
    journal = journal_of(records)
    alert: dict[str, Any] = {
        "resourceType": "Flag",
        "id": "disputed",
        "status": "active",
        "subject": {"reference": f"Patient/{who}"},
        "code": {"text": "Dog"},
    }
    keep(records, alert)
    all_arrives(journal, BEGIN)
    keep(
        records,
        alert | {"code": {"text": "Two dogs"}},
        (records.get("Patient", who) or {}) | {"gender": "other"},
    )
    theirs = {**alert, "code": {"text": "Cat"}, "meta": {"versionId": "2"}}
    journal.receive([Received("Flag", "disputed", "2", theirs)], None, BEGIN)


def painted(model: QAbstractItemModel, above: QModelIndex | None = None) -> Iterator[str]:
    """Read what a list paints and what it tells a screen reader."""
    above = above or QModelIndex()
    for row in range(model.rowCount(above)):
        for column in range(model.columnCount(above)):
            cell = model.index(row, column, above)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                yield str(model.data(cell, role))
            yield from painted(model, cell)


def read(stage: Stage) -> str:
    """Read everything that stands on the screen or is painted on it."""
    lists = (view.model() for view in stage.hands.all_of(QAbstractItemView))
    return "\n".join([stage.hands.words(), *(text for model in lists if model for text in painted(model))])


def look_for(stage: Stage, name: str) -> str:
    """Type a name into "Find or do", wait for its answer, and read the screen."""
    stage.hands.key(Qt.Key.Key_K, CTRL)
    stage.hands.keys(name)
    stage.settle()
    seen = read(stage)
    stage.hands.key(Qt.Key.Key_Escape)
    return seen


def family_name(stage: Stage, who: str) -> str:
    return stage.ask(lambda records: patient.decode(records.get("Patient", who) or {}).name.family)


@pytest.mark.slow
@pytest.mark.journey
def test_a_visit_goes_on_when_the_lease_runs_over_and_nobody_else_can_be_read(stage: Stage) -> None:
    who, name = prepared(stage.folder / "vault")
    hands = stage.hands
    stage.unlock()
    hands.wait_for("must meet its office by")
    family = family_name(stage, who)
    assert family
    stage.workplace.navigation.go(Route("chart", who))
    hands.wait_for(name)
    assert name in look_for(stage, family)
    stage.workplace.navigation.go(Route("today"))
    begin_the_visit(stage)
    hands.write("Jot pad", JOTTED)
    stage.workplace.navigation.given_up["plan"] = [GivenUp(Route("plan", who), {"text": family})]

    runs_over(stage)

    assert stage.at("visit")
    assert family not in str(stage.workplace.navigation.given_up)
    wait_until(lambda: JOTTED in hands.reads("Jot pad"), "What was jotted down is not there.")
    assert family not in read(stage)
    for place in PLACES:
        stage.workplace.navigation.go(Route(place))
        stage.settle()
        assert family not in read(stage), place
    told = sync_page(stage)
    assert "People who do not open today" in told
    assert "1 of what needs you is about people who do not open today." in told
    assert "Two dogs" not in told
    hands.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    stage.settle()
    sought = look_for(stage, family)
    assert sought.count(family) <= 2  # what was typed into the field itself
    assert name not in sought

    visit = stage.ask(the_visit)
    stage.ask(lambda records: sign_visit(records, visit, stage.clock.now(), "Called away"))

    enter_the_code(stage)

    hands.wait_for("A code of your office opens everything until")
    assert name in look_for(stage, family)
    assert "Two dogs" in sync_page(stage)
    stage.workplace.navigation.go(Route("chart", who))
    hands.wait_for(name)


def runs_over(stage: Stage) -> None:
    """Let three hours go by, and the window look at its lease."""
    stage.clock.strike(11, 0)
    attendants = stage.window.attendants
    assert attendants is not None
    assert attendants.lease is not None
    before = stage.workplace
    attendants.lease.look()
    stage.hands.wait_for("This laptop has not met its office since")
    wait_until(lambda: stage.window.workplace is not before, "The pages were not made anew.")
    stage.hands.wait_for("This laptop has not met its office since")
    stage.settle()


def sync_page(stage: Stage) -> str:
    stage.workplace.navigation.go(Route("sync"))
    stage.settle()
    return read(stage)


def the_visit(records: Records) -> str:
    return str(records.where("Encounter", "status", "in-progress")[0]["id"])


def enter_the_code(stage: Stage) -> None:
    """Read the letters to the office, and type what it answers, in small letters and without its dash."""
    before = stage.workplace
    stage.hands.press("Enter a code")
    stage.settle()
    (sheet,) = stage.workplace.findChildren(CodeSheet)
    spelled = sheet.letters.accessibleName().partition(": ")[2]
    answer = telephone_code(SECRET, spelled).lower().replace("-", " ")
    stage.hands.keys(answer)
    stage.hands.key(Qt.Key.Key_Return)
    wait_until(lambda: stage.window.workplace is not before, "The pages were not made anew.")
    stage.settle()


@pytest.mark.slow
@pytest.mark.journey
def test_words_about_somebody_who_goes_out_of_sight_are_there_again_when_they_open(stage: Stage) -> None:
    who, _ = prepared(stage.folder / "vault")
    hands = stage.hands
    stage.unlock()
    family = family_name(stage, who)
    stage.workplace.navigation.go(Route("patients", who, "edit"))
    hands.wait_for("Put right what is recorded", family)
    hands.write("Phone", "555-0188")

    runs_over(stage)

    assert stage.at("today")
    assert family not in read(stage)
    enter_the_code(stage)
    stage.workplace.navigation.go(Route("patients", who, "edit"))
    hands.wait_for("Put right what is recorded")
    wait_until(lambda: hands.reads("Phone") == "555-0188", "What was typed is not there again.")


@pytest.mark.journey
@pytest.mark.parametrize("waiting", [False, True], ids=["in front", "on a page behind"])
def test_a_visit_half_planned_for_somebody_who_goes_out_of_sight_waits_unseen(
    stage: Stage, *, waiting: bool
) -> None:
    who, name = prepared(stage.folder / "vault")
    stage.unlock()
    family = family_name(stage, who)
    stage.hands.wait_for("must meet its office by")
    go = stage.workplace.navigation.go
    go(Route("schedule"))
    stage.settle()
    draft = {"patient": who, "name": name, "day": "Mon", "clock": "10:00", "minutes": "45", "reason": ""}
    bring = {"bring": "wound vac", "weeks": "1"}
    day = stage.clock.now().date().isoformat()
    stage.page.take_up({"draft": {**draft, **bring}, "search": "", "day": day, "visit": ""})
    stage.settle()
    assert family in read(stage)
    if waiting:
        go(Route("today"))
        stage.settle()

    runs_over(stage)
    for place in PLACES:
        stage.workplace.navigation.go(Route(place))
        stage.settle()
        assert family not in read(stage), place
        assert "not kept yet" not in read(stage), place

    enter_the_code(stage)
    stage.workplace.navigation.go(Route("schedule"))
    stage.settle()
    assert family in read(stage)
    assert [one.text() for one in stage.hands.all_of(QLineEdit) if one.text() == "wound vac"]
