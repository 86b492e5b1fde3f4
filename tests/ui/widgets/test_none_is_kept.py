import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 4000
DRIFT = 200
"""References that the test's own machinery may take or drop; the faulty version loses one at each call."""


def test_calling_qt_a_thousand_times_does_not_use_up_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 drops a reference to None at each void call until the process aborts."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)

    for number in range(CALLS):
        label.setText(str(number))
        label.update()

    assert abs(sys.getrefcount(None) - before) < DRIFT
