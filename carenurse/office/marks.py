"""How far this office has seen each laptop's record come: noted when signed, countersigned, never taken back.

A mark takes the place of the one noted before only when the laptop says to stand upon that one, which is then
in its audit trail. Every other mark leaves what is noted as it is; the receipt tells the laptop what that is.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.exchange.signed import MARK, RECEIPT, read_signed
from carenurse.office.asked import Asked, RefusedError, Told
from carenurse.office.leash import OfficeLeash
from carenurse.office.office_key import OfficeKey
from carenurse.store.device_marks import DeviceMarks, Reached, SeenMark


class Marks:
    """Takes marks and gives receipts, with what ``leash`` has to say to the laptop that came.

    ``now`` is the office's own clock: a laptop's decides nothing.
    """

    def __init__(
        self, key: OfficeKey, marks: DeviceMarks, leash: OfficeLeash, now: Callable[[], datetime]
    ) -> None:
        self._key, self._marks, self._leash, self._now = key, marks, leash, now

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
        kept = self._marks.find(device)
        known = kept is None or (_is_same(kept, key) and kept.reached.vault == far.vault)
        if known:
            self._note(device, far, facts, kept, (signed, write_json(key).decode()))
        of = sha256(signed.encode()).hexdigest()
        receipt = self._key.sign(RECEIPT, self._receipt(device, of))
        more = self._leash.told(asked.device, of, far.vault, known=known)
        told = {"receipt": receipt, "key": self._key.public, **more}
        return Told(200, body=write_json(told), kind="application/json")

    def _note(
        self, device: str, far: Reached, facts: Resource, known: SeenMark | None, signed: tuple[str, str]
    ) -> None:
        if known is not None and (facts.get("older") is True or far.is_behind(known.reached)):
            self._marks.note_older(device)
        elif known is None or known.reached == far or facts.get("after") == known.reached.head:
            self._marks.note(device, far, *signed)

    def _receipt(self, device: str, of: str) -> Resource:
        """Say what is noted now, in answer to just this mark (``of``): an earlier receipt answers another."""
        kept = self._marks.find(device)
        noted = kept.reached.told if kept else None
        return {"of": of, "device": device, "at": self._now().isoformat(), "noted": noted}


def _is_same(known: SeenMark, key: Resource) -> bool:
    """Say whether a laptop signs with the key of its first mark."""
    kept = as_object(read_json(known.key))
    return all(kept.get(name) == key.get(name) for name in ("x", "y"))
