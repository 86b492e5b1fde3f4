"""Registering somebody new: a panel over the list, with a look at those who may already be here."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.banner import birth_words
from carenurse.app.look_alikes import LookAlike
from carenurse.app.register_patient import Typed, as_typed, change, check, look_alikes, may_register, register
from carenurse.clinical.contact import phone_to_call
from carenurse.clinical.patient import Patient
from carenurse.errors import ExpectedError
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.fields.base import Field
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.date import DateField
from ui.widgets.fields.text import TextField
from ui.widgets.message import Message
from ui.widgets.page import Desk, Route
from ui.widgets.surface import Card, Hairline, Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme

_WIDTH = 520
"""Pixels before zoom."""


class RegisterView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_problems(self, wrong: Mapping[str, str]) -> None:
        """Say what is wrong under each field; nothing under the others."""
        ...

    def show_alike(self, alike: Sequence[LookAlike]) -> None:
        """Show the people who may be the same one."""
        ...

    def show_typed(self, typed: Typed) -> None:
        """Fill the fields with what is recorded."""
        ...

    def show_closed(self, sentence: str, remedy: str) -> None:
        """Say that nobody can be registered now, and why; what is typed stays."""
        ...

    def put_down(self) -> None:
        """Be done with the form: it was kept."""
        ...

    def give_up(self) -> None:
        """Put the form away unkept: somebody who is here already was meant."""
        ...


class RegisterPresenter:
    """Checks what was typed, asks once about look-alikes, registers; or puts a known person's facts right."""

    def __init__(self, view: RegisterView, desk: Desk, patient: str = "") -> None:
        self._view, self._desk, self._patient = view, desk, patient
        self._seen: tuple[str, ...] = ()
        self._before = Typed()

    def load(self) -> None:
        """Show what is recorded of a known person; say at once where nobody new can be registered now."""
        if self._patient:
            self._desk.background.run(partial(as_typed, identity=self._patient), self._loaded)
        else:
            self._desk.background.run(may_register, failed=self._closed)

    def _closed(self, problem: Exception) -> None:
        if isinstance(problem, ExpectedError):
            self._view.show_closed(problem.sentence, problem.remedy)
        else:
            self._desk.failed(problem)

    def _loaded(self, typed: Typed) -> None:
        self._before = typed
        self._view.show_typed(typed)

    def save(self, typed: Typed) -> None:
        """Register, unless something is wrong or a look-alike was not looked at yet."""
        today = self._desk.clock.now().date()
        wrong = check(typed, today, self._before if self._patient else None)
        self._view.show_problems(wrong)
        if not wrong and self._patient:
            job = partial(change, identity=self._patient, before=self._before, typed=typed, today=today)
            self._desk.background.run(job, lambda _nothing: self._changed())
        elif not wrong:
            self._desk.background.run(
                partial(look_alikes, typed=typed, today=today), partial(self._looked, typed, today)
            )

    def _looked(self, typed: Typed, today: date, alike: Sequence[LookAlike]) -> None:
        found = tuple(one.existing.id for one in alike)
        if found and found != self._seen:
            self._seen = found
            self._view.show_alike(alike)
            return
        self._desk.background.run(partial(register, typed=typed, today=today), self._registered)

    def _registered(self, patient: str) -> None:
        self._view.put_down()
        self._desk.saved(self._desk.clock.now())
        self._desk.say(tr("Registered. The record is on this laptop and goes to the office later."))
        self._desk.go(Route("chart", patient))

    def _changed(self) -> None:
        self._view.put_down()
        self._desk.saved(self._desk.clock.now())
        self._desk.go(Route("chart", self._patient))

    def open(self, patient: str) -> None:
        """Take the person who is already here instead."""
        self._view.give_up()
        self._desk.go(Route("chart", patient))


