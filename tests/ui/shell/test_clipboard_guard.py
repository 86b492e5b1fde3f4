"""What is copied in the window, on the clipboard of the test's own platform."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ui.shell.clipboard_guard import EXCLUDED, KDE, ClipboardGuard, signed

ROOT = Path(__file__).resolve().parents[3]
XVFB = shutil.which("xvfb-run") or ""
WORDS = "Rosa Delgado, 555-0142"


@pytest.fixture
def foreign() -> list[str]:
    """Name the other program that filled the clipboard, if one did (offscreen, Qt cannot tell)."""
    return []


@pytest.fixture
def guard(qapp: QApplication, foreign: list[str]) -> Iterator[ClipboardGuard]:
    holder = QObject(qapp)
    guard = ClipboardGuard(lambda: 30, holder, ours=lambda: not foreign)
    yield guard
    foreign.clear()
    guard.stop()
    holder.deleteLater()


def test_what_is_copied_carries_the_signs_that_keep_it_out_of_histories(
    guard: ClipboardGuard, qtbot: QtBot
) -> None:
    line = QLineEdit(WORDS)
    qtbot.addWidget(line)
    line.selectAll()
    line.copy()

    held = QGuiApplication.clipboard().mimeData()
    assert held.text() == WORDS
    assert held.data(KDE).data() == b"secret"
    assert held.hasFormat(EXCLUDED)
    assert held.data('application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"').data() == bytes(4)
    assert guard.clock.isActive()
    assert guard.clock.interval() == 30_000


def test_it_is_gone_when_its_time_is_over(guard: ClipboardGuard) -> None:
    QGuiApplication.clipboard().setText(WORDS)

    guard.clock.timeout.emit()

    assert QGuiApplication.clipboard().text() == ""
    assert not guard.clock.isActive()


def test_a_second_copy_begins_the_time_anew(guard: ClipboardGuard) -> None:
    QGuiApplication.clipboard().setText(WORDS)
    first = guard.clock.timerId()
    QGuiApplication.clipboard().setText("another")

    assert guard.clock.isActive()
    assert guard.clock.timerId() != first
    assert QGuiApplication.clipboard().text() == "another"


def test_a_lock_empties_it_at_once(guard: ClipboardGuard) -> None:
    QGuiApplication.clipboard().setText(WORDS)

    guard.forget()

    assert QGuiApplication.clipboard().text() == ""


def test_what_another_program_put_there_is_left_alone(guard: ClipboardGuard, foreign: list[str]) -> None:
    QGuiApplication.clipboard().setText(WORDS)
    foreign.append("a browser")
    QGuiApplication.clipboard().setText("a recipe")

    guard.clock.timeout.emit()
    guard.forget()

    assert QGuiApplication.clipboard().text() == "a recipe"


def test_only_words_are_given_away_never_styles(guard: ClipboardGuard) -> None:
    assert guard
    assert signed(WORDS).formats()[0] == "text/plain"
    assert not signed(WORDS).hasHtml()


A_DESKTOP = """
from PySide6.QtCore import QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from ui.shell.clipboard_guard import KDE, ClipboardGuard

app = QApplication([])
holder = QObject()
guard = ClipboardGuard(lambda: 1, holder)
line = QLineEdit("Rosa Delgado")
line.show()

def rest(ms):
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()

rest(300)
held = QGuiApplication.clipboard()
line.selectAll()
line.copy()
rest(200)
print(held.ownsClipboard(), held.text(), held.mimeData().data(KDE).data())
QTest.mouseDClick(line, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
rest(200)
print(held.supportsSelection(), line.selectedText(), repr(held.text(QClipboard.Mode.Selection)))
rest(1300)
print(repr(held.text()))
"""


@pytest.mark.slow
@pytest.mark.skipif(not XVFB, reason="no X11 to be had here")
def test_on_x11_it_is_ours_until_its_time_and_a_marked_word_is_not_pasted() -> None:
    done = subprocess.run(
        [XVFB, "-a", sys.executable, "-c", A_DESKTOP],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.stdout.splitlines() == ["True Rosa Delgado b'secret'", "True Rosa ''", "''"], done.stderr
