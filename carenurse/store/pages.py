"""Authenticating the pages of the file from outside, while the connection is free for whoever saves.

SQLCipher's own check holds the one connection until it has read everything: seconds in a large record, in
which no save could begin. The same is done here from what SQLCipher documents of its file (version 4): each
page of 4096 bytes ends in a random vector of 16 and a code of 64, HMAC-SHA512 over the encrypted part, the
vector and the number of the page; its key is derived from the data key in two rounds with the salt, each byte
of which is changed by 0x3a; the salt stands at the beginning of the first page.
"""

import hashlib
import hmac
from typing import BinaryIO, Final

_PAGE: Final = 4096
_CODE: Final = 64
_SALT: Final = 16
_ROUNDS: Final = 2
_KEY: Final = 32
_MASK: Final = 0x3A
_AT_A_TIME: Final = 256
_OF_LOCKS: Final = 0x40000000 // _PAGE + 1
"""The page on which SQLite lays its locks and never anything else (in a file of more than 1 GiB)."""


def pages_hold(stream: BinaryIO, key: bytes, salt: bytes) -> bool:
    """Say whether every page of an open file is authentic. Raises OSError.

    A page that is being written while this reads looks like a damaged one: ask SQLCipher, which knows, before
    believing a no.
    """
    masked = bytes(byte ^ _MASK for byte in salt)
    derived = hashlib.pbkdf2_hmac("sha512", key, masked, _ROUNDS, _KEY)
    begun = hmac.new(derived, digestmod="sha512")
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


def _holds(begun: hmac.HMAC, page: bytes, number: int) -> bool:
    if len(page) != _PAGE:
        return False
    code = begun.copy()
    code.update(memoryview(page)[_SALT if number == 1 else 0 : -_CODE])
    code.update(number.to_bytes(4, "little"))
    return hmac.compare_digest(code.digest(), page[-_CODE:])