class RegisterPanel(Surface):
    """The fields, the look-alikes, and the two buttons."""

    closed = Signal()
    """It was kept."""
    dropped = Signal()
    """It is not wanted."""

    def __init__(self, desk: Desk, patient: str = "", parent: QWidget | None = None) -> None:
        super().__init__("background", parent=parent)
        self.presenter = RegisterPresenter(self, desk, patient)
        self.patient = patient
        """Whose facts are put right; empty for somebody new."""
        self._before: Mapping[str, str] = {}
        self._recorded = Typed()
        self.fields = _make_fields()
        for field in self.fields.values():
            field.edited.connect(partial(_forgive, field))
        self._alike = column(space=8)
        self._closed = column(space=0)
        self._save = Button(tr("Save") if patient else tr("Register"), "primary", key=tr("Ctrl Enter"))
        self._save.clicked.connect(self.save)
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.dropped)
        card = Card()
        card.setFixedWidth(theme().px(_WIDTH))
        card.setLayout(
            column(
                Label(tr("Put right what is recorded") if patient else tr("New patient"), "title"),
                Label(_hint(known=bool(patient)), "secondary", "textSecondary", wrap=True),
                self._closed,
                *self._rows(),
                self._alike,
                Hairline(),
                row(None, cancel, self._save),
                space=12,
                margins=(20, 16, 20, 16),
            )
        )
        middle = row(None, column(card, None), None, margins=(16, 16, 16, 16))
        self.setLayout(column(scrolled(holder(middle)), space=0))

    def _rows(self) -> list[QWidget]:
        pairs = (
            ("given", "family"),
            ("born", "gender"),
            ("phone", "language"),
            ("street", "city"),
            ("access",),
            ("allergies",),
        )
        return [holder(row(*(self.fields[name] for name in pair), space=12)) for pair in pairs]

    def begin(self, typed: Mapping[str, str] | None = None) -> None:
        """Put the focus into the first field, and back what was typed before the vault was closed."""
        self._before = typed or {}
        self._open()
        self.fields["given"].setFocus(Qt.FocusReason.OtherFocusReason)
        self._put_back()
        self.presenter.load()

    def typed(self) -> dict[str, str]:
        """Give what the nurse changed: what was recorded is looked up again, it may be another by then."""
        stood = self._recorded
        return {name: text for name, text in self._texts().items() if text != getattr(stood, name)}

    def _texts(self) -> dict[str, str]:
        return {name: field.text() for name, field in self.fields.items()}

    def _put_back(self) -> None:
        for name in self._before.keys() & self.fields.keys():
            self.fields[name].set_text(self._before[name])

    def show_typed(self, typed: Typed) -> None:
        """Fill the fields with what is recorded."""
        self._recorded = typed
        for name, field in self.fields.items():
            field.set_text(getattr(typed, name))
        self._put_back()

    def show_closed(self, sentence: str, remedy: str) -> None:
        """Say in the form itself that nobody can be registered now; what is typed waits in it."""
        empty_out(self._closed)
        told = Message("caution", sentence, remedy)
        self._closed.addWidget(told)
        told.speak()
        self._save.why_not(sentence)

    def _open(self) -> None:
        """Take back that nobody can be registered: it is asked anew each time the form comes up."""
        empty_out(self._closed)
        self._save.why_not("")

    def put_down(self) -> None:
        """Be done with the form."""
        self.closed.emit()

    def give_up(self) -> None:
        """Put the form away unkept."""
        self.dropped.emit()

    def save(self) -> None:
        """Register what stands in the fields, where that can be now."""
        if not self._save.isEnabled():
            return
        self.presenter.save(Typed(**self._texts()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc; nothing was kept."""
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def show_problems(self, wrong: Mapping[str, str]) -> None:
        """Say what is wrong under each field, and go to the first."""
        for name, field in self.fields.items():
            field.show_problem(wrong.get(name, ""))
        if wrong:
            self.fields[next(iter(wrong))].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_alike(self, alike: Sequence[LookAlike]) -> None:
        """Show the people who may be the same one, beside what was typed."""
        empty_out(self._alike)
        if not alike:
            return
        self._alike.addWidget(
            Label(tr("Is it one of these? Then open that record instead."), "label", wrap=True)
        )
        for one in alike:
            self._alike.addWidget(self._alike_card(one))
        self._save.set_words(tr("Register as somebody else"))

    def _alike_card(self, one: LookAlike) -> Card:
        card = Card("cautionTint", "cautionLine", radius="control")
        same = Button(tr("Open this one"))
        same.setAccessibleName(tr("Open the record of {name}", name=one.existing.name.display))
        same.clicked.connect(partial(self.presenter.open, one.existing.id))
        words = column(
            Label(one.existing.name.display, "bodyStrong", wrap=True),
            Label(_facts(one.existing), "secondary", wrap=True),
            Label(" ".join(one.why), "caption", "caution", wrap=True),
            space=0,
        )
        inner = row(words, same, space=8, margins=(12, 8, 8, 8))
        inner.setStretch(0, 1)
        card.setLayout(inner)
        return card


def _forgive(field: Field, _text: str) -> None:
    """Take back what was wrong with a field: it is written anew, and checked when it is kept."""
    field.show_problem("")


def _hint(*, known: bool) -> str:
    if known:
        return tr("What you change is kept beside what was there before.")
    return tr("Only a name is needed now. The rest can follow.")


def _facts(person: Patient) -> str:
    born = tr("born {day}", day=birth_words(person)) if person.birth_date else ""
    phone = phone_to_call(person.phones)
    return " · ".join(part for part in (born, person.address.one_line, phone) if part)


def _make_fields() -> dict[str, Field]:
    genders = (
        ("female", tr("Female")),
        ("male", tr("Male")),
        ("other", tr("Other")),
        ("unknown", tr("Unknown")),
    )
    languages = (
        ("en", tr("English")),
        ("es", tr("Spanish")),
        ("zh", tr("Chinese")),
        ("vi", tr("Vietnamese")),
        ("tl", tr("Tagalog")),
        ("ar", tr("Arabic")),
        ("fr", tr("French")),
        ("ht", tr("Haitian Creole")),
        ("pt", tr("Portuguese")),
        ("hi", tr("Hindi")),
        ("ru", tr("Russian")),
        ("ko", tr("Korean")),
    )
    return {
        "given": TextField(tr("First and middle name")),
        "family": TextField(tr("Last name")),
        "born": DateField(tr("Born")),
        "gender": ChoiceField(tr("Gender"), genders),
        "phone": TextField(tr("Phone")),
        "language": ChoiceField(tr("Speaks at home"), languages),
        "street": TextField(tr("Street and number")),
        "city": TextField(tr("Town")),
        "access": TextField(tr("Getting in"), placeholder=tr("gate code, dog, which bell")),
        "allergies": TextField(
            tr("Allergies"), placeholder=tr("names with commas, or none; empty: not asked")
        ),
    }
