"""One editor for each way in which a question is answered; all of them tell what was typed or picked."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGroupBox, QWidget
from typing_extensions import override

from carenurse.clinical.fhir import Resource
from carenurse.forms.answers import words_of
from carenurse.forms.form import Item, Option, Unit
from carenurse.forms.nodes import option_of
from carenurse.translations import tr
from ui.forms.said import plain_words, unit_of
from ui.forms.shapes import Shape
from ui.widgets.boxes import column, row
from ui.widgets.buttons import Button
from ui.widgets.fields.base import Field, State
from ui.widgets.fields.check import Check, Radio
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.date import DateField
from ui.widgets.fields.digits import DigitsField
from ui.widgets.fields.long_text import LongTextField
from ui.widgets.fields.number import NumberField
from ui.widgets.fields.text import TextField
from ui.widgets.fields.time import TimeField
from ui.widgets.text import Label
from ui.widgets.theme import theme

NUMBER_WIDTH, PART_WIDTH, DIGIT_WIDTH, DIGIT_GAP = 72, 52, 66, 6
"""Pixels before zoom."""
_NUMBERS = frozenset({"integer", "decimal", "quantity"})


class Editor(QWidget):
    """What a row asks with; ``typed`` and ``chosen`` after each change by the nurse, ``went_on`` to go on."""

    typed = Signal(str)
    chosen = Signal(object)
    left = Signal()
    went_on = Signal()
    same_wanted = Signal()
    """The nurse asked for last time's answer from inside a field."""

    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Show the answers; a field that is being typed into is left alone."""
        raise NotImplementedError

    def take_over(self, answers: Sequence[Resource]) -> None:
        """Show answers that were not typed here, even where the cursor is."""
        self.show_answers(answers)

    def show_state(self, state: State, sentence: str = "") -> None:
        """Show how the answer stands, and what is wrong with it."""

    def be_part(self, *, last: bool) -> None:
        """Stand with others in one row: narrower, and only the last one names the unit."""

    @property
    def unit(self) -> Unit | None:
        """The unit in which a number is typed."""
        return None


class TypedEditor(Editor):
    """Anything that is typed: numbers, words, days, times."""

    def __init__(
        self, item: Item, field: Field, unit: Unit | None = None, units: Sequence[Unit] = ()
    ) -> None:
        super().__init__()
        self._item, self.field, self._unit, self._units = item, field, unit, tuple(units)
        self._chip = self._unit_button() if len(self._units) > 1 else None
        self._words = Label(
            unit.text if unit and unit.code != "{score}" else "", "secondary", "textSecondary"
        )
        self.setLayout(row(field, self._chip or self._words, space=6))
        if self._chip is not None:
            self._words.setParent(self)
            self._words.hide()
        self.setFocusProxy(field)
        field.edited.connect(self.typed)
        field.left.connect(self.left)
        box = field.focusProxy()
        if box is not None:
            box.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take "=" as "same as last time" where it can be no part of the answer."""
        pressed = event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and self._means_last_time(event):
            self.same_wanted.emit()
            return True
        return super().eventFilter(watched, event)

    def _means_last_time(self, event: QKeyEvent) -> bool:
        return event.text() == "=" and (self._item.kind in _NUMBERS or not self.field.text())

    @property
    @override
    def unit(self) -> Unit | None:
        return self._unit

    @override
    def be_part(self, *, last: bool) -> None:
        """Be as narrow as three digits."""
        self.field.setFixedWidth(theme().px(PART_WIDTH))
        self._words.setVisible(last and self._chip is None)

    def _next_unit(self) -> None:
        if self._unit in self._units:
            self.use_unit(self._units[(self._units.index(self._unit) + 1) % len(self._units)])
            self.typed.emit(self.field.text())
            self.left.emit()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unit_button(self) -> Button:
        button = Button(self._unit.text if self._unit else "", "quiet")
        button.setToolTip(tr("Change the unit (Alt U in the field)"))
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.clicked.connect(self._next_unit)
        key = QShortcut(QKeySequence("Alt+U"), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._next_unit)
        return button

    def use_unit(self, unit: Unit) -> None:
        """Type in another unit from now on; what is typed stays, and means the other unit."""
        self._unit = unit
        if self._chip is not None:
            self._chip.set_words(unit.text)

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Show the answer in the unit in which it was typed."""
        unit = unit_of(answers, self._units)
        if unit is not None and unit != self._unit:
            self.use_unit(unit)
        if not _being_typed(self.field):
            self.take_over(answers)

    @override
    def take_over(self, answers: Sequence[Resource]) -> None:
        """Put the answers into the field."""
        self.field.set_text(", ".join(plain_words(self._item, answer) for answer in answers))

    @override
    def show_state(self, state: State, sentence: str = "") -> None:
        """Frame the field."""
        self.field.show_problem(sentence)
        self.field.set_state(state)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.went_on.emit()
        else:
            super().keyPressEvent(event)


def _being_typed(field: Field) -> bool:
    proxy = field.focusProxy()
    return proxy is not None and proxy.hasFocus()


class DigitsEditor(Editor):
    """A choice on buttons; pressing one answers and goes on."""

    def __init__(self, item: Item, options: Sequence[Option], *, digits: bool) -> None:
        super().__init__()
        self._item, self._options = item, tuple(options)
        faces = [_face(option, number, digits=digits) for number, option in enumerate(options)]
        choices = [
            (str(number), face, option.text if digits else "")
            for number, (option, face) in enumerate(zip(options, faces, strict=True))
        ]
        self.field = DigitsField(item.text, choices, bare=True, letters=True)
        if digits:
            self.field.setFixedWidth(theme().px(len(choices) * (DIGIT_WIDTH + DIGIT_GAP) - DIGIT_GAP))
        self.setLayout(row(self.field, space=0))
        self.setFocusProxy(self.field)
        self.field.edited.connect(self._pick)
        self.field.answered.connect(self.went_on)
        self.field.left.connect(self.left)

    def _pick(self, code: str) -> None:
        self.chosen.emit([dict(self._options[int(code)].answer)])

    def pick_none(self) -> bool:
        """Pick the option that means none, if there is one; an answer that was given stands."""
        if self.field.text():
            return False
        words = (tr("none"), tr("no"), tr("not at all"), tr("never"))
        for number, option in enumerate(self._options):
            if option.text.casefold() in words:
                self.field.set_text(str(number))
                self._pick(str(number))
                self.went_on.emit()
                return True
        return False

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Mark the answer."""
        chosen = self._chosen(answers[0]) if answers else None
        self.field.set_text(str(self._options.index(chosen)) if chosen in self._options else "")

    def _chosen(self, answer: Resource) -> Option | None:
        if self._item.options:
            return option_of(self._item, answer)
        return next((one for one in self._options if one.answer == answer), None)

    @override
    def show_state(self, state: State, sentence: str = "") -> None:
        """Frame nothing: the buttons say it."""
        self.field.set_state(state, sentence)


