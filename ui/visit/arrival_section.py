"""Arrival: why the nurse came, and what keeps the person at home."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.visit_worksheet import Worksheet
from carenurse.translations import tr
from ui.visit.sheet_section import Change, SheetSection, line, show_text
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.text import Label


class ArrivalSection(SheetSection):
    """Reason and homebound evidence; last time's words stand beside, taken over only when she says so."""

    def __init__(
        self, reason: str, last: Worksheet | None, last_day: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._last_day = last_day
        self._fields: dict[str, TextField] = {}
        empty = tr("Empty: as planned") if reason else tr("What the visit is for")
        self._ask("reason", tr("Why this visit"), empty, "", planned=reason)
        before = last or Worksheet()
        self._ask(
            "homebound_help",
            tr("Homebound: help needed to leave the home"),
            tr("Such as: walker and one person; or: not homebound"),
            before.homebound_help,
        )
        self._ask(
            "homebound_effort",
            tr("Homebound: what going out costs"),
            tr("Such as: short of breath for an hour; or: not homebound"),
            before.homebound_effort,
        )

    def _ask(self, name: str, label: str, placeholder: str, before: str, *, planned: str = "") -> None:
        field = TextField(label, placeholder=placeholder)
        self._fields[name] = field
        self.connect_field(field, _setting(name))
        pieces: list[QWidget] = [field]
        if planned:
            pieces.append(Label(tr("Planned: {reason}", reason=planned), "secondary", wrap=True))
        if before:
            same = Button(tr("Still so"))
            same.clicked.connect(lambda: self._take(name, before))
            said = Label(
                tr("{day}: {words}", day=self._last_day, words=before), "caption", "textSecondary", wrap=True
            )
            beside = row(said, same, space=8)
            beside.setStretch(0, 1)
            pieces.append(holder(beside))
        shown = QWidget()
        shown.setLayout(column(line(*pieces), space=0))
        self.add_row(name, shown)

    def _take(self, name: str, before: str) -> None:
        self._fields[name].set_text(before)
        self.tell(_setting(name)(before))
        self.left.emit()

    @override
    def show_sheet(self, sheet: Worksheet) -> None:
        """Show what was written."""
        for name, field in self._fields.items():
            show_text(field, getattr(sheet, name))


def _setting(name: str) -> Callable[[str], Change]:
    def make(text: str) -> Change:
        def change(sheet: Worksheet) -> Worksheet:
            return replace(sheet, **{name: text})

        return change

    return make
