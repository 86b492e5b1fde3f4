"""What Qt wants of a program with threads, seen to in every test that has a window."""

import gc
from collections.abc import Iterator

import pytest

from ui.shell import tidying
from ui.shell.tour.one_thread import Beside


@pytest.fixture(autouse=True)
def on_one_thread() -> Iterator[None]:
    """See that nothing of the window is loaded, and none of its garbage looked for, on another thread.

    A store thread leaves the search for garbage to its window; it is Python's again when the test is over.
    """
    beside = Beside()
    beside.begin()
    gc.disable()
    yield
    tidying.look()
    gc.enable()
    beside.end()
    assert not beside.seen, f"loaded beside the window's thread: {beside.seen}"
