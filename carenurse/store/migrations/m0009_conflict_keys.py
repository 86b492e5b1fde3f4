"""A version that is written or leaves asks whether a conflict names it: by index, not by walking them all."""

from typing import Final

STATEMENTS: Final = (
    "CREATE INDEX conflict_of_mine ON conflict (mine)",
    "CREATE INDEX conflict_of_chosen ON conflict (chosen)",
)
