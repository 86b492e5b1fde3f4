"""The office's end of a laptop's leash: leases and orders in answer to a mark, and what a wiped one brings.

Nothing of it is believed for its own sake: a lease and an order answer just one mark, with the office's
signature; what was left behind is acknowledged with one, too, and only then a laptop destroys anything. So is
its word that this is done: only a signature tells it from what anybody on the way may answer.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from carenurse.clinical.fhir import Resource, kind_of, read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.exchange.signed import HEARD, LEASE, ORDER, REMAINS, WIPED, claimed, read_signed
from carenurse.office.asked import Asked, RefusedError, Told
from carenurse.office.office_key import OfficeKey
from carenurse.store.devices import Device
from carenurse.store.served import Served


class OfficeLeash:
    """Gives leases and orders, takes remains and the word that it is done. ``now`` is the office's clock."""

    def __init__(self, served: Served, key: OfficeKey, now: Callable[[], datetime]) -> None:
        self._served, self._leashes = served, served.leashes
        self._key, self._now = key, now

    def told(self, device: Device, of: str, vault: str, *, known: bool) -> Resource:
        """Give what goes with the receipt of one mark (``of``): a lease, an order, or neither.

        ``known``: the mark has the key and the vault of the laptop's first one; a stranger with its token
        gets no lease, for that holds the secret of its codes. The order is for whoever comes.
        """
        facts: Resource = {"of": of, "device": device.identity, "vault": vault}
        now = self._now()
        facts["at"] = now.isoformat()
        told: Resource = {}
        if known and (lease := self._lease(device, now)):
            told["lease"] = self._key.sign(LEASE, {**facts, **lease})
        if device.to_wipe is not None:
            self._leashes.note_told(device.identity)
            told["order"] = self._key.sign(ORDER, {**facts, "order": "wipe"})
        return told

    def _lease(self, device: Device, now: datetime) -> Resource:
        """Write a lease from now on; none (0 days) where this office gives none.

        A laptop that is to be wiped keeps the one that it has, and not a day longer.
        """
        days = self._leashes.days
        if days == 0:
            return {"days": 0}
        until = now + timedelta(days=days)
        if device.to_wipe is not None:
            kept = self._leashes.find(device.identity)
            if kept is None or kept.until is None:
                return {}
            until = kept.until
        secret = self._leashes.give(device.identity, until)
        told = urlsafe_b64encode(secret).rstrip(b"=").decode()
        return {"until": until.isoformat(), "days": days, "secret": told}

    def take_remains(self, asked: Asked) -> Told:
        """Keep what a laptop that is to be wiped could not send, and sign that it is here."""
        device = _to_be_wiped(asked)
        bundle = asked.resource or {}
        if kind_of(bundle) != "Bundle" or bundle.get("type") != "collection":
            raise RefusedError(400, "invalid", "A collection Bundle belongs here.")
        self._leashes.keep_remains(device.identity, asked.body)
        of = sha256(asked.body).hexdigest()
        facts = {"of": of, "device": device.identity, "at": self._now().isoformat()}
        return _answer({"receipt": self._key.sign(REMAINS, facts)})

    def take_wiped(self, asked: Asked) -> Told:
        """Note that a laptop destroyed what it held, shut it out, and sign that it was heard.

        Said again it is signed for again, and nothing changes. Raises RefusedError.
        """
        if asked.device is None:
            raise RefusedError(401, "login", "This office knows only enrolled devices.")
        said = self._said(asked, asked.device)
        if said is None:
            raise RefusedError(422, "security", "This is not signed as it should be.")
        told = self._wiped(asked, asked.device, said)
        if told is None:
            raise RefusedError(409, "conflict", "This office has not asked for that.")
        return told

    def take_last_word(self, asked: Asked) -> Told | None:
        """Take the same from a laptop that is empty and has no token any more, but what it signed before.

        None for a stranger, and for one whom nobody ordered to be wiped.
        """
        device = self._served.devices.find(as_text(claimed(_words(asked)).get("device")))
        said = self._said(asked, device) if device else None
        return self._wiped(asked, device, said) if device and said else None

    def _said(self, asked: Asked, device: Device) -> Resource | None:
        """Read what a laptop says of being wiped; None where it did not sign it for its vault."""
        mark = self._served.marks.find(device.identity)
        if mark is None:
            return None
        said = read_signed(_words(asked), WIPED, as_object(read_json(mark.key))) or {}
        ours = (said.get("vault"), said.get("device")) == (mark.reached.vault, device.identity)
        return said if ours else None

    def _wiped(self, asked: Asked, device: Device, said: Resource) -> Told | None:
        """Note it and sign for it; None where this office never ordered it."""
        ordered = device.to_wipe or self._ordered(said)
        if ordered is None:
            return None
        elsewhere = said.get("second_place") is True
        noted = self._leashes.note_done(device.identity, ordered, elsewhere=elsewhere)
        self._served.devices.revoke(device.identity)
        of = sha256(_words(asked).encode()).hexdigest()
        facts = {"of": of, "device": device.identity, "at": self._now().isoformat()}
        return _answer({"receipt": self._key.sign(HEARD, {**facts, "noted": noted.isoformat()})})

    def _ordered(self, said: Resource) -> datetime | None:
        """Say when this office ordered it, by its own signature: restored to before, it has forgotten it."""
        order = read_signed(as_text(said.get("order")), ORDER, self._key.public) or {}
        same = all(order.get(name) == said.get(name) for name in ("device", "vault"))
        return datetime.fromisoformat(as_text(order["at"])) if same and order.get("order") == "wipe" else None


def _words(asked: Asked) -> str:
    return as_text((asked.resource or {}).get("said"))


def _to_be_wiped(asked: Asked) -> Device:
    """Give the laptop. Raises RefusedError for any that nobody asked to be wiped."""
    if asked.device is None:
        raise RefusedError(401, "login", "This office knows only enrolled devices.")
    if asked.device.to_wipe is None:
        raise RefusedError(409, "conflict", "This office has not asked for that.")
    return asked.device


def _answer(told: Resource) -> Told:
    return Told(200, body=write_json(told), kind="application/json")
