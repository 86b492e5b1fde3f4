"""An answer that is a day, typed as the nurse is used to."""

from PySide6.QtWidgets import QWidget

from carenurse.translations import tr
from ui.widgets.fields.text import TextField


class DateField(TextField):
    """A date as typed: "27 Feb", "2/27", "2026-02-27", "today"; also a year or a month alone.

    The core reads it (``carenurse.clinical.dates``); nothing is guessed here.
    """

    def __init__(self, label: str, *, bare: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(label, placeholder=tr("such as 27 Feb 2026"), bare=bare, parent=parent)
        self.line.setMinimumWidth(self.line.minimumSizeHint().width() * 2)
