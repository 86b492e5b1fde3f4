"""Asking for a file or a folder, in a dialog that a cover can close and that remembers nothing of its own.

Qt's own dialog writes the folders it was in into a settings file: that is turned off. A dialog of the system
may keep names of files in the system's list of recent files, where no program can reach them; therefore every
name that CareNurse suggests says nothing about anybody.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_for_file(parent: QWidget, title: str, kinds: str) -> str:
    """Ask which file to open; empty when none was chosen."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(kinds.split(";;"))
    return _answer(dialog)


def ask_for_files(parent: QWidget, title: str, kinds: str) -> tuple[str, ...]:
    """Ask which files to open, several at once; none when none was chosen."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters(kinds.split(";;"))
    return tuple(_answers(dialog))


def ask_where_to_save(parent: QWidget, title: str, name: str) -> str:
    """Ask where to save under a neutral name; empty when nowhere."""
    dialog = _dialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(name)
    return _answer(dialog)


def ask_for_folder(parent: QWidget, title: str, begin: str = "") -> str:
    """Ask for a folder, beginning in one that is there; empty when none was chosen."""
    dialog = _dialog(parent, title)
    if begin and Path(begin).is_dir():
        dialog.setDirectory(begin)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _answer(dialog)


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    if sys.platform.startswith("linux"):  # where Qt's own dialog is used, and what it keeps is a file
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(QSettings.Format.NativeFormat, scope, os.devnull)
            QSettings.setPath(QSettings.Format.IniFormat, scope, os.devnull)
    return QFileDialog(parent, title)


def _answer(dialog: QFileDialog) -> str:
    return next(iter(_answers(dialog)), "")


def _answers(dialog: QFileDialog) -> list[str]:
    chosen = dialog.selectedFiles() if dialog.exec() == QFileDialog.DialogCode.Accepted else []
    dialog.setHistory([])
    dialog.deleteLater()
    return chosen
