"""Sealing a file for a key and opening one, with age (https://age-encryption.org/v1, X25519)."""

import binascii
import gzip
import zlib
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from carenurse.errors import ExpectedError
from carenurse.exchange.refusing import RefusedFileError
from carenurse.translations import tr

_BINARY: Final = b"age-encryption.org/v1\n"
_ARMOR: Final = b"-----BEGIN AGE ENCRYPTED FILE-----"
_LONGEST_HEADER: Final = 30_000
"""Bytes: some hundred recipients."""
_LONGEST_LINE: Final = 1_000
_PACKED: Final = b"\x1f\x8b"
_LARGEST: Final = 200_000_000
"""Bytes of a sealed file when it is unpacked; laptops write far smaller ones."""
_KEY_LINE: Final = "AGE-SECRET-KEY-1"

_age: Any = import_module("pyrage")
"""The binding has no type stubs; this is the one place that speaks to it."""


class BadKeyError(ExpectedError):
    """Something given as a key is none, or a damaged one."""


@dataclass(frozen=True, slots=True)
class OfficeKeys:
    """A pair of keys: the public one is given to nurses, the secret one never leaves the office."""

    public: str
    secret: str


def office_keys() -> OfficeKeys:
    """Make a new pair of keys."""
    identity = _age.x25519.Identity.generate()
    return OfficeKeys(str(identity.to_public()), str(identity))


def is_sealed(data: bytes) -> bool:
    """Tell a sealed file by its first bytes."""
    return data.startswith(_BINARY) or data.lstrip().startswith(_ARMOR)


def seal(data: bytes, public: str) -> bytes:
    """Seal bytes for one public key (``age1...``). Raises ExpectedError when it is no such key."""
    try:
        recipient = _age.x25519.Recipient.from_str(public.strip())
    except _age.RecipientError:
        raise BadKeyError(
            tr("This is not an office key."),
            tr("A key of the office begins with age1; ask the office for it."),
        ) from None
    sealed: bytes = _age.encrypt(data, [recipient])
    return sealed


def seal_packed(data: bytes, public: str) -> bytes:
    """Seal bytes as ``seal`` does, packed first (gzip): a sealed file cannot be packed any more."""
    return seal(gzip.compress(data, 6, mtime=0), public)


def unseal(data: bytes, key_file: str) -> bytes:
    """Open a sealed file with the text of a key file (comments after #). Raises ExpectedError."""
    if not key_file.strip():
        raise RefusedFileError(tr("This is a sealed file."), tr("Name the key file that opens it."))
    identities = [_identity(line) for line in key_file.split() if line.startswith(_KEY_LINE)]
    if not identities:
        raise BadKeyError(
            tr("There is no key in the key file."), tr("A line of it must begin with AGE-SECRET-KEY-1.")
        )
    try:
        _refuse_endless_header(data)
        plain: bytes = _age.decrypt(data, identities)
    except (_age.DecryptError, binascii.Error):
        raise RefusedFileError(
            tr("This file does not open with this key, or it is damaged."),
            tr("Ask for the key it was sealed for, or for the file again."),
        ) from None
    return _unpacked(plain) if plain.startswith(_PACKED) else plain


def _unpacked(packed: bytes) -> bytes:
    """Unpack within bounds. Raises ExpectedError for what is damaged, or swells beyond any of ours."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(packed, _LARGEST)
    except zlib.error:
        plain = b""
    if not unpacking.eof:
        raise RefusedFileError(
            tr("This file is damaged, or far too large."), tr("Nothing was taken. Ask for it again.")
        )
    return plain


def _refuse_endless_header(data: bytes) -> None:
    """Let no damaged header near the reader, which needs seconds for a line of a hundred thousand letters.

    Raises binascii.Error.
    """
    head = data[:_LONGEST_HEADER]
    if not data.startswith(_BINARY):
        lines = data.lstrip()[: 2 * _LONGEST_HEADER].split(b"\n")[1:]
        packed = b"".join(line.strip() for line in lines if not line.startswith(b"-"))
        head = binascii.a2b_base64(packed[: len(packed) // 4 * 4])[:_LONGEST_HEADER]
    told, end, _ = head.partition(b"\n---")
    if not end or any(len(line) > _LONGEST_LINE for line in told.split(b"\n")):
        message = "the header has no end"
        raise binascii.Error(message)


def _identity(line: str) -> Any:
    try:
        return _age.x25519.Identity.from_str(line)
    except _age.IdentityError:
        raise BadKeyError(
            tr("The key in the key file is damaged."),
            tr("Copy the whole line that begins with AGE-SECRET-KEY-1."),
        ) from None
