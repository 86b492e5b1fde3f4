"""What the header says, as canonical JSON, and how damage is told from a wrong passphrase.

A header is two lines: the facts as JSON with sorted keys, and the SHA-256 of that line. The SHA-256 shows
damage before any key is known; the MAC inside, under a subkey of the data key, shows alteration once the key
is known.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from carenurse.clinical.fhir import new_id
from carenurse.vault.derivation import SALT_BYTES, Cost, checked
from carenurse.vault.failures import DamagedHeaderError, NewerVaultError
from carenurse.vault.keys import WRAPPED_BYTES, DataKey, Slot
from carenurse.vault.lease import Lease
from carenurse.vault.lease_facts import lease_facts, read_lease
from carenurse.vault.pending import Pending

MAGIC = "CareNurse vault"
FORMAT = 3
"""Format 1 (CareNurse 0.1.0) knew neither escrow nor a key of the records' own, nor a change of the key.
Format 2 knew no lease, and its ways in had no pair: their key could not follow without the secret."""

_LEASES = 3
"""The format that knew them first."""

_LONGEST_SEALED = 2_048
LONGEST = 65_536
_PURPOSE = "header"


@dataclass(frozen=True, slots=True)
class Header:
    """The facts of a vault that are readable without its key. None of them is about a patient or the nurse.

    ``salt`` is the 16-byte salt of the database file (kept here so that the file opens even when its first
    page is hurt), ``commits`` and ``audit_head`` the high-water mark when the vault was last closed in order.
    ``records_key``: the key of the records wrapped under the data key, in a backup; empty where the data key
    itself opens them. ``pending``: the key that is about to replace this one, and its slots. ``lease``: until
    when it opens everything without its office; None for a vault whose office asks for no meeting.
    """

    vault_id: str
    key_id: str
    created: datetime
    generation: int
    minimum_version: str
    salt: bytes
    slots: tuple[Slot, ...]
    commits: int = 0
    audit_head: str = ""
    records_key: bytes = b""
    pending: Pending | None = None
    lease: Lease | None = None
    format: int = FORMAT
    mac: str = ""

    def sealed(self, key: DataKey) -> "Header":
        """Return the next generation in today's format, authenticated."""
        slots = tuple(slot if slot.identity else replace(slot, identity=new_id()) for slot in self.slots)
        following = replace(self, generation=self.generation + 1, format=FORMAT, slots=slots)
        return replace(following, mac=key.mac(_PURPOSE, _facts_line(following)).hex())

    def is_authentic(self, key: DataKey) -> bool:
        """Say whether this is what a holder of the key wrote."""
        return hmac.compare_digest(key.mac(_PURPOSE, _facts_line(self)).hex(), self.mac)

    def slots_for(self, kind: str) -> tuple[Slot, ...]:
        """Return the slots of one kind."""
        return tuple(slot for slot in self.slots if slot.kind == kind)


def write_header(header: Header) -> bytes:
    """Write both lines."""
    line = _canonical(_facts(header) | {"mac": header.mac})
    return line + b"\n" + hashlib.sha256(line).hexdigest().encode() + b"\n"


