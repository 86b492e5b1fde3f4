"""Room kept back on the disk, so that a visit can be finished when everything else has filled it."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from carenurse.vault.disk import flush_folder, open_private

MIB = 1_048_576
SIZE = 16 * MIB
LITTLE = 500 * MIB
_NONE_LEFT = 2 * MIB
_NAME = "vault.ballast"


class Ballast:
    """A file of random bytes (a compressing disk would not keep zeros) thrown off when room is needed.

    ``size`` in bytes; 0 keeps no room back.
    """

    def __init__(self, folder: Path, size: int = SIZE) -> None:
        self._folder = folder
        self._file = folder / _NAME
        self._size = size

    def free(self) -> int:
        """Tell how many bytes the disk of the vault has left."""
        return shutil.disk_usage(self._folder).free

    def is_running_low(self) -> bool:
        """Say whether it is time to tell the nurse: less than 500 MB."""
        return self.free() < LITTLE

    def take_on(self) -> None:
        """Keep the room back where there is plenty; a disk that refuses has none to keep."""
        if self._size == 0 or self._file.exists() or self.free() < LITTLE:
            return
        with suppress(OSError):
            with open_private(self._file) as stream:
                for _ in range(self._size // MIB):
                    stream.write(os.urandom(MIB))
                stream.flush()
                os.fsync(stream.fileno())
            flush_folder(self._folder)

    def make_room(self) -> None:
        """Throw the ballast off if the disk has hardly any room left; costs one question to the system."""
        if self.free() < _NONE_LEFT:
            self.throw_off()

    def throw_off(self) -> None:
        """Give the room to whoever saves next."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
