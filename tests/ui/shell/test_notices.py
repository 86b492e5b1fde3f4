"""What stands above the page: that words were not saved goes with the next save, all else stays."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.errors import ExpectedError, UnsavedError
from ui.shell.notices import Notices
from ui.widgets.message import Message


def _said(notices: Notices) -> list[str]:
    QApplication.processEvents()
    return [one.accessibleName() for one in notices.findChildren(Message) if not one.isHidden()]


def test_a_full_disk_is_said_until_the_words_are_saved(qtbot: QtBot) -> None:
    notices = Notices()
    qtbot.addWidget(notices)
    notices.show()
    notices.fail("The disk is full.", "Make room.", broken=False, until_saved=True)
    notices.fail("The disk is full.", "Make room.", broken=False, until_saved=True)
    notices.fail("The office did not answer.", "Try later.", broken=False)
    assert _said(notices) == ["The disk is full. Make room.", "The office did not answer. Try later."]

    notices.saved()

    assert _said(notices) == ["The office did not answer. Try later."]
    notices.saved()


def test_one_that_was_taken_away_by_hand_is_no_trouble_later(qtbot: QtBot) -> None:
    notices = Notices()
    qtbot.addWidget(notices)
    notices.fail("The disk is full.", "", broken=False, until_saved=True)
    notices.findChildren(Message)[0].dismissed.emit()

    notices.saved()

    assert _said(notices) == []


def test_only_a_fault_of_the_world_is_over_with_the_next_save() -> None:
    fault = ValueError("ours")

    assert isinstance(UnsavedError.of(ExpectedError("The disk is full.")), UnsavedError)
    assert UnsavedError.of(fault) is fault
