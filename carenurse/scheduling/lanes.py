"""Visits that overlap share the width of their day's column; this says which share each one gets."""

from collections.abc import Iterable
from dataclasses import dataclass

from carenurse.scheduling.day import Timed, in_order


@dataclass(frozen=True, slots=True)
class Lane:
    """The share of a column: number ``index`` (from 0) of ``count`` equal parts."""

    index: int
    count: int


def lanes(visits: Iterable[Timed]) -> dict[str, Lane]:
    """Give each visit of one day the first free lane; all visits of a chain of overlaps share one count."""
    placed: dict[str, Lane] = {}
    chain: list[tuple[Timed, int]] = []
    for visit in in_order(visits):
        if chain and all(other.end <= visit.start for other, _ in chain):
            _close(chain, placed)
        taken = {index for other, index in chain if other.end > visit.start}
        chain.append((visit, next(n for n in range(len(taken) + 1) if n not in taken)))
    _close(chain, placed)
    return placed


def _close(chain: list[tuple[Timed, int]], placed: dict[str, Lane]) -> None:
    """Write down the finished chain and begin a new one."""
    count = max((index for _, index in chain), default=0) + 1
    placed.update({visit.id: Lane(index, count) for visit, index in chain})
    chain.clear()
