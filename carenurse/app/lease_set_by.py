"""Whose the lease is: the office that set the days, known by the key with which it signed them.

A laptop that is led to another office must not stay bound to the first for ever, and must be able to go back
to it; so it is noted beside the lease, inside the record.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from carenurse.app.ports import Reading, Work
from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_object, as_text

_SET_BY: Final = "lease:office"


@dataclass(frozen=True, slots=True)
class SetBy:
    """The office that gave the lease: its address, its certificate's fingerprint, its public key (JWK)."""

    address: str
    fingerprint: str
    key: Resource

    @property
    def name(self) -> str:
        """What a nurse knows it by: the name of its computer."""
        return urlsplit(self.address).hostname or self.address


def set_by(records: Reading) -> SetBy | None:
    """Tell who set the days; None for nobody."""
    told = key_of(records.setting(_SET_BY))
    key = as_object(told.get("key"))
    return SetBy(as_text(told.get("address")), as_text(told.get("fingerprint")), key) if key else None


def note_set_by(work: Work, office: SetBy | None) -> None:
    """Note who set the days, or that nobody does any more."""
    told = {"address": office.address, "fingerprint": office.fingerprint, "key": office.key} if office else {}
    work.set_setting(_SET_BY, write_json(told).decode() if told else "")


def key_of(text: str | None) -> Resource:
    """Read a public key that is kept as text; empty for none."""
    return as_object(read_json(text) if text else None)
