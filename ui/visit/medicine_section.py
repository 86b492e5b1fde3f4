"""The medicine list looked at with the person: whether each is taken as listed. Nothing is judged."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.visit_facts import ListedMedicine
from carenurse.app.visit_worksheet import MedicineSeen, Worksheet
from carenurse.translations import tr
from ui.visit.sheet_section import Change, SheetSection, changing, line, show_text
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fields.digits import DigitsField
from ui.widgets.fields.text import TextField
from ui.widgets.text import Label
from ui.widgets.warned import warned


def _looked(text: str) -> Change:
    def change(sheet: Worksheet) -> Worksheet:
        return replace(sheet, list_looked_at=text)

    return change


class _MedicineRow(QWidget):
    """One line of the list, how it is taken, and the words that belong to a difference."""

    def __init__(self, listed: ListedMedicine, section: "MedicineSection") -> None:
        super().__init__()
        self._medicine = listed.reference
        name = listed.name or tr("Unnamed medicine")
        words = column(
            Label(name, "bodyStrong", wrap=True),
            Label(listed.dose, "caption", "textSecondary", wrap=True) if listed.dose else 0,
            warned(listed.allergy) if listed.allergy else 0,
            warned(listed.twice, "caution") if listed.twice else 0,
            Label(listed.source, "caption", "textSecondary", wrap=True) if listed.source else 0,
            space=1,
        )
        choices = [
            ("as-listed", tr("As listed"), ""),
            ("differently", tr("Differently"), ""),
            ("not", tr("Not taken"), ""),
        ]
        self.taking = DigitsField(name, choices, bare=True)
        self.note = TextField(
            tr("How, and why: {name}", name=name),
            placeholder=tr("How it is taken, in the person's words"),
            bare=True,
        )
        head = row(words, self.taking, space=14)
        head.setStretch(0, 1)
        self.setLayout(column(line(holder(head), self.note), space=0))
        for field, part in ((self.taking, "taking"), (self.note, "note")):
            section.connect_field(field, changing(self._read, Worksheet.with_medicine, part))
        self.show_row(MedicineSeen(listed.reference))

    def _read(self, sheet: Worksheet) -> MedicineSeen:
        return sheet.medicine(self._medicine)

    def show_row(self, seen: MedicineSeen) -> None:
        """Show what is known."""
        self.taking.set_text(seen.taking)
        show_text(self.note, seen.note)
        self.note.setVisible(seen.taking in ("differently", "not"))


class MedicineSection(SheetSection):
    """The whole list; that it was looked at together is said first. ``writing``: another is written down."""

    writing = Signal()

    def __init__(self, listed: Sequence[ListedMedicine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looked = DigitsField(
            tr("List looked at with the person"), [("yes", tr("Looked at today"), "")], bare=True
        )
        self.connect_field(self.looked, _looked)
        head = row(
            Label(tr("List looked at with the person"), "bodyStrong", wrap=True), self.looked, space=14
        )
        head.setStretch(0, 1)
        self.add_row("list", line(holder(head)))
        self._rows_of: dict[str, _MedicineRow] = {}
        for one in listed:
            self._rows_of[one.reference] = _MedicineRow(one, self)
            self.add_row(one.reference, self._rows_of[one.reference])
        nothing = "" if listed else tr("No medicine is on the list. Write down what is taken at home.")
        told = Label(nothing, "secondary", "textSecondary", wrap=True)
        add = Button(tr("Write down or stop a medicine"), icon="plus")
        add.clicked.connect(self.writing)
        foot = row(told if nothing else None, add, space=14)
        foot.setStretch(0, 1)
        self.add(line(holder(foot)))

    @override
    def show_sheet(self, sheet: Worksheet) -> None:
        """Show what was found."""
        self.looked.set_text(sheet.list_looked_at)
        for reference, shown in self._rows_of.items():
            shown.show_row(sheet.medicine(reference))
