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

from carenurse.vault.derivation import SALT_BYTES, Cost, checked
from carenurse.vault.failures import DamagedHeaderError, NewerVaultError
from carenurse.vault.keys import WRAPPED_BYTES, DataKey, Slot

MAGIC = "CareNurse vault"
FORMAT = 1
LONGEST = 65_536
_PURPOSE = "header"


@dataclass(frozen=True, slots=True)
class Header:
    """The facts of a vault that are readable without its key. None of them is about a patient or the nurse.

    ``salt`` is the 16-byte salt of the database file (kept here so that the file opens even when its first
    page is hurt), ``commits`` and ``audit_head`` the high-water mark when the vault was last closed in order.
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
    mac: str = ""

    def sealed(self, key: DataKey) -> "Header":
        """Return the next generation, authenticated."""
        following = replace(self, generation=self.generation + 1)
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
        mac=str(facts["mac"]),
    )


def _slot(facts: dict[str, Any]) -> Slot:
    cost = facts["cost"]
    return Slot(
        kind=str(facts["kind"]),
        salt=_bytes(facts["salt"], SALT_BYTES),
        wrapped=_bytes(facts["wrapped"], WRAPPED_BYTES),
        cost=None
        if cost is None
        else checked(Cost(int(cost["memory"]), int(cost["iterations"]), int(cost["lanes"]))),
    )


def _bytes(digits: str, length: int) -> bytes:
    found = bytes.fromhex(digits)
    if len(found) != length:
        raise DamagedHeaderError
    return found


def _facts(header: Header) -> dict[str, Any]:
    return {
        "magic": MAGIC,
        "format": FORMAT,
        "vault_id": header.vault_id,
        "key_id": header.key_id,
        "created": header.created.isoformat(),
        "generation": header.generation,
        "minimum_version": header.minimum_version,
        "salt": header.salt.hex(),
        "slots": [_slot_facts(slot) for slot in header.slots],
        "commits": header.commits,
        "audit_head": header.audit_head,
    }


def _slot_facts(slot: Slot) -> dict[str, Any]:
    cost = slot.cost
    return {
        "kind": slot.kind,
        "salt": slot.salt.hex(),
        "wrapped": slot.wrapped.hex(),
        "cost": None
        if cost is None
        else {"memory": cost.memory, "iterations": cost.iterations, "lanes": cost.lanes},
    }


def _facts_line(header: Header) -> bytes:
    return _canonical(_facts(header))


def _canonical(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
