"""The work of an office that needs a person: parcels, laptops, who cares for whom, a restore."""

from functools import partial

from PySide6.QtWidgets import QWidget

from carenurse.app.office_desk import PersonChoice
from carenurse.app.office_remains import LeftLine
from carenurse.app.office_work import NurseLine, OfficeWork
from carenurse.app.remains_words import LeftPage
from carenurse.translations import tr, trn
from ui.office.laptops_panel import LaptopsPanel
from ui.office.laptops_presenter import LaptopsPresenter
from ui.office.left_panel import LeftPanel
from ui.office.parcel_panel import ParcelPanel
from ui.office.walking import walk
from ui.office.work_presenter import WorkPresenter
from ui.widgets.boxes import column, empty_out, holder, row, scrolled, stand
from ui.widgets.buttons import Button
from ui.widgets.fields.check import Radio
from ui.widgets.fields.text import TextField
from ui.widgets.outcome import Outcome
from ui.widgets.page import Desk
from ui.widgets.panels import Panel
from ui.widgets.text import Label, Run

_MARGINS = (13, 12, 13, 12)


class OfficeWorkView(QWidget):
    """Two columns: parcels at the left; a restore, the laptops and the lists of patients at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = WorkPresenter(self, desk)
        self.parcels = ParcelPanel(desk)
        self.laptops = LaptopsPanel()
        self.laptops.presenter = LaptopsPresenter(self.laptops, desk, self.presenter.load)
        self.left_panel = LeftPanel(self.presenter.read_left, self.laptops.presenter.save_left)
        self._returned, self._nurses = column(space=8), column(space=6)
        self._people, self._told = column(space=0), Outcome("critical")
        self._unlisted = Label("", "body", "caution", wrap=True)
        """Who is on nobody's list."""
        self._whose: tuple[str, ...] = ()
        self._lines: tuple[NurseLine, ...] = ()
        self._others = False
        right = column(self._restore(), self.laptops, self.left_panel, self._lists(), None, space=12)
        left = column(self.parcels, None, space=0)
        self._layout = row(holder(left), holder(right), space=12, margins=(16, 12, 16, 12))
        self._layout.setStretch(0, 2)
        self._layout.setStretch(1, 3)
        self.setLayout(column(scrolled(holder(self._layout)), space=0))

    def stand(self, *, beside: bool) -> None:
        """Put the columns beside or below one another."""
        stand(self._layout, beside=beside)

    def _restore(self) -> Panel:
        self.restore_panel = Panel(tr("After a restore"), icon="history")
        self.restore_panel.add(holder(column(self._returned, margins=_MARGINS)))
        self.restore_panel.hide()
        return self.restore_panel

    def _lists(self) -> Panel:
        panel = Panel(tr("Who cares for whom"), icon="users")
        self.person = TextField(tr("Which patient?"), placeholder=tr("a name, birth date or record number"))
        self.person.edited.connect(self.presenter.find)
        told = tr("The laptop that loses a patient sends what is left there, then lets go.")
        words = Label(told, "caption", "textSecondary", wrap=True)
        inside = column(
            self._unlisted,
            self.person,
            self._people,
            self._nurses,
            self._told,
            words,
            space=10,
            margins=_MARGINS,
        )
        panel.add(holder(inside))
        return panel

    def show_work(self, work: OfficeWork) -> None:
        """Show laptops, nurses, and what came after a restore."""
        self.laptops.show_laptops(work.laptops, work.days)
        walk(self.laptops.days.line, self.person.line)
        self._lines = work.nurses
        self._unlisted.set_text(work.unlisted)
        self._unlisted.setVisible(bool(work.unlisted))
        self._show_nurses()
        self._show_returned(work)

    def show_left(self, lines: tuple[LeftLine, ...]) -> None:
        """Show what was left on laptops that were wiped."""
        self.left_panel.show_lines(lines, self.laptops.days.line)

    def show_left_words(self, digest: str, pages: tuple[LeftPage, ...]) -> None:
        """Show one piece of it in words."""
        self.left_panel.show_pages(digest, pages)

    def _show_returned(self, work: OfficeWork) -> None:
        empty_out(self._returned)
        self.restore_panel.setVisible(work.returned is not None)
        if work.returned is None:
            return
        self._returned.addWidget(Label(work.returned.sentence, wrap=True))
        for line in work.returned.lines:
            self._returned.addWidget(Label(line, "body", wrap=True))
        self.looked_button = Button(tr("I have looked through it"), icon="check")
        self.looked_button.clicked.connect(self.presenter.looked_through)
        self._returned.addLayout(row(self.looked_button, None))

    def show_people(self, people: tuple[PersonChoice, ...], chosen: str) -> None:
        """Offer the people who were found."""
        empty_out(self._people)
        self._told.empty()
        for one in people:
            button = Radio(one.words)
            button.setChecked(one.patient == chosen)
            button.clicked.connect(partial(self._choose, one.patient))
            self._people.addWidget(button)

    def _choose(self, patient: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._told.empty()
        self.presenter.choose_person(patient)

    def show_whose(self, nurses: tuple[str, ...]) -> None:
        """Mark on whose lists the chosen person is."""
        self._whose = nurses
        self._show_nurses()

    def _show_nurses(self) -> None:
        empty_out(self._nurses)
        for line in self._lines:
            if line.known:
                self._nurses.addWidget(self._nurse(line))
        if others := [one for one in self._lines if not one.known]:
            self._show_others(others)

    def _show_others(self, lines: list[NurseLine]) -> None:
        """Offer others only once they are asked for: a patient on the list of no laptop is seen by nobody."""
        if not self._others:
            words = trn(
                "{number} other name without a laptop", "{number} other names without a laptop", len(lines)
            )
            ask = Button(words, icon="users")
            ask.clicked.connect(self._ask_others)
            self._nurses.addLayout(row(ask, None))
            return
        told = tr(
            "Without a laptop here. Authors of files that came are among them: they may be no nurses here."
        )
        self._nurses.addWidget(Label(told, "caption", "textSecondary", wrap=True))
        for line in lines:
            self._nurses.addWidget(self._nurse(line))

    def _ask_others(self, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._others = True
        self._show_nurses()

    def _nurse(self, line: NurseLine) -> QWidget:
        label = Label("", "body", wrap=True)
        people = trn("{number} person", "{number} people", line.people)
        label.set_runs(Run(line.name, strong=True), Run(f"  {people}", role="textSecondary"))
        here = line.nurse in self._whose
        put = Button(tr("On this list") if here else tr("Put on this list"), icon="check" if here else "user")
        put.setAccessibleName(tr("Put on the list of {name}", name=line.name))
        put.why_not(self._why_not(here=here))
        put.clicked.connect(partial(self._assign, line.nurse))
        held = row(label, put, space=8)
        held.setStretch(0, 1)
        return holder(held)

    def _why_not(self, *, here: bool) -> str:
        if here and len(self._whose) == 1:
            return tr("The patient is on this list.")
        return "" if self.presenter.has_person else tr("Choose the patient first.")

    def _assign(self, nurse: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.presenter.assign(nurse)

    def show_done(self, sentence: str) -> None:
        """Say what was done."""
        self._told.say(sentence, done=True)

    def show_problem(self, sentence: str, remedy: str) -> None:
        """Say why something was not done."""
        self._told.say(sentence, remedy)
