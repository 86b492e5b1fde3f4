"""What was said to be saved is there: after kills, on a full disk, and nowhere in the clear."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from carenurse.app import wiring
from carenurse.app.wiring import FullDiskError, OpenVault, ReadOnlyFolderError
from carenurse.clinical.fhir import Resource
from tests.carenurse.store import saving_child
from tests.carenurse.store.resources import note, patient, problem
from tests.disks import fill, small_disk_at, unwritable
from tests.kept import keep
from tests.made_vault import MadeVault

KILLS = 30
KILL = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL
ROOT = Path(__file__).parents[3]
CANARY = "Canaryquetzal"
MIB = 1_048_576


def opened(made: MadeVault, reserve: int = 0) -> OpenVault:
    return wiring.unlock_with_recovery(made.folder, made.recovery_code, reserve=reserve)


class Saver:
    """A program that saves in a vault and is killed again and again."""

    def __init__(self, made: MadeVault) -> None:
        self._words = [sys.executable, saving_child.__file__ or "", str(made.folder), made.recovery_code]
        self._process = self._started()
        self._saving = 0
        """The number of the process that saves, until it is killed."""

    def _started(self) -> subprocess.Popen[str]:
        there = os.environ | {"PYTHONPATH": str(ROOT)}
        pipe = subprocess.PIPE
        return subprocess.Popen(self._words, stdin=pipe, stdout=pipe, env=there, text=True)

    def saves_until_killed(self, wanted: int) -> int:
        """Let it save, kill it after so many lines, and return the last save that it told of."""
        if sys.platform == "win32" and self._process.poll() is not None:
            self._process = self._started()
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        asked.write("\n")
        asked.flush()
        self._saving, last = int(told.readline()), 0
        for _ in range(wanted):
            last = int(told.readline())
        self._kill()
        while line := told.readline().strip():
            last = int(line)
        if sys.platform == "win32":  # there it was the whole program
            self._process.wait()
        return last

    def _kill(self) -> None:
        number, self._saving = self._saving, 0
        os.kill(number, KILL)

    def end(self) -> None:
        """Let it end, with nothing more to save, also where a test failed while it saved."""
        if self._saving:
            with suppress(OSError):  # it may have ended by itself
                self._kill()
        self._process.communicate()


@pytest.fixture
def saver(made_vault: MadeVault) -> Iterator[Saver]:
    saver = Saver(made_vault)
    yield saver
    saver.end()


@pytest.mark.slow
def test_no_kill_loses_a_save_that_was_told(made_vault: MadeVault, saver: Saver) -> None:
    chance = Random(20260227)  # noqa: S311 - which moments, not which secrets
    for _ in range(KILLS):
        told = saver.saves_until_killed(chance.randint(1, 60))
        vault = opened(made_vault)
        found = int(vault.records.setting("saves") or 0)

        assert found >= told
        assert vault.warnings == ()
        assert vault.records.get("QuestionnaireResponse", "form") == saving_child.answers(found)
        assert len(vault.records.all_of("Patient")) == found // 10
        assert sum(one.kind == "Patient" for one in vault.records.unsent()) == found // 10
        assert len(vault.records.versions("QuestionnaireResponse", "form")) == 1
        assert vault.faults() == ()
        vault.close()


def test_no_plaintext_is_in_any_file(made_vault: MadeVault) -> None:
    vault = opened(made_vault)
    keep(
        vault.records,
        patient("p1", CANARY, telecom=[{"system": "phone", "value": CANARY}]),
        problem("d1", "p1", CANARY),
        note(CANARY),
    )
    with vault.records.work() as work:
        work.keep_file(CANARY.encode() * 1000, media_type="text/plain", name=CANARY)
        work.record("print", "Patient/p1", CANARY)
        work.put(note(CANARY * 2), sign=True)
    assert vault.records.find_patients(CANARY) == ["p1"]
    while_open = snapshot(made_vault.folder)
    vault.checkpoint()
    after_checkpoint = snapshot(made_vault.folder)
    vault.close()

    for files in (while_open, after_checkpoint, snapshot(made_vault.folder)):
        assert files
        for name, data in files.items():
            for spelling in spellings():
                assert spelling not in data, name


def test_the_scan_would_find_a_leak(tmp_path: Path) -> None:
    (tmp_path / "leak").write_text(f"x{CANARY}y", encoding="utf-16-le")

    assert any(spelling in data for data in snapshot(tmp_path).values() for spelling in spellings())


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def spellings() -> list[bytes]:
    words = (CANARY, CANARY.lower(), CANARY.upper())
    return [word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk_at(tmp_path / "disk", 24) as place:
        yield place


def big(megabytes: int) -> Resource:
    return note("a long day") | {"section": [{"text": {"div": "a" * megabytes * MIB}}]}


def test_a_full_disk_refuses_one_save_keeps_the_rest_and_saves_again_from_kept_room(
    made_vault: MadeVault, small_disk: Path
) -> None:
    folder = small_disk / "vault"
    shutil.copytree(made_vault.folder, folder)
    made = MadeVault(folder, made_vault.passphrase, made_vault.recovery_code, made_vault.nurse)
    vault = opened(made)
    keep(vault.records, patient("p1"))
    (folder / "vault.ballast").write_bytes(bytes(8 * MIB))
    fill(small_disk, leave=3 * MIB)

    with pytest.raises(FullDiskError):
        keep(vault.records, patient("p2"), big(6))
    assert vault.records.get("Patient", "p2") is None
    assert vault.records.get("Patient", "p1") == patient("p1")
    assert vault.records.find_patients("delgado") == ["p1"]

    keep(vault.records, patient("p2"), big(6))
    assert vault.records.get("Patient", "p2") == patient("p2")
    vault.close()


def test_a_small_save_on_a_full_disk_never_fails_while_there_is_kept_room(
    made_vault: MadeVault, small_disk: Path
) -> None:
    folder = small_disk / "vault"
    shutil.copytree(made_vault.folder, folder)
    made = MadeVault(folder, made_vault.passphrase, made_vault.recovery_code, made_vault.nurse)
    vault = opened(made)
    (folder / "vault.ballast").write_bytes(bytes(4 * MIB))
    fill(small_disk)

    for at in range(50):
        keep(vault.records, patient(f"p{at}"))

    assert len(vault.records.all_of("Patient")) == 50
    vault.close()


def test_a_vault_on_a_completely_full_disk_can_be_read(made_vault: MadeVault, small_disk: Path) -> None:
    folder = small_disk / "vault"
    shutil.copytree(made_vault.folder, folder)
    made = MadeVault(folder, made_vault.passphrase, made_vault.recovery_code, made_vault.nurse)
    before = opened(made)
    keep(before.records, patient("p1"))
    before.close()
    others = fill(small_disk)

    vault = opened(made)
    assert vault.records.get("Patient", "p1") == patient("p1")
    assert any("disk is nearly full" in sentence for sentence in vault.warnings)
    with pytest.raises(FullDiskError):
        keep(vault.records, big(1))
    others.unlink()
    keep(vault.records, big(1))
    vault.close()

    again = opened(made)
    assert again.records.get("Composition", "c1") == big(1)
    again.close()


def test_a_vault_cannot_be_made_on_a_full_disk(made_vault: MadeVault, small_disk: Path) -> None:
    fill(small_disk, leave=64 * 1024)

    with pytest.raises(FullDiskError):
        wiring.create_vault(small_disk / "vault", "words", made_vault.nurse, cost=wiring.FLOOR)
    assert wiring.find_vault(small_disk / "vault") is None


def test_a_wrong_passphrase_on_a_full_disk_is_a_wrong_passphrase(
    made_vault: MadeVault, small_disk: Path
) -> None:
    folder = small_disk / "vault"
    shutil.copytree(made_vault.folder, folder)
    fill(small_disk)

    with pytest.raises(wiring.WrongPassphraseError):
        wiring.unlock(folder, "wrong")


def test_the_kept_room_is_taken_on_when_there_is_plenty(made_vault: MadeVault) -> None:
    vault = opened(made_vault, reserve=2 * MIB)

    assert (made_vault.folder / "vault.ballast").stat().st_size == 2 * MIB
    vault.close()


@pytest.fixture
def read_only(made_vault: MadeVault) -> Iterator[MadeVault]:
    with unwritable(made_vault.folder):
        yield made_vault


def test_a_read_only_folder_is_told_and_left_alone(read_only: MadeVault) -> None:
    before = snapshot(read_only.folder)

    with pytest.raises(ReadOnlyFolderError):
        opened(read_only)
    with pytest.raises(ReadOnlyFolderError):
        wiring.unlock(read_only.folder, "wrong")

    assert snapshot(read_only.folder) == before


def test_a_vault_cannot_be_made_in_a_read_only_folder(read_only: MadeVault) -> None:
    with pytest.raises(ReadOnlyFolderError):
        wiring.create_vault(read_only.folder / "inside", "words", read_only.nurse, cost=wiring.FLOOR)
