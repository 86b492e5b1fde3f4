"""Teaching: what, to whom, how, and what could be said back in own words."""

from collections.abc import Sequence
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.visit_worksheet import Taught, Worksheet
from carenurse.translations import tr
from ui.visit.sheet_section import Change, SheetSection, changing, line, show_text
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button, IconButton
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.digits import DigitsField
from ui.widgets.fields.text import TextField
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip

_SIDE_WIDTH = 170
"""Pixels before zoom."""


class _TaughtRow(QWidget):
    """One topic with its learner, method and teach-back result."""

    def __init__(self, key: str, learners: Sequence[str], section: "TeachingSection") -> None:
        super().__init__()
        self._key = key
        self.topic = TextField(tr("What was taught"), placeholder=tr("What was taught"), bare=True)
        self.learner = ChoiceField(
            tr("Who learned"), [(name, name) for name in learners], placeholder=tr("Who learned?"), bare=True
        )
        methods = (tr("Explained"), tr("Shown"), tr("Done together"), tr("Paper left"), tr("Interpreter"))
        self.method = ChoiceField(
            tr("How"), [(name, name) for name in methods], placeholder=tr("How?"), bare=True
        )
        for field in (self.learner, self.method):
            field.setFixedWidth(theme().px(_SIDE_WIDTH))
        results = [
            ("repeated-back", tr("Said it back"), tr("In own words, right")),
            ("needs-more", tr("Needs more"), tr("Partly; teach again")),
            ("could-not", tr("Could not"), tr("Not at all today")),
        ]
        self.result = DigitsField(tr("Teach-back"), results, bare=True)
        remove = IconButton("x", tr("Take this topic out"))
        remove.clicked.connect(lambda: section.remove(key))
        upper = row(self.topic, remove, space=8)
        upper.setStretch(0, 1)
        sides = row(self.learner, self.method, None, space=8)
        lower = row(Label(tr("Teach-back"), "secondary", "textSecondary"), self.result, None, space=10)
        said = tr("What the person said or did")
        self.note = TextField(said, placeholder=said, bare=True)
        self.setLayout(column(line(holder(upper), holder(sides), holder(lower), self.note), space=0))
        for field, name in (
            (self.topic, "topic"),
            (self.learner, "learner"),
            (self.method, "method"),
            (self.result, "result"),
            (self.note, "note"),
        ):
            section.connect_field(field, changing(self._read, Worksheet.with_teaching, name))

    def _read(self, sheet: Worksheet) -> Taught:
        return next((one for one in sheet.teaching if one.row == self._key), Taught(self._key))

    def show_row(self, taught: Taught) -> None:
        """Show what is known of this topic."""
        show_text(self.topic, taught.topic)
        _choose(self.learner, taught.learner)
        _choose(self.method, taught.method)
        self.result.set_text(taught.result)
        show_text(self.note, taught.note)
        missing = bool(taught.topic) and not taught.result
        self.result.set_state("required" if missing else "normal")


def _choose(field: ChoiceField, words: str) -> None:
    if words and field.list.findData(words) < 0:
        field.list.addItem(words, words)
    field.set_text(words)


class TeachingSection(SheetSection):
    """The topics of today. The plan's teaching stands below as buttons that add it."""

    def __init__(self, learners: Sequence[str], topics: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._learners = tuple(learners)
        self._topics = tuple(topics)
        self._taught: dict[str, _TaughtRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._offers = column(space=2)
        self.add(self._list)
        add = Button(tr("Add a topic"), icon="plus")
        add.clicked.connect(lambda: self.append(""))
        below = column(row(add, None), self._offers, space=6, margins=(14, 10, 14, 10))
        self.add(below)
        self._buttons: dict[str, Button] = {}
        for topic in self._topics:
            self._buttons[topic] = self._offer(topic)

    def _offer(self, topic: str) -> Button:
        button = Button(_short(topic), "text", icon="plus")
        button.setToolTip(as_tip(topic))
        button.clicked.connect(lambda: self.append(topic))
        self._offers.addLayout(row(button, None))
        return button

    def append(self, topic: str) -> None:
        """Add a topic and go there."""
        key = str(uuid4())
        learner = self._learners[0] if self._learners else ""
        self.tell(_adding(Taught(key, topic, learner)))
        self.focus_question(key)
        self.left.emit()

    def remove(self, key: str) -> None:
        """Take a topic out."""

        def change(sheet: Worksheet) -> Worksheet:
            return sheet.without_teaching(key)

        self.tell(change)
        self.left.emit()

    @override
    def show_sheet(self, sheet: Worksheet) -> None:
        """Show today's topics; rows come and go with them."""
        wanted = [taught.row for taught in sheet.teaching]
        for key in [key for key in self._taught if key not in wanted]:
            gone = self._taught.pop(key)
            self._rows.pop(key, None)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for taught in sheet.teaching:
            if taught.row not in self._taught:
                self._add(taught.row)
            self._taught[taught.row].show_row(taught)
        said = {taught.topic for taught in sheet.teaching}
        for topic, button in self._buttons.items():
            button.setVisible(topic not in said)

    def _add(self, key: str) -> None:
        shown = _TaughtRow(key, self._learners, self)
        self._taught[key] = shown
        self.add_row(key, shown)
        self.body.removeWidget(shown)
        self._list.addWidget(shown)

    @override
    def focus_question(self, question: str) -> QWidget | None:
        """Go to a topic; with none yet, to the button that adds one."""
        found = super().focus_question(question)
        if found is None and self._buttons:
            next(iter(self._buttons.values())).setFocus(Qt.FocusReason.TabFocusReason)
        return found


def _adding(taught: Taught) -> Change:
    def change(sheet: Worksheet) -> Worksheet:
        return sheet.with_teaching(taught)

    return change


_LONGEST_OFFER = 60


def _short(topic: str) -> str:
    return topic if len(topic) <= _LONGEST_OFFER else topic[: _LONGEST_OFFER - 1].rstrip() + "…"
