"""The ways into a vault, as the start page needs them; the heavy libraries load on the store thread."""

from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from carenurse.app.vault_place import has_last_words, looks_like_vault, usual_folder, wiped_note
from carenurse.translations import tr
from ui.shell.store_thread import Progress, Vault

if TYPE_CHECKING:
    from datetime import datetime

    from carenurse.app.ports import Clock


class Opened(NamedTuple):
    """What the window wants to know of a vault just opened. A named tuple, as the tokens of the look are."""

    warnings: tuple[str, ...]
    saved: "datetime | None"
    nurse: str = ""
    vault_id: str = ""
    recovery_code: str = ""
    demo: bool = False
    by_recovery: bool = False
    """The printed code opened it: the passphrase may be forgotten."""


def _moment_words(moment: "datetime", now: "datetime") -> str:
    from carenurse.app.day_words import clock_time, week_day  # noqa: PLC0415  not needed at the start

    local = moment.astimezone(now.tzinfo)
    return f"{week_day(local.date(), now.date())} {clock_time(local)}"


def _say_last_words(folder: Path) -> None:
    from carenurse.app.sync_run import over_the_network  # noqa: PLC0415  hardly ever needed
    from carenurse.app.wipe import say_last_words  # noqa: PLC0415

    say_last_words(folder, over_the_network)


def _silent(_share: float) -> None:
    """Hear of progress where nobody watches."""


class Doors:
    """Opens the vault of one folder, or a throw-away one; every method is called on the store thread.

    All raise the ExpectedErrors that ``carenurse.app.wiring`` names.
    """

    def __init__(self, folder: Path | None, clock: "Clock") -> None:
        self._asked = folder
        self._clock = clock
        self.window_is_sound = True
        """What the window found out of the library that draws it; if not so, nothing is opened."""

    @property
    def folder(self) -> Path:
        """Where the vault lies, or will lie."""
        return self._asked or usual_folder()

    def likely(self) -> bool:
        """Guess at once whether there is a vault; ``exists`` knows."""
        return looks_like_vault(self.folder)

    def wiped(self) -> tuple[str, str] | None:
        """Say when the office had the vault destroyed, and what of it is elsewhere; None where it had not."""
        note = wiped_note(self.folder)
        if note is None:
            return None
        said = tr(
            "The records on this laptop were destroyed on {when} as your office ordered. Everything that was "
            "written here had reached the office.",
            when=_moment_words(note.when, self._clock.now()),
        )
        copies = tr(
            "Backups in a second place, such as a stick, were not here and may still exist: bring them to "
            "your office."
        )
        unheard = tr(
            "Your office has not confirmed yet that it knows of this. It is told so each time CareNurse is "
            "started here with a connection."
        )
        more = (copies if note.second_place else "", unheard if has_last_words(self.folder) else "")
        return said, " ".join(filter(None, more))

    def say_last_words(self) -> None:
        """Let the office hear that a vault here was emptied, until it signs that it did; nobody waits for it.

        On a thread of its own, which may end with the program at any moment: the next start says it then.
        """
        if has_last_words(self.folder):
            Thread(target=_say_last_words, args=(self.folder,), name="last-word", daemon=True).start()

    def exists(self) -> bool:
        """Say whether there is a vault to unlock."""
        from carenurse.app import wiring  # noqa: PLC0415  loads SQLCipher and the key derivation
        from carenurse.app.rescue import finish  # noqa: PLC0415

        self._refuse_unsafe()
        finish(self.folder)
        return wiring.find_vault(self.folder) is not None

    def _refuse_unsafe(self) -> None:
        """Test what everything rests on: the start-up self-test, two milliseconds. Raises UnsafePartError."""
        from carenurse.app.self_test import UnsafePartError, refuse_unsafe_parts  # noqa: PLC0415

        refuse_unsafe_parts()
        if not self.window_is_sound:
            raise UnsafePartError(tr("The library that draws the window ends the program after a while."))

    def newest_backup(self) -> str:
        """Say when the newest backup beside the vault was made; empty for none."""
        from carenurse.app.rescue import newest_backup  # noqa: PLC0415  not needed where the vault opens

        backup = newest_backup(self.folder)
        return _moment_words(backup.made, self._clock.now()) if backup else ""

    def restore_newest(self) -> tuple[str, str]:
        """Let the newest backup take the vault's place: when it was made, where the damaged one lies."""
        from carenurse.app.rescue import put_in_place  # noqa: PLC0415

        now = self._clock.now()
        rescued = put_in_place(self.folder, now)
        return _moment_words(rescued.made, now), rescued.aside

    def create(self, passphrase: str, name: str, credential: str) -> tuple[Vault, Opened]:
        """Make a vault for this nurse and open it; the recovery code is told once, here."""
        from carenurse.app import wiring  # noqa: PLC0415
        from carenurse.app.code_on_paper import note_code_told  # noqa: PLC0415
        from carenurse.app.nurse import new_nurse  # noqa: PLC0415

        self._refuse_unsafe()
        nurse = new_nurse(name, credential)
        opened, code = wiring.create_vault(self.folder, passphrase, nurse, now=self._clock.now)
        note_code_told(opened.records)
        facts = opened.facts()
        return opened, Opened(opened.warnings, facts.saved, name.strip(), facts.vault_id, code)

    def unlock(self, passphrase: str, progress: Progress = _silent) -> tuple[Vault, Opened]:
        """Open the vault with its passphrase; ``progress`` hears when its records take another shape."""
        from carenurse.app import wiring  # noqa: PLC0415

        self._refuse_unsafe()
        opened = wiring.unlock(self.folder, passphrase, now=self._clock.now, progress=progress)
        facts = opened.facts()
        return opened, Opened(opened.warnings, facts.saved, vault_id=facts.vault_id)

    def unlock_with_recovery(self, code: str, progress: Progress = _silent) -> tuple[Vault, Opened]:
        """Open the vault with the printed code."""
        from carenurse.app import wiring  # noqa: PLC0415

        self._refuse_unsafe()
        opened = wiring.unlock_with_recovery(self.folder, code, now=self._clock.now, progress=progress)
        facts = opened.facts()
        return opened, Opened(opened.warnings, facts.saved, vault_id=facts.vault_id, by_recovery=True)

    def demo(self) -> tuple[Vault, Opened]:
        """Make a vault of fictional people that is gone when it is closed."""
        from datetime import UTC  # noqa: PLC0415  only the demo needs it

        from carenurse.app import wiring  # noqa: PLC0415
        from carenurse.app.demo import load_demo  # noqa: PLC0415
        from carenurse.app.nurse import new_nurse  # noqa: PLC0415

        self._refuse_unsafe()
        now = self._clock.now()
        opened = wiring.throw_away_vault(new_nurse("Dana Whitfield", "RN"), now=self._clock.now)
        try:
            load_demo(opened.records, now.date(), now.tzinfo or UTC)
        except BaseException:
            opened.close()
            raise
        return opened, Opened((), opened.facts().saved, demo=True)
