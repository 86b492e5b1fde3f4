"""What a page may ask of a form shown on it, whoever draws the form."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.forms.nodes import Place


class FormPanel(QWidget):
    """The base of whatever draws a form inside another page; ``said`` carries a sentence for the nurse."""

    said = Signal(str)

    def refresh(self) -> None:
        """Bring everything up to the answers."""
        raise NotImplementedError

    def heads(self) -> Iterable[tuple[QWidget, QWidget]]:
        """Give the heads of columns with the last row under each; a form without tables has none."""
        return ()

    def focus_question(self, question: str) -> QWidget | None:
        """Put the cursor into a question, or into the first; gives its row, to be scrolled to."""
        raise NotImplementedError

    def show_here(self, question: str) -> None:
        """Mark the row in which the cursor is; an empty word marks none."""
        raise NotImplementedError

    def take_last(self, place: Place) -> bool:
        """Take last time's answer where that is allowed; says whether it was."""
        raise NotImplementedError

    def comment(self, place: Place) -> None:
        """Open the comment beside a question and put the cursor into it."""
        raise NotImplementedError

    def pick_none(self, place: Place) -> bool:
        """Answer "none" where the question has such an answer; says whether it was."""
        raise NotImplementedError


class GuidedPanel(QWidget):
    """The base of a form that is answered one question at a time; ``ended`` when it goes back."""

    ended = Signal()

    def take_cursor(self) -> None:
        """Put the cursor into the answer."""
        raise NotImplementedError
