"""The index in numbers: what was text of forty signs in every row and every index is said once.

``label`` holds each kind, person, author and key name once; ``term`` each kind of resource, key and value. A
resource lists the terms under which it is found (``terms``), so that no second index has to tell them.
``at`` is ``happened`` in half milliseconds since 1970 (``carenurse.store.numbers``); the title, which only
the search needed, stands with the search words. At 500 people over five years the record took 4.2 GB before.

``current`` and the keys point without a foreign key, which would walk the whole table for each row that a
purge deletes; ``carenurse.store.checking`` looks at them instead.

Every kept version goes over byte for byte; the triggers that protect them are made again as they were.
"""

from typing import Final

NEVER: Final = -(2**46)
"""``at`` in a key of a resource without a date: before everything that has one."""

_AT: Final = (
    "CASE WHEN happened IS NULL OR happened = '' THEN NULL "
    "WHEN length(happened) = 16 THEN unixepoch(happened) * 2000 "
    "ELSE (unixepoch(substr(happened, 1, 19)) * 1000 + CASE WHEN substr(happened, 20, 1) = '.' "
    "THEN CAST(substr(happened, 21, 3) AS INTEGER) ELSE 0 END) * 2 + 1 END"
)
_DIGIT: Final = "[0-9a-f]"
_UUID: Final = "-".join(_DIGIT * length for length in (8, 4, 4, 4, 12))
_IDENTITY: Final = (
    f"CASE WHEN identity GLOB '{_UUID}' THEN unhex(replace(identity, '-', '')) ELSE identity END"
)


def _label(column: str) -> str:
    return f"(SELECT id FROM label WHERE text = {column})"


