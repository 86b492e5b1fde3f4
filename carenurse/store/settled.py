"""How a connection is settled before anything is asked of it, read back at each opening."""

import re
from typing import Final

from carenurse.errors import BugError
from carenurse.store.driver import Connection
from carenurse.store.library import is_too_old

_KEY: Final = re.compile(r"[0-9a-f]{64}")
_SALT: Final = re.compile(r"[0-9a-f]{32}")

Settings = tuple[tuple[str, str, object], ...]
SETTINGS: Final[Settings] = (
    ("cipher_memory_security", "OFF", "0"),
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("secure_delete", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("cache_size", "-65536", -65536),
)
"""Name, what is set, what must be read back.

locking_mode stands before the first access to the file: it keeps the WAL index out of shared memory (a full
disk cannot then forbid reading) and is a second lock against a second program. recursive_triggers makes
INSERT OR REPLACE ask the triggers that protect signed versions.
"""


_OF_COPIES: Final[dict[str, tuple[str, object]]] = {
    "journal_mode": ("OFF", "off"),
    "synchronous": ("OFF", 0),
    "cache_size": ("-2048", -2048),
}
COPY_SETTINGS: Final[Settings] = tuple(
    (name, *_OF_COPIES.get(name, (value, expected))) for name, value, expected in SETTINGS
)
"""For a file that is being made as a copy: one that is cut short is thrown away, so that it needs no journal,
and each page is written once instead of three times. It is flushed by whoever made it, once it is closed: the
end of the copying, which no save can interrupt, then waits neither for a full cache nor for the disk."""


def key_pragma(key: bytes, salt: bytes) -> str:
    """Write the raw key in SQLCipher's form.

    Raises BugError for any other length: SQLCipher takes a malformed raw key for a passphrase without a word.
    """
    digits, salt_digits = key.hex(), salt.hex()
    if not (_KEY.fullmatch(digits) and _SALT.fullmatch(salt_digits)):
        message = "a raw key is 64 hexadecimal digits and its salt 32"
        raise BugError(message)
    return f"PRAGMA key = \"x'{digits}{salt_digits}'\""


def settle(connection: Connection, settings: Settings = SETTINGS) -> None:
    """Set and read back every setting. Raises BugError when one does not hold."""
    for name, value, expected in settings:
        connection.execute(f"PRAGMA {name} = {value}")
        _assert_setting(connection, name, expected)
    _assert_version(connection)
    _assert_setting(connection, "cipher_status", "1")
    _assert_setting(connection, "cipher_use_hmac", "1")
    _assert_setting(connection, "cipher_log_level", "NONE")


def _assert_version(connection: Connection) -> None:
    """Refuse (BugError) a SQLCipher from before March 2025: its temporary files may be plain."""
    if is_too_old(str(connection.execute("PRAGMA cipher_version").fetchall()[0][0])):
        message = "this SQLCipher is too old"
        raise BugError(message)


def _assert_setting(connection: Connection, name: str, expected: object) -> None:
    found = connection.execute(f"PRAGMA {name}").fetchall()
    if found != [(expected,)]:
        message = f"the database setting {name} does not hold"
        raise BugError(message)
