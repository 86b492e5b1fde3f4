"""Some offices give ids of their own: under which id a resource stands there. It can be asked for again."""

from typing import Final

STATEMENTS: Final = (
    """CREATE TABLE given (
        kind TEXT NOT NULL,
        identity ANY NOT NULL,
        given TEXT NOT NULL,
        PRIMARY KEY (kind, identity)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TRIGGER given_goes AFTER DELETE ON resource BEGIN
        DELETE FROM given
        WHERE kind = (SELECT text FROM label WHERE id = OLD.kind) AND identity = OLD.identity;
    END""",
)
