"""An answer that is a time of day, typed as the nurse is used to."""

from PySide6.QtWidgets import QWidget

from carenurse.translations import tr
from ui.widgets.fields.text import TextField


class TimeField(TextField):
    """A time as typed: "10:42", "1042", "2:30 pm"."""

    def __init__(self, label: str, *, bare: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(label, placeholder=tr("such as 10:42"), bare=bare, parent=parent)
