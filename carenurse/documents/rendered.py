"""A paper that has been made, still in memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rendered:
    """The PDF, how many pages it has, and sentences for the nurse about it (never printed).

    ``grade`` is the school grade that can read it (None: not asked); a ``too_hard`` paper is not handed out.
    """

    pdf: bytes
    pages: int
    notes: tuple[str, ...]
    grade: float | None = None
    too_hard: bool = False
