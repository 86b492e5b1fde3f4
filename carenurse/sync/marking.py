"""Telling our own office how far this record has come, and reading its receipt.

It is no part of a run: without an answer, or with one that the office did not sign, nothing was told.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.exchange.signed import MARK, RECEIPT, new_key, public_half, read_signed, sign
from carenurse.store.device_marks import Reached
from carenurse.sync.wire import NoAnswerError, Request, Response, Wire

__all__ = ["Reached", "Receipt", "Telling", "new_key", "tell_mark"]


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
class Receipt:
    """The office's answer: ``noted`` is what it has noted now; ``key`` reads the receipt."""

    signed: str
    key: Resource
    noted: Reached | None


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
    key, signed = key or as_object(told.get("key")), as_text(told.get("receipt"))
    said = read_signed(signed, RECEIPT, key) or {}
    if said.get("of") != sha256(mark.encode()).hexdigest():
        return None
    return Receipt(signed, key, Reached.read(as_object(said.get("noted"))))


def _told(answer: Response) -> Resource:
    try:
        read: Any = read_json(answer.body) if answer.status == 200 else {}  # noqa: PLR2004 - OK
    except ValueError:
        read = {}
    return as_object(read)
