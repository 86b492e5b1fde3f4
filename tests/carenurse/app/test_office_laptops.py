"""What an office says of its laptops' leashes, and what a person decides there."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.office_laptops import (
    LaptopLine,
    ask_wipe,
    set_lease_days,
    take_wipe_back,
    telephone_code,
)
from carenurse.app.office_remains import left_behind, save_left
from carenurse.app.office_work import OfficeWork, office_work
from carenurse.app.ports import Records
from carenurse.app.remains import WHY
from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.errors import ExpectedError
from carenurse.exchange.telephone import is_right
from carenurse.office.at_hand import stored
from carenurse.store.devices import Device
from carenurse.store.served import Served
from tests.fakes import FixedClock
from tests.kept import person
from tests.made_vault import NOW, MadeVault

HTEST = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def office(made_vault: MadeVault, clock: FixedClock) -> Iterator[Records]:
    opened = wiring.unlock_with_recovery(
        made_vault.folder, made_vault.recovery_code, reserve=0, now=clock.now
    )
    yield opened.records
    opened.close()


@pytest.fixture
def blue(office: Records) -> Device:
    devices = served(office).devices
    let_in = devices.enrol(devices.invite(office.me), "blue laptop")
    assert let_in is not None
    return let_in[0]


def served(office: Records) -> Served:
    return stored(office).served()


def work(office: Records, *, days: int = 0) -> OfficeWork:
    return office_work(office, NOW + timedelta(days=days))


def line(office: Records, *, days: int = 0) -> LaptopLine:
    (only,) = work(office, days=days).laptops
    return only


def test_a_laptop_without_a_lease_yet_says_so(office: Records, blue: Device) -> None:
    told = line(office)

    assert (told.device, told.meet, told.wipe) == (blue.identity, "", "")
    assert "not been told yet" in told.no_code
    assert not told.is_gone


def test_by_when_a_laptop_must_meet_the_office_stands_beside_it(office: Records, blue: Device) -> None:
    served(office).leashes.give(blue.identity, NOW + timedelta(days=14))

    now, over = line(office), line(office, days=14)

    assert (now.meet, now.is_over) == ("Wed 12 Mar", False)
    assert (over.meet, over.is_over) == ("Wed 12 Mar", True)
    assert now.no_code == ""


def test_a_code_for_what_the_laptop_shows_stands_on_the_trail_without_its_letters(
    office: Records, blue: Device
) -> None:
    secret = served(office).leashes.give(blue.identity, NOW)

    code = telephone_code(office, blue.identity, "abc def")

    assert is_right(secret, "ABC-DEF", code)
    (fact,) = office.audit_trail(limit=1)
    assert (fact.action, fact.subject) == ("lease", f"Device/{blue.identity}")
    assert code not in repr(office.audit_trail(limit=50))


@pytest.mark.parametrize("shown", ["", "ABC-DE", "ABC-DE0", "ABCD-EFG"])
def test_what_no_laptop_shows_gets_no_code(office: Records, blue: Device, shown: str) -> None:
    served(office).leashes.give(blue.identity, NOW)

    with pytest.raises(ExpectedError, match="six letters and numbers"):
        telephone_code(office, blue.identity, shown)


def test_there_is_no_code_for_a_laptop_that_is_shut_out_or_to_be_wiped_or_unknown(
    office: Records, blue: Device
) -> None:
    served(office).leashes.give(blue.identity, NOW)
    ask_wipe(office, blue.identity)
    with pytest.raises(ExpectedError, match="to be wiped"):
        telephone_code(office, blue.identity, "ABC-DEF")
    served(office).devices.revoke(blue.identity)
    with pytest.raises(ExpectedError, match="shut out"):
        telephone_code(office, blue.identity, "ABC-DEF")
    with pytest.raises(ExpectedError, match="no such laptop"):
        telephone_code(office, "nobody", "ABC-DEF")


def test_how_far_a_wipe_is_stands_beside_the_laptop(office: Records, blue: Device, clock: FixedClock) -> None:
    leashes = served(office).leashes
    assert "next contact" in ask_wipe(office, blue.identity)
    asked = line(office)
    leashes.note_told(blue.identity)
    told = line(office)
    leashes.note_done(blue.identity, clock.now(), elsewhere=True)
    served(office).devices.revoke(blue.identity)
    done = line(office)

    at = f"{clock.now():%H:%M}"
    assert (asked.wipe, asked.unheard) == (f"asked {at}; it has not heard yet", True)
    assert told.wipe.startswith(f"told to empty itself {at}; no word since that it is done")
    assert not told.unheard
    assert done.wipe == f"wiped {at}; backups at its second place were not in reach"
    assert all(one.to_wipe for one in (asked, told, done))
    assert [one.is_gone for one in (asked, told, done)] == [False, False, True]


@pytest.mark.usefixtures("blue")
def test_two_laptops_of_one_nurse_and_one_name_are_told_apart(office: Records, clock: FixedClock) -> None:
    clock.go_on(timedelta(minutes=5))
    devices = served(office).devices
    for name in ("blue laptop", "red laptop"):
        devices.enrol(devices.invite(office.me), name)

    names = {one.name for one in work(office).laptops}

    assert names == {"blue laptop, joined 10:42", "blue laptop, joined 10:47", "red laptop"}


def test_a_laptop_that_was_shut_out_before_its_wipe_is_not_told_as_wiped(
    office: Records, blue: Device, clock: FixedClock
) -> None:
    ask_wipe(office, blue.identity)
    served(office).devices.revoke(blue.identity)

    assert line(office).wipe == f"asked {clock.now():%H:%M}; shut out before it was done"


def test_a_wipe_is_taken_back_until_the_laptop_has_heard(office: Records, blue: Device) -> None:
    with pytest.raises(ExpectedError, match="Nobody asked"):
        take_wipe_back(office, blue.identity)
    ask_wipe(office, blue.identity)
    assert "Taken back" in take_wipe_back(office, blue.identity)
    assert line(office).wipe == ""

    ask_wipe(office, blue.identity)
    served(office).leashes.note_told(blue.identity)

    with pytest.raises(ExpectedError, match="has heard of it"):
        take_wipe_back(office, blue.identity)


def test_a_laptop_that_is_shut_out_cannot_be_wiped(office: Records, blue: Device) -> None:
    served(office).devices.revoke(blue.identity)

    with pytest.raises(ExpectedError, match="never hear of it"):
        ask_wipe(office, blue.identity)


@pytest.mark.parametrize("typed", ["", "-1", "366", "two weeks", "1.5", "²"])
def test_a_lease_is_a_number_of_days_up_to_a_year(office: Records, typed: str) -> None:
    with pytest.raises(ExpectedError, match="from 1 to 365 days"):
        set_lease_days(office, typed)
    assert work(office).days == 14


def test_a_lease_may_be_of_other_days_or_of_none(office: Records) -> None:
    assert set_lease_days(office, " 30 ") == 30
    assert work(office).days == 30
    assert set_lease_days(office, "0") == 0
    assert work(office).days == 0


def left_on(office: Records, blue: Device) -> bytes:
    """Leave a draft about somebody the office knows, one about a stranger, and a file in two pieces."""
    known = person(office, "Rosa", "Delgado")
    stranger: Resource = {
        "resourceType": "Patient",
        "id": "new",
        "meta": {"tag": [HTEST]},
        "name": [{"text": "Elsa New"}],
    }
    flag: Resource = {"resourceType": "Flag", "id": "f", "subject": {"reference": f"Patient/{known}"}}
    found = [
        left("draft", flag),
        left("conflict", {**flag, "id": "g"}),
        left("refused", stranger),
        left("by-nurse", {"resourceType": "Basic", "id": "b"}),
        *(left("file", binary(f"{'a' * 54}.{nth}")) for nth in (1, 2)),
        left("words", binary("words")),
        left("trail", binary("trail")),
    ]
    data = write_json({"resourceType": "Bundle", "type": "collection", "entry": found})
    served(office).leashes.keep_remains(blue.identity, data)
    return data


def left(why: str, resource: Resource) -> Resource:
    return {"extension": [{"url": WHY, "valueCode": why}], "resource": resource}


def binary(identity: str) -> Resource:
    return {"resourceType": "Binary", "id": identity, "contentType": "image/jpeg", "data": "AA=="}


def test_what_was_left_is_told_by_whom_and_what_and_merged_into_nothing(
    office: Records, blue: Device
) -> None:
    left_on(office, blue)

    (told,) = left_behind(office, NOW)

    assert told.title == f"Grace Okafor, blue laptop, {NOW:%H:%M}"
    assert told.lines == (
        "Rosa Delgado: 2 alerts (not finished, both changed it)",
        "Elsa New: name, address and phone (refused)",
        "About no patient: 1 other thing (held back by the nurse)",
        "1 file",
        "What stood in an open form",
        "Who did what on this laptop",
    )
    assert office.get("Flag", "f") is None


def test_it_is_saved_as_it_came_and_that_stands_on_the_trail(
    office: Records, blue: Device, tmp_path: Path
) -> None:
    data = left_on(office, blue)
    (told,) = left_behind(office, NOW)
    target = tmp_path / "left.json"

    said = save_left(office, told.digest, target)

    assert target.read_bytes() == data
    assert read_json(data)["type"] == "collection"
    assert "not sealed" in said
    (fact,) = office.audit_trail(limit=1)
    assert (fact.action, fact.detail) == ("export", f"remains {told.digest}")


def test_what_is_not_there_or_cannot_be_written_is_said(
    office: Records, blue: Device, tmp_path: Path
) -> None:
    left_on(office, blue)
    (told,) = left_behind(office, NOW)

    with pytest.raises(ExpectedError, match="not here any more"):
        save_left(office, "0" * 64, tmp_path / "left.json")
    with pytest.raises(ExpectedError, match="could not be written"):
        save_left(office, told.digest, tmp_path / "no-such-folder" / "left.json")
