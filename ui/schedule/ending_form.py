"""Why a visit does not take place, asked in the right column: the reason is part of the legal record."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.schedule_facts import Block
from carenurse.translations import tr
from ui.schedule.view import Ending
from ui.schedule.words import block_when
from ui.widgets.boxes import column, row
from ui.widgets.buttons import Button
from ui.widgets.fields.check import Check
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.text import TextField
from ui.widgets.text import Label

_OTHER = "other"


class EndingForm(QWidget):
    """Reason, and what follows from it; ``ended`` carries reason, plan again, whole series."""

    ended = Signal(str, bool, bool)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", "subject", wrap=True)
        self._when = Label("", "secondary", "textSecondary", wrap=True)
        self.reason = ChoiceField(tr("Reason"), placeholder=tr("Choose a reason"))
        self.words = TextField(tr("In words"))
        self._again, self._series = Check(tr("Plan again")), Check(tr("Also all later visits of this series"))
        self._keep = Button("", "primary", key="Ctrl Enter")
        self._back = Button(tr("Back"), key="Esc")
        self.setLayout(
            column(
                self._title,
                self._when,
                self.reason,
                self.words,
                self._again,
                self._series,
                row(self._back, self._keep, None, space=8),
                None,
                space=10,
                margins=(16, 12, 14, 12),
            )
        )
        self.reason.edited.connect(self.reason_chosen)
        self._keep.clicked.connect(self.keep)
        self._back.clicked.connect(self.dropped)
        self._ending: Ending = "cancel"

    def show_ending(self, ending: Ending, block: Block, again: str) -> None:
        """Ask about one visit."""
        self._ending = ending
        missed = ending == "miss"
        title = (
            tr("{name}: visit missed", name=block.name) if missed else tr("Cancel {name}", name=block.name)
        )
        self._title.set_text(title)
        self.setAccessibleName(title)
        self._when.set_text(block_when(block))
        self.reason.offer([(words, words) for words in _reasons(ending)] + [(_OTHER, tr("Another reason"))])
        self.reason.set_text("")
        self.reason.show_problem("")
        self.words.set_text("")
        self.words.hide()
        self._again.setText(tr("Plan again on {when}", when=again))
        self._again.setAccessibleName(self._again.text())
        self._again.setVisible(missed)
        self._again.setChecked(missed)
        self._series.setVisible(not missed and bool(block.series))
        self._series.setChecked(False)
        self._keep.set_words(tr("Mark missed") if missed else tr("Cancel visit"))
        self.reason.setFocus()

    @property
    def is_begun(self) -> bool:
        """Whether the nurse chose or wrote anything here."""
        stands = (self.reason.text(), self.words.text(), self._series.isChecked())
        return any(stands) or self._again.isChecked() is not (self._ending == "miss")

    def asked(self) -> dict[str, Any]:
        """Give what stands in the form."""
        return {
            "reason": self.reason.text(),
            "words": self.words.text(),
            "again": self._again.isChecked(),
            "series": self._series.isChecked(),
        }

    def put_back(self, asked: Mapping[str, Any]) -> None:
        """Put in what stood here before the vault was closed; nothing: leave the form as it is."""
        if asked:
            self.reason.set_text(str(asked.get("reason", "")))
            self.reason_chosen(self.reason.text())
            self.words.set_text(str(asked.get("words", "")))
            self._again.setChecked(bool(asked.get("again")))
            self._series.setChecked(bool(asked.get("series")))

    def reason_chosen(self, code: str) -> None:
        """Ask for words when none of the usual reasons fits."""
        self.reason.show_problem("")
        self.words.setVisible(code == _OTHER)
        if code == _OTHER:
            self.words.setFocus()

    def keep(self) -> None:
        """Hand the reason on, if there is one."""
        chosen = self.reason.text()
        reason = self.words.text().strip() if chosen == _OTHER else chosen
        if not reason:
            field = self.words if chosen == _OTHER else self.reason
            field.show_problem(tr("The record asks for the reason."))
            field.setFocus()
            return
        again = self._ending == "miss" and self._again.isChecked()
        self.ended.emit(reason, again, self._series.isVisibleTo(self) and self._series.isChecked())


def _reasons(ending: Ending) -> tuple[str, ...]:
    if ending == "miss":
        return (
            tr("No answer at door or phone"),
            tr("Refused the visit today"),
            tr("In hospital"),
            tr("Not at home, other appointment"),
            tr("Weather or road"),
            tr("Nurse could not come"),
        )
    return (
        tr("Person asked to cancel"),
        tr("In hospital"),
        tr("Moved away or discharged"),
        tr("Order changed"),
        tr("Planned by mistake"),
    )
