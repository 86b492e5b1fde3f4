"""Lease and order count when the office signed them for just this mark of this vault, and otherwise never."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from typing_extensions import override

from carenurse.clinical.fhir import Resource, write_json
from carenurse.exchange.signed import LEASE, ORDER, RECEIPT, new_key, public_half, sign
from carenurse.store.device_marks import Reached
from carenurse.sync.marking import GivenLease, Receipt, Telling, WipeOrder, tell_mark
from carenurse.sync.wire import Request, Response, Wire

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FAR = Reached("a" * 64, 10, 4, "b" * 64)
OWN, OFFICE, STRANGER = new_key(), new_key(), new_key()
SECRET = bytes(range(20))

Words = dict[str, object]


@dataclass
class FakeOffice(Wire):
    """Signs what it is told to; ``lease`` and ``order`` change the words before that, None says nothing."""

    lease: Callable[[Words], Words] | None = None
    order: Callable[[Words], Words] | None = None
    keys: dict[str, str] = field(default_factory=dict[str, str])
    of: str = ""
    told: Words = field(default_factory=dict[str, object])

    @property
    @override
    def base(self) -> str:
        return "https://office.example.org/fhir"

    @override
    def send(self, request: Request) -> Response:
        mark = json.loads(request.body)["mark"]
        self.of = sha256(mark.encode()).hexdigest()
        words: Words = {"of": self.of, "device": "laptop-1", "vault": FAR.vault, "at": NOW.isoformat()}
        told: Words = {
            "receipt": sign(OFFICE, RECEIPT, {**words, "noted": FAR.told}),
            "key": public_half(OFFICE),
        }
        if self.lease is not None:
            until = {"until": (NOW + timedelta(days=14)).isoformat(), "days": 14}
            secret = {"secret": urlsafe_b64encode(SECRET).rstrip(b"=").decode()}
            told["lease"] = sign(
                self.keys.get("lease", OFFICE), LEASE, self.lease({**words, **until, **secret})
            )
        if self.order is not None:
            kind = self.keys.get("kind", ORDER)
            told["order"] = sign(self.keys.get("order", OFFICE), kind, self.order({**words, "order": "wipe"}))
        self.told = told
        return Response(200, {}, write_json(told))


def same(words: Words) -> Words:
    return words


def tell(office: Wire, key: Resource | None = None) -> Receipt:
    kept: Resource = dict(public_half(OFFICE)) if key is None else key
    found = tell_mark(office, OWN, Telling(FAR, "", older=False, at=NOW), kept)
    assert found is not None
    return found


def test_an_office_that_says_nothing_of_them_changes_nothing() -> None:
    assert (tell(FakeOffice()).lease, tell(FakeOffice()).order) == (None, None)


def test_a_lease_and_an_order_are_read() -> None:
    office = FakeOffice(same, same)
    receipt = tell(office)

    assert receipt.lease == GivenLease(NOW, NOW + timedelta(days=14), 14, SECRET)
    assert receipt.order == WipeOrder(NOW, "laptop-1", FAR.vault, str(office.told["order"]))


def test_no_days_mean_that_no_meeting_is_asked_for() -> None:
    office = FakeOffice(lambda words: {**words, "days": 0, "until": None, "secret": None})

    assert tell(office).lease == GivenLease(NOW, None, 0, None)


@pytest.mark.parametrize(
    "changed",
    [
        {"of": "c" * 64},
        {"vault": "c" * 64},
        {"device": "laptop-2"},
        {"at": "yesterday"},
        {"at": "2026-11-22T09:00:00"},
    ],
)
def test_what_was_signed_for_another_mark_vault_or_laptop_is_nothing(changed: Words) -> None:
    receipt = tell(FakeOffice(lambda words: {**words, **changed}, lambda words: {**words, **changed}))

    assert (receipt.lease, receipt.order) == (None, None)


@pytest.mark.parametrize("days", [-1, "14", None, True, 4_000])
def test_a_lease_of_no_length_is_none(days: object) -> None:
    assert tell(FakeOffice(lambda words: {**words, "days": days})).lease is None


def test_a_lease_without_an_end_is_none() -> None:
    assert tell(FakeOffice(lambda words: {**words, "until": "for ever"})).lease is None


def test_a_secret_of_another_length_is_none_and_the_lease_is_good() -> None:
    given = tell(FakeOffice(lambda words: {**words, "secret": "AAAA"})).lease

    assert given is not None
    assert given.secret is None


def test_what_a_stranger_signed_is_nothing() -> None:
    receipt = tell(FakeOffice(same, same, {"lease": STRANGER, "order": STRANGER}))

    assert (receipt.lease, receipt.order) == (None, None)


def test_what_was_signed_as_something_else_is_no_order() -> None:
    assert tell(FakeOffice(None, same, {"kind": LEASE})).order is None
    assert tell(FakeOffice(None, lambda words: {**words, "order": "dance"})).order is None


def test_an_answer_that_was_kept_and_told_again_is_no_receipt() -> None:
    class Replaying(FakeOffice):
        kept: Response | None = None

        @override
        def send(self, request: Request) -> Response:
            self.kept = self.kept or super().send(request)
            return self.kept

    office = Replaying(same, same)
    assert tell(office).order is not None

    again = tell_mark(office, OWN, Telling(FAR, "", older=False, at=NOW), dict(public_half(OFFICE)))

    assert again is None


def test_the_key_that_comes_with_the_answer_itself_orders_nothing() -> None:
    receipt = tell(FakeOffice(same, same), key={})

    assert receipt.key == public_half(OFFICE)
    assert receipt.lease is not None
    assert receipt.order is None
