"""The card in the middle of the start page: a head with the name of the program, then what one step needs."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from carenurse.translations import tr
from ui.widgets.boxes import Piece, add, column, holder, row
from ui.widgets.picture import Picture
from ui.widgets.surface import Card
from ui.widgets.text import Label
from ui.widgets.theme import theme

if TYPE_CHECKING:
    from ui.widgets.message import Message


class Told:
    """A place for one sentence in a card, with at most one message standing in it."""

    def __init__(self) -> None:
        self._layout = column(space=0)
        self.widget = holder(self._layout)
        self._message: Message | None = None
        self.widget.hide()

    def say(self, sentence: str, remedy: str = "") -> None:
        """Say what is wrong; an empty sentence takes it back."""
        if self._message is not None:
            self._message.hide()
            self._message.deleteLater()
            self._message = None
        self.widget.setVisible(bool(sentence))
        if sentence:
            from ui.widgets.message import Message  # noqa: PLC0415  nothing has gone wrong at the start

            self._message = Message("critical", sentence, remedy)
            self._layout.addWidget(self._message)
            self._message.speak()


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

    def say(self, sentence: str, remedy: str = "") -> None:
        """Say why it did not go on; a card that asks for nothing has nothing to say."""

    def busy(self, words: str) -> None:
        """Show that something takes a moment; a card that asks for nothing never waits."""
