"""The agency whom families call, as the nurse writes it once; each field is kept when it is left."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.agency import US_CRISIS_LINE, Agency
from carenurse.translations import tr
from ui.widgets.boxes import row
from ui.widgets.fields.text import TextField
from ui.widgets.panels import Panel
from ui.widgets.text import Label


class AgencyPanel(Panel):
    """``changed`` with the whole agency when a field is left and something is new."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Agency"), inset=True, parent=parent)
        self.name = TextField(tr("Name of the agency"))
        self.phone = TextField(tr("Phone, day and night"))
        self.manager = TextField(tr("Clinical manager"))
        self.manager_phone = TextField(tr("Manager's phone"))
        self.crisis_line = TextField(tr("Crisis line"))
        self.crisis_line.set_text(US_CRISIS_LINE)
        self._kept: Agency | None = Agency()
        for field in (self.name, self.phone, self.manager, self.manager_phone, self.crisis_line):
            field.left.connect(self.keep)
        everybody = tr(
            "Printed on every family page alike, so that it tells nothing about anybody: "
            "988 in the United States. Leave it empty to print none."
        )
        why = tr("Printed on the page for the family under Who to call. It is kept inside the vault.")
        self.add(
            6,
            self.name,
            self.phone,
            row(self.manager, self.manager_phone, space=12),
            Label(why, "secondary", "textSecondary", wrap=True),
            6,
            self.crisis_line,
            Label(everybody, "secondary", "textSecondary", wrap=True),
            8,
        )

    def show_agency(self, agency: Agency) -> None:
        """Show what is kept."""
        self._kept = agency
        self.name.set_text(agency.name)
        self.phone.set_text(agency.phone)
        self.manager.set_text(agency.manager)
        self.manager_phone.set_text(agency.manager_phone)
        self.crisis_line.set_text(agency.crisis_line)

    def stay_due(self) -> None:
        """Have it told again: it could not be kept."""
        self._kept = None

    def begin(self) -> None:
        """Put the cursor on the phone number, which papers need most."""
        self.phone.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Tell what stands in the fields, if it is new."""
        phone = self.phone.text().strip()
        wanted = Agency(
            self.name.text().strip(),
            phone,
            self.manager.text().strip(),
            self.manager_phone.text().strip(),
            day_or_night=bool(phone),
            crisis_line=self.crisis_line.text().strip(),
        )
        if wanted != self._kept:
            self._kept = wanted
            self.changed.emit(wanted)
