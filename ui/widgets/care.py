"""The door through which a screen has the vault looked after: backups, keys, people who left."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from carenurse.app.leaving import LeavingRow, Left
    from carenurse.app.upkeep import BackedUp, BackupsStanding, DrillNote, Rotated
    from carenurse.app.wiring import SlotFacts

Failed = Callable[[Exception], object]
Progress = Callable[[float], object]
"""Hears from 0 to 1 how much of a long work is done."""


class Care(Protocol):
    """Everything answers on the window's thread; ``failed`` gets an ExpectedError, ``progress`` shares.

    Only the change of the key makes others wait; all else goes on beside them. What changes a way in asks
    for the present passphrase, because the laptop may stand open.
    """

    def standing(self, then: "Callable[[BackupsStanding], object]") -> None:
        """Tell what backups there are."""
        ...

    def back_up(self, then: "Callable[[BackedUp], object]", failed: Failed, progress: Progress) -> None:
        """Make a backup now, here and in the second place."""
        ...

    def try_newest(
        self, then: "Callable[[DrillNote | None], object]", failed: Failed, progress: Progress
    ) -> None:
        """Restore the newest backup into a scratch vault, and look."""
        ...

    def check(self, then: Callable[[tuple[str, ...]], object], failed: Failed, progress: Progress) -> None:
        """Read every page and the whole trail; the answer names what is wrong."""
        ...

    def restore(self, backup: Path, folder: Path, then: Callable[[], object], failed: Failed) -> None:
        """Make a vault from a backup in a new folder."""
        ...

    def open_restored(self, folder: Path) -> bool:
        """Open a window of its own on a restored vault; says whether the system did."""
        ...

    def choose_place(self, folder: Path | None, then: Callable[[], object], failed: Failed) -> None:
        """Keep a second place for backups, or none."""
        ...

    def ways_in(self, then: "Callable[[Sequence[SlotFacts]], object]") -> None:
        """List what opens the vault."""
        ...

    def secret_opens(self, secret: str, then: Callable[[bool], object], failed: Failed) -> None:
        """Try a passphrase or a recovery code, changing nothing."""
        ...

    def add_office(
        self, passphrase: str, public: str, label: str, then: Callable[[], object], failed: Failed
    ) -> None:
        """Let an office's secret key open the vault."""
        ...

    def remove(self, passphrase: str, identity: str, then: Callable[[], object], failed: Failed) -> None:
        """Take the recovery code or an office away."""
        ...

    def rotate(
        self, passphrase: str, then: "Callable[[Rotated], object]", failed: Failed, progress: Progress
    ) -> None:
        """Encrypt everything under another key."""
        ...

    def who_left(self, then: "Callable[[Sequence[LeavingRow]], object]") -> None:
        """List the patients who are on no caseload any more."""
        ...

    def let_leave(self, patients: Sequence[str], then: "Callable[[Left], object]", failed: Failed) -> None:
        """Remove them from this laptop."""
        ...

    def key_owed(self, then: Callable[[str], object]) -> None:
        """Say in words what of a removal is left to do, empty when nothing is."""
        ...
