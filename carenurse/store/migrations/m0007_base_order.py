"""When the office kept its state, by its own clock: an older answer that comes late is told by it."""

from typing import Final

STATEMENTS: Final = ("ALTER TABLE base ADD COLUMN updated TEXT NOT NULL DEFAULT ''",)
