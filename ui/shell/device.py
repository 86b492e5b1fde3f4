"""The settings of this device while the window is open: kept at once, worn at once."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.languages import speak
from carenurse.app.settings import Settings, save_settings
from ui.widgets.theme import theme


class Device(QObject):
    """Holds the settings; ``pages_wanted`` when pages must be made anew, because type or words changed."""

    pages_wanted = Signal()

    def __init__(self, settings: Settings, file: Path | None = None, parent: QObject | None = None) -> None:
        """Take the file to keep them in; without one they last until the window closes."""
        super().__init__(parent)
        self._settings = settings
        self._file = file

    def settings(self) -> Settings:
        """Give the settings of now."""
        return self._settings

    def change(self, wanted: Settings) -> None:
        """Keep other settings and wear them."""
        before, self._settings = self._settings, wanted
        if self._file is not None:
            save_settings(wanted, self._file)
        if wanted.language != before.language:
            speak(wanted.language)
        if (wanted.look, wanted.zoom_percent) != (before.look, before.zoom_percent):
            theme().wear(wanted.look, wanted.zoom_percent)
        if (wanted.zoom_percent, wanted.language) != (before.zoom_percent, before.language):
            self.pages_wanted.emit()

    def zoom(self, steps: int) -> None:
        """Make everything larger or smaller by steps of the tokens; none goes back to 100 percent."""
        offered = theme().tokens.zoom_percent
        at = offered.index(theme().percent)
        wanted = offered[min(max(at + steps, 0), len(offered) - 1)] if steps else 100
        self.change(replace(self._settings, zoom_percent=wanted))

    def take_keys(self, window: QWidget) -> None:
        """Have the keys that make everything larger and smaller work in the window; twice is harmless."""
        from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415  5 ms of the start

        if not window.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
            for key, steps in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
                QShortcut(QKeySequence(key), window).activated.connect(partial(self.zoom, steps))
