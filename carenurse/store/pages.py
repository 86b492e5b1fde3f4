"""Authenticating the pages of the file from outside, while the connection is free for whoever saves.

SQLCipher's own check holds the one connection until it has read everything: seconds in a large record, in
which no save could begin. The same is done here from what SQLCipher documents of its file (version 4): each
page of 4096 bytes ends in a random vector of 16 and a code of 64, HMAC-SHA512 over the encrypted part, the
vector and the number of the page; its key is derived from the data key in two rounds with the salt, each byte
of which is changed by 0x3a; the salt stands at the beginning of the first page.
"""

import hashlib
from typing import BinaryIO, Final, Protocol, TypeAlias

_PAGE: Final = 4096
_CODE: Final = 64
_SALT: Final = 16
_ROUNDS: Final = 2
_KEY: Final = 32
_MASK: Final = 0x3A
_MASKS: Final = (0x36, 0x5C)
_AT_A_TIME: Final = 256
_OF_LOCKS: Final = 0x40000000 // _PAGE + 1
"""The page on which SQLite lays its locks and never anything else (in a file of more than 1 GiB)."""


class _Hash(Protocol):
    """What is used of a hash of ``hashlib``, whose class has no public name."""

    def copy(self) -> "_Hash": ...
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


_Begun: TypeAlias = tuple[_Hash, _Hash]


def pages_hold(stream: BinaryIO, key: bytes, salt: bytes) -> bool:
    """Say whether every page of an open file is authentic. Raises OSError.

    A page that is being written while this reads looks like a damaged one: ask SQLCipher, which knows, before
    believing a no.
    """
    masked = bytes(byte ^ _MASK for byte in salt)
    derived = hashlib.pbkdf2_hmac("sha512", key, masked, _ROUNDS, _KEY)
    begun = _begun(derived)
    number = 0
    stream.seek(0)
    while some := _next_pages(stream, number):
        for at in range(0, len(some), _PAGE):
            number += 1
            if number != _OF_LOCKS and not _holds(begun, some[at : at + _PAGE], number):
                return False
    return number > 0


def _next_pages(stream: BinaryIO, before: int) -> bytes:
    """Read on; the page of the locks alone, because some systems refuse to read it."""
    if before + 1 == _OF_LOCKS:
        stream.seek(_PAGE, 1)
        return bytes(_PAGE)
    return stream.read(min(_AT_A_TIME, abs(_OF_LOCKS - 1 - before)) * _PAGE)


def _begun(key: bytes) -> _Begun:
    """Begin the two hashes of HMAC (RFC 2104): of a quarter of a million pages each begins with the key."""
    padded = key.ljust(hashlib.sha512().block_size, bytes(1))
    inner, outer = (hashlib.sha512(bytes(byte ^ mask for byte in padded)) for mask in _MASKS)
    return inner, outer


def _holds(begun: _Begun, page: bytes, number: int) -> bool:
    inner, outer = (one.copy() for one in begun)
    inner.update(page[_SALT if number == 1 else 0 : -_CODE] + number.to_bytes(4, "little"))
    outer.update(inner.digest())
    return len(page) == _PAGE and page.endswith(outer.digest())
