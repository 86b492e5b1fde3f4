"""A form being tried on a made-up person: the form itself, its totals, and the way out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.form_trial import Trial
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.form_panel import FormPanel
from ui.widgets.message import Message
from ui.widgets.panels import Panel
from ui.widgets.score_chip import ScoreChip
from ui.widgets.text import Label


class TrialPanel(Panel):
    """``ended`` when the nurse has seen enough."""

    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("A trial"), parent=parent)
        self.form: FormPanel | None = None
        self._done = Label("", "secondary", "textSecondary")
        self.score = ScoreChip()
        self.end_button = Button(tr("End the trial"), key="Esc")
        self.end_button.clicked.connect(self.ended)
        self._place = column(space=0)
        told = Message("draft", tr("A made-up person, 78 years old."), tr("Nothing of this is kept."))
        self.add(column(told, margins=(12, 10, 12, 4)))
        self.add(row(self._done, self.score, None, self.end_button, space=10, margins=(16, 2, 12, 6)))
        self.add(scrolled(holder(column(self._place, None, margins=(12, 4, 12, 12)))))

    def show_trial(self, trial: Trial, form: FormPanel) -> None:
        """Show a form that was drawn for a trial."""
        empty_out(self._place)
        self.title.set_text(trial.session.form.title)
        self.form = form
        self._place.addWidget(form)
        form.show()
        self.show_standing(trial)
        form.focus_question("")

    def show_standing(self, trial: Trial) -> None:
        """Show how far the trial is, and the total of the whole form."""
        session = trial.session
        done = session.completion()
        self._done.set_text(tr("{done} of {total} done", done=done.answered, total=done.of))
        self.score.show_whole(session)
        if self.form is not None:
            self.form.refresh()

    def forget(self) -> None:
        """Let go of the form."""
        empty_out(self._place)
        self.form = None
