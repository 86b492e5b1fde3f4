"""The ring around what has the focus, on every page."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QFocusFrame, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.boxes import column, empty_out, holder, scrolled
from ui.widgets.buttons import Button
from ui.widgets.fields.line import Line
from ui.widgets.focus_ring import without_ring
from ui.widgets.page import Page


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.setLayout(QVBoxLayout())
    made.show()
    return made


def page_of(window: QWidget, field: QWidget) -> None:
    """Put a page with this field in the place of the one before, which goes for good."""
    layout = window.layout()
    assert layout is not None
    empty_out(layout)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    layout.addWidget(scrolled(holder(column(field))))
    window.activateWindow()
    field.setFocus()
    QApplication.processEvents()


def ringed(window: QWidget) -> list[QWidget]:
    return [ring.widget() for ring in window.findChildren(QFocusFrame) if ring.isVisible()]


def test_the_ring_is_there_on_the_next_page_when_the_one_before_is_gone(window: QWidget) -> None:
    for field in (Line(), Line(), Line()):
        page_of(window, field)

        assert ringed(window) == [field]


def test_what_shows_its_focus_itself_has_no_ring(window: QWidget) -> None:
    field = Button("Press")
    without_ring(field)

    page_of(window, field)

    assert ringed(window) == []


def test_a_page_that_has_the_focus_for_its_keys_has_no_ring(window: QWidget) -> None:
    page = Page()
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    page_of(window, page)

    assert page.hasFocus()
    assert ringed(window) == []


_A_PROGRAM_THAT_ENDS = """
from PySide6.QtWidgets import QApplication, QFocusFrame, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import delete
from ui.widgets.dress import dress
app = QApplication(["carenurse", "-platform", "offscreen"])
dress(app, "light", 100)
window = QWidget()
field = QLineEdit()
QVBoxLayout(window).addWidget(field)
window.show()
window.activateWindow()
field.setFocus()
app.processEvents()
ring = window.findChildren(QFocusFrame)[0]
style = ring.style()
delete(ring)
delete(style)
field.clearFocus()
"""
"""What Qt does at the end of a program, in an order of its own: the ring's parts go before the focus does."""


def test_nothing_is_told_when_the_program_ends_with_the_ring_on_a_field() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _A_PROGRAM_THAT_ENDS], capture_output=True, text=True, check=True
    )

    assert "Error" not in ended.stderr
