"""The bot waits until the moment: what it waits for is met, refused, or not in time."""

import pytest
from PySide6.QtCore import QTimer
from pytestqt.exceptions import TimeoutError as WaitedInVainError
from pytestqt.qtbot import QtBot


def test_what_comes_with_an_event_is_noticed_with_it(qtbot: QtBot) -> None:
    come: list[str] = []
    QTimer.singleShot(1, lambda: come.append("here"))

    qtbot.waitUntil(lambda: bool(come))

    assert come == ["here"]


def test_a_condition_may_assert_and_may_wait_itself(qtbot: QtBot) -> None:
    come: list[str] = []
    QTimer.singleShot(1, lambda: come.append("first"))

    def both() -> None:
        QTimer.singleShot(1, lambda: come.append("second"))
        qtbot.waitUntil(lambda: "second" in come)
        assert "first" in come

    qtbot.waitUntil(both)

    assert {"first", "second"} == set(come)


def test_what_never_comes_is_told_and_what_the_condition_raises_comes_out(qtbot: QtBot) -> None:
    with pytest.raises(WaitedInVainError):
        qtbot.waitUntil(lambda: False, timeout=30)

    with pytest.raises(ZeroDivisionError):
        qtbot.waitUntil(lambda: 1 // 0 == 0, timeout=30)
