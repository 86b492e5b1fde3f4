"""What can go wrong with a vault through the world's fault, each as its own kind with its own sentence.

They say what happened and what to do, and hold nothing about a patient: no path inside the record, no value.
"""

from datetime import datetime

from carenurse.errors import ExpectedError, UnsavedError
from carenurse.translations import tr, trn


class NoVaultError(ExpectedError):
    """There is no vault in the folder, not even a damaged one."""

    def __init__(self) -> None:
        super().__init__(
            tr("There is no vault in this folder."),
            tr("Choose the folder that holds your vault, or create a new vault."),
        )


class WipedVaultError(NoVaultError):
    """There was a vault, and its office had it emptied; ``when`` it was ordered."""

    def __init__(self, when: datetime) -> None:
        ExpectedError.__init__(
            self,
            tr("The vault in this folder was emptied by order of its office, {day}.", day=f"{when:%d %b %Y}"),
            tr("All that was written in it had reached the office before. Ask there, or create a new vault."),
        )
        self.when = when


class NoBackupHereError(ExpectedError):
    """A backup was to be restored from a folder that is none."""

    def __init__(self) -> None:
        super().__init__(
            tr("There is no backup in this folder."),
            tr("Choose the folder of one backup: its name is its moment, such as 20260227T154200Z."),
        )


class VaultExistsError(ExpectedError):
    """A vault was to be created where one is already."""

    def __init__(self) -> None:
        super().__init__(
            tr("This folder already holds a vault."),
            tr("Open that vault, or choose an empty folder for the new one."),
        )


class WrongPassphraseError(ExpectedError):
    """The header is whole, and this passphrase does not open it."""

    def __init__(self) -> None:
        super().__init__(
            tr("This passphrase does not open the vault."),
            tr("Check Caps Lock and the keyboard language, then try again. The recovery code also opens it."),
        )


class WrongRecoveryCodeError(ExpectedError):
    """The recovery code is well written, and it does not open this vault."""

    def __init__(self) -> None:
        super().__init__(
            tr("This recovery code does not open the vault."),
            tr("Check that the page was printed for this vault. Your passphrase also opens it."),
        )


class MistypedRecoveryCodeError(WrongRecoveryCodeError):
    """The recovery code contradicts its own check characters, so that a slip of the finger is certain."""

    def __init__(self) -> None:
        ExpectedError.__init__(
            self,
            tr("The recovery code has a typing mistake."),
            tr("Compare each group of four with the printed page and type it again."),
        )


class WrongOfficeKeyError(ExpectedError):
    """The office's secret key is well written, and no slot of this vault was made for it."""

    def __init__(self) -> None:
        super().__init__(
            tr("This office key does not open the vault."),
            tr("Check that the vault was given to this office, and that it was not taken back."),
        )


class BadOfficeKeyError(ExpectedError):
    """What was given as an office key, public or secret, is none."""

    def __init__(self) -> None:
        super().__init__(
            tr("This is not an office key."),
            tr("A public key begins with age1, a secret one with AGE-SECRET-KEY-1; copy the whole line."),
        )


class LastWayInError(ExpectedError):
    """A slot that the nurse needs was to be removed, or one that is not there."""

    def __init__(self) -> None:
        super().__init__(
            tr("This way into the vault cannot be removed."),
            tr("The passphrase can only be changed. Look at the list of ways in and choose another."),
        )


class KeyChangeUnderWayError(ExpectedError):
    """The key was to be changed while an earlier change of it was cut short and not yet settled."""

    def __init__(self) -> None:
        super().__init__(
            tr("An earlier change of the vault's key was cut short."),
            tr("Close CareNurse and open the vault again: that ends it. Then change the key."),
        )


