"""Each key of a passphrase is derived once in a run of the tests, and remembered.

A copied vault has the salt and the cost of its pattern: hundreds of tests would derive the same key of the
same passphrase again, at 64 MiB and three passes each. What is remembered is what the real derivation gave;
another passphrase, salt or cost is derived as ever. The derivation itself is proved in
``tests/carenurse/vault/test_derivation.py``, which calls it by its own name.
"""

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache

from carenurse.app import locking_pin
from carenurse.vault import keys
from carenurse.vault.derivation import derive


@contextmanager
def remembered() -> Generator[None]:
    """Remember meanwhile, in this process, what was derived for vaults and for the codes of a sitting."""
    once = cache(derive)
    keys.derive = locking_pin.derive = once
    yield
    keys.derive = locking_pin.derive = derive
