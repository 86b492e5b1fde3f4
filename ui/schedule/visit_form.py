"""The form of a planned visit, in the right column: whom, when, how long, what for, how often."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.caseload import CaseloadRow
from carenurse.translations import tr
from ui.schedule.drafts import VisitDraft
from ui.widgets.boxes import column, empty_out, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fields.base import Field
from ui.widgets.fields.date import DateField
from ui.widgets.fields.number import NumberField
from ui.widgets.fields.text import TextField
from ui.widgets.fields.time import TimeField
from ui.widgets.message import Message
from ui.widgets.search_field import SearchField
from ui.widgets.text import Label


class VisitForm(QWidget):
    """Fields of a visit; ``edited`` carries the whole draft after every change."""

    edited = Signal(object)
    searched = Signal(str)
    kept = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = VisitDraft()
        self._title = Label("", "subject")
        self.search = SearchField(tr("Search name, birth date or phone"))
        self._found = column(space=4)
        self._people = holder(
            column(Label(tr("For whom"), "label"), self.search, holder(self._found), space=4)
        )
        self._name = Label("", "subject", elide=True)
        self._other = Button(tr("Someone else"), "text")
        person = row(self._name, self._other, space=8)
        person.setStretch(0, 1)
        self._person = holder(person)
        self._patient_fault = Label("", "caption", "critical", wrap=True)
        self.day, self.clock = DateField(tr("Day")), TimeField(tr("Begins"))
        self._minutes, self._weeks = (
            NumberField(tr("Lasts"), tr("min")),
            NumberField(tr("Weekly for"), tr("weeks")),
        )
        self._reason, self._bring = TextField(tr("What for")), TextField(tr("What to bring"))
        self._conflict = Message("critical", "")
        self._problem = Message("caution", "")
        self._keep = Button("", "primary", key="Ctrl Enter")
        self._cancel = Button(tr("Cancel"), key="Esc")
        self._lay_out()
        self._connect()

    @property
    def draft(self) -> VisitDraft:
        """What stands in the form."""
        return self._draft

    @property
    def _fields(self) -> dict[str, Field]:
        return {
            "day": self.day,
            "clock": self.clock,
            "minutes": self._minutes,
            "weeks": self._weeks,
            "reason": self._reason,
            "bring": self._bring,
        }

    def _lay_out(self) -> None:
        pieces = column(
            self._title,
            self._people,
            self._person,
            self._patient_fault,
            self.day,
            row(self.clock, self._minutes, space=10),
            self._reason,
            self._bring,
            self._weeks,
            self._conflict,
            self._problem,
            4,
            row(self._cancel, self._keep, None, space=8),
            None,
            space=10,
            margins=(16, 12, 14, 12),
        )
        self.setLayout(pieces)

    def _connect(self) -> None:
        self.search.searched.connect(self.searched)
        self.search.shows("")
        self.search.taken.connect(self._take_first)
        self._other.clicked.connect(self._ask_who)
        for name, field in self._fields.items():
            self._connect_field(name, field)
        self._keep.clicked.connect(self.kept)
        self._cancel.clicked.connect(self.dropped)

    def _connect_field(self, name: str, field: Field) -> None:
        def edited(text: str) -> None:
            self._put(replace(self._draft, **{name: text}))

        field.edited.connect(edited)

    def _put(self, draft: VisitDraft) -> None:
        self._draft = draft
        self.edited.emit(draft)

    def show_draft(self, draft: VisitDraft) -> None:
        """Show a draft from the start."""
        self._draft = draft
        for name, field in self._fields.items():
            field.set_text(str(getattr(draft, name)))
            field.show_problem("")
        words = tr("Change this visit") if draft.visit else tr("Plan a visit")
        self._title.set_text(words)
        self.setAccessibleName(words)
        self._keep.set_words(tr("Keep changes") if draft.visit else tr("Plan visit"))
        self.search.clear()
        self._show_person()
        self._problem.hide()
        self.show_state({}, ())
        first = self.search if not draft.patient else self.day
        first.setFocus()

    def _show_person(self) -> None:
        known = bool(self._draft.patient)
        self._name.set_text(self._draft.name)
        self._person.setVisible(known)
        self._other.setVisible(not self._draft.visit)
        self._people.setVisible(not known)
        self._patient_fault.hide()

    def _ask_who(self) -> None:
        self._put(replace(self._draft, patient="", name=""))
        self._show_person()
        self.search.setFocus()
        self.searched.emit("")

    def show_people(self, people: Sequence[CaseloadRow], words: str) -> None:
        """Offer the people found for these words; pressing one chooses her."""
        empty_out(self._found)
        for one in people:
            who = f"{one.name}, {one.born}" if one.born else one.name
            button = Button(who, "quiet", icon="user")
            button.clicked.connect(lambda _checked=False, one=one: self._take(one.patient, one.name))
            self._found.addWidget(button)
        if not people:
            self._found.addWidget(Label(tr("Nobody found."), "caption", "textSecondary"))
        self.search.shows(words)

    def _take(self, patient: str, name: str) -> None:
        self._put(replace(self._draft, patient=patient, name=name))
        self._show_person()
        self.day.setFocus()

    def _take_first(self) -> None:
        item = self._found.itemAt(0)
        if item is not None and isinstance(button := item.widget(), Button):
            button.click()

    def show_state(self, faults: dict[str, str], conflicts: Sequence[str]) -> None:
        """Say what is wrong under the fields, and what the visit would collide with."""
        for name, field in self._fields.items():
            field.show_problem(faults.get(name, ""))
        self._patient_fault.set_text(faults.get("patient", ""))
        self._patient_fault.setVisible("patient" in faults)
        self._conflict.say(" ".join(conflicts))
        self._conflict.setVisible(bool(conflicts))
        wrong = next((name for name in self._fields if name in faults), "")
        if wrong:
            self._fields[wrong].setFocus()

    def say_problem(self, sentence: str, remedy: str) -> None:
        """Say why the visit could not be kept."""
        self._problem.say(sentence, remedy)
        self._problem.show()
        self._problem.speak()
        self.updateGeometry()
