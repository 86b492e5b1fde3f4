"""The words of a question as the form styles them, and what stands beneath it: help, links, pictures."""

import base64
import binascii
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from carenurse.forms.form import Item
from carenurse.forms.looks import Picture
from carenurse.forms.rendering import Piece
from carenurse.translations import tr
from ui.widgets.boxes import Piece as Part
from ui.widgets.boxes import column
from ui.widgets.buttons import Button
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip
from ui.widgets.tokens import Role, Step

_INKS: Mapping[str, Role] = {
    "red": "critical",
    "yellow": "caution",
    "green": "ok",
    "blue": "accent",
    "purple": "draft",
    "gray": "textSecondary",
}
_GROUNDS: Mapping[str, Role] = {
    "red": "criticalTint",
    "yellow": "cautionTint",
    "green": "okTint",
    "blue": "accentTint",
    "purple": "draftTint",
    "gray": "sunken",
}
_STEPS: Mapping[str, Step] = {"small": "caption", "large": "section", "huge": "title"}
"""The program's own colors and sizes for those that a form names."""
_WIDEST, _TALLEST = 360, 240
"""Pixels before zoom of a picture that a form shows."""


def runs_of(item: Item, *, here: bool = False, prefix: bool = True) -> tuple[Run, ...]:
    """Give the words of a question in their looks; ``here`` makes all of them strong."""
    number = (Run(f"{item.prefix} ", role="textSecondary"),) if prefix and item.prefix else ()
    if not item.look.rich:
        return (*number, Run(item.text, strong=here))
    return (*number, *(_run(piece, strong=here) for piece in item.look.rich))


def styled_runs(pieces: Sequence[Piece]) -> tuple[Run, ...]:
    """Give words that a form styles in the program's own looks."""
    return tuple(_run(piece) for piece in pieces)


def _run(piece: Piece, *, strong: bool = False) -> Run:
    style = piece.style
    return Run(
        piece.text,
        strong=strong or style.strong or style.italic,
        underlined=style.underlined,
        struck=style.struck,
        role=_INKS.get(style.tone),
        ground=_GROUNDS.get(style.ground),
        step=_STEPS.get(style.size),
    )


def beneath(item: Item) -> QWidget | None:
    """Make what stands beneath a question; None when the form gives nothing."""
    pieces: list[Part] = []
    words = item.look.help or item.look.prompt
    if words:
        pieces.append(Label(words, "secondary", "textSecondary", wrap=True))
    ends = " \u2013 ".join(end for end in (item.look.lower, item.look.upper) if end)
    if ends and item.control != "slider":
        pieces.append(Label(ends, "secondary", "textSecondary", wrap=True))
    if item.entry_format:
        written = tr("Write it like this: {example}.", example=item.entry_format)
        pieces.append(Label(written, "secondary", "textSecondary", wrap=True))
    pieces += [shown for picture in item.look.media if (shown := _picture(picture, item)) is not None]
    pieces += [_link(address) for address in item.look.links]
    if not pieces:
        return None
    holder = QWidget()
    holder.setLayout(column(*pieces, space=2))
    return holder


def _link(address: str) -> Button:
    """Open a page of the publisher's in the browser; nothing of the person goes with it."""
    host = QUrl(address).host()
    shown = Button(tr("More about this on {host}", host=host), "text")
    shown.setToolTip(as_tip(address))
    shown.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(address)))
    return shown


def _picture(picture: Picture, item: Item) -> QWidget | None:
    """Show a picture that lies inside the form; for one that does not, say its title."""
    title = picture.title or tr("Picture: {question}", question=item.text)
    return picture_shown(picture, title, _WIDEST, _TALLEST) or Label(
        title, "secondary", "textSecondary", wrap=True
    )


def picture_shown(picture: Picture, title: str, wide: int, tall: int) -> QLabel | None:
    """Make a picture that lies inside the form, at most so large (pixels before zoom); None without one."""
    loaded = QPixmap()
    try:
        readable = bool(picture.data) and loaded.loadFromData(base64.b64decode(picture.data, validate=True))
    except (binascii.Error, ValueError):
        readable = False
    if not readable:
        return None
    most_wide, most_tall = theme().px(wide), theme().px(tall)
    if loaded.width() > most_wide or loaded.height() > most_tall:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        loaded = loaded.scaled(most_wide, most_tall, keep, smooth)
    shown = QLabel()
    shown.setPixmap(loaded)
    shown.setAccessibleName(title)
    shown.setToolTip(as_tip(title))
    return shown
