"""What comes back for a page or a workplace that is gone is left; what failed for it is told."""

from datetime import UTC, datetime

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from carenurse.app.settings import Settings
from carenurse.errors import ExpectedError
from tests.fakes import FixedClock, SlowBackground
from tests.ui.shell.window_stage import NamePage
from ui.shell.device import Device
from ui.shell.screens import Screen
from ui.shell.while_there import WhileThere
from ui.shell.workplace import Workplace

NOW = datetime(2026, 3, 2, 10, 42, tzinfo=UTC)


@pytest.fixture
def slow(records: Records) -> SlowBackground:
    return SlowBackground(records)


def full(_records: Records) -> None:
    sentence = "The disk is full."
    raise ExpectedError(sentence)


@pytest.mark.usefixtures("qapp")
def test_an_answer_comes_while_the_owner_is_there(slow: SlowBackground) -> None:
    owner, shown, told, own = QObject(), list[str](), list[Exception](), list[Exception]()
    there = WhileThere(slow, told.append)
    there.until(owner)
    there.run(lambda _records: "read", shown.append)
    there.run(full, failed=own.append)

    slow.answer()

    assert (shown, told, [str(one) for one in own]) == (["read"], [], ["The disk is full."])


@pytest.mark.usefixtures("qapp")
def test_an_answer_to_an_owner_that_is_gone_is_left_and_a_failure_is_told(
    slow: SlowBackground,
) -> None:
    owner, shown, told, own = QObject(), list[str](), list[Exception](), list[Exception]()
    there = WhileThere(slow, told.append)
    there.until(owner)
    there.run(lambda _records: "read", shown.append)
    there.run(full, failed=own.append)

    shiboken6.delete(owner)
    slow.answer()

    assert (shown, own, [str(one) for one in told]) == ([], [], ["The disk is full."])


def test_a_workplace_that_is_gone_leaves_what_its_pages_and_its_status_asked_for(
    qtbot: QtBot, slow: SlowBackground
) -> None:
    told = list[Exception]()
    workplace = Workplace(
        (Screen("today", "sun", lambda: "Today", lambda _desk: NamePage([])),),
        slow,
        FixedClock(NOW),
        told.append,
        Device(Settings(look="light")),
    )
    workplace.begin()
    assert slow.answers

    workplace.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(workplace))
    slow.answer()

    assert told == []