STATEMENTS: Final = (
    "DROP TRIGGER version_stays",
    "DROP TRIGGER version_is_kept",
    "DROP TRIGGER resource_is_kept",
    "DROP TRIGGER resource_stays_signed",
    "DROP TRIGGER leaving_is_acknowledged",
    "DROP INDEX key_of_resource",
    "CREATE TABLE label (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT",
    (
        "INSERT INTO label (text) SELECT kind FROM resource UNION SELECT patient FROM resource "
        "WHERE patient IS NOT NULL UNION SELECT author FROM version UNION SELECT name FROM key"
    ),
    """CREATE TABLE term (
        kind INTEGER NOT NULL,
        name INTEGER NOT NULL,
        value TEXT NOT NULL,
        id INTEGER NOT NULL UNIQUE,
        PRIMARY KEY (kind, name, value)
    ) STRICT, WITHOUT ROWID""",
    (
        f"INSERT INTO term SELECT {_label('kind')}, {_label('name')}, value, row_number() OVER () "
        "FROM (SELECT DISTINCT kind, name, value FROM key)"
    ),
    """CREATE TABLE numbered_resource (
        id INTEGER PRIMARY KEY,
        kind INTEGER NOT NULL,
        identity ANY NOT NULL,
        person INTEGER,
        at INTEGER,
        terms TEXT NOT NULL,
        current INTEGER NOT NULL,
        UNIQUE (kind, identity)
    ) STRICT""",
    """CREATE TABLE numbered_version (
        id INTEGER PRIMARY KEY,
        resource INTEGER NOT NULL REFERENCES numbered_resource (id),
        number INTEGER NOT NULL,
        saved TEXT NOT NULL,
        author INTEGER NOT NULL,
        draft INTEGER NOT NULL CHECK (draft IN (0, 1)),
        signed INTEGER NOT NULL CHECK (signed IN (0, 1) AND signed + draft < 2),
        json BLOB NOT NULL,
        UNIQUE (resource, number)
    ) STRICT""",
    (
        f"INSERT INTO numbered_resource SELECT id, {_label('kind')}, {_IDENTITY}, {_label('patient')}, "
        f"{_AT}, '', current FROM resource"
    ),
    (
        "INSERT INTO numbered_version SELECT id, resource, number, saved, "
        f"{_label('author')}, draft, signed, json FROM version"
    ),
    """CREATE TABLE numbered_key (
        term INTEGER NOT NULL,
        person INTEGER NOT NULL,
        at INTEGER NOT NULL,
        resource INTEGER NOT NULL,
        PRIMARY KEY (term, person, at, resource)
    ) STRICT, WITHOUT ROWID""",
    (
        "INSERT INTO numbered_key SELECT term.id, coalesce(one.person, 0), "
        f"coalesce(one.at, {NEVER}), one.id FROM key JOIN numbered_resource AS one ON one.id = key.resource "
        f"JOIN term ON term.kind = one.kind AND term.name = {_label('key.name')} AND term.value = key.value"
    ),
    "CREATE TABLE listed (resource INTEGER PRIMARY KEY, terms TEXT NOT NULL) STRICT",
    "INSERT INTO listed SELECT resource, group_concat(term, ' ') FROM numbered_key GROUP BY resource",
    "UPDATE numbered_resource SET terms = listed.terms FROM listed WHERE listed.resource = id",
    "DROP TABLE listed",
    """CREATE TABLE numbered_word (
        resource INTEGER PRIMARY KEY REFERENCES numbered_resource (id),
        patient TEXT NOT NULL,
        own INTEGER NOT NULL CHECK (own IN (0, 1)),
        words TEXT NOT NULL,
        title TEXT NOT NULL
    ) STRICT""",
    (
        "INSERT INTO numbered_word SELECT resource, word.patient, own, words, CASE own WHEN 1 THEN title "
        "ELSE '' END FROM word JOIN resource ON resource.id = word.resource"
    ),
    """CREATE TABLE numbered_outbox (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        version INTEGER NOT NULL UNIQUE REFERENCES numbered_version (id),
        recorded TEXT NOT NULL,
        batch TEXT REFERENCES batch (id)
    ) STRICT""",
    "INSERT INTO numbered_outbox SELECT * FROM outbox",
    "DELETE FROM sqlite_sequence WHERE name = 'numbered_outbox'",
    "INSERT INTO sqlite_sequence SELECT 'numbered_outbox', seq FROM sqlite_sequence WHERE name = 'outbox'",
    """CREATE TABLE numbered_base (
        resource INTEGER PRIMARY KEY REFERENCES numbered_resource (id),
        version_tag TEXT NOT NULL,
        received TEXT NOT NULL,
        json BLOB NOT NULL
    ) STRICT""",
    "INSERT INTO numbered_base SELECT * FROM base",
    """CREATE TABLE numbered_conflict (
        id INTEGER PRIMARY KEY,
        resource INTEGER NOT NULL REFERENCES numbered_resource (id),
        found TEXT NOT NULL,
        theirs BLOB NOT NULL,
        settled TEXT
    ) STRICT""",
    "INSERT INTO numbered_conflict SELECT * FROM conflict",
    *(f"DROP TABLE {name}" for name in ("key", "word", "outbox", "base", "conflict")),
    "UPDATE resource SET current = NULL",
    "CREATE INDEX pointing_nowhere ON resource (current)",
    "DROP TABLE version",
    "DROP TABLE resource",
    *(
        f"ALTER TABLE numbered_{name} RENAME TO {name}"
        for name in ("resource", "version", "key", "word", "outbox", "base", "conflict")
    ),
    "CREATE INDEX resource_of_person ON resource (person, kind, at)",
    "CREATE INDEX resource_by_time ON resource (kind, at)",
    "CREATE INDEX resource_timeline ON resource (person, at)",
    "CREATE INDEX word_of_patient ON word (patient, own)",
    "CREATE INDEX conflict_of_resource ON conflict (resource)",
    """CREATE TRIGGER version_stays BEFORE UPDATE ON version WHEN OLD.draft = 0
        BEGIN SELECT RAISE (ABORT, 'a kept version is never changed'); END""",
    """CREATE TRIGGER version_is_kept BEFORE DELETE ON version WHEN OLD.draft = 0 AND NOT EXISTS (
            SELECT 1 FROM resource JOIN label ON label.id = resource.person
            JOIN leaving ON leaving.patient = label.text WHERE resource.id = OLD.resource
        )
        BEGIN SELECT RAISE (ABORT, 'a kept version is never deleted'); END""",
    """CREATE TRIGGER resource_is_kept BEFORE DELETE ON resource WHEN NOT EXISTS (
            SELECT 1 FROM label JOIN leaving ON leaving.patient = label.text WHERE label.id = OLD.person
        )
        BEGIN SELECT RAISE (ABORT, 'a resource is never deleted'); END""",
    """CREATE TRIGGER resource_stays_signed BEFORE UPDATE OF kind, identity, current ON resource
        WHEN (SELECT signed FROM version WHERE id = OLD.current) = 1
        BEGIN SELECT RAISE (ABORT, 'a signed resource stays as it was signed'); END""",
    """CREATE TRIGGER label_stays BEFORE UPDATE ON label
        BEGIN SELECT RAISE (ABORT, 'a label is never changed'); END""",
    """CREATE TRIGGER label_is_kept BEFORE DELETE ON label
        BEGIN SELECT RAISE (ABORT, 'a label is never deleted'); END""",
    """CREATE TRIGGER leaving_is_acknowledged BEFORE INSERT ON leaving WHEN EXISTS (
            SELECT 1 FROM label JOIN resource ON resource.person = label.id
            JOIN version ON version.resource = resource.id JOIN outbox ON outbox.version = version.id
            WHERE label.text = NEW.patient
        ) OR EXISTS (
            SELECT 1 FROM label JOIN resource ON resource.person = label.id
            JOIN version ON version.id = resource.current
            WHERE label.text = NEW.patient AND version.draft = 1
        ) OR EXISTS (
            SELECT 1 FROM label JOIN resource ON resource.person = label.id
            JOIN conflict ON conflict.resource = resource.id
            WHERE label.text = NEW.patient AND conflict.settled IS NULL
        )
        BEGIN SELECT RAISE (ABORT, 'a patient stays until everything of theirs is acknowledged'); END""",
)
