"""What an office makes of sealed files: whose they are, in which order they come, what they weigh."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from carenurse.app.ports import Records
from carenurse.app.sync_parcels import answer_parcel
from carenurse.clinical.fhir import read_json, write_json
from carenurse.errors import ExpectedError
from carenurse.exchange.sealing import OfficeKeys, office_keys, seal, seal_packed, unseal
from carenurse.exchange.signing import Signer
from carenurse.exchange.stick import Going, open_parcel, pack
from tests.carenurse.app.test_sync_stick import DOG, ROSA, Road, flag, office, person
from tests.kept import keep

__all__ = ["office"]
NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
NURSE = "Practitioner/7f0f7a52-6f3c-4c6e-9d52-0f6a51c0e001"
KEYS: OfficeKeys = office_keys()


@pytest.fixture
def road(records: Records, office: Records, tmp_path: Path) -> Road:
    keep(records, person(), flag())
    return Road(records, office, tmp_path)


def packed(signer: Signer | None = None) -> bytes:
    whose = office_keys().public
    made = pack(
        [Going(person()), Going(flag())], NURSE, whose, KEYS.public, made=NOW, signer=signer or Signer.make()
    )
    return made.data


def test_files_that_come_out_of_order_bring_everything_once(road: Road) -> None:
    first = road.out("first.age")
    keep(road.laptop, flag("Two dogs"))
    second = road.out("second.age")

    late = road.at_the_office(second, "answer-2.age")
    early = road.at_the_office(first, "answer-1.age")

    assert (road.office.get("Flag", DOG) or {})["code"] == {"text": "Two dogs"}
    road.home(late)
    road.home(early)
    assert road.waiting() == set()
    assert (road.laptop.get("Flag", DOG) or {})["code"] == {"text": "Two dogs"}
    assert road.office.get("Patient", ROSA)


def test_what_the_nurse_changed_back_is_no_old_state(road: Road) -> None:
    road.at_the_office(road.out("first.age"), "answer-1.age")
    keep(road.laptop, flag("Two dogs"))
    second = road.out("second.age")
    road.at_the_office(second, "answer-2.age")
    keep(road.laptop, flag())
    third = road.out("third.age")

    road.home(road.at_the_office(third, "answer-3.age"))

    assert (road.office.get("Flag", DOG) or {})["code"] == {"text": "Dog"}
    assert road.waiting() == set()
    road.at_the_office(second, "late.age")
    assert (road.office.get("Flag", DOG) or {})["code"] == {"text": "Dog"}


def test_a_file_tells_on_which_laptop_it_was_written() -> None:
    signer = Signer.make()

    told = open_parcel(packed(signer), KEYS.secret)

    assert (told.signer, told.nurse) == (signer.public, NURSE)


@pytest.mark.parametrize("spoil", ["signature", "gender", "key"])
def test_a_file_that_was_changed_or_signed_by_nobody_is_refused(spoil: str) -> None:
    bundle = read_json(unseal(packed(), KEYS.secret))
    resources = [entry["resource"] for entry in bundle["entry"]]
    receipt = next(one for one in resources if "signature" in one)
    if spoil == "signature":
        del receipt["signature"]
    elif spoil == "key":
        other = read_json(unseal(packed(), KEYS.secret))
        mine = next(entry["resource"] for entry in other["entry"] if "signature" in entry["resource"])
        receipt["signature"] = mine["signature"]
    else:
        resources[0]["gender"] = "male"

    with pytest.raises(ExpectedError):
        open_parcel(seal(write_json(bundle), KEYS.public), KEYS.secret)


def test_another_laptop_under_a_nurses_name_is_let_in_only_on_purpose(road: Road, tmp_path: Path) -> None:
    road.at_the_office(road.out())
    with road.laptop.work() as work:
        work.set_setting("stick:signer", Signer.make().secret)
        work.put(flag("Three dogs"))
    stranger = road.out("stranger.age")

    with pytest.raises(ExpectedError, match="another laptop"):
        road.at_the_office(stranger)
    assert (road.office.get("Flag", DOG) or {})["code"] == {"text": "Dog"}

    taken = answer_parcel(road.office, stranger, road.keys.secret, tmp_path / "new.age", NOW, new_laptop=True)
    assert "first parcel of this laptop" in taken.next
    assert (road.office.get("Flag", DOG) or {})["code"] == {"text": "Three dogs"}
    road.at_the_office(stranger, "again.age")


def test_a_file_is_packed_before_it_is_sealed_and_a_broken_one_is_told() -> None:
    words = b"the same words again and again " * 10_000

    assert len(seal_packed(words, KEYS.public)) < len(words) / 50
    assert unseal(seal_packed(words, KEYS.public), KEYS.secret) == words
    with pytest.raises(ExpectedError, match="damaged"):
        unseal(seal(b"\x1f\x8b\x08 no gzip", KEYS.public), KEYS.secret)
