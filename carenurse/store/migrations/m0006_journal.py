"""What a synchronization needs to go on wherever it died: snapshots as sent, all sides of a conflict.

``entry`` holds what went out byte for byte. ``conflict`` names all three states. ``noted`` keeps what the
office has of a resource whose own answer is still awaited. ``gone`` marks what the office deleted.
"""

from typing import Final

STATEMENTS: Final = (
    "DROP TRIGGER leaving_is_acknowledged",
    "ALTER TABLE outbox ADD COLUMN held TEXT",
    "ALTER TABLE outbox ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX outbox_of_batch ON outbox (batch) WHERE batch IS NOT NULL",
    "ALTER TABLE batch ADD COLUMN atomic INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE batch ADD COLUMN sent TEXT",
    """CREATE TABLE entry (
        batch TEXT NOT NULL REFERENCES batch (id),
        sequence INTEGER NOT NULL,
        base_tag TEXT NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (batch, sequence)
    ) STRICT""",
    """CREATE TABLE three_sided (
        id INTEGER PRIMARY KEY,
        resource INTEGER NOT NULL REFERENCES resource (id),
        found TEXT NOT NULL,
        base BLOB,
        mine INTEGER NOT NULL REFERENCES version (id),
        theirs BLOB,
        tag TEXT NOT NULL,
        settled TEXT,
        chosen INTEGER REFERENCES version (id)
    ) STRICT""",
    (
        "INSERT INTO three_sided SELECT conflict.id, resource, found, NULL, current, theirs, '', settled, "
        "NULL FROM conflict JOIN resource ON resource.id = conflict.resource"
    ),
    "DROP TABLE conflict",
    "ALTER TABLE three_sided RENAME TO conflict",
    "CREATE INDEX conflict_of_resource ON conflict (resource)",
    """CREATE TRIGGER conflict_keeps_its_sides BEFORE UPDATE OF resource, found, base, mine, theirs, tag
        ON conflict
        BEGIN SELECT RAISE (ABORT, 'the sides of a conflict are never changed'); END""",
    """CREATE TABLE noted (
        resource INTEGER PRIMARY KEY REFERENCES resource (id),
        tag TEXT NOT NULL,
        json BLOB
    ) STRICT""",
    """CREATE TABLE gone (
        resource INTEGER PRIMARY KEY REFERENCES resource (id),
        noticed TEXT NOT NULL
    ) STRICT""",
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
