"""One of a long list, found by typing: any words in any order narrow the list, Enter takes what is marked."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView, QWidget
from typing_extensions import override

from ui.widgets.fields.line import Line
from ui.widgets.fields.text import TextField

_MOST_SHOWN = 200
"""Matches that are listed; who sees so many types another letter."""


class SearchChoice(TextField):
    """A line that searches a list; ``edited`` and ``chosen`` carry the code of what was taken.

    Words that match nothing are no answer: leaving the field brings back what was chosen.
    """

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        placeholder: str = "",
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Take the choices as (code, words)."""
        super().__init__(label, placeholder=placeholder, bare=bare, parent=parent)
        self._choices = tuple(choices)
        self._folded = tuple(words.casefold() for _code, words in choices)
        self._code = ""
        self.line.textEdited.disconnect(self.edited)
        self._shown = QStringListModel(self)
        self._list = QCompleter(self._shown, self)
        self._popup = QListView()
        self._list.setPopup(self._popup)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._popup.setAccessibleName(label)
        self.line.setCompleter(self._list)
        self.line.textEdited.connect(self._narrow)
        self._list.activated.connect(self._take_words)
        self.line.left.connect(self._put_back)
        self.line.installEventFilter(self)

    @override
    def _make_line(self) -> Line:
        return Line(icon="search")

    @property
    def code(self) -> str:
        """The code of what is chosen, or nothing."""
        return self._code

    def choose(self, code: str) -> None:
        """Choose without telling anybody; a code that is not offered chooses nothing."""
        self._code = code if code in dict(self._choices) else ""
        self._put_back()

    def matches(self, typed: str) -> list[str]:
        """Give the words of every choice that has all the typed words in it, those that begin so first."""
        parts = typed.casefold().split()
        found = [
            (not folded.startswith(typed.casefold().strip()), words)
            for (_code, words), folded in zip(self._choices, self._folded, strict=True)
            if all(part in folded for part in parts)
        ]
        return [words for _later, words in sorted(found, key=lambda one: one[0])][:_MOST_SHOWN]

    def _narrow(self, typed: str) -> None:
        self._shown.setStringList(self.matches(typed))
        self._list.complete()

    def _take_words(self, words: str) -> None:
        code = next((code for code, one in self._choices if one == words), "")
        if code and code != self._code:
            self._code = code
            self.edited.emit(code)
        self._put_back()

    def _put_back(self) -> None:
        self.set_text(dict(self._choices).get(self._code, ""))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the whole list with the down arrow; take the only match with Enter."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
                self._narrow("")
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
                found = self.matches(self.line.text()) if self.line.text().strip() else []
                if len(found) == 1:
                    self._take_words(found[0])
        return super().eventFilter(watched, event)
