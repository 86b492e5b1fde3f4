"""How far this office has seen each laptop's record come: noted when signed, countersigned, never taken back.

A mark takes the place of the one noted before only when the laptop says to stand upon that one, which is then
in its audit trail. Every other mark leaves what is noted as it is; the receipt tells the laptop what that is.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.exchange.signed import MARK, RECEIPT, new_key, public_half, read_signed, sign
from carenurse.office.asked import Asked, RefusedError, Told
from carenurse.store.device_marks import DeviceMarks, Reached, SeenMark
from carenurse.store.records import StoredRecords

_KEY: Final = "office.receipt-key"


class Marks:
    """Takes marks and gives receipts. ``now`` is the office's own clock: a laptop's decides nothing."""

    def __init__(self, records: StoredRecords, marks: DeviceMarks, now: Callable[[], datetime]) -> None:
        self._records, self._marks, self._now = records, marks, now

    @property
    def public_key(self) -> Mapping[str, str]:
        """With what a laptop reads the receipts; it is told when it joins."""
        return public_half(self._secret())

    def take(self, asked: Asked) -> Told:
        """Note a mark where it follows, and give the receipt. Raises RefusedError for what was not signed."""
        if asked.device is None:
            raise RefusedError(401, "login", "This office knows only enrolled devices.")
        device, sent = asked.device.identity, asked.resource or {}
        signed, key = as_text(sent.get("mark")), as_object(sent.get("key"))
        facts = read_signed(signed, MARK, key) or {}
        far = Reached.read(facts)
        if far is None:
            raise RefusedError(422, "security", "This mark is not signed as it should be.")
        known = self._marks.find(device)
        if known is None or (_is_same(known, key) and known.reached.vault == far.vault):
            self._note(device, far, facts, known, (signed, write_json(key).decode()))
        receipt = self._receipt(device, signed)
        told = {"receipt": sign(self._secret(), RECEIPT, receipt), "key": self.public_key}
        return Told(200, body=write_json(told), kind="application/json")

    def _note(
        self, device: str, far: Reached, facts: Resource, known: SeenMark | None, signed: tuple[str, str]
    ) -> None:
        if known is not None and (facts.get("older") is True or far.is_behind(known.reached)):
            self._marks.note_older(device)
        elif known is None or known.reached == far or facts.get("after") == known.reached.head:
            self._marks.note(device, far, *signed)

    def _receipt(self, device: str, signed: str) -> Resource:
        """Say what is noted now, in answer to just this mark: an earlier receipt answers another."""
        kept = self._marks.find(device)
        noted = kept.reached.told if kept else None
        of = sha256(signed.encode()).hexdigest()
        return {"of": of, "device": device, "at": self._now().isoformat(), "noted": noted}

    def _secret(self) -> str:
        pem = self._records.setting(_KEY)
        if not pem:
            pem = new_key()
            with self._records.work() as work:
                work.set_setting(_KEY, pem)
        return pem


def _is_same(known: SeenMark, key: Resource) -> bool:
    """Say whether a laptop signs with the key of its first mark."""
    kept = as_object(read_json(known.key))
    return all(kept.get(name) == key.get(name) for name in ("x", "y"))
