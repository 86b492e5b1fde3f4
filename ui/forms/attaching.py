"""A file as an answer: chosen, named with its size, taken away again."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid
from typing_extensions import override

from carenurse.app.form_files import file_answer
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.forms.answers import words_of
from carenurse.forms.form import Item
from carenurse.translations import tr
from ui.forms.editing import Editor
from ui.widgets.boxes import column, row
from ui.widgets.buttons import Button
from ui.widgets.errand import Errand, send
from ui.widgets.text import Label

Chooser = Callable[[], str]


class FileEditor(Editor):
    """A button that asks for a file; ``choose`` gives its path (empty: none), by default a file dialog.

    The file is read beside the window's thread; ``chosen`` tells when its answer is there.
    """

    def __init__(self, item: Item, choose: Chooser | None = None) -> None:
        super().__init__()
        self._item = item
        self.choose: Chooser = choose or self._ask
        self._answers: tuple[Resource, ...] = ()
        self._names = Label(tr("No file"), "body", "textSecondary", wrap=True)
        self._problem = Label("", "caption", "critical", wrap=True)
        self._problem.hide()
        self._add = Button(tr("Choose a file"), "secondary", icon="plus")
        self._add.clicked.connect(self._take)
        self._remove = Button(tr("Take it away"), "text", icon="x")
        self._remove.clicked.connect(self._give_back)
        for button in (self._add, self._remove):
            button.setAccessibleName(f"{button.text()}: {item.text}")
        self._remove.hide()
        self.setLayout(column(self._names, row(self._add, self._remove, None), self._problem, space=2))
        self.setFocusProxy(self._add)

    def _ask(self) -> str:
        return QFileDialog.getOpenFileName(self, self._item.text)[0]

    def _take(self) -> None:
        chosen = self.choose()
        if not chosen:
            return
        self._say("")
        self._names.set_text(tr("Reading “{file}”…", file=Path(chosen).name))
        self._add.setEnabled(False)
        errand = Errand(partial(file_answer, Path(chosen)), self._taken, self._untaken)
        send(errand, QThreadPool.globalInstance().start)  # a photo takes some tenths of a second

    def _taken(self, answer: Resource) -> None:
        """Take the answer that was made of the file; whoever has closed the form hears nothing."""
        if isValid(self):
            self._add.setEnabled(True)
            kept = self._answers if self._item.repeats else ()
            self._tell((*kept, answer))

    def _untaken(self, problem: Exception) -> None:
        """Say why there is no answer."""
        if isValid(self):
            self._add.setEnabled(True)
            self.show_answers(self._answers)
        if not isinstance(problem, ExpectedError):
            raise problem
        if isValid(self):
            self._say(str(problem))

    def _give_back(self) -> None:
        self._tell(self._answers[:-1])

    def _tell(self, answers: tuple[Resource, ...]) -> None:
        self.show_answers(answers)
        self.chosen.emit(list(answers))
        self.left.emit()

    def _say(self, sentence: str) -> None:
        self._problem.set_text(sentence)
        self._problem.setVisible(bool(sentence))

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Name the files."""
        self._answers = tuple(answers)
        self._names.set_text(", ".join(words_of(answer, self._item) for answer in answers) or tr("No file"))
        self._remove.setVisible(bool(answers))
