"""The editor for each way in which a question is answered."""

from typing import TYPE_CHECKING

from carenurse.forms.form import Item, Option, Unit
from carenurse.translations import tr
from ui.forms.attaching import FileEditor
from ui.forms.choosing import DIGIT_GAP, DIGIT_WIDTH, ChecksEditor, DigitsEditor, ListEditor, RadiosEditor
from ui.forms.editing import Editor, ShownEditor, TypedEditor
from ui.forms.several import SeveralEditor
from ui.forms.shapes import Shape
from ui.forms.sliding import SliderEditor, SpinnerEditor, span_of
from ui.forms.widths import asked_width
from ui.widgets.fields.date import DateField
from ui.widgets.fields.long_text import LongTextField
from ui.widgets.fields.number import NumberField
from ui.widgets.fields.text import TextField
from ui.widgets.fields.time import TimeField
from ui.widgets.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.widgets.fields.base import Field

__all__ = ["DIGIT_GAP", "DIGIT_WIDTH", "DigitsEditor", "Editor", "make_editor"]

NUMBER_WIDTH = 72
"""Pixels before zoom."""


def make_editor(item: Item, shape: Shape, unit: Unit | None) -> Editor:
    """Make the editor of a question, as wide as the form asks where its kind has a width."""
    made = _made(item, shape, unit)
    wide = asked_width(item.look.width)
    if wide and isinstance(made, TypedEditor | ListEditor):
        made.be_wide(theme().px(wide))
    return made


def _made(item: Item, shape: Shape, unit: Unit | None) -> Editor:
    if item.read_only:
        return ShownEditor(item, tr("Calculated") if item.calculated else tr("Filled in by the form"))
    if item.kind == "attachment":
        return FileEditor(item)
    makers: dict[Shape, Callable[[], Editor]] = {
        Shape.MATRIX: lambda: DigitsEditor(item, item.options, digits=True),
        Shape.DIGITS: lambda: DigitsEditor(item, item.options or _yes_no(), digits=False),
        Shape.RADIOS: lambda: RadiosEditor(item, item.options),
        Shape.ACROSS: lambda: RadiosEditor(item, item.options, "across"),
        Shape.DOWN: lambda: RadiosEditor(item, item.options, "down"),
        Shape.CHECKS: lambda: ChecksEditor(item, item.options),
        Shape.LIST: lambda: ListEditor(item, item.options),
    }
    return makers.get(shape, lambda: _written_editor(item, unit))()


def _written_editor(item: Item, unit: Unit | None) -> Editor:
    """Choose between fields, a slider and a number with buttons."""
    if item.repeats:
        return SeveralEditor(item, lambda: typed_editor(item, unit))
    span = span_of(item)
    if item.control == "slider" and span is not None:
        return SliderEditor(item, span)
    if item.control == "spinner" and item.kind in ("integer", "decimal"):
        return SpinnerEditor(item, typed_editor(item, unit), span)
    return typed_editor(item, unit)


def _yes_no() -> tuple[Option, ...]:
    return tuple(
        Option(answer={"valueBoolean": value}, text=words, code="", system="", score=None)
        for value, words in ((True, tr("Yes")), (False, tr("No")))
    )


def typed_editor(item: Item, unit: Unit | None) -> TypedEditor:
    """Make the editor of anything that is typed."""
    label = item.text or item.link
    match item.kind:
        case "integer" | "decimal" | "quantity":
            field: Field = NumberField(label, small=True, bare=True)
            field.setFixedWidth(theme().px(NUMBER_WIDTH))
            return TypedEditor(item, field, unit or item.unit or _said_unit(item), item.all_units)
        case "text":
            field = LongTextField(label, bare=True)
        case "date" | "dateTime":
            field = DateField(label, bare=True)
        case "time":
            field = TimeField(label, bare=True)
        case _:
            field = TextField(label, bare=True)
    return TypedEditor(item, field)


def _said_unit(item: Item) -> Unit | None:
    """Take the unit from words that the form puts beside the field."""
    return Unit("", item.look.unit_words) if item.look.unit_words else None
