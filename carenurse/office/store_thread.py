"""The one thread that owns the office's record; the server goes on listening while it works.

Requests are answered in the order in which they were read whole. Long ones are cut into pages by their
callers, so that nobody waits long behind them.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class StoreThread:
    """Runs one job after the other on its own thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="office-store")

    async def run(self, job: Callable[[], T]) -> T:
        """Do a job when its turn comes; other requests go on meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    def wait_for(self, job: Callable[[], T]) -> T:
        """Do a job from a thread of one's own and wait for it."""
        return self._pool.submit(job).result()

    def end(self) -> None:
        """Finish what was asked for and let the thread go."""
        self._pool.shutdown(wait=True)