def _face(option: Option, number: int, *, digits: bool) -> str:
    if not digits:
        return option.text
    return f"{option.score:f}" if option.score is not None else str(number)


class _Together(QGroupBox):
    """Lines that belong together, which is what a screen reader says; nothing is drawn around them."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing: the lines are enough."""


class RadiosEditor(Editor):
    """A choice in lines; the whole line answers."""

    def __init__(self, item: Item, options: Sequence[Option]) -> None:
        super().__init__()
        self._item, self._options = item, tuple(options)
        self._group = QButtonGroup(self)
        self._radios = [Radio(option.text) for option in options]
        for number, radio in enumerate(self._radios):
            self._group.addButton(radio, number)
        self._group.idClicked.connect(self._pick)
        box = _Together()
        box.setAccessibleName(item.text)
        box.setLayout(column(*self._radios, space=0))
        self.setLayout(column(box, space=0))
        if self._radios:
            self.setFocusProxy(self._radios[0])

    def _pick(self, number: int) -> None:
        self.chosen.emit([dict(self._options[number].answer)])
        self.left.emit()

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Mark the answer."""
        chosen = option_of(self._item, answers[0]) if answers else None
        self._group.setExclusive(False)
        for option, radio in zip(self._options, self._radios, strict=True):
            radio.setChecked(option is chosen)
        self._group.setExclusive(True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick with a digit: 1 is the first line."""
        number = int(event.text()) if event.text().isdigit() else 0
        if 0 < number <= len(self._radios):
            self._radios[number - 1].click()
            self.went_on.emit()
        else:
            super().keyPressEvent(event)


