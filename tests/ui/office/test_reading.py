"""A large file takes its time: the page says so, and it can be stopped."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from tests.carenurse.app.visits import NOW
from tests.fakes import FixedClock, SlowBackground
from tests.ui.desk import NotedDesk
from tests.ui.showing import show, words
from ui.office.page import OfficePage
from ui.widgets.page import Route

STRANGER = "7d1c3c56-4a2f-4f63-9d57-0a1b2c3d4e5f"


@pytest.fixture
def background(records: Records) -> SlowBackground:
    return SlowBackground(records)


@pytest.fixture
def page(qtbot: QtBot, background: SlowBackground) -> OfficePage:
    desk = NotedDesk(background, FixedClock(NOW)).desk
    return show(OfficePage(desk), qtbot, Route("office"))


def file_of(folder: Path, name: str, family: str) -> Path:
    person = {"resourceType": "Patient", "id": STRANGER, "name": [{"family": family}]}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": person}]}
    (folder / name).write_text(json.dumps(bundle))
    return folder / name


def test_what_is_read_is_named_until_it_was_read(
    page: OfficePage, background: SlowBackground, tmp_path: Path
) -> None:
    page.presenter.read(file_of(tmp_path, "large.json", "Tran"))
    assert "Reading large.json ..." in words(page)

    background.answer()

    assert "Reading large.json ..." not in words(page)
    assert "Tran" in words(page)


def test_reading_is_stopped_and_what_comes_of_it_is_not_shown(
    page: OfficePage, background: SlowBackground, tmp_path: Path
) -> None:
    page.presenter.read(file_of(tmp_path, "large.json", "Tran"))

    page.stop_button.click()
    background.answer()

    assert "No file is open" in words(page)
    assert "Tran" not in words(page)


def test_another_file_chosen_meanwhile_is_the_one_that_is_shown(
    page: OfficePage, background: SlowBackground, tmp_path: Path
) -> None:
    page.presenter.read(file_of(tmp_path, "large.json", "Tran"))
    page.presenter.read(file_of(tmp_path, "other.json", "Okafor"))

    background.answer()

    assert "Okafor" in words(page)
    assert "Tran" not in words(page)
