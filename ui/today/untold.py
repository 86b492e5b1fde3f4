"""Findings nobody was told about yet: each stays on Today until the nurse writes who was told."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.untold import Untold, said
from carenurse.translations import tr
from ui.widgets.boxes import column, row
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.picture import Picture
from ui.widgets.text import Label, Run
from ui.widgets.typed_rows import TypedRow, TypedRows


class UntoldRow(TypedRow):
    """One finding; ``told`` carries its Task and who was told: one act, recorded with the time of now."""

    told = Signal(str, str)
    charted = Signal(str)

    def __init__(self, one: Untold, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._one = one
        role = "critical" if one.urgent else "caution"
        words = Label("", "secondary", role, wrap=True)
        words.set_runs(Run(one.name, strong=True), Run(f": {said(one, today)}"))
        why = tr("Your reason: {why}", why=one.why_not) if one.why_not else ""
        below = " ".join(part for part in (one.what_to_do, why) if part)
        name = tr("Who was told about {name}", name=one.name)
        self.who = TextField(name, placeholder=tr("Who was told now? Name or role"), bare=True)
        self.who.edited.connect(self._may_record)
        self.button = Button(tr("Record as told"), icon="phone")
        self.button.setAccessibleName(tr("Record who was told about {name}", name=one.name))
        self.button.clicked.connect(lambda: self.told.emit(one.task, self.who.text()))
        chart = Button(tr("Chart"), "text")
        chart.setAccessibleName(tr("Open the chart of {name}", name=one.name))
        chart.clicked.connect(lambda: self.charted.emit(one.patient))
        head = row(column(2, Picture("circle-alert", role), None, space=0), words, chart, space=10)
        head.setStretch(1, 1)
        act = row(self.who, self.button, space=8)
        act.setStretch(0, 1)
        less = Label(below, "caption", "textSecondary", wrap=True)
        self.setLayout(column(head, less, act, space=4, margins=(0, 6, 0, 8)))
        less.setVisible(bool(below))  # only now: what has no parent yet would be a window of its own
        self._may_record()

    @override
    def typed(self) -> str:
        """Give who was told, as far as it is written."""
        return self.who.text()

    @override
    def write(self, words: str) -> None:
        """Write who was told, as the nurse had."""
        self.who.set_text(words)
        self._may_record()

    def _may_record(self) -> None:
        self.button.why_not("" if self.who.text().strip() else tr("Write who was told first."))


class UntoldSection(QWidget):
    """A heading with its rows; not there at all when everybody was told."""

    told = Signal(str, str)
    charted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = column(space=0)
        self.rows = TypedRows[UntoldRow](inner)
        self._shown: tuple[Untold, ...] = ()
        self._unseen = frozenset[str]()
        head = Label(tr("Nobody was told yet"), "section", "critical")
        self.setLayout(column(head, inner, space=4, margins=(16, 10, 16, 10)))
        self.hide()

    def typed(self) -> dict[str, str]:
        """Give who was told, as far as it is written, by the finding's Task."""
        return self.rows.kept(self._unseen)

    def show_findings(
        self, found: Sequence[Untold], today: date, unseen: frozenset[str] = frozenset()
    ) -> None:
        """Show the findings; what is being typed about one stays as long as that is there.

        ``unseen``: those of people who do not open now, unseen and not forgotten.
        """
        self._unseen = unseen
        self.setVisible(bool(found))
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        self.rows.show((one.task, self._row(one, today)) for one in found)

    def _row(self, one: Untold, today: date) -> UntoldRow:
        line = UntoldRow(one, today)
        line.told.connect(self.told)
        line.charted.connect(self.charted)
        return line
