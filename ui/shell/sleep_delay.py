"""A moment for closing the vault before the laptop sleeps: logind waits while somebody holds its delay.

systemd-logind's "delay" inhibitor (org.freedesktop.login1, Inhibit): logind tells PrepareForSleep and waits
until the file it gave is closed, for five seconds at most (InhibitDelayMaxSec). Linux only.
"""

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from carenurse.translations import tr

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusPendingCallWatcher

_SERVICE, _PATH = "org.freedesktop.login1", "/org/freedesktop/login1"


class SleepDelay(QObject):
    """Held from ``take`` until ``let_go``; without logind nothing is held and nobody waits."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = False
        self._file = -1

    @property
    def held(self) -> bool:
        """Whether logind waits for us."""
        return self._file >= 0

    def take(self, bus: "QDBusConnection") -> None:
        """Ask logind for the delay; the answer comes later."""
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher  # noqa: PLC0415  Linux only

        self._wanted = True
        asked = QDBusMessage.createMethodCall(_SERVICE, _PATH, f"{_SERVICE}.Manager", "Inhibit")
        asked.setArguments(["sleep", "CareNurse", tr("The records are being closed."), "delay"])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(asked), self)
        watcher.finished.connect(self._answered)

    def _answered(self, watcher: "QDBusPendingCallWatcher") -> None:
        from PySide6.QtDBus import QDBusUnixFileDescriptor  # noqa: PLC0415

        answers = watcher.reply().arguments()
        watcher.deleteLater()
        if not answers or not isinstance(answers[0], QDBusUnixFileDescriptor):
            return  # a bus without logind, or one that does not let us
        self._close()
        self._file = answers[0].takeFileDescriptor()
        if not self._wanted:
            self._close()

    def let_go(self) -> None:
        """Let the laptop sleep: everything is closed. Twice is harmless."""
        self._wanted = False
        self._close()

    def _close(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)
