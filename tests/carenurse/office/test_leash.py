"""What an office tells a laptop with its receipt, and what one that is to be wiped may still do."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from httpx import Response

from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, new_id, write_json
from carenurse.exchange.signed import (
    HEARD,
    LEASE,
    MARK,
    ORDER,
    RECEIPT,
    REMAINS,
    WIPED,
    new_key,
    public_half,
    read_signed,
    sign,
)
from carenurse.exchange.telephone import is_right
from carenurse.office.desk import at_the_desk
from carenurse.office.office_key import OfficeKey
from carenurse.store.device_marks import Reached
from carenurse.store.leashes import Leash, Leashes
from carenurse.store.records import StoredRecords
from tests.carenurse.office.conftest import NURSE, Hub, Laptop, bundle, person, weight
from tests.carenurse.store.resources import caseload

FAR = Reached("a" * 64, 10, 4, "b" * 64)
LEFT: Resource = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": person("draft")}]}


class Signer:
    """A laptop that signs its marks."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop, self.pem = laptop, new_key()
        self.key: Resource = {}
        """The office's, as its last answer told it."""

    def mark(self, pem: str = "", vault: str = FAR.vault) -> Mapping[str, Any]:
        """Tell a mark; give the answer with its signed parts read: ``of`` is what they answer."""
        key = pem or self.pem
        far = Reached(vault, FAR.commits, FAR.sequence, FAR.head)
        signed = sign(key, MARK, {**far.told, "after": "", "older": False, "at": now().isoformat()})
        answer = self.laptop.ask("POST", "$mark", {"mark": signed, "key": public_half(key)})
        assert answer.status_code == 200, answer.text
        told = answer.json()
        self.key = told["key"]
        kinds = {"receipt": RECEIPT, "lease": LEASE, "order": ORDER}
        read = {
            name: read_signed(told[name], kind, told["key"]) for name, kind in kinds.items() if name in told
        }
        of = sha256(signed.encode()).hexdigest()
        assert all(one is not None and one["of"] == of for one in read.values())
        return {**read, "key": told["key"]}

    def wiped(self, pem: str = "", **more: object) -> int:
        word = self._word(pem, more)
        return self._heard(word, self.laptop.ask("POST", "$wiped", word))

    def last_word(self, hub: Hub, pem: str = "", **more: object) -> int:
        """Say it without a token."""
        word = self._word(pem, more)
        return self._heard(word, hub.client.post("/fhir/$wiped", json=word))

    def _heard(self, word: Resource, answer: Response) -> int:
        """Give the status; a good one bears the office's signature for just this word of just this laptop."""
        if answer.status_code == 200:
            told = read_signed(answer.json()["receipt"], HEARD, self.key)
            assert told is not None
            of = sha256(word["said"].encode()).hexdigest()
            assert (told["of"], told["device"]) == (of, self.laptop.device)
        return answer.status_code

    def _word(self, pem: str, more: Mapping[str, object]) -> Resource:
        said = {"device": self.laptop.device, "vault": FAR.vault, "at": now().isoformat(), **more}
        return {"said": sign(pem or self.pem, WIPED, said)}


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def nurse(hub: Hub, boss: Laptop) -> Signer:
    """Give a nurse's laptop: one patient, whose weight the office wrote down, and one note of hers."""
    assert boss.put(person("p1")).status_code == 201
    assert boss.put(weight("theirs")).status_code == 201
    assert boss.put(caseload(NURSE, "p1")).status_code == 201
    laptop = hub.laptop()
    assert laptop.put(weight("hers")).status_code == 201
    return Signer(laptop)


def leashes(hub: Hub) -> Leashes:
    return hub.office.served.leashes


def leash(hub: Hub, laptop: Laptop) -> Leash:
    found = hub.thread.wait_for(lambda: leashes(hub).find(laptop.device))
    assert found is not None
    return found


def desk(hub: Hub, **asked: object) -> Resource:
    return hub.thread.wait_for(lambda: at_the_desk(hub.office.served, dict(asked)))


def wipe(hub: Hub, laptop: Laptop) -> None:
    desk(hub, do="wipe", device=laptop.device)


def test_a_mark_is_answered_with_a_lease_for_just_this_laptop_and_vault(hub: Hub, nurse: Signer) -> None:
    lease = nurse.mark()["lease"]

    assert (lease["device"], lease["vault"], lease["days"]) == (nurse.laptop.device, FAR.vault, 14)
    at, until = datetime.fromisoformat(lease["at"]), datetime.fromisoformat(lease["until"])
    assert until - at == timedelta(days=14)
    assert leash(hub, nurse.laptop).until == until


def test_the_secret_of_the_codes_stays_the_same_and_is_another_for_another_laptop(
    hub: Hub, nurse: Signer
) -> None:
    first, again = nurse.mark()["lease"]["secret"], nurse.mark()["lease"]["secret"]
    other = Signer(hub.laptop()).mark()["lease"]["secret"]

    assert first == again != other
    assert urlsafe_b64decode(first + "=") == leash(hub, nurse.laptop).secret


