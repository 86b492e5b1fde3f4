"""Two halves of a way in: whoever has the public one seals the vault's key, only the private one unseals it.

The age format (X25519), as an office's way in always had it. Age is loaded at the start for that one already,
so that nothing more is loaded; unsealing takes 0.2 ms, beside half a second of derivation.
"""

from importlib import import_module
from typing import Any

from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap_with_padding,
    aes_key_wrap_with_padding,
)

from carenurse.vault.failures import BadOfficeKeyError

_age: Any = import_module("pyrage")
"""The binding has no type stubs."""


class SealedOtherwiseError(Exception):
    """What was to be unsealed was sealed for another, or is damaged."""


def new_pair() -> tuple[str, str]:
    """Draw a pair: the public half (``age1...``) and the private one (``AGE-SECRET-KEY-1...``)."""
    private = _age.x25519.Identity.generate()
    return str(private.to_public()), str(private)


def wrap_half(private: str, wrapping: bytes) -> bytes:
    """Wrap a private half (AES, RFC 5649)."""
    return aes_key_wrap_with_padding(wrapping, private.encode())


def seal(raw: bytes, public: str) -> bytes:
    """Seal bytes for whoever has the private half. Raises BadOfficeKeyError for what is no public key."""
    try:
        sealed: bytes = _age.encrypt(raw, [_age.x25519.Recipient.from_str(public)])
    except _age.RecipientError:
        raise BadOfficeKeyError from None
    return sealed


def unseal(sealed: bytes, private: str) -> bytes:
    """Unseal them. Raises SealedOtherwiseError, BadOfficeKeyError for what is no private key."""
    try:
        identity = _age.x25519.Identity.from_str(private)
    except _age.IdentityError:
        raise BadOfficeKeyError from None
    try:
        raw: bytes = _age.decrypt(sealed, [identity])
    except _age.DecryptError:
        raise SealedOtherwiseError from None
    return raw


def unwrapped(private: bytes, wrapping: bytes) -> str:
    """Unwrap a private half. Raises SealedOtherwiseError when this key did not wrap it."""
    try:
        return aes_key_unwrap_with_padding(wrapping, private).decode()
    except (InvalidUnwrap, UnicodeDecodeError):
        raise SealedOtherwiseError from None
