"""The office's laptops in the window: by when each must come, a code by telephone, a wipe that asks twice."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app import wiring
from carenurse.app.office_work import take_office_role
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, write_json
from carenurse.exchange.telephone import telephone_code
from carenurse.office.at_hand import stored
from carenurse.store.devices import Device
from carenurse.store.served import Served
from tests.fakes import FixedClock, InlineBackground
from tests.made_vault import NOW, MadeVault
from tests.ui.accessibility import faults
from tests.ui.desk import NotedDesk
from tests.ui.showing import button, messages, show, words
from ui.office.laptop_asking import AskChallenge, AskWipe
from ui.office.laptops_panel import LaptopsPanel
from ui.office.page import OfficePage
from ui.widgets.buttons import Button
from ui.widgets.code_box import CodeBox
from ui.widgets.page import Route

LEFT = write_json({"resourceType": "Bundle", "type": "collection", "entry": []})
HALF_TYPED = {"place": "patients", "form": {"patient": "", "typed": {"given": "Half", "family": "Wilhelmi"}}}
WORDS: Resource = {
    "resourceType": "Binary",
    "id": "words",
    "contentType": "application/json",
    "data": b64encode(json.dumps(HALF_TYPED).encode()).decode(),
}
FORM: Resource = {
    "resourceType": "QuestionnaireResponse",
    "id": "half-done",
    "status": "in-progress",
    "questionnaire": "https://example.org/pain",
    "item": [{"linkId": "1", "text": "Where does it hurt?", "answer": [{"valueString": "left hip"}]}],
}
HALF_DONE = write_json(
    {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": WORDS}, {"resource": FORM}]}
)


@pytest.fixture
def office(made_vault: MadeVault) -> Iterator[Records]:
    opened = wiring.unlock_with_recovery(
        made_vault.folder, made_vault.recovery_code, reserve=0, now=FixedClock(NOW).now
    )
    take_office_role(opened.records)
    yield opened.records
    opened.close()


def served(office: Records) -> Served:
    return stored(office).served()


@pytest.fixture
def blue(office: Records) -> Device:
    """Give a laptop that was here and must come again within two weeks."""
    kept = served(office)
    let_in = kept.devices.enrol(kept.devices.invite(office.me), "blue laptop")
    assert let_in is not None
    kept.devices.note(let_in[0].identity, 1)
    kept.leashes.give(let_in[0].identity, NOW + timedelta(days=14))
    return let_in[0]


class Counter:
    """The office's counter, with the file that is chosen for what is saved."""

    def __init__(self, office: Records, qtbot: QtBot) -> None:
        self.file = ""
        self.noted = NotedDesk(InlineBackground(office), FixedClock(NOW))
        desk = replace(self.noted.desk, save_file=self._save)
        self.page = show(OfficePage(desk), qtbot, Route("office", part="work"))

    def _save(self, _title: str, _name: str) -> str:
        return self.file

    @property
    def panel(self) -> LaptopsPanel:
        return self.page.work.laptops

    def press(self, name: str) -> None:
        button(self.panel, name).click()

    def asking(self) -> list[AskWipe | AskChallenge]:
        QApplication.processEvents()
        found = [*self.panel.findChildren(AskWipe), *self.panel.findChildren(AskChallenge)]
        return [one for one in found if one.isVisibleTo(self.panel)]


def answer_last(asking: AskWipe) -> None:
    """Say the last yes, once it has rested."""
    asking.rest.timeout.emit()
    asking.last_button.click()


