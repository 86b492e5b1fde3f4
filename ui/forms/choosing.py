"""Editors that pick: from buttons, lines, ticks and lists; open choices take other words beside them."""

from collections.abc import Sequence
from functools import partial
from typing import Literal

from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QGroupBox, QLayout, QWidget
from typing_extensions import override

from carenurse.clinical.fhir import Resource
from carenurse.forms.answers import words_of
from carenurse.forms.form import Item, Option
from carenurse.forms.nodes import option_of
from carenurse.forms.offering import ANSWERS, RECORDS
from carenurse.translations import tr
from ui.forms.editing import Editor, being_typed, prefer_width
from ui.forms.faces import faced, faces_of, words_beside
from ui.widgets.boxes import column, holder, row
from ui.widgets.fields.base import Field, State
from ui.widgets.fields.check import Check, Radio
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.digits import DigitsField
from ui.widgets.fields.search_choice import SearchChoice
from ui.widgets.fields.text import TextField
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip

DIGIT_WIDTH, DIGIT_GAP = 66, 6
"""Pixels before zoom."""
_DIGITS = 9
"""Lines that a digit picks, counted from 1: each shows its digit while the cursor is among them."""
_FEW, _LONG_LIST = 5, 20
"""Choices that are seen at a glance, and those beyond which a list is searched whatever the form asks for."""
InTable = Literal["", "down", "across"]
_ROOM = 400
"""Pixels that answers have in a small window, whatever the zoom: columns that need more are not made."""


