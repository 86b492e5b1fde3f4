"""``carenurse vault`` from the outside, and how every command treats a vault that does not open."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.clinical import practitioner
from tests.carenurse.app.command_line.conftest import ROOT, CareNurse, one_sentence
from tests.made_vault import PASSPHRASE, MadeVault

Words = tuple[str | Path, ...]
_WHAT_THE_VERSION_LOADS = """
import runpy, sys
sys.argv = ["carenurse", "--version"]
try:
    runpy.run_module("carenurse", run_name="__main__")
finally:
    print(*sys.modules)
"""


@pytest.mark.slow
def test_a_vault_is_made_checked_and_opens_with_the_code_that_was_told(
    carenurse: CareNurse, passphrase_file: Path, tmp_path: Path
) -> None:
    where = ("--vault", tmp_path / "new")

    made = carenurse("vault", "init", *where, "--nurse", "Grace Okafor", "--passphrase-file", passphrase_file)
    code = re.findall(r"^  (\S+)$", made.stdout, re.MULTILINE)[0]
    checked = carenurse(
        "vault", "check", *where, "--recovery-code", "--passphrase-file", "-", typed=code.lower()
    )

    assert made.returncode == 0, made.stderr
    assert checked.returncode == 0, checked.stderr
    assert "whole" in checked.stdout
    assert PASSPHRASE not in made.stdout + made.stderr + checked.stdout + checked.stderr
    vault = wiring.unlock_with_recovery(tmp_path / "new", code, reserve=0)
    nurse = practitioner.decode(vault.records.get("Practitioner", vault.records.me) or {})
    assert (nurse.name.display, nurse.credential) == ("Grace Okafor", ""), "no licence that nobody typed"
    vault.close()


def test_a_copy_that_is_older_than_what_the_office_noted_is_told_apart(
    carenurse: CareNurse, opening: Words, made_vault: MadeVault, tmp_path: Path
) -> None:
    carenurse("vault", "backup", *opening, "--out", tmp_path / "older")
    told = carenurse("vault", "check", *opening).stdout
    mark = re.findall(r"(\d+-[0-9a-f]{64})$", told, re.MULTILINE)[0]
    assert "each follows from the one before it" in told
    assert "Somebody who holds the key" in told

    same = carenurse("vault", "check", *opening, "--seen", mark)
    copy = [*opening]
    copy[copy.index(made_vault.folder)] = tmp_path / "older"
    older = carenurse("vault", "check", *copy, "--seen", f"999999-{mark.partition('-')[2]}")
    nonsense = carenurse("vault", "check", *opening, "--seen", "yesterday")

    assert same.returncode == 0, same.stderr
    assert older.returncode == 1
    assert "older than what the office has seen" in one_sentence(older)
    assert "not how far" in one_sentence(nonsense)


def test_a_backup_is_restored_and_opens(
    carenurse: CareNurse, by_passphrase: Words, made_vault: MadeVault, tmp_path: Path
) -> None:
    backed = carenurse("vault", "backup", *by_passphrase, "--out", tmp_path / "backup")
    restored = carenurse("vault", "restore", tmp_path / "backup", "--vault", tmp_path / "restored")

    assert (backed.returncode, restored.returncode) == (0, 0), backed.stderr + restored.stderr
    wiring.unlock_with_recovery(tmp_path / "restored", made_vault.recovery_code, reserve=0).close()
    assert "already" in one_sentence(carenurse("vault", "restore", tmp_path / "backup", *by_passphrase[:2]))


def test_a_backup_inside_the_vault_is_refused(
    carenurse: CareNurse, opening: Words, made_vault: MadeVault
) -> None:
    inside = made_vault.folder / "deep" / "inside"

    assert "belongs to the vault itself" in one_sentence(
        carenurse("vault", "backup", *opening, "--out", inside)
    )
    assert not inside.exists()


@pytest.mark.slow
def test_the_passphrase_changes_and_both_can_come_from_standard_input(
    carenurse: CareNurse, made_vault: MadeVault
) -> None:
    new = "eleven muddy boots by the door"
    words = (
        "vault",
        "passphrase",
        "--vault",
        made_vault.folder,
        "--passphrase-file",
        "-",
        "--new-passphrase-file",
        "-",
    )

    weak = carenurse(*words, typed=f"{PASSPHRASE}\npassword\n")
    changed = carenurse(*words, typed=f"{PASSPHRASE}\n{new}\n")

    assert "too weak" in one_sentence(weak)
    assert changed.returncode == 0, changed.stderr
    wiring.unlock(made_vault.folder, new, reserve=0).close()


def test_a_new_recovery_code_makes_the_old_one_worthless(carenurse: CareNurse, made_vault: MadeVault) -> None:
    words = ("vault", "slots", "--vault", made_vault.folder)

    listed = carenurse(*words)
    renewed = carenurse(
        *words,
        "--new-recovery-code",
        "--recovery-code",
        "--passphrase-file",
        "-",
        typed=made_vault.recovery_code,
    )

    assert "Argon2id, 64 MiB, 3 passes" in listed.stdout
    code = re.findall(r"^  (\S+)$", renewed.stdout, re.MULTILINE)[0]
    with pytest.raises(wiring.WrongRecoveryCodeError):
        wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    wiring.unlock_with_recovery(made_vault.folder, code, reserve=0).close()


def test_a_wrong_passphrase_is_told_from_a_damaged_header(
    carenurse: CareNurse, made_vault: MadeVault
) -> None:
    words = ("vault", "check", "--vault", made_vault.folder, "--passphrase-file", "-")

    wrong = one_sentence(carenurse(*words, typed="eight quiet herons\n"))
    for header in made_vault.folder.glob("vault.hdr.*"):
        header.write_bytes(b"rubbish")
    damaged = one_sentence(carenurse(*words, typed=f"{PASSPHRASE}\n"))

    assert "does not open the vault" in wrong
    assert "is damaged" in damaged
    assert "Your passphrase is not the problem" in damaged


def test_a_vault_in_use_missing_or_without_a_secret_gets_a_sentence(
    carenurse: CareNurse, open_vault: wiring.OpenVault, opening: Words, tmp_path: Path
) -> None:
    assert "already open" in one_sentence(carenurse("vault", "check", *opening))
    assert "no vault" in one_sentence(
        carenurse("vault", "check", "--vault", tmp_path, "--passphrase-file", "-")
    )
    assert "cannot be read" in one_sentence(carenurse("vault", "check", *opening[:3], tmp_path / "nowhere"))
    assert "empty" in one_sentence(carenurse("vault", "check", *opening[:3], "-"))
    assert open_vault.faults() == ()


@pytest.mark.parametrize(
    "words",
    [
        ("vault",),
        ("vault", "check"),
        ("fly",),
        ("import", "--vault", "x"),
        ("export", "--vault", "x", "--out", "y"),
        ("export", "--vault", "x", "--out", "y", "--all", "--patient", "z"),
        ("import", "f", "--vault", "x", "--join", "nonsense"),
        ("vault", "check", "--vault", "x", "--passphrase", "secret"),
        ("summary", "--vault", "x", "--visit", "y", "--out", "z", "--language", "tlh"),
        ("tour",),
    ],
)
def test_wrong_usage_is_shown_and_exits_with_two(carenurse: CareNurse, words: Words) -> None:
    run = carenurse(*words)

    assert run.returncode == 2
    assert run.stderr.startswith("usage: carenurse")


def test_the_version_is_told_without_the_window_and_without_heavy_libraries() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _WHAT_THE_VERSION_LOADS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    loaded = run.stdout.split()

    assert run.stdout.startswith("carenurse 0.")
    heavy = {"PySide6", "ui", "reportlab", "cryptography", "sqlcipher3", "msgspec", "importlib.metadata"}
    assert heavy.isdisjoint(loaded)


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is opened in another way there")
def test_the_passphrase_is_asked_for_without_showing_it(made_vault: MadeVault) -> None:
    import pty  # noqa: PLC0415 - there is none on Windows

    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "carenurse", "vault", "check", "--vault", str(made_vault.folder)]
    with subprocess.Popen(
        words, cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True
    ) as run:
        os.close(theirs)
        shown = os.read(ours, 100)
        os.write(ours, f"{PASSPHRASE}\n".encode())
        out = run.communicate(timeout=60)[0]
        os.close(ours)

    assert shown == b"Passphrase: "
    assert b"whole" in out
    assert run.returncode == 0
