"""Writing a database anew without the pages and the remains of what was deleted: SQLite's ``VACUUM INTO``.

The new file is encrypted from its first byte, under the key of the old one. Neither a journal nor a temporary
file is needed, and no more memory than the cache of the pages.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from carenurse.store.driver import Connection, DatabaseError, authorize, authorize_only
from carenurse.store.refusals import told
from carenurse.vault.disk import told_by_the_disk

_STEPS: Final = 20_000
"""After how many steps of the statement its progress is told: some milliseconds."""

_CACHE: Final = "PRAGMA cache_size = -8192"
"""8 MiB for the old file and as much for the new one: each page is wanted once."""


class _Step:
    """Is called by SQLite between its steps; tells how large the new file is beside the old one."""

    def __init__(self, file: Path, size: int, progress: Callable[[float], object]) -> None:
        self._file, self._size, self._progress = file, max(size, 1), progress
        self.raised: BaseException | None = None

    def __call__(self) -> int:
        """Go on (0), or end the statement because the one who hears of it raised."""
        try:
            with told_by_the_disk():
                self._progress(min(self._file.stat().st_size / self._size, 1.0))
        except BaseException as raised:  # noqa: BLE001 - SQLite would swallow it; raised again by who asked
            self.raised = raised
            return 1
        return 0


def write_anew(connection: Connection, file: Path, size: int, progress: Callable[[float], object]) -> None:
    """Write all that an open database holds into a new, empty file (seconds).

    ``size`` of the old file in bytes. What ``progress`` raises ends it within milliseconds; the new file is
    worth nothing then. Raises FullDiskError, UnreadableDiskError, DamagedRecordsError.
    """
    step = _Step(file, size, progress)
    connection.execute(_CACHE)
    connection.set_authorizer(authorize_only(str(file)))
    connection.set_progress_handler(step, _STEPS)
    try:
        connection.execute("VACUUM INTO ?", (str(file),))
    except DatabaseError as problem:
        raise step.raised or told(problem) from problem
    finally:
        connection.set_progress_handler(None, 0)
        connection.set_authorizer(authorize)
