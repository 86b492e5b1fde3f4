"""A number on a slider or with buttons for more and less; both can be typed and stepped by keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSlider
from typing_extensions import override

from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.forms.answers import read_number
from carenurse.forms.elements import number, value_of
from carenurse.forms.form import Item
from carenurse.translations import tr
from ui.forms.editing import Editor, TypedEditor
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.fields.base import State
from ui.widgets.text import Label
from ui.widgets.theme import theme

_MOST_STEPS = 1_000


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where a slider goes, and by how much."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return int((self.high - self.low) / self.step)


def span_of(item: Item) -> Span | None:
    """Find the ends and the step of a slider; None where the form gives no ends that make sense."""
    low, high = number(item.minimum), number(item.maximum)
    step = number(item.look.step) or Decimal(1)
    if low is None or high is None or high <= low or step <= 0 or item.kind not in ("integer", "decimal"):
        return None
    span = Span(low, high, step)
    return span if 0 < span.steps <= _MOST_STEPS else None


class _Bar(QSlider):
    """A slider that the wheel never moves: the page scrolls."""

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        """Let the page scroll instead."""
        e.ignore()


class SliderEditor(Editor):
    """A slider between its ends, the value in digits beside it. Nothing is answered before it is moved."""

    def __init__(self, item: Item, span: Span) -> None:
        super().__init__()
        self._item, self._span = item, span
        self.bar = _Bar(Qt.Orientation.Horizontal)
        self.bar.setRange(0, span.steps)
        self.bar.setMinimumHeight(theme().size("target"))
        self._said = tr("not answered")
        self.bar.setAccessibleName(item.text)
        self._value = Label("\u2013", "bodyStrong", tabular=True)
        low = Label(item.look.lower or f"{span.low:f}", "secondary", "textSecondary")
        high = Label(item.look.upper or f"{span.high:f}", "secondary", "textSecondary")
        layout = row(low, self.bar, high, self._value, space=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.bar)
        self.bar.valueChanged.connect(self._moved)
        self.bar.actionTriggered.connect(self._touched)
        self.bar.sliderReleased.connect(self._touched)
        self.bar.sliderReleased.connect(self.left)

    def _moved(self, steps: int) -> None:
        value = self._span.low + steps * self._span.step
        self._value.set_text(f"{value:f}")
        self.typed.emit(f"{value:f}")

    def _touched(self, _action: int = 0) -> None:
        """Take the low end as an answer too, when the nurse touched the slider there."""
        if self.bar.sliderPosition() == self.bar.value():
            self._moved(self.bar.value())

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Stand at the answer; without one, stand at the low end and say that nothing is answered."""
        value = number(value_of(answers[0])) if answers else None
        self.bar.blockSignals(True)  # noqa: FBT003  Qt's own argument
        self.bar.setValue(0 if value is None else int((value - self._span.low) / self._span.step))
        self.bar.blockSignals(False)  # noqa: FBT003  Qt's own argument
        self._value.set_text("\u2013" if value is None else f"{value:f}")
        self._said = tr("not answered") if value is None else f"{value:f}"
        self._describe()

    @override
    def show_state(self, state: State, sentence: str = "") -> None:
        """Say what is wrong beside the value: a slider has nothing else that is read out."""
        super().show_state(state, sentence)
        self._describe()

    def _describe(self) -> None:
        self.bar.setAccessibleDescription(", ".join(filter(None, (self._said, self._wrong))))


class SpinnerEditor(Editor):
    """A typed number with buttons for one less and one more."""

    def __init__(self, item: Item, inside: TypedEditor, span: Span | None) -> None:
        super().__init__()
        self._item, self._inside, self._span = item, inside, span
        less, more = Button("\u2212", "secondary"), Button("+", "secondary")
        less.setAccessibleName(tr("Less: {name}", name=item.text))
        more.setAccessibleName(tr("More: {name}", name=item.text))
        less.clicked.connect(lambda: self._step(-1))
        more.clicked.connect(lambda: self._step(1))
        self.setLayout(row(less, inside, more, None, space=4))
        self.setFocusProxy(inside)
        for signal, own in ((inside.left, self.left), (inside.went_on, self.went_on)):
            signal.connect(own)
        inside.typed.connect(self.typed)
        inside.same_wanted.connect(self.same_wanted)

    def _step(self, by: int) -> None:
        step = self._span.step if self._span else Decimal(1)
        try:
            now = read_number(self._inside.field.text())
            value = now + by * step
        except ExpectedError:
            value = self._span.low if self._span else Decimal(0)
        if self._span:
            value = min(max(value, self._span.low), self._span.high)
        self._inside.field.set_text(f"{value:f}")
        self.typed.emit(f"{value:f}")
        self.left.emit()

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Show the number."""
        self._inside.show_answers(answers)

    @override
    def take_over(self, answers: Sequence[Resource]) -> None:
        """Put the number into the field."""
        self._inside.take_over(answers)

    @override
    def show_state(self, state: State, sentence: str = "") -> None:
        """Frame the field."""
        self._inside.show_state(state, sentence)
