"""The forms library on the screen: the list at the left, one form or a trial at the right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStackedWidget, QWidget
from typing_extensions import override

from carenurse.app.form_library import FormReport, LibraryForm, state_words
from carenurse.app.form_trial import Trial
from carenurse.translations import tr
from ui.library.presenter import LibraryPresenter
from ui.library.report_panel import ReportPanel
from ui.library.trial_panel import TrialPanel
from ui.widgets.boxes import column, row
from ui.widgets.buttons import Button
from ui.widgets.form_panel import FormPanel
from ui.widgets.page import Desk, Page, Route
from ui.widgets.panels import Panel
from ui.widgets.search_field import SearchField
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip
from ui.widgets.tokens import Tone
from ui.widgets.two_line import CELL, Cell, set_up_list

MakeForm = Callable[[Trial], FormPanel]
"""Draws a form; the shell gives it, because screens do not know one another."""
_LIST = 400
"""Width in pixels before zoom; less where the page is narrow."""
_NAME = int(Qt.ItemDataRole.UserRole) + 2


class LibraryPage(Page):
    """Pixels of the library."""

    def __init__(self, desk: Desk, make_form: MakeForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_form = make_form
        self.presenter = LibraryPresenter(self, desk)
        self._forms: tuple[LibraryForm, ...] = ()
        self._again: Mapping[str, Any] = {}
        """What was typed about a permission before the vault was closed, until the form is shown again."""
        self._quiet = False
        """Whether the selection is being put right: then it leads nowhere."""
        self.open_button = Button(tr("Open a form file"), icon="file-text", key="Ctrl Enter")
        self.open_button.clicked.connect(self.presenter.open_file)
        self.top_right = (self.open_button,)
        self.search = SearchField(tr("Find a form"))
        self.search.searched.connect(self._filter)
        self.search.moved.connect(self._step)
        self.list = QListView()
        self.model = QStandardItemModel(self)
        self.list.setModel(self.model)
        set_up_list(self.list, tr("Forms"))
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.report = ReportPanel()
        self.trial = TrialPanel()
        self._connect()
        self._right = QStackedWidget()
        self._right.addWidget(self.report)
        self._right.addWidget(self.trial)
        self._left = Panel()
        self._left.add(column(self.search, margins=(10, 10, 10, 8)))
        self._left.add(self.list)
        layout = row(self._left, self._right, space=12, margins=(16, 12, 16, 12))
        layout.setStretch(0, 2)
        layout.setStretch(1, 4)
        self._left.setMaximumWidth(theme().px(_LIST))
        self.setLayout(layout)

    def _connect(self) -> None:
        self.report.tried.connect(self.presenter.try_out)
        self.report.retired.connect(self.presenter.retire)
        self.report.brought_back.connect(self.presenter.bring_back)
        self.report.taken_in.connect(self.presenter.take_in)
        self.report.put_away.connect(self.presenter.put_file_away)
        self.report.permitted.connect(self.presenter.give_permission)
        self.report.permission_taken_back.connect(self.presenter.take_permission_back)
        self.trial.ended.connect(self.presenter.end_trial)

    @override
    def arrive(self, route: Route) -> None:
        """Show the library as it stands now; the subject names a form."""
        self.set_heading(tr("Forms"), tr("What can be filled in on visits"))
        self.presenter.load(route.subject)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give a trial, a file that is looked at, words about a permission, and what is looked for."""
        typed, search = self.report.words.typed(), self.search.text()
        kept = self.presenter.unfinished()
        form = {"form": self.presenter.name} if kept or typed else {}
        return {**kept, **form, "permission": typed, "search": search}

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Go on with them, once the list is there."""
        self._again = form.get("permission", {})
        self.search.setText(str(form.get("search", "")))
        self.presenter.take_up(form)

    @override
    def primary(self) -> None:
        """Open a form file."""
        self.presenter.open_file()

    @override
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of this page."""
        return (
            (tr("Up, Down"), tr("the form before, the next one")),
            (tr("Ctrl Enter"), tr("open a form file")),
            (tr("Esc"), tr("end a trial")),
        )

    def show_forms(self, forms: Sequence[LibraryForm]) -> None:
        """List the forms, by title."""
        self._forms = tuple(forms)
        self._filter(self.search.text())

    def _filter(self, typed: str) -> None:
        wanted, held = typed.strip().casefold(), self.presenter.name
        found = [one for one in self._forms if wanted in f"{one.name} {one.title}".casefold()]
        self._quiet = True
        self.model.clear()
        for one in found:
            self.model.appendRow(_item(one))
        self._quiet = False
        names = [one.name for one in found]
        if held in names:
            self._select(names.index(held))
        elif names and wanted:
            self.list.setCurrentIndex(self.model.index(0, 0))

    def _select(self, at: int) -> None:
        """Mark a row of which the form is shown already."""
        self._quiet = True
        self.list.setCurrentIndex(self.model.index(at, 0))
        self.list.scrollTo(self.model.index(at, 0))
        self._quiet = False

    def choose(self, name: str) -> None:
        """Select a form of the list and show it."""
        names = [str(self.model.index(at, 0).data(_NAME)) for at in range(self.model.rowCount())]
        if name in names:
            self._select(names.index(name))
        self.presenter.show(name)

    def _chosen(self) -> None:
        name = self.list.currentIndex().data(_NAME)
        if name and not self._quiet:
            self.presenter.show(str(name))

    def _step(self, by: int) -> None:
        """Move the selection; the cursor stays in the search field."""
        at = min(max(self.list.currentIndex().row() + by, 0), self.model.rowCount() - 1)
        if at >= 0:
            self.list.setCurrentIndex(self.model.index(at, 0))

    def show_report(self, report: FormReport, *, candidate: bool) -> None:
        """Show one form."""
        self._be_back()
        if candidate:
            self._quiet = True
            self.list.setCurrentIndex(QModelIndex())
            self._quiet = False
        self.report.show_report(report, candidate=candidate)
        again, self._again = self._again, {}
        self.report.words.put_back(again)

    def show_refusal(self, sentence: str, remedy: str) -> None:
        """Say why something was not done."""
        self._be_back()
        self.report.show_refusal(sentence, remedy)

    def show_trial(self, trial: Trial) -> None:
        """Show a form being tried, in the whole room of the page."""
        self._left.hide()
        self._right.setCurrentWidget(self.trial)
        self.trial.show_trial(trial, self._make_form(trial))

    def _be_back(self) -> None:
        tried = self._right.currentWidget() is self.trial
        self.trial.forget()
        self._right.setCurrentWidget(self.report)
        self._left.show()
        if tried:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_trial_standing(self, trial: Trial) -> None:
        """Bring a trial up to its answers."""
        self.trial.show_standing(trial)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave a trial with Esc."""
        if event.key() == Qt.Key.Key_Escape and self._right.currentWidget() is self.trial:
            self.presenter.end_trial()
        else:
            super().keyPressEvent(event)


def _item(form: LibraryForm) -> QStandardItem:
    words, tone, icon = _chip(form)
    below = tr("Total only") if form.score_only else tr("Taken in") if form.taken_in else state_words(form)
    cell = Cell(form.title, below, chip=words, chip_tone=tone, chip_icon=icon)
    item = QStandardItem(form.title)
    item.setData(cell, CELL)
    item.setData(form.name, _NAME)
    item.setData(cell.spoken, Qt.ItemDataRole.AccessibleTextRole)
    item.setToolTip(as_tip(form.title))
    return item


def _chip(form: LibraryForm) -> tuple[str, Tone, str]:
    match form.state:
        case "off":
            return tr("Off"), "caution", "lock"
        case "retired":
            return tr("Retired"), "plain", ""
        case "refused":
            return tr("Refused"), "critical", "circle-alert"
        case _:
            return "", "plain", ""
