"""The office's own page: a parcel is read, taken in and answered; laptops; lists of patients; a restore."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app.office_work import take_office_role
from carenurse.app.ports import Records
from carenurse.app.sync_stick import take_answer
from carenurse.office.at_hand import stored
from carenurse.store.served import RESTORED
from carenurse.sync.kept import journal_of
from tests.carenurse.app.test_sync_stick import DOG, NOW, ROSA, Road, flag, office, person, road
from tests.fakes import FixedClock, InlineBackground
from tests.kept import keep
from tests.ui.accessibility import faults
from tests.ui.desk import NotedDesk
from tests.ui.showing import button, messages, show, words
from ui.office.page import OfficePage
from ui.widgets.fields.check import Radio
from ui.widgets.page import Route

__all__ = ["office", "road"]
BEA = {
    "resourceType": "Practitioner",
    "id": "5b1c0f86-6a1f-4d5e-8a86-1f8a3a5f7a01",
    "name": [{"family": "Fictional", "given": ["Bea"]}],
}


class Counter:
    """The office's counter: its page, the file that is brought, and where the answer goes."""

    def __init__(self, road: Road, qtbot: QtBot) -> None:
        self.road, self.brought, self.answer = road, "", str(road.folder / "answer.age")
        self.noted = NotedDesk(InlineBackground(road.office), FixedClock(NOW))
        desk = replace(
            self.noted.desk,
            open_file=self._open,
            save_file=self._save,
        )
        self.page = show(OfficePage(desk), qtbot, Route("office", part="work"))
        self.panel = self.page.work.parcels
        self.panel.secret.edited.emit(road.keys.secret)

    def _open(self, _title: str, _kinds: str) -> str:
        return self.brought

    def _save(self, _title: str, _name: str) -> str:
        return self.answer

    def bring(self, parcel: Path) -> str:
        self.brought = str(parcel)
        self.panel.choose_button.click()
        return words(self.panel)

    def take_in(self) -> str:
        self.panel.take_button.click()
        return messages(self.panel)


@pytest.fixture
def counter(road: Road, qtbot: QtBot) -> Counter:
    take_office_role(road.office)
    return Counter(road, qtbot)


def test_a_parcel_is_read_first_then_taken_in_and_its_answer_counts_on_the_laptop(counter: Counter) -> None:
    told = counter.bring(counter.road.out())

    assert "Rosa Delgado: 1 alert, name, address and phone" in told
    assert "first parcel of this nurse" in told
    assert counter.road.office.get("Patient", ROSA) is None

    assert "changes were taken over; the answer is written" in counter.take_in()
    take_answer(counter.road.laptop, Path(counter.answer), NOW)
    assert journal_of(counter.road.laptop).changes() == []
    assert faults(counter.page) == []


def test_a_parcel_that_comes_twice_says_so_and_is_answered_again(counter: Counter) -> None:
    parcel = counter.road.out()
    counter.bring(parcel)
    counter.take_in()

    assert "All of it is here already" in counter.bring(parcel)
    Path(counter.answer).unlink()
    counter.take_in()

    assert Path(counter.answer).exists()


def test_a_parcel_that_comes_late_leaves_what_is_newer(counter: Counter) -> None:
    first = counter.road.out("first.age")
    keep(counter.road.laptop, flag("Two dogs"))
    counter.bring(counter.road.out("second.age"))
    counter.take_in()

    assert "as it is or newer" in counter.bring(first)
    counter.take_in()

    assert (counter.road.office.get("Flag", DOG) or {})["code"] == {"text": "Two dogs"}


def _other_file(_sealed: bytes) -> bytes:
    return b"{}"


def _cut_short(sealed: bytes) -> bytes:
    return sealed[:-40]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_other_file, "This is no parcel of a laptop."),
        (_cut_short, "does not open with this key, or it is damaged"),
    ],
)
def test_what_is_no_whole_parcel_is_refused_in_a_sentence(
    counter: Counter, spoil: Callable[[bytes], bytes], sentence: str
) -> None:
    parcel = counter.road.out()
    parcel.write_bytes(spoil(parcel.read_bytes()))

    assert sentence in counter.bring(parcel)