class WaitBeforeTryingError(ExpectedError):
    """Too many wrong passphrases in a row; only the window is slowed, the recovery code opens at any time.

    ``seconds`` is how long is left to wait.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(
            trn(
                "Too many wrong passphrases. You can try again in {number} second.",
                "Too many wrong passphrases. You can try again in {number} seconds.",
                seconds,
            ),
            tr("The recovery code opens the vault without waiting."),
        )
        self.seconds = seconds


class DamagedHeaderError(ExpectedError):
    """Both copies of the header are damaged or were altered, so that no passphrase can be tried."""

    def __init__(self) -> None:
        super().__init__(
            tr("The file that holds the lock of this vault is damaged."),
            tr(
                "Your passphrase is not the problem. Restore the vault from a backup, or ask your "
                "office for help."
            ),
        )


class WeakHeaderError(DamagedHeaderError):
    """The header asks for a key derivation below the floor or above the ceiling."""

    def __init__(self) -> None:
        ExpectedError.__init__(
            self,
            tr("The lock of this vault was changed to a strength that is not accepted."),
            tr(
                "Do not type your passphrase again. Restore the vault from a backup, or ask your "
                "office for help."
            ),
        )


class DamagedRecordsError(ExpectedError):
    """The key is right and the records do not open, or a page of them fails its check."""

    def __init__(self) -> None:
        super().__init__(
            tr("The records in this vault are damaged and cannot be read."),
            tr("Your passphrase is right. Copy the folder to a safe place and restore from a backup."),
        )


class MissingRecordsError(DamagedRecordsError):
    """The header is there and the file with the records is not."""

    def __init__(self) -> None:
        ExpectedError.__init__(
            self,
            tr("The file with the records is missing from this vault."),
            tr("If the folder was copied, copy all of its files. Otherwise restore from a backup."),
        )


class UnreadableDiskError(ExpectedError):
    """The disk did not answer; the records may well be whole (an I/O error is not damage)."""

    def __init__(self) -> None:
        super().__init__(
            tr("The disk did not answer."),
            tr("Nothing is lost that was marked saved. Check the drive or cable, then try again."),
        )


class VaultInUseError(ExpectedError):
    """Another window or program has this vault open: a window, a command, the office that serves it."""

    def __init__(self) -> None:
        super().__init__(
            tr("This vault is already open, in another window or because an office serves it."),
            tr(
                "Go on in that window or close it, or stop the office (Ctrl+C where it runs); then try again."
            ),
        )


class ReadOnlyFolderError(ExpectedError):
    """The folder of the vault cannot be written to."""

    def __init__(self) -> None:
        super().__init__(
            tr("CareNurse may not write to the folder of this vault."),
            tr("Choose another folder, or ask for the right to change this one. Nothing was changed."),
        )


class NoSuchPlaceError(ExpectedError):
    """The folder named for the vault cannot be made: no such drive, or a name that the system refuses."""

    def __init__(self) -> None:
        super().__init__(
            tr("A folder cannot be made at this place."),
            tr("Look at how the path is written, or choose another folder. Nothing was made."),
        )


class NotAFolderError(ExpectedError):
    """The place named for the vault is a file, or lies inside one."""

    def __init__(self) -> None:
        super().__init__(
            tr("There is a file where the folder of the vault should be."),
            tr("Choose another folder."),
        )


class FullDiskError(UnsavedError):
    """There is no room left on the disk; over as soon as a save goes through."""

    def __init__(self) -> None:
        super().__init__(
            tr("The disk is full, so this was not saved."),
            tr("Your words are still on the screen. Delete files you do not need, then save again."),
        )


class NewerVaultError(ExpectedError):
    """A newer CareNurse has written this vault; an older one could harm what it does not know."""

    def __init__(self) -> None:
        super().__init__(
            tr("This vault was last used with a newer CareNurse."),
            tr("Install the newest CareNurse on this computer, then open the vault again."),
        )


class TooLittleMemoryError(ExpectedError):
    """The computer has not the memory that the key derivation of this vault needs."""

    def __init__(self) -> None:
        super().__init__(
            tr("There is not enough free memory to open the vault."),
            tr("Close other programs and try again."),
        )


class WeakPassphraseError(ExpectedError):
    """An empty passphrase: the window asks for much more, the vault itself refuses only nothing at all."""

    def __init__(self) -> None:
        super().__init__(
            tr("A vault needs a passphrase."),
            tr("Choose one of at least 15 characters, such as four or five unrelated words."),
        )
