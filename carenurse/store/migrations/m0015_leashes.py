"""What ties a laptop to its office: until when it opens without meeting it, and whether it is to be wiped.

One row for each laptop from its first lease, or the first order, on. ``secret`` is what a code by telephone
is made of. A wipe is asked, told to the laptop, done; ``elsewhere``: copies at its second place were out of
reach. ``remains`` names the kept files with what a laptop under such an order could not send otherwise.
"""

from typing import Final

STATEMENTS: Final = (
    """CREATE TABLE device_leash (
        device TEXT PRIMARY KEY,
        secret BLOB NOT NULL,
        until TEXT,
        asked TEXT,
        told TEXT,
        done TEXT,
        elsewhere INTEGER NOT NULL DEFAULT 0 CHECK (elsewhere IN (0, 1)),
        CHECK (asked IS NOT NULL OR told IS NULL),
        CHECK (told IS NOT NULL OR done IS NULL)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE remains (
        id INTEGER PRIMARY KEY,
        device TEXT NOT NULL,
        digest TEXT NOT NULL,
        came TEXT NOT NULL,
        UNIQUE (device, digest)
    ) STRICT""",
)
