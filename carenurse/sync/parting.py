"""The last that a laptop says to its own office: what that never took, and that nothing is left here."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.exchange.signed import REMAINS, WIPED, read_signed, sign
from carenurse.sync.wire import FHIR_JSON, NoAnswerError, Request, Response, Wire

_OK = 200


def hand_over(wire: Wire, body: bytes, key: Resource, device: str) -> bool:
    """Give the office one part of what it never took; True when it signed that it keeps just these bytes."""
    headers = {"Content-Type": FHIR_JSON, "Accept": "application/json"}
    try:
        answer = wire.send(Request("POST", "$remains", headers, body))
    except NoAnswerError:
        return False
    said = read_signed(_receipt(answer), REMAINS, key) or {}
    return (said.get("of"), said.get("device")) == (sha256(body).hexdigest(), device)


def tell_wiped(wire: Wire, pem: str, facts: Mapping[str, object]) -> None:
    """Say, signed, that nothing is left; an office that does not hear it has noted that it was to be."""
    body = write_json({"said": sign(pem, WIPED, facts)})
    try:
        wire.send(Request("POST", "$wiped", {"Content-Type": "application/json"}, body))
    except NoAnswerError:
        return


def _receipt(answer: Response) -> str:
    try:
        read: Any = read_json(answer.body) if answer.status == _OK else {}
    except ValueError:
        return ""
    return as_text(as_object(read).get("receipt"))
