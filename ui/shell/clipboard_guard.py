"""What is copied here goes out of the clipboard again: after half a minute, at a lock, at the end.

Only while it is still ours: what another program put there since is not touched. Histories and clouds are
asked to leave it out, each by the sign it knows (Windows: the formats of its clipboard history; KDE: the hint
of password managers). The primary selection of X11, which any middle click pastes, never holds our words.
"""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KDE = "x-kde-passwordManagerHint"
_WINDOWS = 'application/x-qt-windows-mime;value="{name}"'
EXCLUDED = _WINDOWS.format(name="ExcludeClipboardContentFromMonitorProcessing")
_NO = bytes(4)
"""A DWORD of 0: no."""
_SIGNS = (
    (KDE, b"secret"),
    (EXCLUDED, _NO),
    (_WINDOWS.format(name="CanIncludeInClipboardHistory"), _NO),
    (_WINDOWS.format(name="CanUploadToCloudClipboard"), _NO),
)


class ClipboardGuard(QObject):
    """Watches the clipboard as long as a vault is open."""

    def __init__(
        self, seconds: Callable[[], int], parent: QObject, *, ours: Callable[[], bool] | None = None
    ) -> None:
        """Take how long our words may stay, in seconds, asked at each copy.

        ``ours``: whether what is there came from this process; the system knows, where it has a clipboard.
        """
        super().__init__(parent)
        self._seconds = seconds
        self._clipboard = QGuiApplication.clipboard()
        self._ours = ours or self._clipboard.ownsClipboard
        self.clock = QTimer(self)
        self.clock.setSingleShot(True)
        self.clock.timeout.connect(self.forget)
        self._clipboard.dataChanged.connect(self._copied)
        self._clipboard.selectionChanged.connect(self._marked)
        self._watches = True

    def forget(self) -> None:
        """Empty the clipboard, if what is in it is ours."""
        self.clock.stop()
        if self._ours():
            self._clipboard.clear()

    def stop(self) -> None:
        """Forget, and watch no longer. Twice is harmless."""
        self.forget()
        if self._watches:
            self._watches = False
            self._clipboard.dataChanged.disconnect(self._copied)
            self._clipboard.selectionChanged.disconnect(self._marked)

    def _copied(self) -> None:
        held = cast("QMimeData | None", self._clipboard.mimeData())
        if held is None or not self._ours() or not held.hasText():
            return
        if not held.hasFormat(KDE):
            self._clipboard.setMimeData(signed(held.text()))
            return
        self.clock.start(self._seconds() * 1000)

    def _marked(self) -> None:
        selection = QClipboard.Mode.Selection
        if self._clipboard.ownsSelection() and self._clipboard.text(selection):
            self._clipboard.clear(selection)


def signed(words: str) -> QMimeData:
    """Make clipboard data of words alone, with the signs that keep it out of histories."""
    data = QMimeData()
    data.setText(words)
    for name, value in _SIGNS:
        data.setData(name, value)
    return data
