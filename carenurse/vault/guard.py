"""What watches over the records while they are open: the high-water mark after each save, room before it."""

from pathlib import Path

from carenurse.vault.ballast import Ballast
from carenurse.vault.keys import DataKey
from carenurse.vault.mark import HighWater, Mark


class Guard:
    """Is told by the store when a unit of work begins, is on the disk, or found no room."""

    def __init__(self, folder: Path, key: DataKey, reserve: int) -> None:
        self._folder = folder
        self._high_water = HighWater(folder, key)
        self.ballast = Ballast(folder, reserve)

    def before_work(self) -> None:
        """Make room if there is hardly any."""
        self.ballast.make_room()

    def after_commit(self, mark: Mark) -> None:
        """Note the commit outside the record."""
        self._high_water.keep(mark)

    def disk_was_full(self) -> None:
        """Make room, so that saving again succeeds."""
        self.ballast.throw_off()

    def take_key(self, key: DataKey, mark: Mark) -> None:
        """Authenticate the mark under another data key from now on, beginning with this one."""
        following = HighWater(self._folder, key)
        following.start_from(mark)
        self._high_water.close()
        self._high_water = following

    def missing(self, found: Mark, closed: Mark) -> int | None:
        """Count the saves that were there before and are not now; 0 for a record that is another's copy.

        ``found`` is what the records say, ``closed`` what the header says. None: nothing is missing. The next
        question starts from what was found, so that a loss is told once.
        """
        known = max(self._high_water.highest(), closed, key=lambda mark: mark.commits)
        if found.commits > known.commits or found == known:
            return None
        self._high_water.start_from(found)
        return known.commits - found.commits

    def close(self) -> None:
        """Let go of the mark's file."""
        self._high_water.close()
