"""The office screen: what others sent comes in at the left, what the office gets goes out at the right."""

from collections.abc import Mapping
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget
from typing_extensions import override

from carenurse.app.export_records import Export
from carenurse.app.import_records import ImportPlan, ImportReport
from carenurse.app.office_desk import PersonChoice
from carenurse.translations import tr, trn
from ui.office.counts_table import CountsTable
from ui.office.file_progress import FileProgress
from ui.office.files import Step, counted, file_by_file, summed, worth_a_look
from ui.office.look_alike_card import LookAlikeCard
from ui.office.people_list import differing_from_yours, people_of
from ui.office.presenter import Decisions, OfficePresenter
from ui.office.work import OfficeWorkView
from ui.widgets.boxes import column, empty_out, holder, row, scrolled, stand
from ui.widgets.buttons import Button
from ui.widgets.fields.check import Radio
from ui.widgets.fields.loose_words import LooseWords
from ui.widgets.fields.text import TextField
from ui.widgets.in_view import bring_into_view
from ui.widgets.message import Message
from ui.widgets.page import Desk, Page, Route
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.segments import Segments
from ui.widgets.text import Label
from ui.widgets.theme import theme

_SIDE_BY_SIDE = 900
"""Width of the page under which the panels stand below one another."""
_LOWEST = 330
"""Height under which a panel does not shrink: the page scrolls instead."""


