"""Resources with all their versions, the index over them, kept files, settings, and the audit chain.

The JSON stands once, in ``version``; ``resource`` points at the current one. ``happened`` is the clinical
date in the index's text order. Triggers refuse what no code of ours does: changing or deleting a version that
is no draft, or any audit row.
"""

from typing import Final

STATEMENTS: Final = (
    """CREATE TABLE resource (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        identity TEXT NOT NULL,
        patient TEXT,
        happened TEXT,
        title TEXT NOT NULL,
        current INTEGER REFERENCES version (id) DEFERRABLE INITIALLY DEFERRED,
        UNIQUE (kind, identity)
    ) STRICT""",
    "CREATE INDEX resource_of_patient ON resource (patient, kind, happened)",
    "CREATE INDEX resource_by_time ON resource (kind, happened)",
    "CREATE INDEX resource_timeline ON resource (patient, happened, identity)",
    """CREATE TABLE version (
        id INTEGER PRIMARY KEY,
        resource INTEGER NOT NULL REFERENCES resource (id),
        number INTEGER NOT NULL,
        saved TEXT NOT NULL,
        author TEXT NOT NULL,
        draft INTEGER NOT NULL CHECK (draft IN (0, 1)),
        signed INTEGER NOT NULL CHECK (signed IN (0, 1) AND signed + draft < 2),
        json BLOB NOT NULL,
        UNIQUE (resource, number)
    ) STRICT""",
    """CREATE TRIGGER version_stays BEFORE UPDATE ON version WHEN OLD.draft = 0
        BEGIN SELECT RAISE (ABORT, 'a kept version is never changed'); END""",
    """CREATE TRIGGER version_is_kept BEFORE DELETE ON version WHEN OLD.draft = 0
        BEGIN SELECT RAISE (ABORT, 'a kept version is never deleted'); END""",
    """CREATE TRIGGER resource_is_kept BEFORE DELETE ON resource
        BEGIN SELECT RAISE (ABORT, 'a resource is never deleted'); END""",
    """CREATE TRIGGER resource_stays_signed BEFORE UPDATE OF kind, identity, current ON resource
        WHEN (SELECT signed FROM version WHERE id = OLD.current) = 1
        BEGIN SELECT RAISE (ABORT, 'a signed resource stays as it was signed'); END""",
    """CREATE TABLE key (
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        patient TEXT NOT NULL,
        happened TEXT NOT NULL,
        resource INTEGER NOT NULL REFERENCES resource (id),
        PRIMARY KEY (kind, name, value, patient, happened, resource)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX key_of_resource ON key (resource)",
    """CREATE TABLE blob (
        digest TEXT PRIMARY KEY,
        media_type TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        kept TEXT NOT NULL,
        data BLOB NOT NULL
    ) STRICT""",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE audit (
        sequence INTEGER PRIMARY KEY,
        ticks INTEGER NOT NULL,
        wall TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        detail TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT""",
    """CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
        BEGIN SELECT RAISE (ABORT, 'an audit row is never changed'); END""",
    """CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
        BEGIN SELECT RAISE (ABORT, 'an audit row is never deleted'); END""",
    """CREATE TABLE moment (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        commits INTEGER NOT NULL,
        wall TEXT NOT NULL,
        audit_head TEXT NOT NULL
    ) STRICT""",
    "INSERT INTO moment VALUES (1, 0, '', '')",
)
"""``moment`` holds one row: how many commits there were, when the last one was, and the newest audit hash."""
