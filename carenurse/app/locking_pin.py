"""The PIN of a sitting: six digits that lift the cover, known to this process alone and gone with it.

It is never kept on disk (a PIN falls to a guess in a minute) and opens nothing but the cover: the key of
the vault is in memory anyway while the cover is down. Kept is a salted Argon2id, compared in constant time.
"""

import hmac
import os
from itertools import pairwise
from typing import Final

from carenurse.translations import tr
from carenurse.vault.derivation import FLOOR, SALT_BYTES, Cost, derive

DIGITS: Final = 6
TRIES: Final = 5
"""Wrong PINs or passphrases at the cover before the vault is closed."""

_STEPS: Final = ({0}, {1}, {9})
"""Ten apart: all the same, counting up (9 is followed by 0), counting down."""


def pin_problem(pin: str) -> str:
    """Say what is wrong with a new PIN; nothing when it will do."""
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
        return tr("The PIN has six digits.")
    if {(int(after) - int(before)) % 10 for before, after in pairwise(pin)} in _STEPS:
        return tr("This PIN is guessed at once. Choose another.")
    return ""


class SittingPin:
    """Remembers a PIN without being able to tell it. Making and trying take a tenth of a second each."""

    def __init__(self, pin: str, cost: Cost = FLOOR) -> None:
        """Keep a PIN. Raises ValueError for a PIN that ``pin_problem`` refuses, TooLittleMemoryError."""
        if pin_problem(pin):
            message = "a PIN is six digits and no row"
            raise ValueError(message)
        self._cost = cost
        self._salt = os.urandom(SALT_BYTES)
        self._hash = derive(pin, self._salt, cost)

    def opens(self, pin: str) -> bool:
        """Say whether this is the PIN. Raises TooLittleMemoryError."""
        return bool(pin) and hmac.compare_digest(derive(pin, self._salt, self._cost), self._hash)


class Tries:
    """Counts wrong tries at the cover; a right one forgives them."""

    def __init__(self, most: int = TRIES) -> None:
        self._most = most
        self.wrong = 0

    @property
    def left(self) -> int:
        """How many are left; none: the vault is to be closed."""
        return max(0, self._most - self.wrong)

    def missed(self) -> int:
        """Count a wrong one; tell how many are left."""
        self.wrong += 1
        return self.left

    def forgive(self) -> None:
        """Begin anew."""
        self.wrong = 0
