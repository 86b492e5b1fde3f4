"""What the system tells before the laptop sleeps or its own screen lock comes: logind, Windows messages.

Where nothing is told (macOS), ``carenurse.app.locking.Sleep`` notices the sleep afterwards.
"""

import ctypes
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    SLOT,
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication
from typing_extensions import override

from ui.shell.sleep_delay import SleepDelay

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtDBus import QDBusConnection

_LOGIND = "org.freedesktop.login1"
_SESSION_LOCKS: Final = (
    ("org.freedesktop.ScreenSaver", "ActiveChanged"),
    ("org.gnome.ScreenSaver", "ActiveChanged"),
    ("org.cinnamon.ScreenSaver", "ActiveChanged"),
    ("org.mate.ScreenSaver", "ActiveChanged"),
)
POWER, SUSPENDS = 0x0218, 4
"""WM_POWERBROADCAST with PBT_APMSUSPEND (Win32 winuser.h)."""
SESSION, LOCKED = 0x02B1, 7
"""WM_WTSSESSION_CHANGE with WTS_SESSION_LOCK (Win32 wtsapi32.h)."""


class SystemSignals(QObject):
    """``sleeps``: the laptop is about to sleep, or does; ``locked``: the screen was locked by the system."""

    sleeps = Signal()
    locked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hushes: list[Callable[[], object]] = []
        self.delay = SleepDelay(self)
        """Holds the laptop's sleep up until the vault is closed; let go by whoever closed it."""

    def begin(self, window_id: int) -> None:
        """Listen to whatever this system has, until ``stop``."""
        if sys.platform == "win32":
            self._listen_to_windows(window_id)
        elif sys.platform.startswith("linux") and QGuiApplication.platformName() != "offscreen":
            self.listen_to_buses()

    def listen_to_buses(self) -> None:
        """Listen to logind and to the screen savers; where there is no bus, nothing is heard."""
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415  Linux only

        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        if system.isConnected():
            manager = ("/org/freedesktop/login1", f"{_LOGIND}.Manager", "PrepareForSleep")
            self._listen(system, (_LOGIND, *manager), "heard_sleep(bool)")
            self.delay.take(system)
            own = os.environ.get("XDG_SESSION_ID", "")
            path = f"/org/freedesktop/login1/session/{_escaped(own)}" if own else ""
            self._listen(system, (_LOGIND, path, f"{_LOGIND}.Session", "Lock"), "heard_lock()")
        if session.isConnected():
            for name, signal in _SESSION_LOCKS:
                self._listen(session, (name, "", name, signal), "heard_screen(bool)")

    def _listen(self, bus: "QDBusConnection", signal: tuple[str, str, str, str], slot: str) -> None:
        """Connect one signal of a bus, and remember how to let go of it."""
        if bus.connect(*signal, self, _slot(slot)):
            self.until_stopped(lambda: bus.disconnect(*signal, self, _slot(slot)))

    def until_stopped(self, hush: "Callable[[], object]") -> None:
        """Remember how to let go of something that is listened to."""
        self._hushes.append(hush)

    def stop(self) -> None:
        """Let go of every bus, of the messages of Windows and of its session. Twice is harmless."""
        hushes, self._hushes = self._hushes, []
        for hush in hushes:
            hush()

    @Slot(bool)
    def heard_sleep(self, begins: bool) -> None:  # noqa: FBT001  logind's own argument
        """Hear logind: true before sleep, false after it."""
        if begins:
            self.sleeps.emit()

    @Slot()
    def heard_lock(self) -> None:
        """Hear that the session is asked to lock itself."""
        self.locked.emit()

    @Slot(bool)
    def heard_screen(self, active: bool) -> None:  # noqa: FBT001  the screen saver's own argument
        """Hear that the screen saver came or went."""
        if active:
            self.locked.emit()

    def heard_message(self, message: int, word: int) -> None:
        """Hear a message of Windows."""
        if (message, word) == (POWER, SUSPENDS):
            self.sleeps.emit()
        elif (message, word) == (SESSION, LOCKED):
            self.locked.emit()

    def _listen_to_windows(self, window_id: int) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            messages = WindowsMessages(self)
            app.installNativeEventFilter(messages)
            library: Any = getattr(ctypes, "windll")  # noqa: B009  there on Windows only
            library.wtsapi32.WTSRegisterSessionNotification(window_id, 0)
            self.until_stopped(lambda: app.removeNativeEventFilter(messages))
            self.until_stopped(lambda: library.wtsapi32.WTSUnRegisterSessionNotification(window_id))


def _slot(name: str) -> Any:
    """Name a slot as Qt wants it; the stub of ``connect`` asks for bytes, which it then refuses."""
    return SLOT(name)


def _escaped(session: str) -> str:
    """Spell a session's name as logind does in a path: a leading digit, and any sign, as _hex."""
    return "".join(
        sign if sign.isascii() and (sign.isalpha() or (sign.isdigit() and at)) else f"_{ord(sign):02x}"
        for at, sign in enumerate(session)
    )


class Message(ctypes.Structure):
    """The beginning of a MSG of Windows (Win32 winuser.h): window, message, first word."""

    _fields_ = (("window", ctypes.c_void_p), ("message", ctypes.c_uint), ("word", ctypes.c_size_t))


class WindowsMessages(QAbstractNativeEventFilter):
    """Passes on what a window of Windows is told about power and session."""

    def __init__(self, signals: SystemSignals) -> None:
        super().__init__()
        self._signals = signals

    @override
    def nativeEventFilter(
        self, eventType: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        """Look at each message, keep none."""
        if QByteArray(eventType).data() in {b"windows_generic_MSG", b"windows_dispatcher_MSG"}:
            told = Message.from_address(int(message))
            self._signals.heard_message(told.message, told.word)
        return False, 0
