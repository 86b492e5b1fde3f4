"""Telling our own office how far this record has come, and reading its receipt, its lease and its order.

It is no part of a run: without an answer, or with one that the office did not sign, nothing was told. Lease
and order count only when the office signed them for just this mark of just this vault: an answer that was
kept, or that was for another laptop, says nothing.
"""

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.exchange.signed import LEASE, MARK, ORDER, RECEIPT, new_key, public_half, read_signed, sign
from carenurse.exchange.telephone import SECRET_BYTES
from carenurse.store.device_marks import Reached
from carenurse.sync.wire import NoAnswerError, Request, Response, Wire

__all__ = ["GivenLease", "Reached", "Receipt", "Telling", "WipeOrder", "new_key", "tell_mark"]

_LONGEST_DAYS: Final = 3_650


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told: ``after`` is the head of what the office noted before, where the own trail holds it.

    ``older``: this copy lacks what the office noted. ``at`` is this laptop's clock, which decides nothing.
    """

    far: Reached
    after: str
    older: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class GivenLease:
    """What the office gives: ``at`` its own time, ``until`` None where it asks for no meeting.

    ``secret`` answers by telephone; None where the office sent none.
    """

    at: datetime
    until: datetime | None
    days: int
    secret: bytes | None


@dataclass(frozen=True, slots=True)
class WipeOrder:
    """The office wants this laptop emptied: its words for laptop and vault, and its time.

    ``signed``: the order as it came, by which the office knows it again even where it has forgotten it.
    """

    at: datetime
    device: str
    vault: str
    signed: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The office's answer: ``noted`` is what it has noted now; ``key`` reads the receipt.

    ``lease`` and ``order`` are None where it said nothing of them that is good.
    """

    signed: str
    key: Resource
    noted: Reached | None
    lease: GivenLease | None = None
    order: WipeOrder | None = None


def tell_mark(wire: Wire, pem: str, telling: Telling, key: Resource) -> Receipt | None:
    """Tell it, signed with this laptop's key (``pem``); None without a receipt that is good.

    ``key`` is the office's, as it came with joining; an empty one is taken from the first answer.
    """
    facts = {**telling.far.told, "after": telling.after, "older": telling.older, "at": telling.at.isoformat()}
    mark = sign(pem, MARK, facts)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    try:
        answer = wire.send(
            Request("POST", "$mark", headers, write_json({"mark": mark, "key": public_half(pem)}))
        )
    except NoAnswerError:
        return None
    told = _told(answer)
    kept, key = key, key or as_object(told.get("key"))
    signed, of = as_text(told.get("receipt")), sha256(mark.encode()).hexdigest()
    said = read_signed(signed, RECEIPT, key) or {}
    if said.get("of") != of:
        return None
    words = {"of": of, "device": said.get("device"), "vault": telling.far.vault}
    return Receipt(
        signed,
        key,
        Reached.read(as_object(said.get("noted"))),
        _lease(_said(told, "lease", LEASE, key, words)),
        _order(_said(told, "order", ORDER, kept, words), as_text(told.get("order"))),
    )


def _said(told: Resource, name: str, kind: str, key: Resource, words: Resource) -> Resource:
    """Read what the office signed for this very mark, of this device and this vault; else nothing.

    What destroys is read with the key that was kept before the answer came, never with one that came with it.
    """
    said = read_signed(as_text(told.get(name)), kind, key) or {} if key else {}
    return said if all(said.get(one) == value for one, value in words.items()) else {}


def _lease(said: Resource) -> GivenLease | None:
    days, at = said.get("days"), _moment(said.get("at"))
    if at is None or type(days) is not int or not 0 <= days <= _LONGEST_DAYS:
        return None
    until = _moment(said.get("until"))
    if days and until is None:
        return None
    return GivenLease(at, until if days else None, days, _secret(as_text(said.get("secret"))))


def _order(said: Resource, signed: str) -> WipeOrder | None:
    at = _moment(said.get("at"))
    if at is None or said.get("order") != "wipe":
        return None
    return WipeOrder(at, as_text(said.get("device")), as_text(said.get("vault")), signed)


def _moment(told: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(as_text(told))
    except ValueError:
        return None
    return found if found.utcoffset() is not None else None


def _secret(text: str) -> bytes | None:
    try:
        found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return None
    return found if len(found) == SECRET_BYTES else None


def _told(answer: Response) -> Resource:
    try:
        read: Any = read_json(answer.body) if answer.status == 200 else {}  # noqa: PLR2004 - OK
    except ValueError:
        read = {}
    return as_object(read)