def test_an_office_without_leases_says_so_by_its_signature(hub: Hub, nurse: Signer) -> None:
    desk(hub, do="lease", days=0)

    lease = nurse.mark()["lease"]

    assert lease["days"] == 0
    assert not lease.keys() & {"until", "secret"}


def test_a_stranger_with_the_token_gets_no_lease_but_hears_the_order(hub: Hub, nurse: Signer) -> None:
    nurse.mark()
    stranger = new_key()
    assert "lease" not in nurse.mark(stranger)
    assert "lease" not in nurse.mark(vault="c" * 64)

    wipe(hub, nurse.laptop)

    assert nurse.mark(stranger)["order"]["order"] == "wipe"


def test_an_order_is_given_only_where_it_was_asked_for_and_can_be_taken_back_until_then(
    hub: Hub, nurse: Signer
) -> None:
    assert "order" not in nurse.mark()
    wipe(hub, nurse.laptop)
    desk(hub, do="wipe", device=nurse.laptop.device, back=True)
    assert "order" not in nurse.mark()

    wipe(hub, nurse.laptop)
    order = nurse.mark()["order"]

    assert (order["device"], order["vault"], order["order"]) == (nurse.laptop.device, FAR.vault, "wipe")
    assert leash(hub, nurse.laptop).told is not None


def test_a_laptop_that_is_to_be_wiped_gets_no_longer_lease(hub: Hub, nurse: Signer) -> None:
    before = nurse.mark()["lease"]["until"]
    wipe(hub, nurse.laptop)
    desk(hub, do="lease", days=90)

    assert nurse.mark()["lease"]["until"] == before


def test_before_any_lease_it_gets_none_with_the_order(hub: Hub, nurse: Signer) -> None:
    wipe(hub, nurse.laptop)

    told = nurse.mark()

    assert "order" in told
    assert "lease" not in told


def test_it_gets_no_news_by_any_road(hub: Hub, boss: Laptop, nurse: Signer) -> None:
    since = nurse.laptop.get("$changes?since=0").headers["next-sequence"]
    wipe(hub, nurse.laptop)
    boss.put(weight("news"))

    feed = nurse.laptop.get(f"$changes?since={since}")

    assert (feed.status_code, feed.content, feed.headers["line-count"]) == (200, b"", "0")
    assert feed.headers["next-sequence"] == feed.headers["newest-sequence"] == since
    roads = (
        "Patient",
        "Observation?_id=hers",
        "Observation/_history",
        "Patient/p1",
        "Patient/p1/_history",
        "Observation/theirs",
        "Observation/news",
        "Patient/p1/$everything",
        f"Group/list-{NURSE}",
        "$digest",
        "$manifest",
        f"blob/{'0' * 64}?of=Patient/p1",
    )
    assert [nurse.laptop.get(road).status_code for road in roads] == [403] * len(roads)
    searched = nurse.laptop.ask("POST", "Observation/_search")
    assert searched.status_code == 403


def test_a_batch_is_no_way_round_it(hub: Hub, nurse: Signer) -> None:
    wipe(hub, nurse.laptop)
    asked = bundle(
        "batch",
        ("GET", "Observation/theirs", None, {}),
        ("GET", "Observation", None, {}),
        ("GET", "Observation/hers", None, {}),
        ("POST", "Observation", weight("x"), {"ifNoneExist": "_id=theirs"}),
    )

    answers = nurse.laptop.ask("POST", "", asked).json()["entry"]

    assert [one["response"]["status"] for one in answers] == ["403", "403", "200", "403"]


def test_a_device_that_sees_everybody_sees_nobody_any_more(hub: Hub, boss: Laptop, nurse: Signer) -> None:
    wipe(hub, boss)

    assert boss.get("Observation/hers").status_code == 403
    assert boss.get("Patient").status_code == 403
    assert nurse.laptop.get("Observation/theirs").status_code == 200


def test_it_may_still_send_and_read_back_what_it_sent(hub: Hub, nurse: Signer) -> None:
    wipe(hub, nurse.laptop)

    made = nurse.laptop.put(weight("late"))
    changed = nurse.laptop.put(person("p1", gender="female"), If_Match='W/"1"')
    stale = nurse.laptop.put(weight("theirs", value=80), If_Match='W/"7"')
    visit = bundle("transaction", ("PUT", "Observation/later", weight("later"), {}))
    sent = nurse.laptop.ask("POST", "", visit)

    assert (made.status_code, changed.status_code, stale.status_code) == (201, 200, 412)
    assert sent.status_code == 200
    for mine in ("Observation/hers", "Observation/late", "Observation/later", "Observation/late/_history"):
        assert nurse.laptop.get(mine).status_code == 200
    assert nurse.laptop.get("Observation/nothing").status_code == 404
    data = b"a photo"
    digest = sha256(data).hexdigest()
    piece = nurse.laptop.client.patch(
        f"/fhir/blob/{digest}",
        content=data,
        headers={
            "Authorization": f"Bearer {nurse.laptop.token}",
            "Content-Range": f"bytes 0-{len(data) - 1}/{len(data)}",
        },
    )
    assert piece.headers["upload-complete"] == "?1"


