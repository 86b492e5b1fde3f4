"""What is between this laptop and the office: what is unsent, what the office last had, what did not fit."""

from typing import Final

STATEMENTS: Final = (
    """CREATE TABLE outbox (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        version INTEGER NOT NULL UNIQUE REFERENCES version (id),
        recorded TEXT NOT NULL,
        batch TEXT REFERENCES batch (id)
    ) STRICT""",
    """CREATE TABLE batch (
        id TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        made TEXT NOT NULL,
        receipt TEXT
    ) STRICT""",
    """CREATE TABLE base (
        resource INTEGER PRIMARY KEY REFERENCES resource (id),
        version_tag TEXT NOT NULL,
        received TEXT NOT NULL,
        json BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE conflict (
        id INTEGER PRIMARY KEY,
        resource INTEGER NOT NULL REFERENCES resource (id),
        found TEXT NOT NULL,
        theirs BLOB NOT NULL,
        settled TEXT
    ) STRICT""",
    """CREATE TABLE quarantine (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        received TEXT NOT NULL,
        reason TEXT NOT NULL,
        data BLOB NOT NULL
    ) STRICT""",
    "CREATE TABLE cursor (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)
