"""A large file takes its time: the page says so, and it can be stopped."""

import json
from pathlib import Path
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from carenurse.app.ports import Records
from tests.carenurse.app.visits import NOW
from tests.fakes import Asked, FixedClock, InlineBackground, SlowBackground
from tests.ui.desk import NotedDesk
from tests.ui.showing import messages, show, words
from ui.office.file_progress import FileProgress
from ui.office.page import OfficePage
from ui.widgets.page import Route

T = TypeVar("T")
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


def test_a_file_that_is_taken_over_says_how_far_it_is(
    page: OfficePage, background: SlowBackground, tmp_path: Path
) -> None:
    page.presenter.read(file_of(tmp_path, "large.json", "Tran"))
    background.answer()
    page.take_button.click()

    page.presenter.share = 0.42
    page.findChildren(FileProgress)[-1].look()

    assert "Taking over large.json ..." in words(page)
    assert "42 %" in words(page)


def _nothing() -> None:
    """Happen not at all."""


class Interrupted(InlineBackground):
    """Does everything at once; what is noted first happens before the next thing is done."""

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self.first = _nothing

    @override
    def do(self, asked: Asked[T]) -> None:
        first, self.first = self.first, _nothing
        first()
        super().do(asked)


def test_taking_over_is_stopped_and_leaves_nothing(qtbot: QtBot, records: Records, tmp_path: Path) -> None:
    background = Interrupted(records)
    page = show(OfficePage(NotedDesk(background, FixedClock(NOW)).desk), qtbot, Route("office"))
    page.presenter.read(file_of(tmp_path, "large.json", "Tran"))

    background.first = page.presenter.stop_taking
    page.take_button.click()

    assert "Stopped. Nothing of it was stored." in messages(page)
    assert records.get("Patient", STRANGER) is None
