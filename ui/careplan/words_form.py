"""The form of the person's own words, at the head of the plan."""

from carenurse.translations import tr
from ui.careplan.sheet import SheetForm
from ui.widgets.fields.long_text import LongTextField
from ui.widgets.text import Label


class WordsForm(SheetForm):
    """One field: what the person wants, as said."""

    def __init__(self) -> None:
        super().__init__()
        self._field = LongTextField(tr("In the person's own words"), fewest=3)
        self._about = Label(
            tr("Write it as it is said, in the first person. What was said before stays in the record."),
            "caption",
            "textSecondary",
            wrap=True,
        )
        self.fill(self._field, self._about, None)

    def show_words(self, given: str, text: str) -> None:
        """Show what is at the head of the plan now."""
        self.say_title(tr("What {name} wants", name=given))
        self._field.set_text(text)
        self._field.setFocus()

    @property
    def field(self) -> LongTextField:
        """The field."""
        return self._field
