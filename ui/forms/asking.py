"""Makes the row of a question from its editors, laid out as its shape asks."""

from collections.abc import Sequence
from typing import TypeAlias

from carenurse.app.visit_facts import Flag
from carenurse.clinical.fhir import Resource
from carenurse.forms.form import Form, Item, Unit
from ui.forms.editors import Editor
from ui.forms.rows import QuestionRow
from ui.forms.shapes import FormShape, Shape
from ui.forms.table_rows import gives_way
from ui.widgets.theme import theme

Answers: TypeAlias = tuple[Resource, ...]
Standing: TypeAlias = tuple[
    tuple[Answers, ...],
    tuple[str, ...],
    tuple[str, ...],
    tuple[Flag, ...],
    tuple[Unit | None, ...],
    tuple[bool, ...],
    tuple[str, ...],
]
"""What a row shows: answers, problems, the forms they came from, flags, units, what is asked and awaited."""

LONG_SCALE = 300
"""Pixels before zoom of the buttons beyond which a question stands above them."""
SCALES = frozenset({Shape.MATRIX, Shape.ACROSS})
"""Choices under a common head."""
_LONG_QUESTION = 90


def question_row(form: Form, drawn: FormShape, item: Item, editors: Sequence[Editor]) -> QuestionRow:
    """Make a question's row."""
    shape = drawn.shapes[item.link]
    shown = QuestionRow(item, editors, grid=drawn.grid, scale=shape in SCALES)
    if drawn.grid:
        shown.lay_out_grid("/" if shape is Shape.PAIR else "")
    elif shape in SCALES:
        shown.lay_out_line(item.prefix or (_number(form, drawn, item) if shape is Shape.MATRIX else ""))
        if shape is Shape.ACROSS:
            gives_way(shown)
    elif shape is Shape.DIGITS:
        _lay_out_digits(shown)
    else:
        shown.lay_out_block(wide=item.kind == "text" or len(item.text) > _LONG_QUESTION)
    return shown


def _lay_out_digits(shown: QuestionRow) -> None:
    """Put a long scale (0 to 10) below its question, which would be crushed beside it."""
    if shown.editors[0].minimumSizeHint().width() > theme().px(LONG_SCALE):
        shown.lay_out_block(wide=True)
    else:
        shown.lay_out_line(shown.item.prefix)


def _number(form: Form, drawn: FormShape, item: Item) -> str:
    matrix = [one.link for one in form.questions if drawn.shapes[one.link] is Shape.MATRIX]
    return str(matrix.index(item.link) + 1)