class OfficePage(Page):
    """Pixels of taking over and handing over."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = ""
        """The part that is to be shown as soon as this vault is known to be an office's."""
        self.presenter = OfficePresenter(self, desk)
        self._looked_at = column(space=10)
        self._people = column(space=0)
        self._handed = column(space=6)
        sides = column(self._handing(), self._waiting(), space=12)
        sides.setStretch(0, 1)
        right = holder(sides)
        self._layout = row(self._taking(), right, space=12, margins=(16, 12, 16, 12))
        self._layout.setStretch(0, 3)
        self._layout.setStretch(1, 2)
        self._area = scrolled(holder(self._layout))
        self.setLayout(column(self._parts(), self._area, self.work, space=0))
        self._show_part("records")
        self.rest()

    def _parts(self) -> QWidget:
        """Let an office choose between records and its own work; a nurse's laptop has nothing to choose."""
        self.work = OfficeWorkView(self._desk)
        kinds = (("records", tr("Records")), ("work", tr("Work of the office")))
        self.part = Segments(tr("Part of this page"), kinds)
        self.part.chosen.connect(self._show_part)
        self._part_row = holder(row(self.part, None, margins=(16, 12, 16, 0)))
        self._part_row.hide()
        return self._part_row

    def _show_part(self, part: str) -> None:
        self.part.choose(part)
        self.work.setVisible(part == "work")
        self._area.setVisible(part != "work")
        if part == "work":
            self.work.presenter.load()

    def show_role(self, *, office: bool) -> None:
        """Offer the work of an office, where this vault is one's."""
        self._part_row.setVisible(office)
        self.role_button.setVisible(not office)
        if office and self._wanted == "work":
            self._show_part("work")
        elif self.part.current() == "work":
            self.work.presenter.load()
        self._wanted = ""

    def _taking(self) -> Panel:
        panel = Panel(tr("Take over records"), icon="download")
        self.choose_button = Button(tr("Choose other files"), icon="file-text")
        self.choose_button.clicked.connect(self.presenter.choose)
        self.secret = TextField(
            tr("Key of a sealed file"), placeholder=tr("only for files sealed for you"), secret=True
        )
        self.secret.edited.connect(self.presenter.use_secret)
        self.folder_button = Button(tr("A folder"))
        self.folder_button.clicked.connect(self.presenter.choose_folder)
        top = row(self.secret, self.folder_button, self.choose_button, space=12, margins=(13, 10, 13, 10))
        top.setStretch(0, 1)
        for button in (self.folder_button, self.choose_button):
            top.setAlignment(button, Qt.AlignmentFlag.AlignBottom)
        held = holder(top)
        held.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        panel.add(held)
        panel.add_line()
        panel.add(scrolled(holder(column(self._looked_at, None, margins=(13, 12, 13, 12)))))
        panel.setMinimumHeight(theme().px(_LOWEST))
        return panel

    def _handing(self) -> Panel:
        panel = Panel(tr("Export to the office"), icon="upload")
        self.key = TextField(tr("The office's key"), placeholder="age1...")
        self.key.left.connect(lambda: self.presenter.keep_key(self.key.text()))
        self.person = TextField(tr("Whose record?"), placeholder=tr("a name, or nothing for everybody"))
        self.person.edited.connect(self.presenter.find)
        self._words = LooseWords(key=self.key, search=self.person)
        self.export_button = Button(tr("Export sealed copy"), icon="lock")
        self.export_button.clicked.connect(self.presenter.export)
        inside = column(
            Label(
                tr("The file is sealed for the office's key: only the office can open it."),
                "secondary",
                "textSecondary",
                wrap=True,
            ),
            self.key,
            self.person,
            self._people,
            row(self.export_button, None),
            self._handed,
            None,
            space=12,
            margins=(13, 12, 13, 12),
        )
        panel.add(scrolled(holder(inside)))
        panel.setMinimumHeight(theme().px(_LOWEST))
        return panel

    def _waiting(self) -> Panel:
        """Say where stands what the office does not have yet; it is sent, held and looked at there."""
        panel = Panel(tr("Not sent to the office yet"), icon="upload", inset=True)
        told = tr(
            "What waits, for whom and since when, stands on the Sync page. Without a network it goes from "
            "there as a sealed parcel. By a sealed copy nothing counts as sent."
        )
        self.sync_button = Button(tr("What waits for the office"), icon="refresh-cw")
        self.sync_button.clicked.connect(self._open_sync)
        self.role_button = Button(tr("This vault is an office's"), "text")
        self.role_button.setToolTip(tr("Then parcels, laptops and lists of patients are seen to here."))
        self.role_button.clicked.connect(self._take_role)
        buttons = row(self.sync_button, self.role_button, None)
        panel.add(6, Label(told, "secondary", "textSecondary", wrap=True), buttons, 8)
        return panel

    def _take_role(self, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._wanted = "work"
        self.presenter.take_role()

    def _open_sync(self, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._desk.go(Route("sync"))

    def _open_chart(self, patient: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._desk.go(Route("chart", patient))

    def _choose_person(self, patient: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.presenter.choose_person(patient)

    @override
    def arrive(self, route: Route) -> None:
        """Read the office's key."""
        self.set_heading(tr("Office"), tr("Take over records, and hand records over"))
        self._wanted = route.part
        self.presenter.load()
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """Put the focus where files are chosen, unless the nurse is in a field already."""
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            first = self.begin_button if self.choose_button.isHidden() else self.choose_button
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keep_words(self) -> None:
        """Keep a key that was typed."""
        if self.key.text().strip():
            self.presenter.keep_key(self.key.text())

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give a key that is not kept, and whose record was asked for."""
        return self._words.typed()

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Write it again, and find the people again."""
        self._words.put_back(form)
        if self.person.text():
            self.presenter.find(self.person.text())

    @override
    def primary(self) -> None:
        """Take the file over that is being looked at, or choose one."""
        if not self.presenter.carry_out():
            self.presenter.choose()

    @override
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of this page."""
        return ((tr("Ctrl Enter"), tr("choose a file, then take it over")),)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panels below one another where there is no room beside."""
        super().resizeEvent(event)
        beside = self.width() >= theme().px(_SIDE_BY_SIDE)
        stand(self._layout, beside=beside)
        self.work.stand(beside=beside)

    def rest(self) -> None:
        """Show neither plan nor report."""
        empty_out(self._looked_at)
        self.choose_button.hide()
        choose = self.begin_button = Button(tr("Choose files"), "primary", icon="file-text", key="Ctrl Enter")
        choose.clicked.connect(self.presenter.choose)
        told = tr("Choose files of another system (FHIR R4). You see what each holds before it is kept.")
        self._looked_at.addWidget(EmptyState(tr("No file is open"), told, choose))

    def show_reading(self, name: str, step: Step) -> None:
        """Say which file is being read, for a large one takes a while; she may stop it or choose others."""
        empty_out(self._looked_at)
        self.choose_button.show()
        if step.total > 1:
            name = tr("File {number} of {total}: {name}", number=step.number, total=step.total, name=name)
            self._looked_at.addWidget(file_by_file(step.done))
        self._looked_at.addWidget(Label(tr("Reading {name} ...", name=name), "section", wrap=True))
        told = tr("A large file takes minutes. Nothing is stored before you have seen what is in it.")
        self._looked_at.addWidget(Label(told, "secondary", "textSecondary", wrap=True))
        self.stop_button = Button(tr("Stop reading"), icon="x")
        self.stop_button.clicked.connect(self.presenter.stop_reading)
        self._looked_at.addWidget(FileProgress(self.presenter, self.stop_button))

    def show_taking(self, name: str, step: Step) -> None:
        """Say that a file is being taken over, how far it is, and let her stop it."""
        empty_out(self._looked_at)
        self.choose_button.hide()
        if step.total > 1:
            self._looked_at.addWidget(file_by_file(step.done))
        self._looked_at.addWidget(Label(tr("Taking over {name} ...", name=name), "section", wrap=True))
        told = tr("A file is taken over whole or not at all. You may go on with your work meanwhile.")
        self._looked_at.addWidget(Label(told, "secondary", "textSecondary", wrap=True))
        self.stop_button = Button(tr("Stop, keep nothing of it"), icon="x")
        self.stop_button.clicked.connect(self.presenter.stop_taking)
        self._looked_at.addWidget(FileProgress(self.presenter, self.stop_button))

    def show_refusal(self, sentence: str, remedy: str, step: Step) -> None:
        """Say why a file cannot be taken."""
        empty_out(self._looked_at)
        self.choose_button.show()
        message = Message("critical", sentence, remedy)
        self._looked_at.addWidget(message)
        message.speak()
        if step.total > 1:
            self._looked_at.addWidget(file_by_file(step.done))
        if step.left:
            further = Button(tr("Go on with the next file"), "primary")
            further.clicked.connect(self.presenter.go_on)
            self._looked_at.addLayout(row(further, None))

    def show_plan(self, plan: ImportPlan, decisions: Decisions, open_questions: int, step: Step) -> None:
        """Show what a file holds and what is asked about it."""
        empty_out(self._looked_at)
        self.choose_button.show()
        name = plan.name
        if step.total > 1:
            name = tr("File {number} of {total}: {name}", number=step.number, total=step.total, name=name)
            self._looked_at.addWidget(file_by_file(step.done))
        self._looked_at.addWidget(Label(name, "section", wrap=True))
        self._looked_at.addWidget(Label(counted(plan.counts), wrap=True))
        self._looked_at.addWidget(people_of(plan.people))
        for _, alike in groupby(plan.look_alikes, key=lambda one: one.incoming.id):
            same = list(alike)
            card = LookAlikeCard(same, decisions.made.get(same[0].incoming.id))
            card.decided.connect(self.presenter.decide)
            self._looked_at.addWidget(card)
        for note in plan.notes:
            self._looked_at.addWidget(Message("info", note))
        if plan.differing:
            self._looked_at.addWidget(differing_from_yours(plan.differing))
        self._looked_at.addLayout(row(*self._plan_buttons(open_questions, step), None))
        self._go_on_at(self.take_button)
        self._looked_at.addWidget(CountsTable(plan.counts))

    def _go_on_at(self, button: Button) -> None:
        """Put the focus on the next thing to do: what was pressed is gone, and the rail is not meant."""
        if button.isEnabled() and self.isVisible():
            QTimer.singleShot(0, button, lambda: button.setFocus(Qt.FocusReason.OtherFocusReason))

    def _plan_buttons(self, open_questions: int, step: Step) -> tuple[Button, ...]:
        self.take_button = Button(tr("Take over"), "primary", icon="check")
        self.take_button.clicked.connect(self.presenter.carry_out)
        if open_questions:
            self.take_button.why_not(
                trn(
                    "First say of {number} person whether it is the same.",
                    "First say of {number} people whether they are the same.",
                    open_questions,
                )
            )
        drop = Button(tr("Do not take over"))
        drop.clicked.connect(self.presenter.drop)
        if not step.left:
            return self.take_button, drop
        self.all_button = Button(trn("This and {number} more", "This and {number} more", step.left))
        self.all_button.clicked.connect(self.presenter.carry_out_all)
        self.all_button.setEnabled(not open_questions)
        skip = Button(tr("Skip this file"))
        skip.clicked.connect(self.presenter.skip)
        return self.take_button, self.all_button, skip

    def show_reports(self, step: Step) -> None:
        """Say what became of all the files, one line each, then what was taken over of each."""
        empty_out(self._looked_at)
        self.choose_button.show()
        if step.total > 1:
            self._looked_at.addWidget(Message("ok", tr("Taken over."), summed(step.reports)))
            self._looked_at.addWidget(file_by_file(step.done))
        for report in step.reports if step.total == 1 else worth_a_look(step.reports):
            if step.total > 1:
                self._looked_at.addWidget(Label(report.name, "section", wrap=True))
            self._show_report(report, alone=step.total == 1)
        charts = [one for one in self.findChildren(Button) if one.text() == tr("Open the chart")]
        self._go_on_at(charts[-1] if charts else self.choose_button)

    def _show_report(self, report: ImportReport, *, alone: bool) -> None:
        """Say what one file brought; of several files only what asks for a look, no table each."""
        if alone:
            message = Message("ok", tr("Taken over."), counted(report.counts))
            self._looked_at.addWidget(message)
            message.speak()
        for note in report.notes:
            self._looked_at.addWidget(Message("info", note))
        if report.differing:
            self._looked_at.addWidget(differing_from_yours(report.differing))
        for patient in report.patients[:1]:
            chart = Button(tr("Open the chart"), icon="user")
            chart.clicked.connect(partial(self._open_chart, patient))
            self._looked_at.addLayout(row(chart, None))
        if alone:
            self._looked_at.addWidget(CountsTable(report.counts))

    def show_key(self, key: str, problem: str) -> None:
        """Show the office's key, and what is wrong with one that was typed."""
        self._words.show("key", key)
        self.key.show_problem(problem)

    def key_is_kept(self) -> None:
        """Count the key as kept: it is the record's again."""
        self._words.settle("key")

    def show_people(self, people: tuple[PersonChoice, ...], chosen: str) -> None:
        """Offer people whose record can be handed over."""
        empty_out(self._people)
        for one in people:
            button = Radio(one.words)
            button.setChecked(one.patient == chosen)
            button.clicked.connect(partial(self._choose_person, one.patient))
            self._people.addWidget(button)
        typed = bool(self.person.text().strip())
        self.export_button.why_not(tr("Choose the person first.") if typed and not chosen else "")

    def show_export(self, export: Export) -> None:
        """Say what was written."""
        empty_out(self._handed)
        words = tr("{people}: {total} records, sealed.", people=export.whose, total=export.total)
        message = Message("ok", tr("Written."), words)
        self._handed.addWidget(message)
        bring_into_view(message)
        message.speak()
        bring_into_view(message)


def make_page(desk: Desk) -> Page:
    """Make the screen."""
    return OfficePage(desk)
