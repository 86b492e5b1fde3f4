"""What every editor of a question tells, and the one for anything that is typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from carenurse.app.visit_typing import in_unit
from carenurse.clinical.fhir import Resource
from carenurse.forms.answers import words_of
from carenurse.forms.form import Item, Unit
from carenurse.forms.typed_units import split_typed
from carenurse.translations import tr
from ui.forms.said import plain_words, unit_of
from ui.widgets.announce import announce
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.fields.base import Field, State
from ui.widgets.text import Label
from ui.widgets.theme import theme

PART_WIDTH = 52
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

    def put_words(self, text: str) -> None:
        """Show what was typed earlier and is no answer; only a field that is typed into can."""

    def take_over(self, answers: Sequence[Resource]) -> None:
        """Show answers that were not typed here, even where the cursor is."""
        self.show_answers(answers)

    _wrong = ""
    """What was said last to be wrong with the answer."""

    def show_state(self, state: State, sentence: str = "") -> None:
        """Show how the answer stands; a screen reader says at each control what is wrong with it."""
        _ = state
        if sentence == self._wrong:
            return
        self._wrong = sentence
        for control in self.findChildren(QWidget):
            if control.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                control.setAccessibleDescription(sentence)
        reached = self.focusProxy()
        if sentence and reached is not None:
            announce(reached, f"{reached.accessibleName()}: {sentence}")

    def show_waiting(self, words: str) -> None:
        """Say for how many answers a total waits; only what is calculated has such words."""

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
        narrow = (None,) if item.kind in _NUMBERS else ()
        self.setLayout(row(field, self._chip or self._words, *narrow, space=6))
        if self._chip is not None:
            self._words.setParent(self)
            self._words.hide()
        self._typed_as: tuple[str, Unit | None] | None = None
        """What the nurse typed and in which unit, so that going through the units loses no digit."""
        self.setFocusProxy(field)
        field.edited.connect(self._edited)
        self._answers: tuple[Resource, ...] = ()
        field.left.connect(self._tidy)
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

    def be_wide(self, pixels: int) -> None:
        """Be so wide, and narrower only where the page has no room."""
        prefer_width(self.field, pixels)

    def _edited(self, text: str) -> None:
        self._typed_as = None
        self.typed.emit(text)

    def _next_unit(self) -> None:
        """Say the same amount in the next unit; an empty field only changes its unit."""
        if self._unit in self._units:
            typed, own = self._typed_as = self._typed_as or (self.field.text(), self._unit)
            unit = self._units[(self._units.index(self._unit) + 1) % len(self._units)]
            self.use_unit(unit)
            self.field.set_text(in_unit(self._item, typed, own, unit))
            self.typed.emit(self.field.text())
            self.left.emit()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unit_button(self) -> Button:
        button = Button(self._unit.text if self._unit else "", "quiet")
        button.setToolTip(tr("Change the unit (Alt U in the field)"))
        button.setAccessibleName(self._spoken(button.text()))
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.clicked.connect(self._next_unit)
        key = QShortcut(QKeySequence("Alt+U"), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._next_unit)
        return button

    def _spoken(self, unit: str) -> str:
        return tr("Unit: {unit}. {question}", unit=unit, question=self._item.text)

    def use_unit(self, unit: Unit) -> None:
        """Type in another unit from now on."""
        self._unit = unit
        if self._chip is not None:
            self._chip.set_words(unit.text)
            self._chip.setAccessibleName(self._spoken(unit.text))

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Show the answer in the unit in which it was typed."""
        self._answers = tuple(answers)
        unit = unit_of(answers, self._units)
        if unit is not None and unit != self._unit:
            self.use_unit(unit)
        if not being_typed(self.field):
            self.take_over(answers)

    def _tidy(self) -> None:
        """Say a number as its answer stands, when the unit was typed behind it: the unit is beside it now."""
        if self._item.kind in _NUMBERS and self._answers and split_typed(self.field.text())[1]:
            self.take_over(self._answers)

    @override
    def put_words(self, text: str) -> None:
        """Put back what was typed, as it was typed."""
        self.field.set_text(text)

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


def prefer_width(field: Field, pixels: int) -> None:
    """Let a field be so wide at most, and no narrower than it must."""
    field.setMinimumWidth(min(pixels, field.minimumSizeHint().width()))
    field.setMaximumWidth(pixels)
    field.setSizePolicy(QSizePolicy.Policy.Expanding, field.sizePolicy().verticalPolicy())
    around = field.parentWidget()
    line = around.layout() if around is not None else None
    if isinstance(line, QBoxLayout):
        line.setStretchFactor(field, pixels)
        line.addStretch(1)


def being_typed(field: Field) -> bool:
    """Say whether the cursor is in a field."""
    proxy = field.focusProxy()
    return proxy is not None and proxy.hasFocus()


class ShownEditor(Editor):
    """An answer that can be read but not given here: an attachment, a calculated value."""

    def __init__(self, item: Item, hint: str = "") -> None:
        super().__init__()
        self._item, self._hint, self._said = item, hint, ""
        self._words = Label(hint, "body", "textSecondary", wrap=True)
        self.setLayout(row(self._words, space=0))

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Say the answer."""
        self._said = ", ".join(words_of(answer, self._item) for answer in answers)
        self._words.set_text(self._said or self._hint)

    @override
    def show_waiting(self, words: str) -> None:
        """Say how many of the questions that a total needs are answered."""
        self._words.set_text(self._said or words or self._hint)
