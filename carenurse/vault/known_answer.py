"""Whether Argon2id gives the standard's own answer here: a vault made with another would never open again.

Source: RFC 9106, section 5.3 (test vector of Argon2id: 32 KiB, 3 passes, 4 lanes). About a millisecond.
"""

from collections.abc import Callable
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

_PASSWORD, _SALT, _SECRET, _DATA = b"\x01" * 32, b"\x02" * 16, b"\x03" * 8, b"\x04" * 12
_ANSWER: Final = bytes.fromhex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659")
_MEMORY, _PASSES, _LANES = 32, 3, 4


def answers_as_the_standard(
    derivation: Callable[..., Any] = Argon2id, password: bytes = _PASSWORD, answer: bytes = _ANSWER
) -> bool:
    """Derive the standard's example and compare; a library without Argon2id does not answer."""
    try:
        derived = derivation(
            salt=_SALT,
            length=len(answer),
            iterations=_PASSES,
            lanes=_LANES,
            memory_cost=_MEMORY,
            ad=_DATA,
            secret=_SECRET,
        ).derive(password)
    except UnsupportedAlgorithm:
        return False
    return derived == answer
