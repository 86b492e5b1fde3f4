"""What opens the vault, changed from Settings: on the store thread, with the passphrase tried first."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from carenurse.errors import ExpectedError
from ui.shell.doors import Opened
from ui.shell.recovery_paper import print_recovery_pages, recovery_pages
from ui.shell.store_thread import Keyed, StoreThread

if TYPE_CHECKING:
    from carenurse.app.ports import Clock, Records


class VaultKeys:
    """The ``Keys`` of one sitting."""

    def __init__(self, store: StoreThread, clock: "Clock", opened: Opened) -> None:
        self._store, self._clock, self._opened = store, clock, opened
        self._by_recovery = opened.by_recovery

    @property
    def by_recovery(self) -> bool:
        """Say whether the printed code opened this sitting and no new passphrase was set since."""
        return self._by_recovery

    def change_passphrase(
        self, old: str, new: str, then: Callable[[], object], failed: Callable[[Exception], object]
    ) -> None:
        """Let another passphrase open the vault instead of the old one."""
        trusted = self._by_recovery

        def job(vault: Keyed) -> None:
            _prove(vault, old, trusted=trusted)
            vault.ways_in.change_passphrase(new)

        def done(_nothing: None) -> None:
            self._by_recovery = False
            then()

        self._store.keyed(job, done, failed)

    def new_recovery_code(
        self, passphrase: str, then: Callable[[str], object], failed: Callable[[Exception], object]
    ) -> None:
        """Make the printed code worthless and give another; it is told once."""
        trusted = self._by_recovery

        def job(vault: Keyed) -> str:
            _prove(vault, passphrase, trusted=trusted)
            with told_code(vault.records):
                return vault.ways_in.new_recovery_code()

        self._store.keyed(job, then, failed)

    def print_code(self, code: str, parent: QWidget, failed: Callable[[Exception], object]) -> None:
        """Print the page with the code, never into a file."""
        made, vault = self._clock.now(), self._opened.vault_id

        def job(keyed: Keyed) -> str:
            from carenurse.app.nurse import signed_name  # noqa: PLC0415  only when a code is printed

            return signed_name(keyed.records)

        def draw(nurse: str) -> None:
            pages = partial(recovery_pages, code, nurse, vault, made)
            self._store.work(pages, lambda drawn: print_recovery_pages(drawn, parent, failed))

        self._store.keyed(job, draw, failed)


@contextmanager
def told_code(records: "Records") -> Generator[None]:
    """Note that a code is made which is not on paper yet; none was made where that fails."""
    from carenurse.app.code_on_paper import note_code_on_paper, note_code_told  # noqa: PLC0415  not every day

    note_code_told(records)
    try:
        yield
    except ExpectedError:
        note_code_on_paper(records)
        raise


def _prove(vault: Keyed, passphrase: str, *, trusted: bool) -> None:
    """Refuse who does not know the passphrase: the laptop may stand open. Raises WrongPassphraseError."""
    from carenurse.app.wiring import WrongPassphraseError  # noqa: PLC0415  loaded by now

    if not trusted and not vault.ways_in.passphrase_opens(passphrase):
        raise WrongPassphraseError