def test_what_it_could_not_send_is_kept_and_signed_for_once_each(hub: Hub, nurse: Signer) -> None:
    key = nurse.mark()["key"]
    wipe(hub, nurse.laptop)
    body = write_json(LEFT)

    answers = [nurse.laptop.ask("POST", "$remains", LEFT) for _ in range(2)]

    for one in answers:
        said = read_signed(one.json()["receipt"], REMAINS, key)
        assert said is not None
        assert (said["of"], said["device"]) == (sha256(body).hexdigest(), nurse.laptop.device)
    (kept,) = hub.thread.wait_for(leashes(hub).remains)
    assert kept.device == nurse.laptop.device
    assert hub.thread.wait_for(lambda: leashes(hub).bytes_of(kept.digest)) == body
    assert nurse.laptop.get("Patient/draft").status_code == 404


@pytest.mark.parametrize("sent", [{"resourceType": "Bundle", "type": "batch"}, person(), {}])
def test_other_things_than_a_collection_are_not_what_was_left(
    hub: Hub, nurse: Signer, sent: Resource
) -> None:
    wipe(hub, nurse.laptop)

    assert nurse.laptop.ask("POST", "$remains", sent).status_code == 400


def test_without_an_order_nothing_is_signed_for_and_nobody_is_wiped(hub: Hub, nurse: Signer) -> None:
    nurse.mark()

    assert nurse.laptop.ask("POST", "$remains", LEFT).status_code == 409
    assert nurse.wiped() == 409
    assert hub.client.post("/fhir/$remains", json=LEFT).status_code == 401
    assert hub.thread.wait_for(leashes(hub).remains) == []


def test_a_laptop_that_says_it_is_wiped_is_shut_out(hub: Hub, nurse: Signer) -> None:
    nurse.mark()
    wipe(hub, nurse.laptop)
    nurse.mark()

    assert nurse.wiped(second_place=True) == 200

    found = leash(hub, nurse.laptop)
    assert found.done is not None
    assert found.elsewhere
    assert nurse.laptop.get("Observation/hers").status_code == 401
    assert nurse.wiped() == 200, "said again, heard again"
    assert leash(hub, nurse.laptop) == found


def test_only_the_laptop_itself_can_say_so(hub: Hub, nurse: Signer) -> None:
    wipe(hub, nurse.laptop)
    assert nurse.wiped() == 422
    nurse.mark()

    wrong = (
        nurse.wiped(new_key()),
        nurse.wiped(device=new_id()),
        nurse.wiped(vault="c" * 64),
        nurse.laptop.ask("POST", "$wiped", {"said": "a.b.c"}).status_code,
        nurse.laptop.ask("POST", "$wiped", {}).status_code,
    )

    assert wrong == (422,) * 5
    assert leash(hub, nurse.laptop).done is None


def test_a_laptop_that_is_empty_says_so_without_a_token_by_what_it_signed_before(
    hub: Hub, nurse: Signer
) -> None:
    nurse.mark()
    assert nurse.last_word(hub) == 401, "nobody ordered it"
    wipe(hub, nurse.laptop)

    for wrong in (nurse.last_word(hub, new_key()), nurse.last_word(hub, vault="c" * 64)):
        assert wrong == 401
    assert leash(hub, nurse.laptop).done is None
    assert nurse.last_word(hub, second_place=True) == 200

    found = leash(hub, nurse.laptop)
    assert found.elsewhere
    assert nurse.laptop.get("Observation/hers").status_code == 401
    assert nurse.last_word(hub) == 200
    assert leash(hub, nurse.laptop) == found


def test_so_does_one_that_was_shut_out_before_it_could(hub: Hub, nurse: Signer) -> None:
    nurse.mark()
    wipe(hub, nurse.laptop)
    nurse.mark()
    desk(hub, do="revoke", device=nurse.laptop.device)

    assert nurse.last_word(hub) == 200

    assert leash(hub, nurse.laptop).done is not None


def test_an_order_that_this_office_did_not_sign_for_this_laptop_is_none(
    hub: Hub, nurse: Signer, records: Records
) -> None:
    nurse.mark()
    assert isinstance(records, StoredRecords)
    key = OfficeKey(records)
    facts = {"device": nurse.laptop.device, "vault": FAR.vault, "at": now().isoformat(), "order": "wipe"}
    other = {**facts, "device": new_id()}
    theirs = hub.thread.wait_for(lambda: key.sign(ORDER, other))
    for order in (sign(new_key(), ORDER, facts), theirs, "a.b.c", ""):
        assert nurse.last_word(hub, order=order) == 401
        assert nurse.wiped(order=order) == 409


def test_a_code_by_telephone_is_good_for_its_laptop_and_its_challenge(hub: Hub, nurse: Signer) -> None:
    nurse.mark()
    other = Signer(hub.laptop())
    other.mark()

    code = desk(hub, do="code", device=nurse.laptop.device, challenge="abc-def")["code"]

    assert is_right(leash(hub, nurse.laptop).secret, "ABC-DEF", code)
    assert not is_right(leash(hub, nurse.laptop).secret, "ABC-DEG", code)
    assert not is_right(leash(hub, other.laptop).secret, "ABC-DEF", code)
