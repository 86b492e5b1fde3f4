"""The place beside a button where it is said what came of it: one message at a time, brought into view."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.widgets.boxes import column, empty_out
from ui.widgets.in_view import bring_into_view
from ui.widgets.message import Message
from ui.widgets.tokens import Tone


class Outcome(QWidget):
    """Empty until something is said. ``bad``: the tone of what did not go, red only where that is unsafe."""

    def __init__(self, bad: Tone = "caution", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bad: Tone = bad
        self._place = column(space=0)
        self.setLayout(self._place)

    def say(self, sentence: str, rest: str = "", *, done: bool = False) -> None:
        """Say what came of it, in the place of what was said before."""
        self.empty()
        message = Message("ok" if done else self._bad, sentence, rest)
        self._place.addWidget(message)
        message.speak()
        bring_into_view(message)

    def offer(self, sentence: str, action: str, act: Callable[[], object]) -> None:
        """Say what is done now, with the next useful thing beside it."""
        self.empty()
        message = Message("ok", sentence, action=action)
        message.acted.connect(lambda: act())  # noqa: PLW0108  nothing is handed over
        self._place.addWidget(message)
        message.speak()
        bring_into_view(message)

    def empty(self) -> None:
        """Take away what was said."""
        empty_out(self._place)
