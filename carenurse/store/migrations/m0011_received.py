"""Which states came from others, a row each instead of one text a file: asked one by one, gone with the file.

A state is the beginning of its digest, and so is a file. A state that several files brought stands once,
under the last of them.
"""

from typing import Final

STATEMENTS: Final = (
    "CREATE TABLE received (state BLOB PRIMARY KEY, file BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX received_with ON received (file)",
    (
        "INSERT OR REPLACE INTO received SELECT unhex(one.value), unhex(substr(setting.name, 10, 16)) "
        """FROM setting, json_each('["' || replace(setting.value, ' ', '","') || '"]') AS one """
        "WHERE setting.name GLOB 'received:*' AND length(one.value) = 16"
    ),
    "DELETE FROM setting WHERE name GLOB 'received:*'",
)
