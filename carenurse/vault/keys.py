"""The vault's own key, what is derived from it, and how a slot holds it.

The key that opens the records (the data key) is random and never changes with the passphrase: each slot wraps
the same key (AES key wrap, RFC 3394, which refuses a wrong wrapping key), so that changing a passphrase takes
a moment and re-encrypts nothing.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from typing_extensions import override

from carenurse.clinical.fhir import new_id
from carenurse.errors import BugError
from carenurse.vault.derivation import KEY_BYTES, SALT_BYTES, Cost, derive

WRAPPED_BYTES = KEY_BYTES + 8
"""A wrapped key is eight bytes longer than the key (RFC 3394)."""


class WrongSecretError(Exception):
    """The secret does not open the slot; whoever asked says which kind of secret it was."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in; ``kind`` is "passphrase", "recovery" or "escrow"; no ``cost``: a random secret.

    ``identity`` and ``made`` are empty in a slot of format 1. ``recipient`` is the public key of an escrow
    slot, ``label`` whose it is, in the nurse's words; escrow needs no ``salt``.
    """

    kind: str
    salt: bytes
    wrapped: bytes
    cost: Cost | None
    identity: str = ""
    made: datetime | None = None
    recipient: str = ""
    label: str = ""


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
    """Wrap the key for a passphrase. Takes as long as the cost says."""
    salt = secrets.token_bytes(SALT_BYTES)
    wrapped = aes_key_wrap(derive(passphrase, salt, cost), key.raw)
    return Slot("passphrase", salt, wrapped, cost, identity=new_id(), made=datetime.now(UTC))


def recovery_slot(key: DataKey, secret: bytes) -> Slot:
    """Wrap the key for a recovery secret: 128 random bits need no slow derivation."""
    salt = secrets.token_bytes(SALT_BYTES)
    wrapped = aes_key_wrap(_recovery_key(secret, salt), key.raw)
    return Slot("recovery", salt, wrapped, None, identity=new_id(), made=datetime.now(UTC))


def open_with_passphrase(slot: Slot, passphrase: str) -> DataKey:
    """Unwrap the key. Raises WrongSecretError, TooLittleMemoryError, WeakHeaderError, WeakPassphraseError."""
    if slot.cost is None:
        raise WrongSecretError
    return _unwrap(derive(passphrase, slot.salt, slot.cost), slot.wrapped)


def open_with_recovery(slot: Slot, secret: bytes) -> DataKey:
    """Unwrap the key with the 16 bytes of a recovery code. Raises WrongSecretError."""
    return _unwrap(_recovery_key(secret, slot.salt), slot.wrapped)


def _unwrap(wrapping_key: bytes, wrapped: bytes) -> DataKey:
    try:
        return DataKey(aes_key_unwrap(wrapping_key, wrapped))
    except InvalidUnwrap:
        raise WrongSecretError from None


def _recovery_key(secret: bytes, salt: bytes) -> bytes:
    return _expand(secret, salt, "carenurse recovery slot")


def _expand(secret: bytes, salt: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose.encode()).derive(secret)
