"""The form that opens a resolved problem again: one field for the reason."""

from datetime import date

from carenurse.app.day_words import short_day
from carenurse.app.plan_facts import ResolvedProblem
from carenurse.translations import tr
from ui.careplan.sheet import SheetForm
from ui.widgets.fields.long_text import LongTextField
from ui.widgets.text import Label


class ReopenForm(SheetForm):
    """Says when the problem was resolved, and asks why it is open again."""

    def __init__(self) -> None:
        super().__init__()
        self.problem = ""
        self._when = Label("", "body", wrap=True)
        self.field = LongTextField(tr("Why is it open again?"), fewest=3)
        self._about = Label(
            tr("The day it was resolved stays on record. Goals and care that ended with it stay ended."),
            "caption",
            "textSecondary",
            wrap=True,
        )
        self.keep_button.set_words(tr("Open again"))
        self.fill(self._when, self.field, self._about, None)

    def show_problem(self, told: ResolvedProblem, today: date, reason: str) -> None:
        """Begin with an empty reason, or with the one that stood here before the vault was closed."""
        self.problem = told.id
        self.say_title(tr("Open again: {problem}", problem=told.words))
        day = short_day(told.day, today) if told.day else ""
        self._when.set_text(tr("Resolved {day}.", day=day) if day else tr("Resolved on a day not recorded."))
        self.field.set_text(reason)
        self.field.setFocus()
