"""Settings with a real record: the agency, and the passphrase and recovery code through a noted door."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.agency import Agency, own_agency
from carenurse.app.ports import Records
from carenurse.errors import ExpectedError
from tests.demo_day import NOW
from tests.fakes import FixedClock, FullBackground, InlineBackground
from tests.ui.accessibility import faults
from tests.ui.desk import NotedDesk
from tests.ui.keys import press, type_into
from ui.settings.page import SettingsPage
from ui.widgets.buttons import Button
from ui.widgets.code_box import CodeBox
from ui.widgets.message import Message
from ui.widgets.page import Route

OLD, NEW = "seven quiet herons at dusk", "four violet lanterns over water"


class NotedKeys:
    """A door to a vault whose passphrase is OLD."""

    def __init__(self, *, by_recovery: bool = False) -> None:
        self.by_recovery = by_recovery
        self.passphrase = OLD

    def change_passphrase(
        self, old: str, new: str, then: Callable[[], object], failed: Callable[[Exception], object]
    ) -> None:
        if not self.by_recovery and old != self.passphrase:
            failed(ExpectedError("This passphrase does not open the vault.", "Try again."))
            return
        self.passphrase, self.by_recovery = new, False
        then()

    def new_recovery_code(
        self, passphrase: str, then: Callable[[str], object], failed: Callable[[Exception], object]
    ) -> None:
        if passphrase == self.passphrase:
            then("ABCD-EFGH-JKLM")
        else:
            failed(ExpectedError("This passphrase does not open the vault.", "Try again."))

    def print_code(self, code: str, _parent: QWidget, failed: Callable[[Exception], object]) -> None:
        failed(ExpectedError("This computer has no printer.", f"Write {len(code)} letters by hand."))


@pytest.fixture
def noted(records: Records) -> NotedDesk:
    return NotedDesk(InlineBackground(records), FixedClock(NOW))


def _page(qtbot: QtBot, noted: NotedDesk, keys: NotedKeys | None = None) -> SettingsPage:
    page = SettingsPage(replace(noted.desk, keys=keys))
    qtbot.addWidget(page)
    page.resize(1208, 700)
    page.show()
    page.arrive(Route("settings"))
    return page


def _told(page: SettingsPage) -> str:
    return " ".join(one.accessibleName() for one in page.findChildren(Message) if one.isVisible())


def test_the_agency_is_kept_in_the_vault_when_a_field_is_left(
    qtbot: QtBot, noted: NotedDesk, records: Records
) -> None:
    page = _page(qtbot, noted)
    type_into(page.agency.name.line, "Harbor Home Nursing")
    type_into(page.agency.phone.line, "555-0142")
    press(page.agency.phone.line, Qt.Key.Key_Tab)
    page.leave()

    kept = Agency("Harbor Home Nursing", "555-0142", day_or_night=True)
    assert own_agency(records) == kept
    assert _page(qtbot, noted).agency.phone.text() == "555-0142"
    assert records.audit_trail(limit=1)[0].action == "update"


def test_the_crisis_line_of_another_country_is_kept_and_none_is_none(
    qtbot: QtBot, noted: NotedDesk, records: Records
) -> None:
    page = _page(qtbot, noted)
    assert page.agency.crisis_line.text() == "988"
    page.agency.crisis_line.line.selectAll()
    press(page.agency.crisis_line.line, Qt.Key.Key_Delete)
    press(page.agency.crisis_line.line, Qt.Key.Key_Tab)
    page.leave()

    assert own_agency(records).crisis_line == ""
    assert _page(qtbot, noted).agency.crisis_line.text() == ""


def test_leaving_the_settings_untouched_writes_nothing(
    qtbot: QtBot, noted: NotedDesk, records: Records
) -> None:
    page = _page(qtbot, noted)
    page.keep_words()

    assert records.all_of("Organization") == []
    assert own_agency(records).crisis_line == "988"


def test_an_agency_that_could_not_be_kept_is_sent_again(qtbot: QtBot, records: Records) -> None:
    full = FullBackground(records)
    noted = NotedDesk(full, FixedClock(NOW))
    page = _page(qtbot, noted)
    full.full = 1
    type_into(page.agency.name.line, "Harbor Home Nursing")
    page.keep_words()
    assert len(noted.failures) == 1

    page.keep_words()

    assert own_agency(records).name == "Harbor Home Nursing"


def test_the_demo_has_no_passphrase_to_change(qtbot: QtBot, noted: NotedDesk) -> None:
    assert _page(qtbot, noted).keys_panel is None


def test_the_passphrase_is_changed_and_what_was_typed_is_gone(qtbot: QtBot, noted: NotedDesk) -> None:
    keys = NotedKeys()
    page = _page(qtbot, noted, keys)
    panel = page.keys_panel
    assert panel is not None
    assert faults(panel) == []

    panel.change_wanted.emit(OLD, "short", "other")
    assert keys.passphrase == OLD
    panel.change_wanted.emit("wrong", NEW, NEW)
    qtbot.waitUntil(lambda: "does not open the vault" in _told(page))

    type_into(panel.old.line, OLD)
    type_into(panel.new.line, NEW)
    type_into(panel.again.line, NEW)
    panel.change_button.click()

    assert keys.passphrase == NEW
    qtbot.waitUntil(lambda: "The passphrase is changed." in _told(page))
    assert panel.new.text() == ""


def test_a_new_code_stands_until_the_nurse_has_it_on_paper(qtbot: QtBot, noted: NotedDesk) -> None:
    page = _page(qtbot, noted, NotedKeys())
    panel = page.keys_panel
    assert panel is not None
    panel.code_wanted.emit("")
    assert page.findChildren(CodeBox) == []

    panel.code_wanted.emit(OLD)
    qtbot.waitUntil(lambda: any(box.isVisible() for box in page.findChildren(CodeBox)))
    panel.print_wanted.emit("ABCD-EFGH-JKLM")
    assert noted.said == ["This computer has no printer. Write 14 letters by hand."]

    page.leave()
    assert any(box.isVisible() for box in page.findChildren(CodeBox)), "the code before is worthless"
    next(one for one in page.findChildren(Button) if one.text() == "I have it on paper").click()
    assert not any(box.isVisible() for box in page.findChildren(CodeBox))


def test_after_the_recovery_code_the_old_passphrase_is_not_asked_for(qtbot: QtBot, noted: NotedDesk) -> None:
    keys = NotedKeys(by_recovery=True)
    page = _page(qtbot, noted, keys)
    panel = page.keys_panel
    assert panel is not None
    assert panel.old.isHidden()

    panel.change_wanted.emit("", NEW, NEW)

    assert keys.passphrase == NEW
    assert not panel.old.isHidden()


def test_the_times_of_the_lock_are_offered_within_their_bounds_only(qtbot: QtBot, noted: NotedDesk) -> None:
    page = _page(qtbot, noted)
    panel = page.locking
    assert faults(panel) == []
    assert (panel.covers.text(), panel.closes.text(), panel.forgets.text()) == ("5", "15", "30")

    panel.covers.edited.emit("2")
    panel.closes.edited.emit("10")
    panel.forgets.edited.emit("20")

    kept = noted.settings
    assert (kept.locks_after_minutes, kept.closes_after_minutes, kept.clipboard_seconds) == (2, 10, 20)
    assert panel.covers.text() == "2"


def test_the_units_of_the_nurse_are_chosen_once_for_every_person(qtbot: QtBot, noted: NotedDesk) -> None:
    page = _page(qtbot, noted)
    assert page.measures.text() == "us"

    page.measures.edited.emit("metric")

    assert noted.settings.measures == "metric"
