"""The vault looked after from Settings, with the real vault behind the store thread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from carenurse.app import wiring
from carenurse.app.backup_place import list_backups, place_beside
from carenurse.app.open_vault import OpenVault
from carenurse.exchange.sealing import office_keys
from tests.demo_day import NOW
from tests.fakes import FixedClock, InlineBackground
from tests.made_vault import MadeVault
from tests.ui.accessibility import faults
from tests.ui.desk import NotedDesk
from ui.settings.page import SettingsPage
from ui.shell.store_thread import StoreThread
from ui.shell.vault_care import VaultCare
from ui.widgets.buttons import Button
from ui.widgets.code_box import CodeBox
from ui.widgets.message import Message
from ui.widgets.page import Route
from ui.widgets.text import Label

_WAIT_MS = 20_000


@dataclass
class Stage:
    """A page of settings on a real vault."""

    qtbot: QtBot
    store: StoreThread
    page: SettingsPage
    made: MadeVault
    folders: list[str]
    asked: list[tuple[str, str]]
    windows: list[Path]

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=_WAIT_MS)

    def told(self) -> str:
        return " ".join(one.accessibleName() for one in self.page.findChildren(Message) if one.isVisible())

    def words(self) -> str:
        return " ".join(one.text() for one in self.page.findChildren(Label) if one.isVisible())


@pytest.fixture
def stage(qtbot: QtBot, made_vault: MadeVault) -> Iterator[Stage]:
    told: list[Exception] = []
    store, clock, opened = StoreThread(told.append), FixedClock(NOW), list[OpenVault]()

    def open_it() -> tuple[OpenVault, OpenVault]:
        vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
        with vault.records.work() as work:
            for one in ("here", "gone"):
                work.put({"resourceType": "Patient", "id": one, "name": [{"family": one}]}, local=True)
            member = [{"entity": {"reference": "Patient/here"}}]
            work.put({"resourceType": "Group", "id": "mine", "member": member}, local=True)
        return vault, vault

    store.open(open_it, opened.append, told.append)
    qtbot.waitUntil(lambda: bool(opened), timeout=_WAIT_MS)
    folders: list[str] = []
    asked: list[tuple[str, str]] = []
    windows: list[Path] = []

    def another(folder: Path) -> bool:
        windows.append(folder)
        return True

    def next_folder(title: str, begin: str = "") -> str:
        asked.append((title, begin))
        return folders.pop(0)

    noted = NotedDesk(InlineBackground(opened[0].records), clock)
    care = VaultCare(store, clock, told.append, another)
    page = SettingsPage(replace(noted.desk, care=care, open_folder=next_folder))
    qtbot.addWidget(page)
    page.resize(1208, 700)
    page.show()
    page.arrive(Route("settings"))
    yield Stage(qtbot, store, page, made_vault, folders, asked, windows)
    store.end()
    assert told == []
    assert noted.failures == []


def test_a_backup_is_made_tried_and_restored(stage: Stage, tmp_path: Path) -> None:
    panels = stage.page.care_panels
    assert panels is not None
    stage.wait(lambda: "There is no backup yet." in stage.words())
    assert faults(panels.backups) == []

    panels.backups.backup_button.click()
    assert not panels.backups.backup_button.isEnabled()
    stage.wait(lambda: f"Backed up {NOW:%H:%M}." in stage.told())
    panels.backups.trial_button.click()
    stage.wait(lambda: "The backup holds." in stage.told())
    panels.backups.check_button.click()
    stage.wait(lambda: "Everything is whole" in stage.told())

    place = place_beside(stage.made.folder)
    backup = next(one for one in place.iterdir() if one.is_dir())
    stage.folders += [str(backup), str(tmp_path)]
    panels.backups.restore_button.click()
    stage.wait(lambda: "is restored in" in stage.told())
    restored = next(tmp_path.glob("vault-2*"))
    wiring.unlock_with_recovery(restored, stage.made.recovery_code, reserve=0).close()
    assert [begin for _, begin in stage.asked] == [str(place), str(place.parent)]
    _press(stage, "Open it")
    assert stage.windows == [restored]


def test_a_backup_of_the_list_is_restored_by_its_own_button(stage: Stage, tmp_path: Path) -> None:
    panels = stage.page.care_panels
    assert panels is not None
    panels.backups.backup_button.click()
    stage.wait(lambda: f"Backed up {NOW:%H:%M}." in stage.told())
    stage.folders.append(str(tmp_path))

    _press(stage, "Restore")

    stage.wait(lambda: "is restored in" in stage.told())
    assert [title for title, _ in stage.asked] == ["Where the restored vault is to lie"]
    assert faults(panels.backups) == []


def _press(stage: Stage, words: str) -> None:
    def found() -> list[Button]:
        return [one for one in stage.page.findChildren(Button) if one.text() == words and one.isVisible()]

    stage.wait(lambda: bool(found()))
    found()[0].click()


def test_a_second_place_is_chosen_and_gets_a_backup(stage: Stage, tmp_path: Path) -> None:
    panels = stage.page.care_panels
    assert panels is not None
    stick = tmp_path / "stick"
    stick.mkdir()
    stage.folders.append(str(stick))
    panels.backups.place_button.click()
    stage.wait(lambda: "no backup there yet" in stage.words())

    panels.backups.backup_button.click()
    stage.wait(lambda: "Backed up" in stage.told())
    assert len(list(stick.glob("CareNurse-*/2*/records.db"))) == 1
    panels.backups.no_place_button.click()
    stage.wait(lambda: "None is chosen" in stage.words())


@pytest.mark.slow
def test_an_office_is_let_in_and_out_and_the_key_is_changed(stage: Stage) -> None:
    panels, made, keys = stage.page.care_panels, stage.made, office_keys()
    assert panels is not None
    assert faults(panels.locks) == []
    panels.locks.rotation_wanted.emit("")
    stage.wait(lambda: "Type your present passphrase first." in stage.told())
    panels.locks.test_wanted.emit("not this one at all")
    stage.wait(lambda: "No, this does not open" in stage.told())
    panels.locks.test_wanted.emit(made.recovery_code)
    stage.wait(lambda: "Yes, this opens" in stage.told())
    panels.locks.office_wanted.emit("wrong", keys.public, "Harbor")
    stage.wait(lambda: "does not open the vault." in stage.told())
    panels.locks.office_wanted.emit(made.passphrase, keys.public, "Harbor")
    stage.wait(lambda: "Office: Harbor" in stage.words())

    panels.locks.rotation_wanted.emit(made.passphrase)
    stage.wait(lambda: "The key is changed." in stage.told())
    assert any(box.isVisible() for box in stage.page.findChildren(CodeBox))
    stage.page.leave()
    assert any(box.isVisible() for box in stage.page.findChildren(CodeBox)), "not on paper yet"
    next(one for one in stage.page.findChildren(Button) if one.text() == "I have it on paper").click()
    assert not any(box.isVisible() for box in stage.page.findChildren(CodeBox))
    stage.store.end()
    vault = wiring.unlock_with_escrow(made.folder, keys.secret, reserve=0)
    assert {one.key_id for one in list_backups(place_beside(made.folder), vault.facts().vault_id)} == {
        vault.facts().key_id
    }
    vault.close()


def test_a_patient_who_left_is_removed_after_a_second_press(stage: Stage) -> None:
    panels = stage.page.care_panels
    assert panels is not None
    stage.wait(lambda: "gone: the office has everything" in stage.words())
    assert panels.leaving.sure_button.isHidden()
    panels.leaving.begin_button.click()
    panels.leaving.sure_button.click()

    stage.wait(lambda: "1 patient was removed." in stage.told())
    stage.wait(lambda: "Nobody." in stage.words())
    assert "key of before" not in stage.words()
    panels.leaving.show_owed("The vault still has the key of before.")
    assert "key of before" in stage.words()


def test_closing_the_vault_stops_a_backup_and_leaves_nothing_behind(stage: Stage) -> None:
    panels = stage.page.care_panels
    assert panels is not None
    panels.backups.backup_button.click()
    closed: list[bool] = []

    stage.store.close(lambda: closed.append(True))

    stage.wait(lambda: bool(closed))
    place = place_beside(stage.made.folder)
    assert not place.exists() or all((one / "vault.hdr.a").exists() for one in place.iterdir())


def test_what_came_of_a_press_is_brought_into_view(stage: Stage) -> None:
    panels = stage.page.care_panels
    assert panels is not None
    area = stage.page.findChildren(QScrollArea)[0]
    area.ensureWidgetVisible(panels.locks.office_button)

    panels.locks.office_button.click()

    def seen() -> bool:
        found = [one for one in panels.locks.findChildren(Message) if one.isVisible()]
        return bool(found) and found[0].visibleRegion().boundingRect().height() == found[0].height()

    stage.wait(seen)
    assert "Type your present passphrase first." in stage.told()
    assert panels.locks.secret.line.hasFocus()


def test_no_two_fields_are_spoken_alike(stage: Stage) -> None:
    names = [one.accessibleName() for one in stage.page.findChildren(QLineEdit) if one.isVisible()]

    assert sorted(names) == sorted(set(names))
