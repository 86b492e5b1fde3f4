"""The vault looked after from Settings: long work on a thread beside, so that no save waits for it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ui.shell.store_thread import StoreThread
from ui.shell.vault_keys import told_code

if TYPE_CHECKING:
    from carenurse.app.leaving import LeavingRow, Left
    from carenurse.app.open_vault import OpenVault
    from carenurse.app.ports import Clock
    from carenurse.app.upkeep import BackedUp, BackupsStanding, DrillNote, Rotated
    from carenurse.app.wiring import SlotFacts
    from ui.widgets.care import Failed, Progress


class VaultCare:
    """The ``Care`` of one sitting. ``told`` is where failures go that no panel asked to hear."""

    def __init__(
        self,
        store: StoreThread,
        clock: "Clock",
        told: Callable[[Exception], object],
        another: Callable[[Path], bool] | None = None,
    ) -> None:
        """Take what opens another window, too; the window's own is the usual."""
        self._store, self._clock, self._told = store, clock, told
        self._another = another

    def standing(self, then: "Callable[[BackupsStanding], object]") -> None:
        """Tell what backups there are."""
        from carenurse.app import upkeep  # noqa: PLC0415  loaded by now, as everywhere below

        now = self._clock.now()
        self._store.beside(lambda vault, _go_on: upkeep.standing(vault, now), then, self._told)

    def back_up(self, then: "Callable[[BackedUp], object]", failed: "Failed", progress: "Progress") -> None:
        """Make a backup now, here and in the second place."""
        from carenurse.app import upkeep  # noqa: PLC0415

        now = self._clock.now()
        self._store.beside(lambda vault, go_on: upkeep.keep_up(vault, now, go_on), then, failed, progress)

    def try_newest(
        self, then: "Callable[[DrillNote | None], object]", failed: "Failed", progress: "Progress"
    ) -> None:
        """Restore the newest backup into a scratch vault, and look."""
        from carenurse.app import upkeep  # noqa: PLC0415

        now = self._clock.now()
        self._store.beside(lambda vault, go_on: upkeep.try_newest(vault, now, go_on), then, failed, progress)

    def check(
        self, then: Callable[[tuple[str, ...]], object], failed: "Failed", progress: "Progress"
    ) -> None:
        """Read every page and the whole trail; the answer names what is wrong."""
        self._store.beside(lambda vault, go_on: vault.faults(go_on), then, failed, progress)

    def restore(self, backup: Path, folder: Path, then: Callable[[], object], failed: "Failed") -> None:
        """Make a vault from a backup in a new folder."""
        from carenurse.app import wiring  # noqa: PLC0415

        self._store.beside(
            lambda vault, _go_on: wiring.restore_vault(backup, folder, vault.folder),
            lambda _found: then(),
            failed,
        )

    def open_restored(self, folder: Path) -> bool:
        """Open a window of its own on a restored vault."""
        from ui.shell.another_window import open_another  # noqa: PLC0415  wanted once in years

        return (self._another or open_another)(folder)

    def choose_place(self, folder: Path | None, then: Callable[[], object], failed: "Failed") -> None:
        """Keep a second place for backups, or none."""
        from carenurse.app.second_place import choose_second_place  # noqa: PLC0415

        self._store.beside(
            lambda vault, _go_on: choose_second_place(vault, folder), lambda _none: then(), failed
        )

    def ways_in(self, then: "Callable[[Sequence[SlotFacts]], object]") -> None:
        """List what opens the vault."""
        self._store.whole(lambda vault, _go_on: vault.ways_in.listed(), then, self._told)

    def secret_opens(self, secret: str, then: Callable[[bool], object], failed: "Failed") -> None:
        """Try a passphrase or a recovery code, changing nothing."""
        from carenurse.app.ways_in import opens  # noqa: PLC0415

        self._store.whole(lambda vault, _go_on: opens(vault.ways_in, secret), then, failed)

    def add_office(
        self, passphrase: str, public: str, label: str, then: Callable[[], object], failed: "Failed"
    ) -> None:
        """Let an office's secret key open the vault."""

        def job(vault: "OpenVault", _go_on: object) -> None:
            _prove(vault, passphrase)
            vault.ways_in.add_office(public, label)

        self._store.whole(job, lambda _none: then(), failed)

    def remove(self, passphrase: str, identity: str, then: Callable[[], object], failed: "Failed") -> None:
        """Take the recovery code or an office away."""

        def job(vault: "OpenVault", _go_on: object) -> None:
            _prove(vault, passphrase)
            vault.ways_in.remove(identity)

        self._store.whole(job, lambda _none: then(), failed)

    def rotate(
        self, passphrase: str, then: "Callable[[Rotated], object]", failed: "Failed", progress: "Progress"
    ) -> None:
        """Encrypt everything under another key."""
        from carenurse.app import upkeep  # noqa: PLC0415

        now = self._clock.now()

        def job(vault: "OpenVault", go_on: "Progress") -> "Rotated":
            with told_code(vault.records):
                return upkeep.rotate(vault, passphrase, now, go_on)

        self._store.whole(job, then, failed, progress)

    def who_left(self, then: "Callable[[Sequence[LeavingRow]], object]") -> None:
        """List the patients who are on no caseload any more."""
        from carenurse.app.leaving import leaving_rows  # noqa: PLC0415

        self._store.beside(lambda vault, _go_on: leaving_rows(vault), then, self._told)

    def let_leave(self, patients: Sequence[str], then: "Callable[[Left], object]", failed: "Failed") -> None:
        """Remove them from this laptop."""
        from carenurse.app.leaving import let_leave  # noqa: PLC0415

        now = self._clock.now()
        self._store.beside(lambda vault, go_on: let_leave(vault, patients, now, progress=go_on), then, failed)

    def key_owed(self, then: Callable[[str], object]) -> None:
        """Say in words what of a removal is left to do, empty when nothing is."""
        from carenurse.app.erasing import words  # noqa: PLC0415

        self._store.beside(lambda vault, _go_on: words(vault), then, self._told)


def _prove(vault: "OpenVault", passphrase: str) -> None:
    """Refuse who does not know the passphrase: the laptop may stand open. Raises WrongPassphraseError."""
    from carenurse.app.wiring import WrongPassphraseError  # noqa: PLC0415  loaded by now

    if not vault.ways_in.passphrase_opens(passphrase):
        raise WrongPassphraseError
