"""What the disk does to the database is told in a sentence with a way on; a fault of ours is not hidden."""

import pytest

from carenurse.errors import ExpectedError
from carenurse.store.driver import DatabaseError, connect
from carenurse.store.refusals import refusal_for, told, told_by_the_database
from carenurse.vault.failures import (
    DamagedRecordsError,
    FullDiskError,
    ReadOnlyFolderError,
    UnreadableDiskError,
    VaultInUseError,
)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_FULL", FullDiskError),
        ("SQLITE_IOERR", UnreadableDiskError),
        ("SQLITE_IOERR_READ", UnreadableDiskError),
        ("SQLITE_IOERR_FSYNC", UnreadableDiskError),
        ("SQLITE_IOERR_SHMOPEN", UnreadableDiskError),
        ("SQLITE_CANTOPEN", UnreadableDiskError),
        ("SQLITE_CORRUPT", DamagedRecordsError),
        ("SQLITE_CORRUPT_INDEX", DamagedRecordsError),
        ("SQLITE_NOTADB", DamagedRecordsError),
        ("SQLITE_BUSY", VaultInUseError),
        ("SQLITE_LOCKED", VaultInUseError),
        ("SQLITE_READONLY_DBMOVED", ReadOnlyFolderError),
        ("SQLITE_PERM", ReadOnlyFolderError),
    ],
)
def test_each_kind_of_failure_has_its_sentence_and_a_way_on(name: str, kind: type[ExpectedError]) -> None:
    refusal = refusal_for(name)

    assert refusal is not None
    assert type(refusal) is kind
    assert refusal.sentence
    assert refusal.remedy


@pytest.mark.parametrize(
    "name", ["", "SQLITE_ERROR", "SQLITE_CONSTRAINT_TRIGGER", "SQLITE_MISUSE", "SQLITE_AUTH"]
)
def test_a_fault_of_ours_has_no_sentence(name: str) -> None:
    assert refusal_for(name) is None


def test_the_words_of_an_online_copy_are_understood_without_a_name() -> None:
    assert isinstance(told(DatabaseError("database or disk is full")), FullDiskError)
    assert isinstance(told(DatabaseError("disk I/O error")), UnreadableDiskError)
    assert isinstance(told(DatabaseError("database disk image is malformed")), DamagedRecordsError)


def test_an_error_of_ours_passes_as_it_is() -> None:
    connection = connect("file::memory:")

    with pytest.raises(DatabaseError, match="no such table"), told_by_the_database():
        connection.execute("SELECT * FROM nothing_of_that_name")
    connection.close()
