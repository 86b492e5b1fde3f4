"""A file is taken over part by part, and seen whole or not at all.

``coming`` names the numbers of what is on its way in: nobody sees it until that row goes, in the same
transaction as everything else that the file does. Where it was cut short the next opening takes it back, and
only then the triggers let it go. Only numbers that nothing has yet can be named. ``part`` holds the pieces of
a large file; its own row, with no data, makes it whole.
"""

from typing import Final

STATEMENTS: Final = (
    """CREATE TABLE coming (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        first_version INTEGER NOT NULL,
        last_version INTEGER NOT NULL
    ) STRICT""",
    """CREATE TRIGGER only_what_is_new_comes BEFORE INSERT ON coming WHEN
            NEW.first <= (SELECT coalesce(max(id), 0) FROM resource)
            OR NEW.first_version <= (SELECT coalesce(max(id), 0) FROM version)
        BEGIN SELECT RAISE (ABORT, 'what is here is not on its way'); END""",
    """CREATE TRIGGER coming_stays BEFORE UPDATE ON coming
        BEGIN SELECT RAISE (ABORT, 'what is on its way is never changed'); END""",
    """CREATE TABLE part (
        id INTEGER PRIMARY KEY,
        digest TEXT NOT NULL,
        nth INTEGER NOT NULL,
        data BLOB NOT NULL,
        UNIQUE (digest, nth)
    ) STRICT""",
    "DROP TRIGGER version_is_kept",
    """CREATE TRIGGER version_is_kept BEFORE DELETE ON version WHEN OLD.draft = 0 AND NOT EXISTS (
            SELECT 1 FROM resource JOIN label ON label.id = resource.person
            JOIN leaving ON leaving.patient = label.text WHERE resource.id = OLD.resource
        ) AND NOT EXISTS (SELECT 1 FROM coming WHERE OLD.id BETWEEN first_version AND last_version)
        BEGIN SELECT RAISE (ABORT, 'a kept version is never deleted'); END""",
    "DROP TRIGGER resource_is_kept",
    """CREATE TRIGGER resource_is_kept BEFORE DELETE ON resource WHEN NOT EXISTS (
            SELECT 1 FROM label JOIN leaving ON leaving.patient = label.text WHERE label.id = OLD.person
        ) AND NOT EXISTS (SELECT 1 FROM coming WHERE OLD.id BETWEEN first AND last)
        BEGIN SELECT RAISE (ABORT, 'a resource is never deleted'); END""",
)
