"""How each question of a form is drawn, decided once per form from what it asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise

from carenurse.app.visit_readings import loinc_of
from carenurse.forms.form import Form, Item, Option
from ui.forms.faces import is_plain
from ui.forms.tables import NO_TABLES, Tables, asked

_MOST_DIGITS, _MOST_RADIOS, _LONGEST_LINE, _LONGEST_RADIO = 11, 8, 46, 48
_MOST_ASKED_RADIOS = 24
"""Lines of a choice that stand open when the form asks for them to."""
_NUMERIC = frozenset({"integer", "decimal", "quantity"})


_LONGEST_LEAD = 110
"""Characters that fit beside the degrees of a scale, in three lines."""


class Shape(Enum):
    """The ways in which a question stands on the page."""

    READING = auto()
    """A number in the grid of vital signs: field, last time, trend, limits."""
    PAIR = auto()
    """Two numbers of one group in one row of the grid: a blood pressure."""
    MATRIX = auto()
    """A choice among digits under a common head."""
    DIGITS = auto()
    """A choice whose words fit on buttons."""
    RADIOS = auto()
    """A choice in a list of lines."""
    LIST = auto()
    """A choice in a list that opens."""
    CHECKS = auto()
    """Several choices at once."""
    FIELD = auto()
    """Anything that is typed."""
    ROW = auto()
    """A row of a table; its questions are the cells."""
    ACROSS = auto()
    """A choice in a row under heads that name the choices."""
    DOWN = auto()
    """A choice in a column beside the names of the choices."""
    HEADING = auto()
    TEXT = auto()
    HIDDEN = auto()


@dataclass(frozen=True, slots=True)
class FormShape:
    """The shapes of a form's items by linkId; ``grid`` says that it has the columns of the vital signs."""

    shapes: Mapping[str, Shape]
    grid: bool
    heads: Mapping[str, tuple[Option, ...]]
    """Where a matrix begins: the linkId of its first question, and its options."""
    leads: Mapping[str, str]
    """The words that lead into a matrix, taken from the text above it."""
    tables: Tables = NO_TABLES
    """The tables for which there is room."""
    cells: Mapping[str, str] = field(default_factory=dict[str, str])
    """The row of each cell of a table."""


def shape_of(form: Form, *, grid: bool | None = None, tables: Tables = NO_TABLES) -> FormShape:
    """Decide how a form is drawn. ``tables``: those for which there is room."""
    has_grid = _mostly_readings(form) if grid is None else grid
    shapes: dict[str, Shape] = {}
    for item in form.index.values():
        shapes.setdefault(item.link, _shape(item, form, grid=has_grid))
        if shapes[item.link] is Shape.PAIR:
            shapes |= dict.fromkeys((child.link for child in item.children), Shape.HIDDEN)
    _cells(form, shapes, tables)
    heads = _matrices(form, shapes, tables)
    _across(form, shapes, heads, tables)
    return FormShape(shapes, has_grid, heads, _leads(form, shapes, heads), tables, tables.cells)


def _cells(form: Form, shapes: dict[str, Shape], tables: Tables) -> None:
    """Let rows and cells of tables stand as such."""
    for table in tables.by_group.values():
        for row, cells in table.rows.items():
            shapes[row] = Shape.ROW
            for cell in filter(None, cells):
                shapes[cell] = Shape.DOWN if table.down else _cell(form.index[cell])


def _cell(item: Item) -> Shape:
    if item.kind == "boolean":
        return Shape.DIGITS
    return Shape.LIST if item.kind in ("choice", "open-choice") else Shape.FIELD


def _across(
    form: Form, shapes: dict[str, Shape], heads: dict[str, tuple[Option, ...]], tables: Tables
) -> None:
    """Let the questions of a table of choices stand under one head; degrees with points do already."""
    for group in tables.across:
        rows = asked(form.index[group])
        if not any(shapes[one.link] is Shape.MATRIX for one in rows):
            heads[rows[0].link] = rows[0].options
            shapes |= dict.fromkeys((one.link for one in rows), Shape.ACROSS)


def _leads(form: Form, shapes: dict[str, Shape], heads: Mapping[str, object]) -> dict[str, str]:
    """Take a short text that stands right above a scale into its head; a long one keeps its own row."""
    items = list(form.index.values())
    leads: dict[str, str] = {}
    for before, item in pairwise(items):
        if item.link in heads and shapes[before.link] is Shape.TEXT and len(before.text) <= _LONGEST_LEAD:
            leads[item.link] = before.text
            shapes[before.link] = Shape.HIDDEN
    return leads


def _mostly_readings(form: Form) -> bool:
    asked = [item for item in form.questions if not item.calculated]
    coded = [item for item in asked if loinc_of(item) and item.kind in _NUMERIC]
    return len(coded) * 2 > len(asked)


