"""What the system tells: a real bus of the test's own for Linux, bytes as Windows sends them."""

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ui.shell.lock_signals import LOCKED, POWER, SESSION, SUSPENDS, Message, SystemSignals, WindowsMessages

BUS = shutil.which("dbus-run-session") or ""
ROOT = Path(__file__).resolve().parents[3]

A_LAPTOP = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
os.environ["XDG_SESSION_ID"] = "7"
from PySide6.QtCore import QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication
from ui.shell.lock_signals import SystemSignals

app = QApplication([])
signals, heard = SystemSignals(), []
signals.sleeps.connect(lambda: heard.append("sleeps"))
signals.locked.connect(lambda: heard.append("locked"))
signals.listen_to_buses()
system = QDBusConnection.connectToBus(os.environ["DBUS_SYSTEM_BUS_ADDRESS"], "system")
for name in ("org.freedesktop.login1", "org.gnome.ScreenSaver"):
    system.registerService(name)

def tell(path, interface, name, *arguments):
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(list(arguments))
    system.send(message)

login = "org.freedesktop.login1"
tell("/org/freedesktop/login1", login + ".Manager", "PrepareForSleep", False)
tell("/org/freedesktop/login1", login + ".Manager", "PrepareForSleep", True)
tell("/org/freedesktop/login1/session/_37", login + ".Session", "Lock")
tell("/org/freedesktop/login1/session/_38", login + ".Session", "Lock")
tell("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", False)
tell("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", True)
QTimer.singleShot(1500, app.quit)
app.exec()
print(heard)
"""


@pytest.mark.slow
@pytest.mark.skipif(not BUS, reason="no bus to be had here")
def test_logind_and_the_screen_saver_are_heard_and_only_for_this_session() -> None:

    done = subprocess.run(
        [BUS, "--", sys.executable, "-c", A_LAPTOP],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "['sleeps', 'locked', 'locked']\n", done.stderr


A_SLEEP = """
import os, select
os.environ["QT_QPA_PLATFORM"] = "offscreen"
address = os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusUnixFileDescriptor, QDBusVirtualObject
from PySide6.QtWidgets import QApplication
from ui.shell.lock_signals import SystemSignals

app = QApplication([])
told, asked = [], []
ours, theirs = os.pipe()

class Logind(QDBusVirtualObject):
    def introspect(self, path):
        return ""

    def handleMessage(self, message, connection):
        asked.append((message.member(), message.arguments()[0], message.arguments()[3]))
        return connection.send(message.createReply(QDBusUnixFileDescriptor(theirs)))

def wait(until):
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if until() else None)
    timer.start(20)
    QTimer.singleShot(5000, loop.quit)
    loop.exec()

def waits():
    "Logind waits as long as nobody closed the other end."
    return not select.select([ours], [], [], 0.2)[0]

system, logind = QDBusConnection.connectToBus(address, "logind"), Logind()
system.registerService("org.freedesktop.login1")
system.registerVirtualObject("/org/freedesktop/login1", logind)
signals = SystemSignals()
signals.listen_to_buses()
wait(lambda: signals.delay.held)
os.close(theirs)
told.append(("open", waits()))
signals.stop()
told.append(("closing", waits()))
signals.delay.let_go()
told.append(("closed", waits()))
print(asked, told)
"""


@pytest.mark.slow
@pytest.mark.skipif(not BUS, reason="no bus to be had here")
def test_the_laptop_waits_with_its_sleep_until_the_vault_is_closed() -> None:
    done = subprocess.run(
        [BUS, "--", sys.executable, "-c", A_SLEEP], cwd=ROOT, capture_output=True, text=True, check=False
    )

    asked = [("Inhibit", "sleep", "delay")]
    told = [("open", True), ("closing", True), ("closed", False)]
    assert done.stdout == f"{asked} {told}\n", done.stderr


@pytest.mark.parametrize(
    ("message", "word", "heard"),
    [
        (POWER, SUSPENDS, ["sleeps"]),
        (POWER, 7, []),
        (SESSION, LOCKED, ["locked"]),
        (SESSION, 8, []),
        (0x000F, 4, []),
    ],
)
def test_windows_messages_are_read_from_their_bytes(message: int, word: int, heard: list[str]) -> None:
    signals = SystemSignals()
    got: list[str] = []
    signals.sleeps.connect(lambda: got.append("sleeps"))
    signals.locked.connect(lambda: got.append("locked"))
    told = Message(window=1, message=message, word=word)

    WindowsMessages(signals).nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(told))
    WindowsMessages(signals).nativeEventFilter(b"xcb_generic_event_t", ctypes.addressof(told))

    assert got == heard
