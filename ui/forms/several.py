"""Several answers to one question that is typed: a field for each, and one more when they are full."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from carenurse.app.visit_typing import read_answer
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.forms.form import Item
from carenurse.translations import tr
from ui.forms.editing import Editor, TypedEditor, being_typed
from ui.widgets.boxes import column
from ui.widgets.buttons import Button

_MOST = 50


class SeveralEditor(Editor):
    """Fields one below the other; an empty one is no answer. Nonsense is said under its own field's frame."""

    def __init__(self, item: Item, make: Callable[[], TypedEditor]) -> None:
        super().__init__()
        self._item, self._make = item, make
        self._most = min(item.max_occurs or _MOST, _MOST)
        self.parts: list[TypedEditor] = []
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._more = Button(tr("Another answer"), "text", icon="plus")
        self._more.clicked.connect(self._add_and_go)
        self.setLayout(column(self._box, self._more, space=2))
        self._add()
        self.setFocusProxy(self.parts[0])

    def _add(self) -> TypedEditor:
        part = self._make()
        part.typed.connect(self._tell)
        part.left.connect(self.left)
        part.went_on.connect(self.went_on)
        part.same_wanted.connect(self.same_wanted)
        self.parts.append(part)
        self._box.addWidget(part)
        self._more.setVisible(len(self.parts) < self._most)
        return part

    def _add_and_go(self) -> None:
        self._add().setFocus(Qt.FocusReason.TabFocusReason)

    def _tell(self, _text: str = "") -> None:
        answers: list[Resource] = []
        today = datetime.now(UTC).astimezone().date()
        for part in self.parts:
            problem = ""
            try:
                answers += read_answer(self._item, part.field.text(), part.unit, today)
            except ExpectedError as failure:
                problem = str(failure)
            part.show_state("normal", problem)
        self.chosen.emit(answers)

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Show each answer in its field; nothing moves while one is being typed."""
        if not any(being_typed(part.field) for part in self.parts):
            self.take_over(answers)

    @override
    def take_over(self, answers: Sequence[Resource]) -> None:
        """Put the answers into the fields, as many as there are."""
        while len(self.parts) < len(answers):
            self._add()
        for at, part in enumerate(self.parts):
            part.take_over(answers[at : at + 1])
