"""What the office notes of how far a laptop has come: signed, standing upon the last, countersigned."""

import dataclasses
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.exchange.signed import MARK, RECEIPT, new_key, public_half, read_signed, sign
from carenurse.office.desk import at_the_desk
from carenurse.store.device_marks import Reached, SeenMark
from tests.carenurse.office.conftest import Hub, Laptop

FIRST = Reached("a" * 64, 10, 4, "b" * 64)
SECOND = Reached("a" * 64, 12, 6, "c" * 64)


@pytest.fixture
def pem() -> str:
    return new_key()


def mark(pem: str, far: Reached, after: str = "", **more: object) -> str:
    return sign(pem, MARK, {**far.told, "after": after, "older": False, "at": _now(), **more})


def _now() -> str:
    return datetime.now(UTC).isoformat()


def tell(laptop: Laptop, pem: str, signed: str) -> Resource:
    """Tell a mark; give what the receipt says, read with the office's key."""
    answer = laptop.ask("POST", "$mark", {"mark": signed, "key": public_half(pem)})
    assert answer.status_code == 200, answer.text
    said = read_signed(answer.json()["receipt"], RECEIPT, answer.json()["key"])
    assert said is not None
    assert said["of"] == sha256(signed.encode()).hexdigest()
    return said


def noted(hub: Hub, laptop: Laptop) -> SeenMark:
    found = hub.thread.wait_for(lambda: hub.office.served.marks.find(laptop.device))
    assert found is not None
    return found


def test_a_signed_mark_is_noted_and_countersigned(hub: Hub, boss: Laptop, pem: str) -> None:
    said = tell(boss, pem, mark(pem, FIRST))

    assert said["noted"] == FIRST.told
    assert said["device"] == boss.device
    assert noted(hub, boss).reached == FIRST


def test_the_next_one_takes_its_place_when_it_stands_upon_it(hub: Hub, boss: Laptop, pem: str) -> None:
    tell(boss, pem, mark(pem, FIRST))

    assert tell(boss, pem, mark(pem, SECOND, FIRST.head))["noted"] == SECOND.told
    assert noted(hub, boss).older is None


def test_one_that_does_not_stand_upon_it_replaces_nothing(hub: Hub, boss: Laptop, pem: str) -> None:
    tell(boss, pem, mark(pem, FIRST))

    assert tell(boss, pem, mark(pem, SECOND, "d" * 64))["noted"] == FIRST.told
    assert noted(hub, boss).older is None
    assert tell(boss, pem, mark(pem, SECOND, "d" * 64, older=True))["noted"] == FIRST.told
    assert noted(hub, boss).older is not None


def test_an_older_mark_that_is_sent_again_is_told_and_replaces_nothing(
    hub: Hub, boss: Laptop, pem: str
) -> None:
    old = mark(pem, FIRST)
    tell(boss, pem, old)
    tell(boss, pem, mark(pem, SECOND, FIRST.head))

    assert tell(boss, pem, old)["noted"] == SECOND.told

    found = noted(hub, boss)
    assert found.reached == SECOND
    assert found.older is not None


def test_another_trail_at_the_same_place_is_an_older_copy(hub: Hub, boss: Laptop, pem: str) -> None:
    tell(boss, pem, mark(pem, FIRST))

    fork = dataclasses.replace(FIRST, commits=11, head="e" * 64)
    tell(boss, pem, mark(pem, fork, FIRST.head))

    found = noted(hub, boss)
    assert found.reached == FIRST
    assert found.older is not None


def _altered(signed: str, **facts: object) -> str:
    head, _, signature = signed.split(".")
    told = urlsafe_b64encode(json.dumps({**SECOND.told, **facts}).encode()).rstrip(b"=").decode()
    return f"{head}.{told}.{signature}"


def test_a_mark_that_was_altered_is_refused(hub: Hub, boss: Laptop, pem: str) -> None:
    tell(boss, pem, mark(pem, FIRST))
    true = mark(pem, SECOND, FIRST.head)

    sent = (
        _altered(true, commits=99, after=FIRST.head),
        true[:-8],
        "",
        "a.b.c",
        sign(pem, "JWT", {**SECOND.told, "after": FIRST.head}),
        mark(pem, dataclasses.replace(SECOND, commits=-1), FIRST.head),
    )
    answers = [boss.ask("POST", "$mark", {"mark": one, "key": public_half(pem)}) for one in sent]
    no_key = boss.ask("POST", "$mark", {"mark": true})

    assert [one.status_code for one in (*answers, no_key)] == [422] * 7
    assert noted(hub, boss).reached == FIRST


def test_another_key_than_the_first_or_another_vault_notes_nothing(hub: Hub, boss: Laptop, pem: str) -> None:
    tell(boss, pem, mark(pem, FIRST))
    stranger = new_key()

    assert tell(boss, stranger, mark(stranger, SECOND, FIRST.head))["noted"] == FIRST.told
    elsewhere = dataclasses.replace(SECOND, vault="f" * 64)
    assert tell(boss, pem, mark(pem, elsewhere, FIRST.head))["noted"] == FIRST.told
    assert noted(hub, boss).older is None


def test_each_laptop_has_its_own(hub: Hub, boss: Laptop, pem: str) -> None:
    other, key = hub.laptop(), new_key()
    tell(boss, pem, mark(pem, SECOND))

    assert tell(other, key, mark(key, FIRST))["noted"] == FIRST.told
    assert (noted(hub, boss).reached, noted(hub, other).reached) == (SECOND, FIRST)


def test_a_stranger_is_not_listened_to(hub: Hub, pem: str) -> None:
    answer = hub.client.post("/fhir/$mark", json={"mark": mark(pem, FIRST), "key": public_half(pem)})

    assert answer.status_code == 401


def test_the_desk_tells_the_mark_as_vault_check_takes_it(hub: Hub, boss: Laptop, pem: str) -> None:
    tell(boss, pem, mark(pem, SECOND))
    tell(boss, pem, mark(pem, FIRST))

    told = hub.thread.wait_for(lambda: at_the_desk(hub.office.served, {"do": "devices"}))

    (line,) = told["devices"]
    assert line["mark"] == f"{SECOND.commits}-{SECOND.head}"
    assert datetime.fromisoformat(line["noted"]) <= datetime.fromisoformat(line["older"])


def test_a_receipt_of_another_key_is_not_read(boss: Laptop, pem: str) -> None:
    answer = boss.ask("POST", "$mark", {"mark": mark(pem, FIRST), "key": public_half(pem)})

    assert read_signed(answer.json()["receipt"], RECEIPT, public_half(pem)) is None
    assert read_signed(answer.json()["receipt"], MARK, answer.json()["key"]) is None
