"""What the world does to a nurse's window: each gets a sentence, and nothing is lost."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView

from carenurse.app.settings import Settings
from carenurse.clinical.fhir import Resource
from tests.disks import fill, small_disk_at, unwritable
from tests.journeys.walking import begin_the_visit
from ui.shell.device import Device
from ui.shell.doors import Doors
from ui.shell.main import all_screens
from ui.shell.tour.day import BEGIN, TourClock
from ui.shell.tour.hands import CTRL, Hands
from ui.shell.tour.patience import wait_until
from ui.shell.tour.stage import PASSPHRASE, Stage
from ui.shell.window import Window

pytestmark = [pytest.mark.journey, pytest.mark.slow]

HOSTILE = "<script>alert(1)</script><img src='file:///etc/passwd'>"
ARABIC = "فاطمة الزهراء"


def unlocked(stage: Stage) -> Hands:
    stage.unlock()
    stage.arrive_at("today")
    stage.hands.wait_for("Rosa Delgado")
    return stage.hands


def test_a_second_window_on_the_same_vault_is_told_so_and_harms_nothing(stage: Stage) -> None:
    unlocked(stage)
    device = Device(Settings(look="light"), None, stage.app)
    second = Window(all_screens, stage.clock, Doors(stage.folder / "vault", stage.clock), device)
    second.look()
    second.show()
    second.activateWindow()
    hands = Hands(lambda: second)

    hands.write("Passphrase", PASSPHRASE)
    hands.press("Unlock")

    hands.wait_for("This vault is already open, in another window or because an office serves it.")
    assert second.workplace is None
    second.close()
    second.deleteLater()
    stage.window.activateWindow()
    assert stage.ask(lambda records: records.find_patients("delgado"))


def test_a_damaged_header_is_told_from_a_wrong_passphrase_and_mended_by_putting_it_back(
    stage: Stage, tmp_path: Path
) -> None:
    stage.hands.wait_for("Welcome back")
    stage.close_window()
    vault = tmp_path / "vault"
    shutil.copytree(vault, tmp_path / "whole")
    headers = [file for file in vault.iterdir() if file.name.startswith("vault.hdr")]
    assert headers
    for header in headers:
        header.write_bytes(bytes(64))

    stage.open_again()

    stage.hands.wait_for("The vault cannot be opened now", "Nothing was changed or erased.")
    for header in headers:
        shutil.copy(tmp_path / "whole" / header.name, header)
    stage.hands.press("Look again")
    unlocked(stage)


@pytest.fixture
def read_only(stage: Stage, tmp_path: Path) -> Iterator[Stage]:
    with unwritable(tmp_path / "vault"):
        yield stage


def test_a_folder_that_cannot_be_written_is_said_in_the_window(read_only: Stage) -> None:
    read_only.hands.write("Passphrase", PASSPHRASE)
    read_only.hands.press("Unlock")

    read_only.hands.wait_for("CareNurse may not write to the folder of this vault.")
    assert read_only.window.workplace is None


def test_a_clock_that_stands_before_the_last_save_is_told_and_the_record_opens(stage: Stage) -> None:
    stage.close_window()
    stage.clock = TourClock(BEGIN - timedelta(days=2))
    stage.open_again()

    stage.unlock()

    stage.hands.wait_for("The clock of this computer is behind")
    assert stage.ask(lambda records: records.find_patients("delgado"))


def test_hostile_narrative_is_shown_as_text_and_loads_nothing(stage: Stage, tmp_path: Path) -> None:
    hands = unlocked(stage)
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps(hostile_bundle()), encoding="utf-8")
    hands.press("Office")
    stage.arrive_at("office")

    stage.choose(file, "Choose files")
    hands.press("Take over")
    hands.wait_for("Taken over.")
    hands.press("Open the chart")
    stage.arrive_at("chart")

    hands.wait_for(HOSTILE)
    stage.picture("hostile")


def hostile_bundle() -> Resource:
    fictional = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]}
    person: Resource = {
        "resourceType": "Patient",
        "id": "evil-1",
        "meta": fictional,
        "text": {"status": "generated", "div": f"<div xmlns='http://www.w3.org/1999/xhtml'>{HOSTILE}</div>"},
        "name": [{"family": HOSTILE, "given": ["Eve"]}],
        "birthDate": "1950-01-01",
    }
    trouble: Resource = {
        "resourceType": "Condition",
        "id": "evil-2",
        "meta": fictional,
        "subject": {"reference": "Patient/evil-1"},
        "code": {"text": HOSTILE},
        "recordedDate": "2026-03-01",
    }
    entries = [{"resource": person}, {"resource": trouble}]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


@pytest.mark.parametrize(
    ("family", "given"), [("X" * 500, "Long"), (ARABIC, "عائشة")], ids=["500 letters", "right to left"]
)
def test_a_name_of_any_length_and_direction_is_registered_shown_and_found(
    stage: Stage, family: str, given: str
) -> None:
    hands = unlocked(stage)
    hands.key(Qt.Key.Key_2, CTRL)
    stage.arrive_at("patients")
    hands.press("New patient")

    hands.write("First and middle name", given)
    hands.write("Last name", family)
    hands.press("Register")

    stage.arrive_at("chart")
    hands.wait_for(f"{given} {family}")
    assert stage.window.width() == 1280, "the name made the window wider"
    hands.key(Qt.Key.Key_2, CTRL)
    stage.arrive_at("patients")
    search = hands.the("Name, birth date, street, phone, or a problem such as wound")
    hands.write_into(search, family[:20])
    wait_until(lambda: family[:20] in first_listed(hands), "The search does not find the name.")
    stage.picture("name")


def first_listed(hands: Hands) -> str:
    return str(hands.the("People", QTableView).model().index(0, 0).data() or "")


def test_a_note_of_a_thousand_lines_is_kept_whole_and_read_again(stage: Stage) -> None:
    hands = unlocked(stage)
    lines = "\n".join(f"Line {number}: nothing new here." for number in range(1000))
    begin_the_visit(stage)
    hands.key(Qt.Key.Key_F6)
    wait_until(lambda: hands.focus().accessibleName() == "Jot pad", "F6 does not go to the jot pad.")

    QGuiApplication.clipboard().setText(lines)
    hands.key(Qt.Key.Key_V, CTRL)
    stage.settle()
    stage.close_window()
    stage.open_again()
    back_in_the_visit(stage)

    assert stage.hands.reads("Jot pad") == lines
    stage.hands.press("Review and sign")
    stage.hands.wait_for("Line 999: nothing new here.")


def back_in_the_visit(stage: Stage) -> None:
    stage.unlock()
    stage.arrive_at("visit")
    stage.hands.wait_for("Vital signs", "Jot pad")


@pytest.fixture
def small_disk(stage: Stage, tmp_path: Path) -> Iterator[Path]:
    """Put the vault on a small disk."""
    with small_disk_at(tmp_path / "disk", 48) as place:
        shutil.copytree(tmp_path / "vault", place / "vault")
        stage.close_window()
        stage.folder = place
        stage.open_again()
        yield place
        if stage.window.isVisible():
            stage.close_window()


def test_a_full_disk_is_told_and_what_was_typed_is_kept_once_there_is_room(
    stage: Stage, small_disk: Path
) -> None:
    hands = unlocked(stage)
    begin_the_visit(stage)
    hands.write("Why this visit", "Swollen ankles")
    stage.settle()
    filler = fill(small_disk)

    QGuiApplication.clipboard().setText("and her daughter's arm. " * 40)
    hands.click(hands.box("Homebound: help needed to leave the home"))
    hands.keys("Cane ")
    hands.key(Qt.Key.Key_V, CTRL)
    hands.key(Qt.Key.Key_Tab)
    wait_until(lambda: stage.window.failures.told or hands.sees("Saved"), "Nothing is said of the full disk.")
    assert hands.reads("Homebound: help needed to leave the home").startswith("Cane and her")

    filler.unlink()
    hands.write("Homebound: what going out costs", "Rests an hour")
    wait_until(lambda: hands.sees("Saved") and not hands.sees("Not saved yet"), "It is never saved again.")
    stage.close_window()
    stage.open_again()
    back_in_the_visit(stage)
    assert stage.hands.reads("Homebound: help needed to leave the home").startswith("Cane and her")
    assert stage.hands.reads("Homebound: what going out costs") == "Rests an hour"
