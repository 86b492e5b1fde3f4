"""How slow this computer is, now: bars of speed in tests were set on one computer and hold on others by this.

Only the processor's time of this process is ever compared, never the wall's: another program beside it costs
that little. Memory and caches that are shared with it still make everything slower, so the yardstick is
taken next to what it judges.
"""

from time import process_time
from typing import Final

_HERE: Final = 0.0032
"""Seconds of the processor for one piece of work where the bars were set (AMD EPYC, 2 cores, Python 3.11)."""
_TRIES: Final = 5


def times_slower() -> float:
    """Say how many times as long as there the same work takes now; a quicker computer gets no lower bars."""
    return max(1.0, min(_once() for _ in range(_TRIES)) / _HERE)


def _once() -> float:
    began = process_time()
    _work()
    return process_time() - began


def _work() -> int:
    """Do what a form does: words, small objects, looking up."""
    found: dict[str, list[int]] = {}
    for number in range(20_000):
        found.setdefault(f"q{number % 700}", []).append(number)
    return sum(len(one) for name, one in sorted(found.items()) if name.startswith("q1"))
