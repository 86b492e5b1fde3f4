"""Each key of a passphrase is derived once in a run of the tests, and the library is tried once.

A copied vault has the salt and the cost of its pattern: hundreds of tests would derive the same key of the
same passphrase again, at 64 MiB and three passes each. What is remembered is what the real derivation gave;
another passphrase, salt or cost is derived as ever. The derivation itself is proved in
``tests/carenurse/vault/test_derivation.py``, what each opening asks it first in ``test_known_answer.py``
beside it: both call it by its own name.
"""

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache

from carenurse.app import locking_pin, self_test
from carenurse.vault import keys
from carenurse.vault.derivation import derive
from carenurse.vault.known_answer import answers_as_the_standard


@contextmanager
def remembered() -> Generator[None]:
    """Remember meanwhile, in this process, what was derived for vaults and for the codes of a sitting."""
    once = cache(derive)
    keys.derive = locking_pin.derive = once
    self_test.answers_as_the_standard = cache(answers_as_the_standard)
    yield
    keys.derive = locking_pin.derive = derive
    self_test.answers_as_the_standard = answers_as_the_standard
