"""Deriving a key in no time, for proofs about the disk: Argon2id asks nothing of it and took most of theirs.

That the real derivation holds its floor is proved in ``tests/carenurse/vault/test_derivation.py``, and what
each opening asks it first in ``tests/carenurse/app/test_self_test.py``.
"""

from hashlib import sha256

from carenurse.app import self_test
from carenurse.vault import keys
from carenurse.vault.derivation import Cost, checked


def derive_quickly() -> None:
    """Derive every key of this process, and of those that it forks, quickly from now on."""
    keys.derive = _derive
    self_test.answers_as_the_standard = _answers


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return sha256(f"{checked(cost)} {passphrase}".encode() + salt).digest()


def _answers() -> bool:
    return True