def double_click(on: Button) -> None:
    """Do what a mouse does: a click, and another one that is a double click."""
    QTest.mouseClick(on, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(on, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(on, Qt.MouseButton.LeftButton)


@pytest.fixture
def counter(office: Records, blue: Device, qtbot: QtBot) -> Counter:
    assert blue
    return Counter(office, qtbot)


def test_each_laptop_says_by_when_it_must_meet_the_office(counter: Counter, qtbot: QtBot) -> None:
    told = words(counter.panel)

    assert "Grace Okafor" in told
    assert "blue laptop" in told
    assert "Wed 12 Mar" in told
    qtbot.waitUntil(lambda: faults(counter.page) == [])


def test_a_code_is_shown_large_for_what_the_nurse_reads_out(
    counter: Counter, office: Records, blue: Device, qtbot: QtBot
) -> None:
    counter.press("Code by telephone")
    (asking,) = counter.asking()
    assert isinstance(asking, AskChallenge)
    asking.shown.set_text("abc-def")
    asking.shown.line.returnPressed.emit()

    leash = served(office).leashes.find(blue.identity)
    assert leash is not None
    code = telephone_code(leash.secret, "ABC-DEF")
    (box,) = asking.findChildren(CodeBox)
    assert "   ".join(code.split("-")) in words(asking)
    assert box.accessibleName() == f"The code is: {' '.join(code.replace('-', ''))}"
    qtbot.waitUntil(lambda: faults(counter.page) == [])


def test_what_no_laptop_shows_is_said_beside_it_and_can_be_typed_again(counter: Counter) -> None:
    counter.press("Code by telephone")
    (asking,) = counter.asking()
    assert isinstance(asking, AskChallenge)
    asking.shown.set_text("ABC")
    asking.show_button.click()
    assert "six letters and numbers" in messages(asking)

    asking.shown.set_text("ABC-DEF")
    asking.show_button.click()

    assert messages(asking) == ""
    assert asking.findChildren(CodeBox)


def test_a_wipe_says_what_it_does_and_does_not_and_asks_twice(
    counter: Counter, office: Records, blue: Device, qtbot: QtBot
) -> None:
    counter.press("Wipe at next contact")
    (asking,) = counter.asking()
    assert isinstance(asking, AskWipe)
    assert "Only when all of it has arrived" in words(asking)
    assert "It does not reach" in words(asking)
    qtbot.waitUntil(lambda: faults(counter.page) == [])

    asking.wipe_button.click()
    found = served(office).devices.find(blue.identity)
    assert found is not None
    assert found.to_wipe is None
    assert "Is it this laptop: blue laptop, of Grace Okafor?" in messages(asking)
    qtbot.waitUntil(lambda: faults(counter.page) == [])
    answer_last(asking)

    assert "It will be wiped at its next contact." in messages(counter.panel)
    assert "it has not heard yet" in words(counter.panel)
    assert not button(counter.panel, "Code by telephone").isEnabled()
    qtbot.waitUntil(lambda: faults(counter.page) == [])


def test_a_double_click_is_not_both_answers(counter: Counter, office: Records, blue: Device) -> None:
    counter.press("Wipe at next contact")
    (asking,) = counter.asking()
    assert isinstance(asking, AskWipe)
    at = asking.wipe_button.geometry().center()

    double_click(asking.wipe_button)
    QApplication.processEvents()

    found = served(office).devices.find(blue.identity)
    assert found is not None
    assert found.to_wipe is None
    assert asking.last_button.isVisible()
    assert not asking.last_button.geometry().contains(at)


def test_the_last_yes_rests_for_a_moment(counter: Counter, office: Records, blue: Device) -> None:
    counter.press("Wipe at next contact")
    (asking,) = counter.asking()
    assert isinstance(asking, AskWipe)
    asking.wipe_button.click()
    QApplication.processEvents()

    assert asking.rest.isActive()
    double_click(asking.last_button)

    found = served(office).devices.find(blue.identity)
    assert found is not None
    assert found.to_wipe is None


def test_escape_lets_a_question_go_with_nothing_done(counter: Counter, office: Records, blue: Device) -> None:
    counter.press("Wipe at next contact")
    (asking,) = counter.asking()
    QTest.keyClick(asking, Qt.Key.Key_Escape)

    assert counter.asking() == []
    found = served(office).devices.find(blue.identity)
    assert found is not None
    assert found.to_wipe is None


def test_one_laptop_is_asked_about_at_a_time(counter: Counter) -> None:
    counter.press("Wipe at next contact")
    counter.press("Code by telephone")

    (asking,) = counter.asking()
    assert isinstance(asking, AskChallenge)


def test_a_wipe_is_taken_back_until_the_laptop_has_heard(
    counter: Counter, office: Records, blue: Device
) -> None:
    leashes = served(office).leashes
    leashes.ask_wipe(blue.identity)
    counter.page.work.presenter.load()
    counter.press("Take the wipe back")
    assert "Taken back" in messages(counter.panel)
    assert button(counter.panel, "Wipe at next contact").isEnabled()

    leashes.ask_wipe(blue.identity)
    counter.page.work.presenter.load()
    leashes.note_told(blue.identity)
    counter.press("Take the wipe back")

    assert "has heard of it already" in messages(counter.panel)
    assert not button(counter.panel, "Wipe at next contact").isEnabled()


def test_a_laptop_that_is_shut_out_stands_last_and_is_asked_nothing(
    counter: Counter, office: Records, blue: Device
) -> None:
    kept = served(office)
    kept.devices.enrol(kept.devices.invite(office.me), "red laptop")
    kept.leashes.ask_wipe(blue.identity)
    kept.leashes.note_told(blue.identity)
    kept.leashes.note_done(blue.identity, NOW, elsewhere=True)
    kept.devices.revoke(blue.identity)
    counter.page.work.presenter.load()

    told = words(counter.panel)

    assert told.index("red laptop") < told.index("blue laptop")
    assert "backups at its second place were not in reach" in told
    with pytest.raises(StopIteration):
        button(counter.panel, "Wipe at next contact: Grace Okafor, blue laptop")


def test_other_days_are_kept_when_the_field_is_left_and_nonsense_is_said(
    counter: Counter, office: Records
) -> None:
    days = counter.panel.days
    days.set_text("30")
    days.left.emit()
    assert served(office).leashes.days == 30
    assert "learns of it at its next contact" in messages(counter.panel)

    days.set_text("two weeks")
    days.left.emit()

    assert "from 1 to 365 days" in messages(counter.panel)
    assert days.text() == "30"


def test_what_was_left_is_saved_where_somebody_chooses(
    counter: Counter, office: Records, blue: Device, tmp_path: Path, qtbot: QtBot
) -> None:
    work = counter.page.work
    assert work.left_panel.isHidden()
    served(office).leashes.keep_remains(blue.identity, LEFT)
    work.presenter.load()
    assert "Grace Okafor, blue laptop" in words(work.left_panel)
    qtbot.waitUntil(lambda: faults(counter.page) == [])

    button(work.left_panel, "Save to a file").click()
    assert not messages(counter.panel)
    counter.file = str(tmp_path / "left.json")
    button(work.left_panel, "Save to a file").click()

    assert Path(counter.file).read_bytes() == LEFT
    assert "not sealed" in messages(counter.panel)


def test_what_was_left_is_read_in_words_and_put_away_again(
    counter: Counter, office: Records, blue: Device, qtbot: QtBot
) -> None:
    work = counter.page.work
    served(office).leashes.keep_remains(blue.identity, LEFT)
    served(office).leashes.keep_remains(blue.identity, HALF_DONE)
    work.presenter.load()
    newest = button(work.left_panel, "Read")

    newest.click()

    said = words(work.left_panel)
    assert "Stood in an open form: New patient" in said
    assert "Last name" in said
    assert "Wilhelmi" in said
    assert "Where does it hurt?" in said
    assert "left hip" in said
    qtbot.waitUntil(lambda: faults(counter.page) == [])

    other = button(work.left_panel, "Read")
    other.click()
    assert "Wilhelmi" not in words(work.left_panel), "one at a time"
    assert "No words of a nurse are in it" in words(work.left_panel)
    button(work.left_panel, "Put away").click()
    assert "No words of a nurse are in it" not in words(work.left_panel)


def test_the_cursor_walks_as_the_page_stands_and_comes_back_to_the_laptop(counter: Counter) -> None:
    code, wipe = (button(counter.panel, name) for name in ("Code by telephone", "Wipe at next contact"))
    wipe.click()
    (asking,) = counter.asking()
    assert isinstance(asking, AskWipe)
    keep = button(asking, "Keep it as it is")
    assert QApplication.focusWidget() is keep

    stops = [code, wipe, keep, asking.wipe_button, counter.panel.days.line, counter.page.work.person.line]
    code.setFocus()
    for one in stops[:-1]:
        assert QApplication.focusWidget() is one
        QTest.keyClick(one, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is stops[-1]

    keep.setFocus()
    QTest.keyClick(keep, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is code
    wipe.click()
    (again,) = counter.asking()
    assert isinstance(again, AskWipe)
    again.wipe_button.click()
    answer_last(again)
    assert QApplication.focusWidget() is button(counter.panel, "Take the wipe back")
