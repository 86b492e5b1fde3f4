"""The code that an office reads out over the telephone, so that a laptop opens everything without a network.

The laptop shows a challenge, the office answers with what only both of them can work out: an HMAC-SHA256
(RFC 2104) of the challenge under the secret that the office gave this one laptop. A code is good for its
challenge and its laptop alone; how often one may be tried is for the laptop to say.
"""

import hmac
import secrets
from typing import Final

ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Letters and digits that are not taken for one another, read or heard: no I, L, O, U, 0 and 1."""

SECRET_BYTES: Final = 20
_PURPOSE: Final = "carenurse telephone code"
_CHALLENGE: Final = 6
_CODE: Final = 8


def new_challenge() -> str:
    """Draw what the laptop shows, as ``ABC-DEF``."""
    return _halves("".join(secrets.choice(ALPHABET) for _ in range(_CHALLENGE)))


def telephone_code(secret: bytes, challenge: str) -> str:
    """Work out the office's answer to a challenge, however that was written, as ``ABCD-EFGH``."""
    told = hmac.digest(secret, (_PURPOSE + tidy(challenge)).encode(), "sha256")
    number, signs = int.from_bytes(told), ""
    for _ in range(_CODE):
        number, at = divmod(number, len(ALPHABET))
        signs += ALPHABET[at]
    return _halves(signs)


def tidy(text: str) -> str:
    """Leave out what only groups the signs, and write the letters large."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def is_challenge(text: str) -> bool:
    """Say whether this may be a challenge: so many signs, all of the alphabet."""
    return _is_of(text, _CHALLENGE)


def is_code(text: str) -> bool:
    """Say whether this may be a code, right or wrong."""
    return _is_of(text, _CODE)


def _is_of(text: str, length: int) -> bool:
    signs = tidy(text)
    return len(signs) == length and all(sign in ALPHABET for sign in signs)


def is_right(secret: bytes, challenge: str, typed: str) -> bool:
    """Compare what was typed with the code, in a time that tells nothing of how much of it is right."""
    right = tidy(telephone_code(secret, challenge))
    return hmac.compare_digest(right.encode(), tidy(typed).encode())


def _halves(signs: str) -> str:
    half = len(signs) // 2
    return f"{signs[:half]}-{signs[half:]}"
