"""The cover over a locked window: a card in the middle, nothing about a patient, and whether all is saved."""

from carenurse.translations import tr
from ui.shell.lock_card import LockCard
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.message import Message
from ui.widgets.picture import Picture
from ui.widgets.surface import Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme


class Cover(Surface):
    """Stands in the place of the workplace until the nurse has shown that it is she."""

    def __init__(self, locked: str) -> None:
        """Take the words that say when and why it was locked."""
        super().__init__("sunken")
        self.setAccessibleName(tr("CareNurse is locked"))
        self.card = LockCard(
            tr("Locked"),
            tr("Everything stays exactly where you left it, the cursor too."),
            acts=tr("Unlock"),
            leaves=tr("Close the vault"),
        )
        self.card.aside.set_text(locked)
        self._told = column(space=0)
        middle = column(self.card, holder(self._told), space=12)
        ground = scrolled(
            holder(column(None, row(None, middle, None), None, space=0, margins=(16, 24, 16, 24)))
        )
        self.setLayout(column(ground, _foot(), space=0))

    def show_unsaved(self) -> None:
        """Say that a save failed: the words are behind the cover and are not given up."""
        empty_out(self._told)
        message = Message(
            "caution",
            tr("Something you typed could not be saved yet."),
            tr("It stays behind this cover and is tried again every few seconds."),
        )
        message.setFixedWidth(self.card.width())
        self._told.addWidget(message)
        message.speak()

    def show_saved(self) -> None:
        """Take that back: all is saved."""
        empty_out(self._told)


def _foot() -> Surface:
    foot = Surface("sunken", "t")
    foot.setFixedHeight(theme().px(40))
    words = Label(tr("No patient names are shown until you unlock."), "caption", "textSecondary")
    picture = Picture("shield-check", "textSecondary", place="caption")
    foot.setLayout(row(picture, words, None, margins=(20, 0, 20, 0)))
    return foot
