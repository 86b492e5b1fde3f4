"""The card in the middle of the start page: a head with the name of the program, then what one step needs."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from carenurse.translations import tr
from ui.widgets.boxes import Piece, add, column, row
from ui.widgets.picture import Picture
from ui.widgets.surface import Card
from ui.widgets.text import Label
from ui.widgets.theme import theme


class StartCard(Card):
    """One step on the way in. Nothing about a patient is ever on it."""

    def __init__(
        self, title: str, sentence: str = "", *, width: int = 440, parent: QWidget | None = None
    ) -> None:
        """Take the width in pixels before zoom."""
        super().__init__(edge="hairlineStrong", parent=parent)
        self.setFixedWidth(theme().px(width))
        self.setAccessibleName(title)
        inset = theme().px(28)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(inset, theme().px(20), inset, theme().px(24))
        self._column.setSpacing(theme().px(12))
        self.aside = Label("", "caption", "textSecondary")
        """A small fact at the right of the head."""
        name = Label(tr("CareNurse"), "section", "accent")
        self.add(row(Picture("hand-heart", "accent", place="rail"), name, None, self.aside, space=8))
        heading = column(Label(title, "title", wrap=True), space=4)
        if sentence:
            heading.addWidget(Label(sentence, "secondary", "textSecondary", wrap=True))
        self.add(2, heading)

    def add(self, *pieces: Piece) -> None:
        """Add pieces under one another."""
        for piece in pieces:
            add(self._column, piece)
