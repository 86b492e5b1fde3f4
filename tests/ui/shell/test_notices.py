"""What stands above the page: that something was not saved goes when it is, all else stays."""

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
    notices.not_saved("The disk is full.", "Make room.", "visit")
    notices.not_saved("The disk is full.", "Make room.", "visit")
    notices.fail("The office did not answer.", "Try later.", broken=False)
    assert _said(notices) == ["The disk is full. Make room.", "The office did not answer. Try later."]

    notices.saved("visit")

    assert _said(notices) == ["The office did not answer. Try later."]
    notices.saved("visit")


def test_the_saving_of_one_thing_does_not_call_over_that_another_was_not_saved(qtbot: QtBot) -> None:
    notices = Notices()
    qtbot.addWidget(notices)
    notices.not_saved("The disk is full.", "", "visit")
    notices.not_saved("The disk is full.", "", "medicines p1")
    notices.not_saved("The file is in use.", "", "")

    notices.saved("plan p1")
    assert _said(notices) == ["The disk is full.", "The file is in use."]
    notices.saved("plan p1", "")
    assert _said(notices) == ["The disk is full."]
    notices.saved("visit")
    assert (_said(notices), notices.unsaved) == (["The disk is full."], True)
    notices.saved("medicines p1")
    assert (_said(notices), notices.unsaved) == ([], False)


def test_while_the_family_looks_only_what_failed_stands_there(qtbot: QtBot) -> None:
    notices, gone = Notices(), list[str]()
    qtbot.addWidget(notices)
    notices.show()
    notices.offer_to_go_on("Somebody new is not registered yet.", lambda: gone.append("there"))
    notices.fail("The printer did not answer.", "", broken=False)
    everything = _said(notices)

    notices.show_family(on=True)
    assert _said(notices) == ["The printer did not answer."]
    notices.warn("The clock was set back.")
    notices.not_saved("The disk is full.", "", "visit")
    assert _said(notices) == ["The printer did not answer.", "The disk is full."]
    assert gone == []

    notices.show_family(on=False)
    assert _said(notices) == [*everything, "The clock was set back.", "The disk is full."]


def test_one_that_was_taken_away_by_hand_is_no_trouble_later(qtbot: QtBot) -> None:
    notices = Notices()
    qtbot.addWidget(notices)
    notices.not_saved("The disk is full.", "", "visit")
    notices.findChildren(Message)[0].dismissed.emit()

    assert not notices.unsaved
    notices.saved("visit")

    assert _said(notices) == []


def test_only_a_fault_of_the_world_is_over_with_the_next_save() -> None:
    fault = ValueError("ours")

    assert isinstance(UnsavedError.of(ExpectedError("The disk is full.")), UnsavedError)
    assert UnsavedError.of(fault) is fault


def test_there_is_room_above_what_stands_and_none_where_nothing_does(qtbot: QtBot) -> None:
    notices = Notices()
    qtbot.addWidget(notices)

    def above() -> int:
        margins = notices.layout()
        assert margins is not None
        return margins.contentsMargins().top()

    assert above() == 0
    notices.warn("The clock was set back.")
    assert above() > 0
    notices.show_family(on=True)
    assert above() == 0
    notices.fail("The printer did not answer.", "", broken=False)
    assert above() > 0
