"""The office's end of a laptop's leash: leases and orders in answer to a mark, and what a wiped one brings.

Nothing of it is believed for its own sake: a lease and an order answer just one mark, with the office's
signature; what was left behind is acknowledged with one, too, and only then a laptop destroys anything.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from carenurse.clinical.fhir import Resource, kind_of, read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.exchange.signed import LEASE, ORDER, REMAINS, WIPED, claimed, read_signed
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
        """Note that a laptop destroyed what it held, and shut it out: nothing more can come from it."""
        device = _to_be_wiped(asked)
        said = self._said(asked, device)
        if said is None:
            raise RefusedError(422, "security", "This is not signed as it should be.")
        return self._wiped(device, said)

    def take_last_word(self, asked: Asked) -> Told | None:
        """Take the same from a laptop that is empty and has no token any more, but what it signed before.

        None for a stranger, for one whom nobody ordered to be wiped, and for one who said so already.
        """
        device = self._served.devices.find(as_text(claimed(_words(asked)).get("device")))
        if device is None or device.to_wipe is None or device.revoked is not None:
            return None
        said = self._said(asked, device)
        return self._wiped(device, said) if said else None

    def _said(self, asked: Asked, device: Device) -> Resource | None:
        """Read what a laptop says of being wiped; None where it did not sign it for its vault."""
        mark = self._served.marks.find(device.identity)
        if mark is None:
            return None
        said = read_signed(_words(asked), WIPED, as_object(read_json(mark.key))) or {}
        ours = (said.get("vault"), said.get("device")) == (mark.reached.vault, device.identity)
        return said if ours else None

    def _wiped(self, device: Device, said: Resource) -> Told:
        self._leashes.note_done(device.identity, elsewhere=said.get("second_place") is True)
        self._served.devices.revoke(device.identity)
        return Told(204)


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
