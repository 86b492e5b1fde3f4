"""One program at a time: a lock that the system itself lets go of when the program ends, however it ends."""

import os
import sys
from pathlib import Path

from carenurse.vault.disk import told_by_the_disk
from carenurse.vault.failures import VaultInUseError

_NAME = "vault.lock"

if sys.platform == "win32":  # pragma: no cover - not tried here, see CONTRIBUTING
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class VaultLock:
    """The right to be the only one in a folder, from construction until ``release``.

    Raises VaultInUseError when another holds it, ReadOnlyFolderError when the lock file cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        with told_by_the_disk():
            self._descriptor: int | None = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._descriptor)
        except OSError:
            self.release()
            raise VaultInUseError from None

    def release(self) -> None:
        """Let others in. Doing so twice is harmless."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
