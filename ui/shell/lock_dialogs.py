"""What stands beside the window and would show through a cover: menus, hints, the system's dialogs."""

from PySide6.QtWidgets import QApplication, QToolTip, QWidget

_MOST = 20
"""Menus open one out of another; more than that are none of ours."""


def dismiss_dialogs(window: QWidget) -> None:
    """Close everything but the window. A dialog is answered with "no": it prints and writes nothing."""
    QToolTip.hideText()
    for _ in range(_MOST):
        popup = QApplication.activePopupWidget()
        if popup is None:
            break
        popup.close()
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.close()
