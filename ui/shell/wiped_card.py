"""What the start page says where a vault was, until its office had it destroyed."""

from PySide6.QtCore import Signal

from carenurse.translations import tr
from ui.shell.start_card import StartCard
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.text import Label


class WipedCard(StartCard):
    """When and by whose order, that nothing written here is lost, and what comes next."""

    create_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, sentence: str, more: str = "") -> None:
        super().__init__(tr("Your office had this laptop emptied"), sentence, width=520)
        if more:
            self.add(Label(more, "secondary", "caution", wrap=True))
        self._create = Button(tr("Create a new vault"), "primary", large=True)
        self._create.clicked.connect(self.create_wanted)
        demo = Button(tr("Explore with demo patients"), large=True)
        demo.clicked.connect(self.demo_wanted)
        self.add(6, row(self._create, demo, space=12))

    def begin(self) -> None:
        """Put the focus on what comes next."""
        self._create.setFocus()
