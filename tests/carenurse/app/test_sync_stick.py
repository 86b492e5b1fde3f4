"""Everything unsent travels in a sealed file and counts as sent only when the office's answer comes back."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.office_desk import keep_office_key
from carenurse.app.ports import Records
from carenurse.app.sync_conflicts import disagreements
from carenurse.app.sync_outbox import hold
from carenurse.app.sync_parcels import answer_parcel
from carenurse.app.sync_stick import take_answer, write_parcel
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.exchange.sealing import OfficeKeys, office_keys, seal
from carenurse.sync.kept import journal_of
from tests.kept import keep
from tests.made_vault import MadeVault

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
HTEST = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]}


ROSA = "5b7f9d1e-0c44-4c8f-9a51-3f1f0a6f2b11"
DOG = "c2a3f0de-6a1b-4b5e-8a51-7d2e1b9c4f22"


def person(gender: str = "female") -> Resource:
    name = [{"family": "Delgado", "given": ["Rosa"]}]
    return {"resourceType": "Patient", "id": ROSA, "meta": HTEST, "name": name, "gender": gender}


def flag(text: str = "Dog") -> Resource:
    who = {"reference": f"Patient/{ROSA}"}
    return {"resourceType": "Flag", "id": DOG, "status": "active", "code": {"text": text}, "subject": who}


@pytest.fixture
def office(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[Records]:
    """Open a second vault: the office's."""
    folder = tmp_path / "office"
    shutil.copytree(vault_pattern.folder, folder)
    opened = wiring.unlock_with_recovery(folder, vault_pattern.recovery_code, reserve=0)
    yield opened.records
    opened.close()


class Road:
    """The way on foot between a laptop and an office."""

    def __init__(self, laptop: Records, office: Records, folder: Path) -> None:
        self.laptop, self.office, self.folder = laptop, office, folder
        self.keys: OfficeKeys = office_keys()
        keep_office_key(laptop, self.keys.public)

    def out(self, name: str = "out.age") -> Path:
        write_parcel(self.laptop, self.folder / name, NOW)
        return self.folder / name

    def at_the_office(self, parcel: Path, name: str = "back.age") -> Path:
        answer_parcel(self.office, parcel, self.keys.secret, self.folder / name, NOW)
        return self.folder / name

    def home(self, answer: Path) -> str:
        return take_answer(self.laptop, answer, NOW).sentence

    def waiting(self) -> set[str]:
        return {one.identity for one in journal_of(self.laptop).changes()}


@pytest.fixture
def road(records: Records, office: Records, tmp_path: Path) -> Road:
    keep(records, person(), flag())
    return Road(records, office, tmp_path)


def test_a_written_file_sends_nothing_the_answer_does(road: Road) -> None:
    parcel = road.out()
    assert road.waiting() >= {ROSA, DOG}

    answer = road.at_the_office(parcel)
    assert road.waiting() >= {ROSA, DOG}
    assert road.office.get("Flag", DOG)

    assert "3 more changes" in road.home(answer)
    assert road.waiting() == set()


def test_taking_the_file_and_the_answer_twice_is_harmless(road: Road) -> None:
    parcel = road.out()
    road.at_the_office(parcel)
    answer = road.at_the_office(parcel, "again.age")
    road.home(answer)
    before = len(road.laptop.versions("Flag", DOG))

    assert "0 more changes" in road.home(answer)
    assert len(road.laptop.versions("Flag", DOG)) == before
    assert len(road.office.versions("Flag", DOG)) == 1


def test_what_was_changed_after_the_file_was_written_waits_on(road: Road) -> None:
    parcel = road.out()
    keep(road.laptop, flag("Two dogs"))

    road.home(road.at_the_office(parcel))

    (left,) = journal_of(road.laptop).changes()
    assert left.resource["code"] == {"text": "Two dogs"}
    assert left.base_tag


def test_what_the_nurse_holds_back_is_not_in_the_file(road: Road) -> None:
    held = next(one.sequence for one in journal_of(road.laptop).changes() if one.kind == "Flag")
    hold(road.laptop, [held])

    road.home(road.at_the_office(road.out()))

    assert road.office.get("Flag", DOG) is None
    assert road.waiting() == {DOG}


def test_the_changes_of_the_office_come_back_with_the_answer(road: Road) -> None:
    road.home(road.at_the_office(road.out()))
    keep(road.office, flag("Dog, friendly"))
    keep(road.laptop, person("other"))

    road.home(road.at_the_office(road.out("second.age")))

    assert (road.laptop.get("Flag", DOG) or {})["code"] == {"text": "Dog, friendly"}
    assert road.waiting() == set()


def test_what_both_changed_meanwhile_is_a_conflict(road: Road) -> None:
    road.home(road.at_the_office(road.out()))
    keep(road.office, flag("Dog, friendly"))
    keep(road.laptop, flag("Dog, bites"))

    road.home(road.at_the_office(road.out("second.age")))

    (found,) = disagreements(road.laptop, NOW)
    assert [(one.mine, one.theirs) for one in found.lines if one.key] == [("Dog, bites", "Dog, friendly")]


def test_a_late_answer_brings_nothing_old_back(road: Road) -> None:
    late = road.at_the_office(road.out(), "late.age")
    keep(road.office, flag("Dog, friendly"))
    keep(road.laptop, person("other"))
    road.home(road.at_the_office(road.out("second.age")))

    road.home(late)

    assert (road.laptop.get("Flag", DOG) or {})["code"] == {"text": "Dog, friendly"}
    assert disagreements(road.laptop, NOW) == ()


def test_an_answer_that_did_not_open_the_file_counts_for_nothing(road: Road) -> None:
    road.out()
    public = road.laptop.setting("stick:public") or ""
    forged = road.folder / "forged.age"
    forged.write_bytes(seal(b'{"resourceType": "Bundle", "entry": []}', public))

    with pytest.raises(ExpectedError, match="no answer of the office"):
        road.home(forged)
    assert road.waiting() >= {ROSA, DOG}


def test_without_the_offices_key_nothing_is_written(records: Records, tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="key is missing"):
        write_parcel(records, tmp_path / "out.age", NOW)
    assert not (tmp_path / "out.age").exists()


def test_any_other_sealed_file_is_refused_at_the_office(road: Road) -> None:
    other = road.folder / "other.age"
    other.write_bytes(seal(b'{"resourceType": "Bundle", "type": "collection"}', road.keys.public))

    with pytest.raises(ExpectedError, match="no parcel of a laptop"):
        road.at_the_office(other)