def read_header(data: bytes) -> Header:
    """Read a header. Raises DamagedHeaderError, WeakHeaderError (refused derivation), NewerVaultError."""
    line, _, rest = data.partition(b"\n")
    if hashlib.sha256(line).hexdigest().encode() != rest.strip():
        raise DamagedHeaderError
    try:
        facts: dict[str, Any] = json.loads(line)
        if facts["magic"] != MAGIC:
            raise DamagedHeaderError
        if int(facts["format"]) > FORMAT:
            raise NewerVaultError
        return _header(facts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DamagedHeaderError from None


def _header(facts: dict[str, Any]) -> Header:
    return Header(
        vault_id=str(facts["vault_id"]),
        key_id=str(facts["key_id"]),
        created=datetime.fromisoformat(facts["created"]),
        generation=int(facts["generation"]),
        minimum_version=str(facts["minimum_version"]),
        salt=_bytes(facts["salt"], SALT_BYTES),
        slots=tuple(_slot(slot) for slot in facts["slots"]),
        commits=int(facts["commits"]),
        audit_head=str(facts["audit_head"]),
        records_key=_bytes(facts["records_key"], WRAPPED_BYTES) if facts.get("records_key") else b"",
        pending=_pending(facts["pending"]) if facts.get("pending") else None,
        lease=read_lease(facts["lease"]) if facts.get("lease") else None,
        format=int(facts["format"]),
        mac=str(facts["mac"]),
    )


def _pending(facts: dict[str, Any]) -> Pending:
    return Pending(
        key_id=str(facts["key_id"]),
        slots=tuple(_slot(slot) for slot in facts["slots"]),
        forth=_bytes(facts["forth"], WRAPPED_BYTES),
        back=_bytes(facts["back"], WRAPPED_BYTES),
    )


def _slot(facts: dict[str, Any]) -> Slot:
    cost, made = facts["cost"], facts.get("made")
    escrow, recipient = facts["kind"] == "escrow", str(facts.get("recipient", ""))
    private = _sealed(facts.get("private", ""))
    return Slot(
        kind=str(facts["kind"]),
        salt=_bytes(facts["salt"], 0 if escrow else SALT_BYTES),
        wrapped=_sealed(facts["wrapped"]) if recipient else _bytes(facts["wrapped"], WRAPPED_BYTES),
        cost=None
        if cost is None
        else checked(Cost(int(cost["memory"]), int(cost["iterations"]), int(cost["lanes"]))),
        identity=str(facts.get("id", "")),
        made=datetime.fromisoformat(made) if made else None,
        recipient=recipient,
        label=str(facts.get("label", "")),
        private=private,
        bond=_bytes(facts["bond"], WRAPPED_BYTES) if private else b"",
    )


def _sealed(digits: str) -> bytes:
    """Read what is of no fixed length: what age sealed (some 300 bytes), a private half."""
    found = bytes.fromhex(digits)
    if len(found) > _LONGEST_SEALED:
        raise DamagedHeaderError
    return found


def _bytes(digits: str, length: int) -> bytes:
    found = bytes.fromhex(digits)
    if len(found) != length:
        raise DamagedHeaderError
    return found


def _facts(header: Header) -> dict[str, Any]:
    """List the facts of a header in its own format, so that an old one still authenticates."""
    first = header.format == 1
    facts: dict[str, Any] = {
        "magic": MAGIC,
        "format": header.format,
        "vault_id": header.vault_id,
        "key_id": header.key_id,
        "created": header.created.isoformat(),
        "generation": header.generation,
        "minimum_version": header.minimum_version,
        "salt": header.salt.hex(),
        "slots": [_slot_facts(slot, first=first) for slot in header.slots],
        "commits": header.commits,
        "audit_head": header.audit_head,
    }
    if first:
        return facts
    facts |= {
        "records_key": header.records_key.hex(),
        "pending": _pending_facts(header.pending) if header.pending else None,
    }
    if header.format < _LEASES:
        return facts
    return facts | {"lease": lease_facts(header.lease) if header.lease else None}


def _pending_facts(pending: Pending) -> dict[str, Any]:
    return {
        "key_id": pending.key_id,
        "slots": [_slot_facts(slot, first=False) for slot in pending.slots],
        "forth": pending.forth.hex(),
        "back": pending.back.hex(),
    }


def _slot_facts(slot: Slot, *, first: bool) -> dict[str, Any]:
    cost = slot.cost
    facts: dict[str, Any] = {
        "kind": slot.kind,
        "salt": slot.salt.hex(),
        "wrapped": slot.wrapped.hex(),
        "cost": None
        if cost is None
        else {"memory": cost.memory, "iterations": cost.iterations, "lanes": cost.lanes},
    }
    if first:
        return facts
    facts |= {
        "id": slot.identity,
        "made": slot.made.isoformat() if slot.made else "",
        "recipient": slot.recipient,
        "label": slot.label,
    }
    return facts | ({"private": slot.private.hex(), "bond": slot.bond.hex()} if slot.private else {})


def _facts_line(header: Header) -> bytes:
    return _canonical(_facts(header))


def _canonical(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
