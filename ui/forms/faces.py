"""How one choice stands on the page: its words as the form styles them, and its pictures."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from carenurse.forms.form import Option
from ui.forms.worded import picture_shown, styled_runs
from ui.widgets.boxes import column, row
from ui.widgets.text import Label

WIDEST, TALLEST = 220, 150
"""Pixels before zoom of a picture that belongs to a choice."""


def faced(option: Option) -> str:
    """Say a choice as the form prints it: with its prefix, if it has one."""
    return f"{option.prefix} {option.text}" if option.prefix else option.text


def is_plain(option: Option) -> bool:
    """Say whether a choice is nothing but words in one look, so that it fits a button or a list."""
    return not option.rich and not option.media


def words_beside(option: Option) -> str:
    """Give the words that the button itself shows: none where styled ones stand beside it."""
    return "" if option.rich else faced(option)


class _Face(QWidget):
    """A choice with its styled words and its pictures; a press anywhere on it picks it."""

    def __init__(self, button: QAbstractButton, option: Option) -> None:
        super().__init__()
        self._button = button
        button.setAccessibleName(faced(option))
        prefix = f"{option.prefix} " if option.prefix and option.rich else ""
        words = Label(prefix, "body")
        if option.rich:
            words.set_runs(*styled_runs(option.rich))
        titles = (one.title or faced(option) for one in option.media)
        shown = [
            picture or Label(title, "secondary", "textSecondary")
            for one, title in zip(option.media, titles, strict=True)
            if (picture := picture_shown(one, title, WIDEST, TALLEST)) or one.title
        ]
        line = row(button, words, None, space=2) if option.rich else row(button, None, space=0)
        self.setLayout(column(line, *shown, space=2))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a press on words or picture as one on the button."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._button.click()


def face_of(button: QAbstractButton, option: Option) -> QWidget:
    """Give what stands on the page for a choice: the button, or the button with looks and pictures."""
    return button if is_plain(option) else _Face(button, option)


def faces_of(buttons: Sequence[QAbstractButton], options: Sequence[Option]) -> list[QWidget]:
    """Give what stands on the page for each choice."""
    return [face_of(button, option) for button, option in zip(buttons, options, strict=True)]
