"""Which rows of a form stand under which head of columns: so far the head stays in view while they scroll."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ui.forms.shapes import Shape
from ui.forms.slots import Slot

_HEADS: Final = frozenset({"grid", "scale", "columns"})
_ANOTHER: Final = frozenset({"text", "tabs", "page", "turn", "repeat", "end"})
"""What ends the rows under a head: a heading, another page, the foot."""


def runs(order: Sequence[Slot], shapes: Mapping[str, Shape]) -> Iterator[tuple[Slot, Slot]]:
    """Give each head with the last row under it; a head without rows is left out."""
    head: Slot | None = None
    last: Slot | None = None
    for slot in order:
        if slot.kind in _HEADS or (head is not None and _ends(head, slot, shapes)):
            if head is not None and last is not None:
                yield head, last
            head, last = (slot if slot.kind in _HEADS else None), None
        elif head is not None:
            last = slot
    if head is not None and last is not None:
        yield head, last


def _ends(head: Slot, slot: Slot, shapes: Mapping[str, Shape]) -> bool:
    if slot.kind == "question" and head.kind == "scale":
        return shapes[slot.place.link] is not Shape.MATRIX
    return slot.kind in _ANOTHER or (slot.kind == "question" and head.kind == "columns")
