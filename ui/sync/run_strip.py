"""Where the run is, with what is left and a way to stop; else how the last one ended."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carenurse.app.sync_run import RunProgress, RunResult, RunState
from carenurse.app.sync_words import moment
from carenurse.translations import tr, trn
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fitted import fitted
from ui.widgets.progress import ProgressBar
from ui.widgets.surface import Card
from ui.widgets.text import Label, Run


class RunStrip(Card):
    """One line about the run under way or the last one; hidden while there was none.

    ``said`` is what the page itself says, so that the line does not say it once more.
    """

    def __init__(self, stop: Callable[[], object], *, said: str = "", parent: QWidget | None = None) -> None:
        super().__init__(radius="control", parent=parent)
        self._said = said
        self.setAccessibleName(tr("Sending and receiving"))
        self._words = Label("", "secondary", wrap=True)
        self._bar = ProgressBar(width=120)
        self.stop_button = Button(tr("Stop"), "secondary")
        self.stop_button.clicked.connect(lambda: stop())  # noqa: PLW0108  Qt would hand over whether it is on
        self._moving = holder(row(self._bar, self.stop_button, space=12))
        line = row(self._words, self._moving, space=12, margins=(13, 6, 8, 6))
        line.setStretch(0, 1)
        line.setAlignment(self._words, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(column(fitted(line), space=0))
        self.hide()

    def show_run(self, state: RunState, now: datetime) -> None:
        """Show where it is."""
        self._moving.setVisible(state.running)
        self.setVisible(state.progress is not None or state.result is not None)
        if state.progress is not None:
            self._tell_progress(state.progress)
        elif state.result is not None:
            self._tell_end(state.result, now)

    def _tell_progress(self, told: RunProgress) -> None:
        count = tr("{done} of {of}", done=told.done, of=told.of) if told.of else ""
        left = trn("{number} change left to send", "{number} changes left to send", told.left)
        rest = " · ".join(part for part in (count, left) if part)
        self._words.set_runs(Run(told.words, strong=True), Run(f"  {rest}", role="textSecondary"))
        self._bar.show_share(told.done / told.of if told.of else 0.0, f"{told.words} {rest}")

    def _tell_end(self, result: RunResult, now: datetime) -> None:
        told = (result.remedy, *result.notices)
        rest = " ".join(part for part in told if part and part != self._said)
        self._words.set_runs(
            Run(f"{moment(result.ended, now)}  ", tabular=True, role="textSecondary"),
            Run(result.sentence, strong=True),
            Run(f" {rest}" if rest else ""),
        )