def _shape(item: Item, form: Form, *, grid: bool) -> Shape:
    if item.hidden or item.is_aside or (item.calculated and _stands_in_a_head(item, form)):
        return Shape.HIDDEN
    if item.kind == "display":
        return Shape.TEXT
    if item.kind == "group":
        return Shape.PAIR if grid and _is_pair(item) else Shape.HEADING
    if item.kind in _NUMERIC:
        return Shape.READING if grid and not item.parent else Shape.FIELD
    picked = item.kind == "reference" and (item.options or item.facts)
    if picked or item.kind in ("choice", "open-choice", "boolean"):
        shape = _choice_shape(item)
        return Shape.LIST if grid and shape is Shape.RADIOS else shape
    return Shape.FIELD


def _stands_in_a_head(item: Item, form: Form) -> bool:
    """Say whether a total is shown in the head of the form or of its part, and needs no row of its own."""
    totals = [rule.link for rule in form.scores]
    if item.link not in totals:
        return False
    inside = [link for link in totals if form.index[link].parent == item.parent]
    return item.link == inside[0] if len(totals) > 1 else True


def _is_pair(item: Item) -> bool:
    asked = [child for child in item.children if child.is_question]
    return not item.repeats and len(asked) == 2 and all(child.kind in _NUMERIC for child in asked)  # noqa: PLR2004  # a pair


def _choice_shape(item: Item) -> Shape:
    """Choose by the control that the form asks for, else by how many and how long the choices are."""
    if item.repeats and item.options:
        return Shape.CHECKS
    return Shape.DIGITS if item.kind == "boolean" else _asked_shape(item) or _fitting_shape(item)


def _asked_shape(item: Item) -> Shape | None:
    """Choose what the form asks for; a list where the choices come and go; short words stay on buttons.

    Choices with looks or pictures of their own stand in lines, whatever else is asked for.
    """
    if not all(map(is_plain, item.options)) and len(item.options) <= _MOST_ASKED_RADIOS:
        return Shape.CHECKS if item.repeats else Shape.RADIOS
    if item.control in ("drop-down", "autocomplete", "lookup") or item.facts:
        return Shape.CHECKS if item.repeats else Shape.LIST
    longest = max((len(option.text) for option in item.options), default=0)
    few = 0 < len(item.options) <= _MOST_ASKED_RADIOS and longest <= _LONGEST_RADIO
    if item.control not in ("radio-button", "check-box") or not few:
        return None
    fitting = _fitting_shape(item)
    return fitting if fitting is Shape.DIGITS else Shape.RADIOS


def _fitting_shape(item: Item) -> Shape:
    count = len(item.options)
    width = sum(len(option.text) + 3 for option in item.options)
    if 0 < count <= _MOST_DIGITS and width <= _LONGEST_LINE and item.kind != "open-choice":
        return Shape.DIGITS
    longest = max((len(option.text) for option in item.options), default=0)
    if 0 < count <= _MOST_RADIOS and longest <= _LONGEST_RADIO:
        return Shape.RADIOS
    return Shape.LIST


def _matrices(form: Form, shapes: dict[str, Shape], tables: Tables) -> dict[str, tuple[Option, ...]]:
    """Find runs of questions with the same scored options; they become rows of digits under one head."""
    heads: dict[str, tuple[Option, ...]] = {}
    runs: list[list[Item]] = [[]]
    cells = tables.cells
    for item in form.index.values():
        if item.link in cells:
            runs.append([])
        elif runs[-1] and _same_scale(runs[-1][-1], item):
            runs[-1].append(item)
        elif shapes[item.link] is not Shape.HIDDEN:
            runs.append([item])
    for run in runs:
        if len(run) > 1 and _is_scale(run[0]):
            heads[run[0].link] = run[0].options
            shapes |= dict.fromkeys((item.link for item in run), Shape.MATRIX)
    return heads


def _same_scale(one: Item, other: Item) -> bool:
    words = [option.text for option in one.options]
    return _is_scale(one) and other.kind == "choice" and words == [option.text for option in other.options]


def _is_scale(item: Item) -> bool:
    """Say whether the options are degrees with points of their own, whose words are too long for buttons."""
    scores = [option.score for option in item.options]
    longest = max((len(option.text) for option in item.options), default=0)
    degrees = 2 < len(scores) <= 5 and None not in scores and len(set(scores)) == len(scores)  # noqa: PLR2004  # a few degrees
    plain = item.kind == "choice" and not item.repeats and not item.facts and all(map(is_plain, item.options))
    return plain and degrees and longest > 3  # noqa: PLR2004  # longer than "Yes"
