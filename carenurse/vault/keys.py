"""The vault's own key, what is derived from it, and how a slot holds it.

The key that opens the records (the data key) is random and never changes with the passphrase: each slot holds
the same key, so that changing a passphrase takes a moment and re-encrypts nothing.

A slot has a pair of its own (``pairs``): the data key is sealed for the public half, the private half is
wrapped under what the secret gives, so that another data key can be sealed for it although nobody types the
secret. Anybody can seal for a public key. What is sealed is therefore the data key wrapped under a bond,
which the private half gives and which the vault keeps under its data key: nobody else can put a key of
theirs into a header for a nurse to open. A slot of format 1 or 2 has no pair: there the data key itself is
wrapped under what the secret gives. Wrapping is AES key wrap (RFC 3394), which refuses a wrong key.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from typing_extensions import override

from carenurse.clinical.fhir import new_id
from carenurse.errors import BugError
from carenurse.vault.derivation import KEY_BYTES, SALT_BYTES, Cost, derive
from carenurse.vault.failures import BadOfficeKeyError
from carenurse.vault.pairs import SealedOtherwiseError, new_pair, seal, unseal, unwrapped, wrap_half

WRAPPED_BYTES = KEY_BYTES + 8
"""A wrapped key is eight bytes longer than the key (RFC 3394)."""

_BOND = "the bond of a way in"


class WrongSecretError(Exception):
    """The secret does not open the slot; whoever asked says which kind of secret it was."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in; ``kind`` is "passphrase", "recovery" or "escrow"; no ``cost``: a random secret.

    ``identity`` and ``made`` are empty in a slot of format 1. ``recipient`` is the public key that the data
    key is sealed for, empty in a passphrase or recovery slot of format 1 or 2; ``private`` is its private
    half, wrapped, which an office keeps for itself, and ``bond`` what both sides share, wrapped under the
    data key. ``label`` says whose an escrow slot is, in the nurse's words; escrow needs no ``salt``.
    """

    kind: str
    salt: bytes
    wrapped: bytes
    cost: Cost | None
    identity: str = ""
    made: datetime | None = None
    recipient: str = ""
    label: str = ""
    private: bytes = b""
    bond: bytes = b""

    @property
    def can_follow(self) -> bool:
        """Whether another data key can be sealed for this way in without its secret."""
        return bool(self.recipient)


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """The 32 bytes that open everything. Its repr shows nothing, so that no traceback can."""

    raw: bytes

    def __post_init__(self) -> None:
        """Raise BugError for a key of another length: SQLCipher would take it for a passphrase."""
        if len(self.raw) != KEY_BYTES:
            message = "a data key has 32 bytes"
            raise BugError(message)

    @override
    def __repr__(self) -> str:
        """Show nothing."""
        return "DataKey(...)"

    def subkey(self, purpose: str) -> bytes:
        """Derive an independent 32-byte key for one purpose (HKDF-SHA256)."""
        return _expand(self.raw, b"", f"carenurse {purpose}")

    def mac(self, purpose: str, message: bytes) -> bytes:
        """Authenticate a message under the subkey of its purpose (HMAC-SHA256)."""
        return hmac.digest(self.subkey(purpose), message, "sha256")

    def wrap(self, purpose: str, other: "DataKey") -> bytes:
        """Wrap another key under the subkey of a purpose."""
        return aes_key_wrap(self.subkey(purpose), other.raw)

    def unwrap(self, purpose: str, wrapped: bytes) -> "DataKey":
        """Unwrap it again. Raises WrongSecretError when this key did not wrap it."""
        return _unwrap(self.subkey(purpose), wrapped)


def new_data_key() -> DataKey:
    """Draw a new data key."""
    return DataKey(secrets.token_bytes(KEY_BYTES))


def passphrase_slot(key: DataKey, passphrase: str, cost: Cost) -> Slot:
    """Seal the key for a passphrase. Takes as long as the cost says."""
    return _new_slot("passphrase", key, cost, lambda slot: passphrase_key(slot, passphrase))


def recovery_slot(key: DataKey, secret: bytes) -> Slot:
    """Seal the key for a recovery secret: 128 random bits need no slow derivation."""
    return _new_slot("recovery", key, None, lambda slot: recovery_key(slot, secret))


def passphrase_key(slot: Slot, passphrase: str) -> bytes:
    """Derive what a passphrase slot is wrapped under.

    Raises WrongSecretError, TooLittleMemoryError, WeakHeaderError, WeakPassphraseError.
    """
    if slot.cost is None:
        raise WrongSecretError
    return derive(passphrase, slot.salt, slot.cost)


def recovery_key(slot: Slot, secret: bytes) -> bytes:
    """Derive what a recovery slot is wrapped under, from the 16 bytes of its code."""
    return _expand(secret, slot.salt, "carenurse recovery slot")


def open_slot(slot: Slot, wrapping: bytes) -> DataKey:
    """Open a slot of whatever format. Raises WrongSecretError."""
    if not slot.private:
        return _unwrap(wrapping, slot.wrapped)
    try:
        private = unwrapped(slot.private, wrapping)
        return _unwrap(_bond(private).raw, unseal(slot.wrapped, private))
    except (SealedOtherwiseError, BadOfficeKeyError):
        raise WrongSecretError from None


def with_pair(slot: Slot, wrapping: bytes, key: DataKey) -> Slot:
    """Give a slot a new pair: the same secret opens it, and another data key can be sealed for it.

    It is opened once before anything rests on it; BugError when it does not.
    """
    public, private = new_pair()
    bond = _bond(private)
    made = replace(
        slot,
        wrapped=seal(aes_key_wrap(bond.raw, key.raw), public),
        recipient=public,
        private=wrap_half(private, wrapping),
        bond=key.wrap(_BOND, bond),
    )
    if open_slot(made, wrapping) != key:
        message = "a way in that was just made does not open"
        raise BugError(message)
    return made


def followed(slot: Slot, key: DataKey, following: DataKey) -> Slot:
    """Seal the key that follows for a way in to this one; its secret stays what it was.

    Raises WrongSecretError when ``key`` is not what the slot holds.
    """
    if not slot.private:
        return replace(slot, wrapped=seal(following.raw, slot.recipient))
    bond = key.unwrap(_BOND, slot.bond)
    wrapped = seal(aes_key_wrap(bond.raw, following.raw), slot.recipient)
    return replace(slot, wrapped=wrapped, bond=following.wrap(_BOND, bond))


def open_with_passphrase(slot: Slot, passphrase: str) -> DataKey:
    """Open a slot. Raises as ``passphrase_key``."""
    return open_slot(slot, passphrase_key(slot, passphrase))


def open_with_recovery(slot: Slot, secret: bytes) -> DataKey:
    """Open a slot with the 16 bytes of a recovery code. Raises WrongSecretError."""
    return open_slot(slot, recovery_key(slot, secret))


def _new_slot(kind: str, key: DataKey, cost: Cost | None, wrapping: Callable[[Slot], bytes]) -> Slot:
    salt = secrets.token_bytes(SALT_BYTES)
    slot = Slot(kind, salt, b"", cost, identity=new_id(), made=datetime.now(UTC))
    return with_pair(slot, wrapping(slot), key)


def _bond(private: str) -> DataKey:
    return DataKey(_expand(private.encode(), b"", "carenurse bond"))


def _unwrap(wrapping_key: bytes, wrapped: bytes) -> DataKey:
    try:
        return DataKey(aes_key_unwrap(wrapping_key, wrapped))
    except (InvalidUnwrap, BugError):
        raise WrongSecretError from None


def _expand(secret: bytes, salt: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose.encode()).derive(secret)
