"""Where a command's secrets come from: a prompt or a file, never an argument that others can read."""

import sys
import warnings
from argparse import Namespace
from collections.abc import Generator
from contextlib import contextmanager
from getpass import GetPassWarning, getpass
from pathlib import Path
from typing import Protocol

from carenurse.app import wiring
from carenurse.app.command_line.telling import complain, working
from carenurse.app.passphrases import judge
from carenurse.app.wiring import OpenVault, Progress, VaultInUseError
from carenurse.errors import ExpectedError
from carenurse.translations import tr

STANDARD_INPUT = "-"
_MOST_OF_A_KEY = 10_000


@contextmanager
def opened(arguments: Namespace) -> Generator[OpenVault]:
    """Open the vault that the command names and close it at the end.

    What the nurse should read once (the clock is behind, saves are missing) goes to standard error. Raises
    the ExpectedErrors of ``wiring.unlock``, also before a passphrase is asked for.
    """
    with opened_with_secret(arguments) as (vault, _secret):
        yield vault


@contextmanager
def opened_with_secret(arguments: Namespace) -> Generator[tuple[OpenVault, str]]:
    """Open the vault as ``opened`` does, and give what opened it, for what asks for it again."""
    wiring.known_vault(arguments.vault)
    way, secret = _way_and_secret(arguments)
    try:
        with working(tr("Unlocking")) as progress:
            vault = way(arguments.vault, secret, progress=progress)
    except VaultInUseError:
        _refuse_while_served(arguments.vault)
        raise
    try:
        for warning in vault.warnings:
            complain(warning)
        yield vault, secret
    finally:
        vault.close()


class _Way(Protocol):
    """One of the ways in: ``wiring.unlock`` and the others like it."""

    def __call__(self, folder: Path, secret: str, /, *, progress: Progress) -> OpenVault: ...


def _way_and_secret(arguments: Namespace) -> tuple[_Way, str]:
    office_key: Path | None = getattr(arguments, "office_key", None)
    if office_key is not None:
        return wiring.unlock_with_escrow, key_in(office_key)
    by_code = bool(getattr(arguments, "recovery_code", False))
    way = wiring.unlock_with_recovery if by_code else wiring.unlock
    prompt = tr("Recovery code: ") if by_code else tr("Passphrase: ")
    secret = read_secret(arguments.passphrase_file, prompt)
    if not secret:
        raise ExpectedError(
            tr("The passphrase is empty."), tr("Check the file it comes from, or type it again.")
        )
    return way, secret


def key_in(file: Path) -> str:
    """Read the secret key out of a key file: its line that is no remark. Raises ExpectedError."""
    try:
        with file.open(encoding="utf-8") as lines:
            text = lines.read(_MOST_OF_A_KEY)
    except (OSError, UnicodeDecodeError):
        raise ExpectedError(
            tr("The key file cannot be read."), tr("Check its name, and that you may read it.")
        ) from None
    return next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")


def _refuse_while_served(folder: Path) -> None:
    """Raise ExpectedError where it is an office that has the vault open: it answers at its desk."""
    from carenurse.office.desk import ask_the_desk  # noqa: PLC0415 - hardly ever needed

    if ask_the_desk(folder, {"do": "here"}) is not None:
        raise ExpectedError(
            tr("The office serves this vault."), tr("Stop it first (Ctrl+C where it runs), then try again.")
        )


def read_secret(source: str | None, prompt: str) -> str:
    """Read one line: from a file, from standard input (``-``), or from a prompt that shows nothing.

    Several secrets in standard input are read line by line. Raises ExpectedError.
    """
    if source is None:
        return _asked(prompt)
    if source == STANDARD_INPUT:
        return _first_line(sys.stdin.buffer.readline())
    try:
        with Path(source).open("rb") as file:
            return _first_line(file.readline())
    except OSError:
        raise ExpectedError(
            tr("The passphrase file cannot be read."), tr("Check its name, and that you may read it.")
        ) from None


def new_passphrase(source: str | None, *own_words: str) -> str:
    """Read a passphrase that is to lock a vault, twice at a prompt; judged as the window judges it.

    Raises ExpectedError for one that is too weak or was typed differently the second time.
    """
    passphrase = read_secret(source, tr("New passphrase: "))
    judged = judge(passphrase, *own_words)
    if not judged.accepted:
        raise ExpectedError(
            tr("This passphrase is too weak: {reason}.", reason=judged.sentence.rstrip(".")),
            tr("Five unrelated words make a good one."),
        )
    if source is None and _asked(tr("The same again: ")) != passphrase:
        raise ExpectedError(tr("The two passphrases differ."), tr("Run the command again."))
    return passphrase


def _asked(prompt: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)
            return getpass(prompt)
    except (GetPassWarning, EOFError):
        raise ExpectedError(
            tr("There is nobody to ask for the passphrase here."),
            tr("Give it with --passphrase-file FILE, or - for standard input."),
        ) from None


def _first_line(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise ExpectedError(
            tr("The passphrase file is not written in UTF-8."), tr("Save it again as UTF-8 text.")
        ) from None