def _in_columns(item: Item, lines: Sequence[QWidget]) -> QLayout:
    """Stand choices in as many columns as the form asks for, as far as their words fit."""
    wanted = item.look.columns or 1
    widest = max((line.sizeHint().width() for line in lines), default=1)
    columns = min(wanted, max(1, _ROOM // (widest + theme().px(12))))
    if columns <= 1:
        return column(*lines, space=0)
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(0)
    grid.setHorizontalSpacing(theme().px(12))
    down = -(-len(lines) // columns)
    for number, line in enumerate(lines):
        across = item.orientation == "horizontal"
        at = divmod(number, columns) if across else (number % down, number // down)
        grid.addWidget(line, *at)
    return grid


def searched(item: Item, options: Sequence[Option]) -> bool:
    """Say whether a list is searched by typing: where the form asks for it, and wherever it is long."""
    asked = item.control in ("lookup", "autocomplete") and len(options) > _FEW
    return asked or len(options) > _LONG_LIST


def typed_freely(item: Item, options: Sequence[Option]) -> bool:
    """Say whether other words are an answer: an open choice, or one whose list is nowhere at hand."""
    worked_out = any(fact.name == ANSWERS for fact in item.facts)
    records = any(fact.name.startswith(RECORDS) for fact in item.facts)
    return item.kind == "open-choice" or records or (item.kind == "choice" and not options and not worked_out)


def other_words(item: Item, options: Sequence[Option]) -> TextField:
    """Make the field for an answer that is none of the choices."""
    words = item.open_label or (tr("Other") if options else tr("Type the answer"))
    field = TextField(f"{item.text}: {words}", placeholder=words, bare=True)
    field.line.setToolTip(as_tip(words))
    return field


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
        super().show_state(state, sentence)


def _face(option: Option, number: int, *, digits: bool) -> str:
    if not digits:
        return option.text
    return f"{option.score:f}" if option.score is not None else str(number)


class Together(QGroupBox):
    """Lines that belong together, which is what a screen reader says; nothing is drawn around them."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing: the lines are enough."""


class RadiosEditor(Editor):
    """A choice in lines; the whole line answers.

    In a table the choices are named beside it (``down``) or above it (``across``), and by screen readers.
    """

    def __init__(
        self, item: Item, options: Sequence[Option], table: Literal["", "down", "across"] = ""
    ) -> None:
        super().__init__()
        self._item, self._options = item, tuple(options)
        self._group = QButtonGroup(self)
        self._radios = [Radio("" if table else words_beside(option)) for option in options]
        for number, radio in enumerate(self._radios):
            self._group.addButton(radio, number)
            if not table and number < _DIGITS:
                radio.set_key(str(number + 1))
        self._group.idClicked.connect(self._pick)
        box = Together()
        box.setAccessibleName(item.text)
        lines = faces_of(self._radios, options) if not table else []
        box.setLayout(self._in_table(table) if table else _in_columns(item, lines))
        self.other = other_words(item, options)
        self.other.edited.connect(self.typed)
        self.other.left.connect(self.left)
        self.setLayout(column(box, self.other, space=2))
        self.other.setVisible(not table and typed_freely(item, options))
        if self._radios:
            self.setFocusProxy(self._radios[0])

    def _in_table(self, table: str) -> QLayout:
        for radio, option in zip(self._radios, self._options, strict=True):
            radio.setAccessibleName(f"{self._item.text}: {faced(option)}")
            radio.setToolTip(as_tip(option.text))
        if table == "down":
            return column(*self._radios, space=0)
        cells = [holder(row(None, radio, None, space=0)) for radio in self._radios]
        for cell in cells:
            cell.setFixedWidth(theme().px(DIGIT_WIDTH))
        return row(*cells, space=DIGIT_GAP)

    def _pick(self, number: int) -> None:
        self.other.set_text("")
        self.chosen.emit([dict(self._options[number].answer)])
        self.left.emit()

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Mark the answer, or show the other words."""
        chosen = option_of(self._item, answers[0], self._options) if answers else None
        if chosen is None and not being_typed(self.other):
            self.other.set_text(", ".join(words_of(answer, self._item) for answer in answers))
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
    """Several choices at once; one that excludes the others unticks them; open ones take other words."""

    def __init__(self, item: Item, options: Sequence[Option]) -> None:
        super().__init__()
        self._item, self._options = item, tuple(options)
        self.checks = [Check(words_beside(option), spoken=faced(option)) for option in options]
        for number, check in enumerate(self.checks):
            check.clicked.connect(partial(self._ticked, number))
            if number < _DIGITS:
                check.set_key(str(number + 1))
        self.other = other_words(item, options)
        self.other.edited.connect(self._tell)
        self.other.left.connect(self.left)
        self.other.setVisible(typed_freely(item, options))
        box = Together()
        box.setAccessibleName(item.text)
        box.setLayout(_in_columns(item, faces_of(self.checks, options)))
        self.setLayout(column(box, self.other, space=2))
        self.setFocusProxy(self.checks[0] if self.checks else self.other)

    def _ticked(self, number: int, _on: object = None) -> None:
        """Keep a choice that stands alone alone."""
        if self.checks[number].isChecked():
            alone = self._options[number].exclusive
            for option, check in zip(self._options, self.checks, strict=True):
                if check is not self.checks[number] and (alone or option.exclusive):
                    check.setChecked(False)
            if alone:
                self.other.set_text("")
        self._tell()
        self.left.emit()

    def _tell(self, _text: str = "") -> None:
        pairs = zip(self._options, self.checks, strict=True)
        chosen = [dict(option.answer) for option, check in pairs if check.isChecked()]
        other = self.other.text().strip() if typed_freely(self._item, self._options) else ""
        words = {"display": other} if self._item.kind == "reference" else other
        kind = "valueReference" if self._item.kind == "reference" else "valueString"
        self.chosen.emit([*chosen, *([{kind: words}] if other else [])])

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Tick the answers, and show the other words."""
        chosen = [option_of(self._item, answer, self._options) for answer in answers]
        for option, check in zip(self._options, self.checks, strict=True):
            check.setChecked(option in chosen)
        if not being_typed(self.other):
            others = [answer for answer, option in zip(answers, chosen, strict=True) if option is None]
            self.other.set_text(", ".join(words_of(answer) for answer in others))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with a digit: 1 is the first line."""
        number = int(event.text()) if event.text().isdigit() else 0
        if 0 < number <= len(self.checks):
            self.checks[number - 1].click()
        else:
            super().keyPressEvent(event)


class ListEditor(Editor):
    """A choice in a list that opens; an open choice has a field for other words beside it."""

    def __init__(self, item: Item, options: Sequence[Option]) -> None:
        super().__init__()
        self._item, self._options = item, tuple(options)
        choices = [(str(number), faced(option)) for number, option in enumerate(options)]
        self.field: Field = (
            SearchChoice(item.text, choices, placeholder=tr("Type to search"), bare=True)
            if searched(item, options)
            else ChoiceField(item.text, choices, placeholder=tr("Choose"), bare=True)
        )
        self.field.edited.connect(self._pick)
        self.field.left.connect(self.left)
        self.other = other_words(item, options)
        self.other.edited.connect(self.typed)
        self.other.left.connect(self.left)
        self._nothing = Label(tr("Nothing to choose from yet"), "body", "textSecondary")
        self.setLayout(row(self.field, self.other, self._nothing, space=8))
        self._nothing.setVisible(not options and not typed_freely(item, options))
        self.other.setVisible(typed_freely(item, options))
        self.field.setVisible(bool(options))
        self.setFocusProxy(self.field if options else self.other)

    def be_wide(self, pixels: int) -> None:
        """Let the list be so wide, and narrower only where the page has no room."""
        prefer_width(self.field, pixels)

    def _pick(self, code: str) -> None:
        self.other.set_text("")
        self.chosen.emit([dict(self._options[int(code)].answer)])

    @override
    def show_answers(self, answers: Sequence[Resource]) -> None:
        """Choose the answer, or show the other words."""
        chosen = option_of(self._item, answers[0], self._options) if answers else None
        code = str(self._options.index(chosen)) if chosen in self._options else ""
        if not isinstance(self.field, SearchChoice):
            self.field.set_text(code)
        elif code != self.field.code or not being_typed(self.field):
            self.field.choose(code)
        if chosen is None and not being_typed(self.other):
            self.other.set_text(", ".join(words_of(answer, self._item) for answer in answers))
