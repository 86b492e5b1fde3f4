"""``carenurse office parcel`` and ``office backup``, while the office serves and while it does not."""

import shutil
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.backups import backups_of
from carenurse.app.office_desk import keep_office_key
from carenurse.app.sync_stick import take_answer, write_parcel
from carenurse.app.wiring import local_now
from carenurse.exchange.sealing import office_keys
from tests.carenurse.app.command_line.conftest import CareNurse
from tests.carenurse.app.command_line.serving import OfficeOf, Opening
from tests.carenurse.app.test_sync_stick import ROSA, person
from tests.kept import keep
from tests.made_vault import MadeVault


@pytest.fixture
def stick(vault_pattern: MadeVault, tmp_path: Path) -> Path:
    """Give a folder with the office's key file and a laptop's sealed file in it."""
    folder, keys = tmp_path / "stick", office_keys()
    folder.mkdir()
    (folder / "office.key").write_text(keys.secret, encoding="utf-8")
    laptop = wiring.unlock_with_recovery(_copied(vault_pattern, tmp_path), vault_pattern.recovery_code)
    keep(laptop.records, person())
    keep_office_key(laptop.records, keys.public)
    write_parcel(laptop.records, folder / "out.age", local_now())
    laptop.close()
    return folder


def _copied(pattern: MadeVault, tmp_path: Path) -> Path:
    shutil.copytree(pattern.folder, tmp_path / "laptop")
    return tmp_path / "laptop"


def _words(stick: Path) -> tuple[str | Path, ...]:
    return (stick / "out.age", "--key-file", stick / "office.key", "--out", stick / "answer.age")


def _arrives(pattern: MadeVault, tmp_path: Path, stick: Path) -> str:
    laptop = wiring.unlock_with_recovery(tmp_path / "laptop", pattern.recovery_code)
    try:
        return take_answer(laptop.records, stick / "answer.age", local_now()).sentence
    finally:
        laptop.close()


def test_a_parcel_is_taken_in_and_its_answer_counts_on_the_laptop(
    carenurse: CareNurse, opening: Opening, stick: Path, vault_pattern: MadeVault, tmp_path: Path
) -> None:
    taken = carenurse("office", "parcel", *_words(stick), *opening)

    assert taken.returncode == 0, taken.stderr
    assert "taken over" in taken.stdout
    assert "first parcel of this laptop" in taken.stdout
    assert "The office has" in _arrives(vault_pattern, tmp_path, stick)


def test_a_serving_office_takes_a_parcel_and_makes_a_backup(
    carenurse: CareNurse,
    office_of: OfficeOf,
    opening: Opening,
    made_vault: MadeVault,
    stick: Path,
) -> None:
    with office_of(opening):
        taken = carenurse("office", "parcel", *_words(stick), *opening)
        no_key = carenurse(
            "office",
            "parcel",
            stick / "out.age",
            *_words(stick)[1:2],
            opening[3],
            *_words(stick)[3:],
            *opening,
        )
        saved = carenurse("office", "backup", *opening)

    assert taken.returncode == 0, taken.stderr
    assert (no_key.returncode, "no key" in no_key.stderr) == (1, True)
    assert saved.returncode == 0, saved.stderr
    assert "Backup made and checked" in saved.stdout
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code)
    (backup,) = backups_of(vault)
    vault.close()
    wiring.restore_vault(backup.folder, stick.with_name("restored"))
    restored = wiring.unlock_with_recovery(stick.with_name("restored"), made_vault.recovery_code)
    assert restored.records.get("Patient", ROSA) is not None
    restored.close()


def test_a_backup_is_made_where_nobody_serves(
    carenurse: CareNurse, opening: Opening, made_vault: MadeVault
) -> None:
    saved = carenurse("office", "backup", *opening)

    assert saved.returncode == 0, saved.stderr
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code)
    assert len(backups_of(vault)) == 1
    vault.close()