class ChecksEditor(Editor):
    """Several choices at once."""

    def __init__(self, item: Item, options: Sequence[Option]) -> None:
        super().__init__()
        self._item, self._options = item, tuple(options)
        self._checks = [Check(option.text) for option in options]
        for check in self._checks:
            check.clicked.connect(self._tell)
        self.setLayout(column(*self._checks, space=0))
        if self._checks:
            self.setFocusProxy(self._checks[0])

    def _tell(self) -> None:
        pairs = zip(self._options, self._checks, strict=True)
        self.chosen.emit([dict(option.answer) for option, check in pairs if check.isChecked()])
        self.left.emit()

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Tick the answers."""
        chosen = [option_of(self._item, answer) for answer in answers]
        for option, check in zip(self._options, self._checks, strict=True):
            check.setChecked(option in chosen)


class ListEditor(Editor):
    """A choice in a list that opens; an open choice has a field for other words beside it."""

    def __init__(self, item: Item, options: Sequence[Option]) -> None:
        super().__init__()
        self._item, self._options = item, tuple(options)
        choices = [(str(number), option.text) for number, option in enumerate(options)]
        self.field = ChoiceField(item.text, choices, placeholder=tr("Choose"), bare=True)
        self.field.edited.connect(self._pick)
        self.field.left.connect(self.left)
        self._other = TextField(
            item.open_label or tr("Other"), placeholder=item.open_label or tr("Other"), bare=True
        )
        self._other.edited.connect(self.typed)
        self._other.left.connect(self.left)
        self.setLayout(row(self.field, self._other, space=8))
        self._other.setVisible(item.kind == "open-choice")
        self.field.setVisible(bool(options))
        self.setFocusProxy(self.field if options else self._other)

    def _pick(self, code: str) -> None:
        self._other.set_text("")
        self.chosen.emit([dict(self._options[int(code)].answer)])

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Choose the answer, or show the other words."""
        chosen = option_of(self._item, answers[0]) if answers else None
        self.field.set_text(str(self._options.index(chosen)) if chosen in self._options else "")
        if chosen is None and not _being_typed(self._other):
            self._other.set_text(", ".join(words_of(answer, self._item) for answer in answers))


class ShownEditor(Editor):
    """An answer that can be read but not given here: an attachment, a calculated value."""

    def __init__(self, item: Item, hint: str = "") -> None:
        super().__init__()
        self._item, self._hint = item, hint
        self._words = Label(hint, "body", "textSecondary", wrap=True)
        self.setLayout(row(self._words, space=0))

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Say the answer."""
        said = ", ".join(words_of(answer, self._item) for answer in answers)
        self._words.set_text(said or self._hint)


def make_editor(item: Item, shape: Shape, unit: Unit | None) -> Editor:
    """Make the editor of a question."""
    if item.kind == "attachment":
        return ShownEditor(item, tr("Files are added in the chart"))
    if item.read_only and item.calculated:
        return ShownEditor(item, tr("Calculated"))
    makers: dict[Shape, Callable[[], Editor]] = {
        Shape.MATRIX: lambda: DigitsEditor(item, item.options, digits=True),
        Shape.DIGITS: lambda: DigitsEditor(item, item.options or _yes_no(), digits=False),
        Shape.RADIOS: lambda: RadiosEditor(item, item.options),
        Shape.CHECKS: lambda: ChecksEditor(item, item.options),
        Shape.LIST: lambda: ListEditor(item, item.options),
    }
    return makers.get(shape, lambda: _typed_editor(item, unit))()


def _yes_no() -> tuple[Option, ...]:
    return tuple(
        Option(answer={"valueBoolean": value}, text=words, code="", system="", score=None)
        for value, words in ((True, tr("Yes")), (False, tr("No")))
    )


def _typed_editor(item: Item, unit: Unit | None) -> Editor:
    label = item.text or item.link
    match item.kind:
        case "integer" | "decimal" | "quantity":
            field: Field = NumberField(label, small=True, bare=True)
            field.setFixedWidth(theme().px(NUMBER_WIDTH))
            return TypedEditor(item, field, unit or item.unit, item.all_units)
        case "text":
            field = LongTextField(label, bare=True)
        case "date" | "dateTime":
            field = DateField(label, bare=True)
        case "time":
            field = TimeField(label, bare=True)
        case _:
            field = TextField(label, bare=True)
    return TypedEditor(item, field)
