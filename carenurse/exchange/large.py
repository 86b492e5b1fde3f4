"""Millions of values in one program with a window: what searches or frees them all at once holds it up."""

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

_LARGE: Final = 5_000_000
"""Bytes from which on a search for garbage takes long enough to be felt."""


@contextmanager
def uncollected(size: int) -> Generator[None]:
    """Let nobody look for garbage among millions of new values, whichever thread made them.

    ``size`` of the file in bytes. What is read has no circles, so that it goes when it is let go of; until
    ``collected_again`` is said of it, nothing that is there when it is read is looked through. Meanwhile the
    threshold of a search is 0: never, for Python and for a window that looks at moments of its own.
    """
    due = gc.get_threshold()
    gc.set_threshold(0)
    try:
        yield
        if size > _LARGE:
            gc.freeze()
    except BaseException:
        collected_again(size)  # nothing stays of a file that is refused
        raise
    finally:
        if due[0]:  # else another file is being read, whose end sets it back
            gc.set_threshold(*due)


def collected_again(size: int) -> None:
    """Let garbage be looked for again where a file of so many bytes stood: also what was thrown away then."""
    if size > _LARGE:
        gc.unfreeze()


def let_go(values: list[Any]) -> None:
    """Empty a list from its end, one value at a time, so that others get their turn between two of them."""
    while values:
        values.pop()
