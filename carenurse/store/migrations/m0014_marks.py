"""How far an office has seen the record of each laptop come, in the laptop's own signed words.

One row for each laptop. What is noted is replaced only by what the laptop says to stand upon it; ``older``
is since when a copy comes instead that does not. ``key`` is the laptop's public key, from its first mark on.
"""

from typing import Final

STATEMENTS: Final = (
    """CREATE TABLE device_mark (
        device TEXT PRIMARY KEY,
        vault TEXT NOT NULL,
        commits INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        head TEXT NOT NULL,
        signed TEXT NOT NULL,
        noted TEXT NOT NULL,
        key TEXT NOT NULL,
        older TEXT
    ) STRICT, WITHOUT ROWID""",
)
