"""The door through which a screen changes what opens the vault; the window stands behind it."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget


class Keys(Protocol):
    """The passphrase and the recovery code of the open vault. Everything answers on the window's thread.

    ``failed`` gets an ExpectedError: a wrong passphrase, a full disk. ``by_recovery``: the printed code
    opened this sitting, so the old passphrase is not asked for (it may be forgotten).
    """

    @property
    def by_recovery(self) -> bool:
        """Say whether the old passphrase is not asked for."""
        ...

    def change_passphrase(
        self, old: str, new: str, then: Callable[[], object], failed: Callable[[Exception], object]
    ) -> None:
        """Let another passphrase open the vault instead of the old one."""
        ...

    def new_recovery_code(
        self, passphrase: str, then: Callable[[str], object], failed: Callable[[Exception], object]
    ) -> None:
        """Make the printed code worthless and give another; it is told once."""
        ...

    def print_code(self, code: str, parent: QWidget, failed: Callable[[Exception], object]) -> None:
        """Print the page with the code, never into a file."""
        ...