def test_a_parcel_sealed_for_another_office_is_refused(counter: Counter) -> None:
    parcel = counter.road.out()
    counter.panel.secret.edited.emit("AGE-SECRET-KEY-1NOTTHISONE")

    counter.bring(parcel)

    assert messages(counter.panel).count(".") <= 3
    assert counter.road.office.get("Patient", ROSA) is None


def test_the_key_file_opens_a_parcel_that_waits_for_it(counter: Counter) -> None:
    key = counter.road.folder / "office.key"
    key.write_text(f"# of the office\n{counter.road.keys.secret}\n", encoding="utf-8")
    counter.panel.secret.edited.emit("")
    assert "This is a sealed file." in counter.bring(counter.road.out())

    counter.brought = str(key)
    counter.panel.key_button.click()

    assert "The key in office.key is used." in words(counter.panel)
    assert "Rosa Delgado" in words(counter.panel)
    assert counter.road.keys.secret not in words(counter.page)


def test_an_answer_that_cannot_be_written_says_that_the_parcel_is_in(counter: Counter) -> None:
    counter.bring(counter.road.out())
    there, counter.answer = counter.answer, str(counter.road.folder / "no-such-folder" / "answer.age")

    told = counter.take_in()

    assert "taken in, but its answer was not written" in told
    counter.bring(counter.road.folder / "out.age")
    counter.answer = there
    assert "the answer is written" in counter.take_in()


def test_another_laptop_of_a_nurse_is_let_in_only_when_somebody_says_so(counter: Counter) -> None:
    counter.bring(counter.road.out("first.age"))
    counter.take_in()
    with counter.road.laptop.work() as work:
        work.set_setting("stick:signer", "")
    keep(counter.road.laptop, flag("Two dogs"))

    assert "Her parcels came from another laptop before." in counter.bring(counter.road.out("second.age"))
    assert not counter.panel.take_button.isEnabled()

    assert counter.panel.new_laptop is not None
    counter.panel.new_laptop.click()
    assert "taken over" in counter.take_in()


def test_a_patient_is_put_on_another_nurses_list(counter: Counter) -> None:
    keep(counter.road.office, person(), BEA)
    work = counter.page.work
    work.presenter.load()
    button(work, "2 other names without a laptop").click()

    work.person.edited.emit("Delgado")
    work.findChildren(Radio)[0].click()
    put = [one for one in work.findChildren(type(counter.panel.key_button)) if "Bea" in one.accessibleName()]
    put[-1].click()

    assert "Rosa Delgado is on the list of Bea Fictional." in messages(work)
    assert "1 person" in words(work)
    assert faults(counter.page) == []


def test_who_has_not_synced_stands_first(counter: Counter) -> None:
    devices = stored(counter.road.office).served().devices
    for name in ("old", "young"):
        devices.enrol(devices.invite(counter.road.office.me), name)
    counter.page.work.presenter.load()

    assert "has not synced yet; joined" in words(counter.page.work)


def test_after_a_restore_what_came_is_looked_through_once(counter: Counter) -> None:
    with counter.road.office.work() as work:
        work.set_setting(RESTORED, "0")
    counter.page.work.presenter.load()
    assert "A backup was put in place here." in words(counter.page.work)

    button(counter.page.work, "I have looked through it").click()

    assert counter.page.work.restore_panel.isHidden()


def test_a_nurses_laptop_has_no_such_page_before_somebody_says_so(qtbot: QtBot, records: Records) -> None:
    noted = NotedDesk(InlineBackground(records), FixedClock(NOW + timedelta(days=1)))
    page = show(OfficePage(noted.desk), qtbot, Route("office"))
    assert page.part.isHidden() or not page.part.isVisible()

    page.role_button.click()

    assert page.work.isVisible()
