"""The last that a laptop says to its own office: what that never took, and that nothing is left here."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.exchange.signed import HEARD, REMAINS, WIPED, claimed, read_signed, sign
from carenurse.sync.kept import Journal
from carenurse.sync.wire import FHIR_JSON, NoAnswerError, Request, Response, Wire

_OK: Final = 200


def hand_over(wire: Wire, body: bytes, key: Resource, device: str) -> bool:
    """Give the office one part of what it never took; True when it signed that it keeps just these bytes."""
    headers = {"Content-Type": FHIR_JSON, "Accept": "application/json"}
    try:
        answer = wire.send(Request("POST", "$remains", headers, body))
    except NoAnswerError:
        return False
    said = read_signed(_receipt(answer), REMAINS, key) or {}
    return (said.get("of"), said.get("device")) == (sha256(body).hexdigest(), device)


class Handed:
    """What one office signed for, remembered in the vault: a contact that breaks off is gone on with.

    It is forgotten with every other word of that office when it was restored from a backup, or is another one
    (``Journal.begin_again``), and while that is still being found out only what was signed just now counts.
    """

    def __init__(self, journal: Journal, key: Resource, device: str) -> None:
        self._journal, self._now = journal, set[str]()
        self._to = f"{device} {sha256(write_json(key)).hexdigest()}"

    def has(self, part: str) -> bool:
        """Say whether the office signed that it keeps a part; ``part`` is its SHA-256 in hex."""
        kept = not self._journal.cursor("recovering") and self._journal.cursor(_named(part)) == self._to
        return kept or part in self._now

    def note(self, part: str) -> None:
        """Remember that it did."""
        self._now.add(part)
        self._journal.set_cursor(_named(part), self._to)


def _named(part: str) -> str:
    """Name it as what is said of files, which is forgotten together."""
    return f"file left {part}"


def wiped_word(pem: str, facts: Mapping[str, object]) -> str:
    """Sign that nothing is left; signed before it is so, for afterwards there is no key."""
    return sign(pem, WIPED, facts)


def tell_wiped(wire: Wire, said: str, key: Mapping[str, object]) -> bool:
    """Say that nothing is left; True when the office signed that it heard just this of just this laptop.

    ``key`` reads the office's signature. Every other answer may be one of anybody on the way.
    """
    body = write_json({"said": said})
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    try:
        answer = wire.send(Request("POST", "$wiped", headers, body))
    except NoAnswerError:
        return False
    heard = read_signed(_receipt(answer), HEARD, key) or {}
    ours = (sha256(said.encode()).hexdigest(), claimed(said).get("device"))
    return (heard.get("of"), heard.get("device")) == ours


def _receipt(answer: Response) -> str:
    try:
        read: Any = read_json(answer.body) if answer.status == _OK else {}
    except ValueError:
        return ""
    return as_text(as_object(read).get("receipt"))
