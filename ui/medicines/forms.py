"""The two forms beside the list: a medicine as it is found at the home, and that one is no longer taken."""

from collections.abc import Mapping
from dataclasses import asdict

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from carenurse.app.medicine_alike import Alike
from carenurse.app.medicine_page import MedicineLine
from carenurse.app.medicine_typed import TypedMedicine
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.fields.base import Field
from ui.widgets.fields.date import DateField
from ui.widgets.fields.text import TextField
from ui.widgets.in_view import bring_into_view
from ui.widgets.message import Message
from ui.widgets.panels import Panel
from ui.widgets.text import Label


class _Form(Panel):
    """The base of both: fields by name, ``kept`` and ``dropped``."""

    kept = Signal()
    dropped = Signal()

    def __init__(self, title: str, fields: Mapping[str, Field]) -> None:
        super().__init__(title)
        self.fields = fields
        for field in fields.values():
            field.edited.connect(self._edited)
        self.keep = Button(tr("Write down"), "primary", key=tr("Ctrl Enter"))
        self.keep.clicked.connect(self.kept)
        self.drop = Button(tr("Cancel"))
        self.drop.clicked.connect(self.dropped)

    def _edited(self, _text: str) -> None:
        """Take back what was wrong: it is written anew, and checked when it is kept."""
        for field in self.fields.values():
            field.show_problem("")

    def typed(self) -> dict[str, str]:
        """Give what stands in the fields."""
        return {name: field.text() for name, field in self.fields.items()}

    def put_back(self, typed: Mapping[str, str]) -> None:
        """Write words again that stood here before."""
        for name in typed.keys() & self.fields.keys():
            self.fields[name].set_text(typed[name])

    def show_problems(self, wrong: Mapping[str, str]) -> None:
        """Say what is wrong under each field, and go to the first."""
        for name, field in self.fields.items():
            field.show_problem(wrong.get(name, ""))
        if wrong:
            self.fields[next(iter(wrong))].setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Put the cursor into the first field."""
        next(iter(self.fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)


class MedicineForm(_Form):
    """One medicine in free words: no dose is guessed, none is judged."""

    def __init__(self) -> None:
        super().__init__(tr("Write down a medicine"), _medicine_fields())
        self.reference = ""
        """The line that is corrected; empty for another medicine."""
        self._alike = column(space=6)
        told = Label(
            tr("As the person says it and as it stands on the box. Nobody has asked the prescriber yet."),
            "caption",
            "textSecondary",
            wrap=True,
        )
        pairs = (("name", "strength"), ("dose",), ("reason", "since"), ("prescriber", "found"))
        lines = (row(*(self.fields[name] for name in pair), space=10) for pair in pairs)
        buttons = row(None, self.drop, self.keep)
        self.add(column(told, *lines, self._alike, buttons, space=8, margins=(13, 8, 13, 12)))

    def medicine(self) -> TypedMedicine:
        """Give the medicine as it is typed."""
        return TypedMedicine(**self.typed())

    def show_medicine(self, reference: str, typed: TypedMedicine) -> None:
        """Show a line to be corrected, or empty fields."""
        self.reference = reference
        self.title.set_text(tr("Correct a medicine") if reference else tr("Write down a medicine"))
        self.setAccessibleName(self.title.text())
        self.keep.set_words(tr("Keep") if reference else tr("Write down"))
        self.drop.set_words(tr("Cancel") if reference else tr("Empty the fields"))
        for name, words in asdict(typed).items():
            self.fields[name].set_text(words)
        self.show_problems({})
        self._show_messages(())

    @override
    def _edited(self, text: str) -> None:
        super()._edited(text)
        if not self.reference:
            self.keep.set_words(tr("Write down"))

    def show_alike(self, found: Alike) -> None:
        """Show what is on the list already, and an allergy to it; pressed again, the button adds it."""
        allergies = [Message("critical", found.warning)] if found.warning else []
        lines = ("; ".join(part for part in (one.name, one.dose) if part) for one in found.medicines)
        listed = [Message("caution", tr("On the list already:"), words) for words in lines]
        shown = (*allergies, *listed)
        self._show_messages(shown)
        shown[0].speak()
        for one in reversed(shown):
            bring_into_view(one)
        self.keep.set_words(tr("Write down all the same"))

    def _show_messages(self, messages: tuple[Message, ...]) -> None:
        empty_out(self._alike)
        for one in messages:
            self._alike.addWidget(one)


class StopForm(_Form):
    """That a medicine is no longer taken: since when and why. The line stays among those that are over."""

    def __init__(self) -> None:
        fields: dict[str, Field] = {
            "why": TextField(tr("Why, and who said so"), placeholder=tr("such as: dizzy; Dr. Osei by phone")),
            "day": DateField(tr("Not taken since (empty: today)")),
        }
        super().__init__(tr("No longer taken"), fields)
        self.line: MedicineLine | None = None
        self._name = Label("", "bodyStrong", wrap=True)
        self._told = Label("", "caption", "textSecondary", wrap=True)
        buttons = row(None, self.drop, self.keep)
        self.add(column(self._name, self._told, *fields.values(), buttons, space=8, margins=(13, 8, 13, 12)))

    def show_line(self, line: MedicineLine) -> None:
        """Ask about one medicine."""
        self.line = line
        self._name.set_text(line.name)
        self._told.set_text(
            ""
            if line.own
            else tr("The order or list that was received stays as it is; what was told is written beside it.")
        )
        self._told.setVisible(not line.own)
        self.keep.set_words(tr("Keep"))
        self.show_problems({})
        for field in self.fields.values():
            field.set_text("")


def _medicine_fields() -> dict[str, Field]:
    return {
        "name": TextField(tr("Name on the box")),
        "strength": TextField(tr("Strength and form"), placeholder=tr("such as 40 mg tablets")),
        "dose": TextField(
            tr("How it is taken, in words"), placeholder=tr("such as one each morning; empty: not known")
        ),
        "reason": TextField(tr("What for")),
        "since": DateField(tr("Since when")),
        "prescriber": TextField(tr("Who prescribed it")),
        "found": TextField(tr("Where it was found"), placeholder=tr("such as in the kitchen")),
    }
