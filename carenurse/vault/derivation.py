"""From a passphrase to a key that wraps the vault's key: Argon2id, slow on purpose, at a chosen cost.

Source of the numbers: RFC 9106 section 4 (second option: 64 MiB, 3 passes, 4 lanes) is the floor; half a
second to a second on the nurse's own laptop is the aim.
"""

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from carenurse.vault.failures import TooLittleMemoryError, WeakHeaderError, WeakPassphraseError

KEY_BYTES = 32
SALT_BYTES = 16
_MIB = 1024
_CEILING_MEMORY = 1024 * _MIB
_CEILING_ITERATIONS = 32
_CEILING_LANES = 64
_MOST_CHOSEN = 512 * _MIB
_AIM_SECONDS = 0.7


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work a guess costs: memory in KiB, passes over it, lanes side by side."""

    memory: int
    iterations: int
    lanes: int


FLOOR = Cost(memory=64 * _MIB, iterations=3, lanes=4)
"""The least that is accepted, when writing and when reading."""


def checked(cost: Cost) -> Cost:
    """Return the cost if it is between floor and ceiling (1 GiB: more would be a way to stop the laptop).

    Raises WeakHeaderError: a header with such a cost was not written by us.
    """
    within = (
        FLOOR.memory <= cost.memory <= _CEILING_MEMORY
        and FLOOR.iterations <= cost.iterations <= _CEILING_ITERATIONS
        and 1 <= cost.lanes <= _CEILING_LANES
    )
    if not within:
        raise WeakHeaderError
    return cost


def derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Derive the 32-byte wrapping key. The same passphrase typed on another system gives the same key (NFKC).

    Raises WeakPassphraseError for nothing at all, TooLittleMemoryError.
    """
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    if not secret:
        raise WeakPassphraseError
    work = checked(cost)
    try:
        return Argon2id(
            salt=salt,
            length=KEY_BYTES,
            iterations=work.iterations,
            lanes=work.lanes,
            memory_cost=work.memory,
        ).derive(secret)
    except MemoryError:
        raise TooLittleMemoryError from None


def calibrate(clock: Callable[[], float] = time.perf_counter) -> Cost:
    """Choose the cost for this computer: measured once at the floor, then more memory until about 0.7 s.

    Memory is what makes guessing on other hardware dear, so it is what grows, in whole floors up to 512 MiB
    (a laptop of 4 GiB has to be able to open it again with a browser running).
    """
    began = clock()
    derive("calibration", bytes(SALT_BYTES), FLOOR)
    spent = max(clock() - began, 0.001)
    floors = max(1, min(int(_AIM_SECONDS / spent), _MOST_CHOSEN // FLOOR.memory))
    return Cost(memory=FLOOR.memory * floors, iterations=FLOOR.iterations, lanes=FLOOR.lanes)
