"""What an office's record keeps besides: every commit in one order, the devices, and what they are owed.

``feed`` gives each kept version a sequence and a moment that only ever grow. Triggers fill it, so that no way
of keeping a version can forget it; they do nothing until a vault serves as an office (``office`` has a row).
A draft stands in nobody's feed until it is finished. Codes and tokens are kept as their hashes only.
"""

from typing import Final

_AT: Final = (
    "max(CAST(round(unixepoch(NEW.saved, 'subsec') * 1000) AS INTEGER), "
    "coalesce((SELECT max(at) FROM feed), 0) + 1)"
)
_SERVE: Final = (
    "INSERT INTO feed (at, op, kind, identity, resource, version) "
    f"SELECT {_AT}, 'put', kind, identity, id, NEW.id FROM resource WHERE id = NEW.resource"
)

STATEMENTS: Final = (
    """CREATE TABLE office (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        epoch TEXT NOT NULL,
        key_id TEXT NOT NULL,
        tagged INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE feed (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        op TEXT NOT NULL CHECK (op IN ('put', 'gone', 'in', 'out')),
        kind INTEGER,
        identity ANY,
        resource INTEGER,
        version INTEGER UNIQUE,
        person INTEGER,
        nurse INTEGER
    ) STRICT""",
    "CREATE INDEX feed_of_resource ON feed (resource, sequence)",
    "CREATE INDEX feed_of_kind ON feed (kind, sequence)",
    "CREATE INDEX feed_by_time ON feed (at)",
    f"""CREATE TRIGGER version_is_served AFTER INSERT ON version
        WHEN NEW.draft = 0 AND EXISTS (SELECT 1 FROM office) BEGIN {_SERVE}; END""",
    f"""CREATE TRIGGER finished_draft_is_served AFTER UPDATE OF draft ON version
        WHEN OLD.draft = 1 AND NEW.draft = 0 AND EXISTS (SELECT 1 FROM office) BEGIN {_SERVE}; END""",
    """CREATE TRIGGER version_is_served_no_more AFTER DELETE ON version
        WHEN EXISTS (SELECT 1 FROM office) BEGIN DELETE FROM feed WHERE version = OLD.id; END""",
    """CREATE TRIGGER resource_is_served_no_more AFTER DELETE ON resource
        WHEN EXISTS (SELECT 1 FROM office) BEGIN
        INSERT INTO feed (at, op, kind, identity, person)
        SELECT coalesce((SELECT max(at) FROM feed), 0) + 1, 'gone', OLD.kind, OLD.identity, OLD.person;
        DELETE FROM tag WHERE resource = OLD.id; END""",
    """CREATE TABLE tag (
        token TEXT NOT NULL,
        resource INTEGER NOT NULL,
        PRIMARY KEY (token, resource)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX tag_of_resource ON tag (resource)",
    """CREATE TABLE assigned (
        nurse INTEGER NOT NULL,
        person INTEGER NOT NULL,
        own INTEGER NOT NULL CHECK (own IN (0, 1)),
        since INTEGER NOT NULL,
        until INTEGER,
        PRIMARY KEY (nurse, person, own, since)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX assigned_person ON assigned (person)",
    """CREATE TABLE device (
        id TEXT PRIMARY KEY,
        nurse TEXT NOT NULL,
        name TEXT NOT NULL,
        whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
        token BLOB NOT NULL UNIQUE,
        enrolled TEXT NOT NULL,
        seen TEXT,
        reached INTEGER NOT NULL DEFAULT 0,
        revoked TEXT
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE invitation (
        code BLOB PRIMARY KEY,
        nurse TEXT NOT NULL,
        whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
        ends TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE answer (
        device TEXT NOT NULL,
        key TEXT NOT NULL,
        digest BLOB NOT NULL,
        made TEXT NOT NULL,
        status INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (device, key)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE deposit (
        id INTEGER PRIMARY KEY,
        device TEXT NOT NULL,
        digest BLOB NOT NULL,
        received TEXT NOT NULL,
        body BLOB NOT NULL,
        UNIQUE (device, digest)
    ) STRICT""",
    """CREATE TABLE piece (
        device TEXT NOT NULL,
        digest TEXT NOT NULL,
        start INTEGER NOT NULL,
        came TEXT NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (device, digest, start)
    ) STRICT""",
)
