"""Putting widgets beside and under one another, with the token's spaces."""

from typing import TypeAlias, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.surface import Surface
from ui.widgets.theme import theme
from ui.widgets.tokens import Role

Piece: TypeAlias = QWidget | QLayout | int | None
"""A widget, a layout, a space in pixels before zoom, or a stretch (None)."""

Margins: TypeAlias = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels before zoom."""

_Box = TypeVar("_Box", bound=QBoxLayout)
_BARE: Margins = (0, 0, 0, 0)


def row(*pieces: Piece, space: int = 8, margins: Margins = _BARE) -> QHBoxLayout:
    """Lay pieces out from left to right."""
    return _filled(QHBoxLayout(), pieces, space, margins)


def column(*pieces: Piece, space: int = 8, margins: Margins = _BARE) -> QVBoxLayout:
    """Lay pieces out from top to bottom."""
    return _filled(QVBoxLayout(), pieces, space, margins)


def _filled(box: _Box, pieces: tuple[Piece, ...], space: int, margins: Margins) -> _Box:
    box.setSpacing(theme().px(space))
    box.setContentsMargins(*(theme().px(side) for side in margins))
    for piece in pieces:
        add(box, piece)
    return box


def add(box: QBoxLayout, piece: Piece) -> None:
    """Add one more piece at the end."""
    match piece:
        case QWidget():
            box.addWidget(piece)
        case QLayout():
            box.addLayout(piece)
        case int():
            box.addSpacing(theme().px(piece))
        case _:
            box.addStretch(1)


def stand(box: QBoxLayout, *, beside: bool) -> None:
    """Put the pieces of a layout beside one another, or below one another where there is no room for that."""
    across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
    box.setDirection(across if beside else down)


def holder(layout: QLayout, parent: QWidget | None = None) -> QWidget:
    """Give a layout a widget of its own."""
    widget = QWidget(parent)
    widget.setLayout(layout)
    return widget


def empty_out(layout: QLayout) -> None:
    """Take everything out of a layout and let it go, before it is filled anew.

    What goes stays the child of its page until Qt deletes it: without a parent each widget would become a
    window first, which takes as long as painting a page.
    """
    while (piece := layout.takeAt(0)) is not None:  # pyright: ignore[reportUnnecessaryComparison] None at the end
        if (widget := piece.widget()) is not None:  # pyright: ignore[reportUnnecessaryComparison] a layout has none
            widget.hide()
            widget.deleteLater()
        elif (inner := piece.layout()) is not None:  # pyright: ignore[reportUnnecessaryComparison] a space has none
            empty_out(inner)


def settle() -> None:
    """Lay out now whatever asked for it: what grows level by level is never painted half grown."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def scrolled(content: QWidget, fill: Role | None = None, *, on_window: bool = False) -> QScrollArea:
    """Let content that is too high scroll; it takes the whole width and never scrolls sideways.

    ``on_window``: it lies on the window's own ground, which the view may paint. Asking for the view, to keep
    it from that, has PySide look among all kinds of widget for what it is: a tenth of the start.
    """
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if not on_window:
        area.viewport().setAutoFillBackground(False)
    if fill is not None:
        ground = Surface(fill)
        ground.setLayout(column(content, space=0))
        content = ground
    area.setWidget(content)
    content.setAutoFillBackground(False)
    return area
