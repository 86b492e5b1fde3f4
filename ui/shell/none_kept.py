"""Whether this PySide6 keeps count of None on this Python, asked before a vault is opened.

PySide6 6.12.0 on Python 3.11 drops one reference to None at each call that returns nothing; after some five
thousand calls the process aborts, with whatever was not saved yet. Where None is never counted (Python 3.12
and later) the fault does no harm, and nothing is found here.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject

_CALLS = 200
_TRIES = 3
"""Another thread may take or drop references meanwhile, at most a few: the least of all is believed."""


def references_lost(call: Callable[[], object], calls: int = _CALLS) -> int:
    """Count how many references to None so many calls lose or keep (a tenth of a millisecond)."""

    def drift() -> int:
        before = sys.getrefcount(None)
        for _ in range(calls):
            call()
        return abs(sys.getrefcount(None) - before)

    return min(drift() for _ in range(_TRIES))


def keeps_none() -> bool:
    """Say whether Qt's calls leave None alone; asked on the window's thread, like all that is Qt's."""
    asked = QObject()
    return references_lost(lambda: asked.setObjectName("asked")) <= _CALLS // 2
