"""When the window is covered, when the vault is closed, how long a copied word stays: each within bounds."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal

from carenurse.app.settings import Settings
from carenurse.translations import tr
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.panels import Panel
from ui.widgets.text import Label

_COVERS = (2, 3, 4, 5)
_CLOSES = (5, 10, 15)
_FORGETS = (10, 20, 30)
"""What ``carenurse.app.locking`` allows: a cover after 2 to 5 minutes, a closed vault after 15."""


class LockingPanel(Panel):
    """``changed`` carries the settings with one of them changed."""

    changed = Signal(object)

    def __init__(self, settings: Callable[[], Settings]) -> None:
        """Take where the settings of now are found."""
        super().__init__(tr("Locking"), inset=True)
        self._settings = settings
        self.covers = ChoiceField(tr("Cover the window when nobody is here"), _minutes(_COVERS))
        self.closes = ChoiceField(tr("Close the vault when nobody is here"), _minutes(_CLOSES))
        self.forgets = ChoiceField(
            tr("Empty the clipboard of what was copied here"),
            [(str(one), tr("after {seconds} seconds", seconds=one)) for one in _FORGETS],
        )
        self.covers.edited.connect(self._cover_after)
        self.closes.edited.connect(self._close_after)
        self.forgets.edited.connect(self._forget_after)
        self.add(6, self.covers, self.closes, self.forgets)
        self.add(
            _hint(
                tr(
                    "Ctrl+L covers at once: your PIN or your passphrase lifts the cover, and the cursor is "
                    "where it was. You choose the PIN on the cover; it lasts until CareNurse is closed."
                )
            ),
            _hint(
                tr(
                    "When the laptop sleeps or its own screen locks, the vault is closed and asks for the "
                    "passphrase. What you typed is kept either way, in a form that is still open too; "
                    "passphrases and codes are not."
                )
            ),
            _hint(tr("F9 shows only the person you visit; the PIN or the passphrase shows everybody again.")),
            8,
        )

    def show_settings(self, settings: Settings) -> None:
        """Show what is in force."""
        self.covers.set_text(str(settings.locks_after_minutes))
        self.closes.set_text(str(settings.closes_after_minutes))
        self.forgets.set_text(str(settings.clipboard_seconds))

    def _cover_after(self, code: str) -> None:
        if code.isdigit():
            self.changed.emit(replace(self._settings(), locks_after_minutes=int(code)))

    def _close_after(self, code: str) -> None:
        if code.isdigit():
            self.changed.emit(replace(self._settings(), closes_after_minutes=int(code)))

    def _forget_after(self, code: str) -> None:
        if code.isdigit():
            self.changed.emit(replace(self._settings(), clipboard_seconds=int(code)))


def _minutes(offered: tuple[int, ...]) -> list[tuple[str, str]]:
    return [(str(one), tr("after {minutes} minutes", minutes=one)) for one in offered]


def _hint(words: str) -> Label:
    return Label(words, "secondary", "textSecondary", wrap=True)
