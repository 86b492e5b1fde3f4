"""Panels with a head, and what a panel says when there is nothing in it yet."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.boxes import Piece, add, column, row
from ui.widgets.buttons import Button
from ui.widgets.picture import Picture
from ui.widgets.surface import Card, Hairline
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tokens import Role


class Panel(Card):
    """A white panel. With a title it has a head (40 px) and a hairline; ``body`` takes what is in it."""

    def __init__(
        self,
        title: str = "",
        *,
        icon: str = "",
        icon_role: Role = "text",
        inset: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(title)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self.head = row(space=8, margins=(13, 0, 7, 0))
        """The head's own row: add a chip or a link at its end."""
        self.title = Label(title, "section", elide=True)
        self._note = Label("", "caption", "textSecondary")
        if title:
            self._make_head(icon, icon_role)
        side = theme().px(13) if inset else 0
        self.body = QVBoxLayout()
        """Where the panel's content goes, from top to bottom."""
        self.body.setContentsMargins(side, side, side, side)
        self.body.setSpacing(theme().space(2) if inset else 0)
        self._outer.addLayout(self.body, 1)

    def _make_head(self, icon: str, icon_role: Role) -> None:
        holder = QWidget()
        holder.setFixedHeight(theme().size("panelHead"))
        holder.setLayout(self.head)
        if icon:
            self.head.addWidget(Picture(icon, icon_role))
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.head.addWidget(self._note)
        self._note.hide()
        self._outer.addWidget(holder)
        self._outer.addWidget(Hairline())

    def set_note(self, words: str) -> None:
        """Say a small fact at the end of the head, such as "3 of 9 open"."""
        self._note.set_text(words)
        self._note.setVisible(bool(words))

    def add_link(self, words: str) -> Button:
        """Put a link at the end of the head and return it, to be connected."""
        link = Button(words, "text")
        self.head.addWidget(link)
        self.head.addSpacing(theme().px(6))
        return link

    def add(self, *pieces: Piece) -> None:
        """Add pieces to the body."""
        for piece in pieces:
            add(self.body, piece)

    def add_line(self) -> None:
        """Draw a hairline between two pieces of the body."""
        self.body.addWidget(Hairline())


class EmptyState(Card):
    """Says that there is nothing, why, and what the next useful thing is."""

    def __init__(
        self, title: str, sentence: str, action: Button | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(edge="controlBorder", radius="control", dashed=True, parent=parent)
        self.setAccessibleName(title)
        words = column(
            Label(title, "bodyStrong", wrap=True),
            Label(sentence, "caption", "textSecondary", wrap=True),
            space=0,
        )
        outer = column(words, space=8, margins=(14, 12, 14, 12))
        if action is not None:
            outer.addLayout(row(action, None))
        self.setLayout(outer)
