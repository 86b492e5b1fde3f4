"""A patient who left the caseload may leave the laptop: whole, and only when the office has everything.

The record's own rules decide that, not the program: a patient can be put into ``leaving`` only when nothing
of theirs waits to be sent, is a draft, or is in conflict, and only then do the triggers let their rows go.
"""

from typing import Final

STATEMENTS: Final = (
    "CREATE TABLE leaving (patient TEXT PRIMARY KEY, began TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TRIGGER leaving_is_acknowledged BEFORE INSERT ON leaving WHEN EXISTS (
            SELECT 1 FROM outbox JOIN version ON version.id = outbox.version
            JOIN resource ON resource.id = version.resource WHERE resource.patient = NEW.patient
        ) OR EXISTS (
            SELECT 1 FROM resource JOIN version ON version.id = resource.current
            WHERE resource.patient = NEW.patient AND version.draft = 1
        ) OR EXISTS (
            SELECT 1 FROM conflict JOIN resource ON resource.id = conflict.resource
            WHERE resource.patient = NEW.patient AND conflict.settled IS NULL
        )
        BEGIN SELECT RAISE (ABORT, 'a patient stays until everything of theirs is acknowledged'); END""",
    "DROP TRIGGER version_is_kept",
    """CREATE TRIGGER version_is_kept BEFORE DELETE ON version WHEN OLD.draft = 0 AND NOT EXISTS (
            SELECT 1 FROM leaving JOIN resource ON resource.patient = leaving.patient
            WHERE resource.id = OLD.resource
        )
        BEGIN SELECT RAISE (ABORT, 'a kept version is never deleted'); END""",
    "DROP TRIGGER resource_is_kept",
    """CREATE TRIGGER resource_is_kept BEFORE DELETE ON resource WHEN NOT EXISTS (
            SELECT 1 FROM leaving WHERE patient = OLD.patient
        )
        BEGIN SELECT RAISE (ABORT, 'a resource is never deleted'); END""",
)
