"""The recovery code: 128 random bits, printed so that a tired person can type them from paper.

Seven groups of four characters from an alphabet without look-alikes (Crockford's base 32: no I, L, O, U). The
last two characters are the number modulo the prime 1021, which catches every single wrong character and every
swap of two neighbors, so that a slip is told from a code of another vault.
"""

import secrets

from carenurse.vault.failures import MistypedRecoveryCodeError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_BITS_PER_CHARACTER = 5
_SECRET_BYTES = 16
_SECRET_CHARACTERS = 26
_CHECK_CHARACTERS = 2
_PRIME = 1021
_GROUP = 4


def new_secret() -> bytes:
    """Draw 128 random bits."""
    return secrets.token_bytes(_SECRET_BYTES)


def print_code(secret: bytes) -> str:
    """Write a secret as the code on the recovery page: seven groups of four with hyphens."""
    number = int.from_bytes(secret, "big")
    text = _digits(number, _SECRET_CHARACTERS) + _digits(number % _PRIME, _CHECK_CHARACTERS)
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def read_code(typed: str) -> bytes:
    """Read a code as people type it: small letters, any spaces or hyphens, O for 0, I or L for 1.

    Raises MistypedRecoveryCodeError when length, alphabet or check characters do not fit.
    """
    text = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_LOOK_ALIKES)
    if len(text) != _SECRET_CHARACTERS + _CHECK_CHARACTERS or not set(text) <= set(_ALPHABET):
        raise MistypedRecoveryCodeError
    number = _number(text[:_SECRET_CHARACTERS])
    check = _number(text[_SECRET_CHARACTERS:])
    if number % _PRIME != check or number.bit_length() > _SECRET_BYTES * 8:
        raise MistypedRecoveryCodeError
    return number.to_bytes(_SECRET_BYTES, "big")


def _digits(number: int, length: int) -> str:
    places = range((length - 1) * _BITS_PER_CHARACTER, -1, -_BITS_PER_CHARACTER)
    return "".join(_ALPHABET[(number >> place) & 31] for place in places)


def _number(text: str) -> int:
    number = 0
    for sign in text:
        number = number << _BITS_PER_CHARACTER | _ALPHABET.index(sign)
    return number
