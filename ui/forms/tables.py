"""Which groups of a form are tables, what stands in their rows and columns, and how much room they need.

``gtable`` (and ``atable``): each repetition of the group is a row, its questions are the columns. ``grid``:
the groups inside are the rows, their questions the columns. ``table``: questions with the same choices are
the rows, the choices the columns; ``htable`` the other way round. A group that asks for a table but holds
what no cell can hold, and one for which the page has no room, stands as lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from carenurse.forms.form import Form, Item
from ui.forms.widths import asked_width

ACROSS_WIDTH, ROW_NAME, CELL_GAP, TAIL = 72, 132, 8, 40
"""Pixels before zoom: a choice's column, the name of a row, the space between cells, the button behind."""
_WIDTHS: Mapping[str, int] = {
    "boolean": 118,
    "integer": 104,
    "decimal": 104,
    "quantity": 150,
    "date": 150,
    "dateTime": 190,
    "time": 96,
    "open-choice": 220,
    "text": 180,
}
_WIDTH, _COLUMN = 140, 124
"""Pixels before zoom of any other cell, and of a question that is a column of choices."""
_LEAST_QUESTION = 240
_MOST_COLUMNS, _MOST_CHOICES, _MOST_LINES = 8, 7, 16
_CELLS = frozenset(
    {
        *("boolean", "integer", "decimal", "quantity", "date", "dateTime", "time", "text", "string", "url"),
        *("choice", "open-choice"),
    }
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``rows`` gives by the linkId of a row its cells' linkIds ("" where a cell is empty).

    ``columns`` are the headings and ``widths`` those of their cells (pixels before zoom); ``named`` says
    that rows have names; ``down`` that the choices stand one below the other in each cell.
    """

    group: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Mapping[str, tuple[str, ...]]
    named: bool = True
    down: bool = False

    @property
    def needs(self) -> int:
        """How wide it is at least, in pixels before zoom."""
        return sum(self.widths) + len(self.widths) * CELL_GAP + (ROW_NAME if self.named else 0) + TAIL + 26


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a form; ``across`` are groups whose questions are rows under their choices."""

    by_group: Mapping[str, Table] = field(default_factory=dict[str, Table])
    across: Mapping[str, int] = field(default_factory=dict[str, int])

    def fitting(self, room: int) -> "Tables":
        """Keep those for which there is room (pixels before zoom)."""
        return Tables(
            {group: table for group, table in self.by_group.items() if table.needs <= room},
            {group: needs for group, needs in self.across.items() if needs <= room},
        )

    def row_of(self, link: str) -> Table | None:
        """Give the table in which an item is a row."""
        return next((table for table in self.by_group.values() if link in table.rows), None)

    @property
    def cells(self) -> Mapping[str, str]:
        """Give by the linkId of each cell that of its row."""
        return {
            cell: row
            for table in self.by_group.values()
            for row, cells in table.rows.items()
            for cell in cells
        }


NO_TABLES = Tables()


def tables_of(form: Form) -> Tables:
    """Find the tables that a form asks for."""
    found: dict[str, Table] = {}
    across: dict[str, int] = {}
    for link, item in form.index.items():
        if item.kind != "group":
            continue
        if item.control == "table" and (shared := _shared_choices(item)):
            across[link] = _LEAST_QUESTION + len(shared) * (ACROSS_WIDTH + 6) + 90
        elif (table := _table(item)) is not None:
            found[link] = table
    return Tables(found, across)


def _table(item: Item) -> Table | None:
    if item.control in ("gtable", "atable"):
        return _by_repetition(item)
    if item.control == "grid":
        return _by_groups(item)
    return _by_choices(item) if item.control == "htable" else None


def asked(item: Item) -> tuple[Item, ...]:
    """Give the questions of a group that stand on the page, without what only helps them."""
    return tuple(child for child in item.children if not child.hidden and not child.is_aside)


def _fits_a_cell(item: Item) -> bool:
    below = any(not child.is_aside for child in item.children)
    return item.kind in _CELLS and not item.repeats and not below


def _width(item: Item) -> int:
    """Give the width of a cell: what the form asks for, else what its kind of answer needs."""
    return asked_width(item.look.width) or _WIDTHS.get(item.kind, _WIDTH)


def heading(item: Item) -> str:
    """Say a question as a column's heading: its short text where it has one."""
    return item.short or item.text or item.link


def _by_repetition(item: Item) -> Table | None:
    cells = asked(item)
    if not 0 < len(cells) <= _MOST_COLUMNS or not all(map(_fits_a_cell, cells)):
        return None
    return Table(
        item.link,
        tuple(map(heading, cells)),
        tuple(map(_width, cells)),
        {item.link: tuple(cell.link for cell in cells)},
        named=item.repeats,
    )


def _by_groups(item: Item) -> Table | None:
    rows = asked(item)
    cells = {row.link: asked(row) for row in rows}
    whole = all(row.kind == "group" and not row.repeats and cells[row.link] for row in rows)
    if not rows or not whole or not all(_fits_a_cell(cell) for row in cells.values() for cell in row):
        return None
    widths: dict[str, int] = {}
    for cell in (cell for row in cells.values() for cell in row):
        widths[heading(cell)] = max(widths.get(heading(cell), 0), _width(cell))
    if len(widths) > _MOST_COLUMNS:
        return None
    by_row = {link: {heading(cell): cell.link for cell in row} for link, row in cells.items()}
    placed = {link: tuple(row.get(name, "") for name in widths) for link, row in by_row.items()}
    if any(len(by_row[link]) != len(row) for link, row in cells.items()):
        return None
    return Table(item.link, tuple(widths), tuple(widths.values()), placed)


def _by_choices(item: Item) -> Table | None:
    shared, cells = _shared_choices(item), asked(item)
    if not shared or len(cells) > _MOST_COLUMNS:
        return None
    return Table(
        item.link,
        tuple(map(heading, cells)),
        (_COLUMN,) * len(cells),
        {item.link: tuple(cell.link for cell in cells)},
        down=True,
    )


def _shared_choices(item: Item) -> Sequence[str]:
    """Give the words of the choices that all questions of a group share; none when they do not."""
    cells = asked(item)
    offered = [[option.text for option in cell.options] for cell in cells]
    single = all(cell.kind == "choice" and not cell.repeats and not cell.facts for cell in cells)
    plain = single and all(not any(not one.is_aside for one in cell.children) for cell in cells)
    most = _MOST_CHOICES if item.control == "table" else _MOST_LINES
    if not plain or not cells or _differ(offered) or not 0 < len(offered[0]) <= most:
        return ()
    return offered[0]


def _differ(lists: Iterable[Sequence[str]]) -> bool:
    every = list(lists)
    return any(one != every[0] for one in every)
