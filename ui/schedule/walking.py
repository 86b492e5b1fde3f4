"""Which visit the arrow keys select next; plain facts, no pixels."""

from collections.abc import Sequence
from datetime import datetime

from carenurse.app.schedule_facts import Block


def next_in_time(blocks: Sequence[Block], chosen: str, step: int, now: datetime | None) -> str:
    """Give the visit so many steps after (or before) the chosen one; with none chosen, the next to come."""
    order = [block.id for block in blocks]
    if chosen in order:
        return order[max(0, min(order.index(chosen) + step, len(order) - 1))]
    ahead = [block.id for block in blocks if now is None or block.end > now]
    return next(iter((*ahead, *order)), "")


def across(blocks: Sequence[Block], chosen: str, side: int, now: datetime | None) -> str:
    """Give the visit nearest in time of day on the next day that has one, right (1) or left (-1)."""
    here = next((block for block in blocks if block.id == chosen), None)
    if here is None:
        return next_in_time(blocks, chosen, 1, now)
    day = here.start.date()
    days = {block.start.date() for block in blocks if (block.start.date() - day).days * side > 0}
    if not days:
        return chosen
    nearest = min(days) if side > 0 else max(days)
    there = [block for block in blocks if block.start.date() == nearest]
    return min(there, key=lambda block: abs(_minutes(block) - _minutes(here))).id


def _minutes(block: Block) -> int:
    return block.start.hour * 60 + block.start.minute
