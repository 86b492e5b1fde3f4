"""What an administrator does with a vault: offices, another key, a drill, people who left."""

import re
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.backup_place import place_beside
from carenurse.exchange.sealing import office_keys
from tests.carenurse.app.command_line.conftest import CareNurse, one_sentence
from tests.made_vault import PASSPHRASE, MadeVault

Words = tuple[str | Path, ...]


@pytest.mark.slow
def test_an_office_is_let_in_tried_and_taken_away(
    carenurse: CareNurse, opening: Words, tmp_path: Path
) -> None:
    keys = office_keys()
    file = tmp_path / "office.key"
    file.write_text(f"# kept in the safe\n{keys.secret}\n", encoding="utf-8")
    slots = ("vault", "slots", *opening)

    assert "not an office key" in one_sentence(carenurse(*slots, "--add-office", "age1nonsense"))
    added = carenurse(*slots, "--add-office", keys.public, "--label", "Harbor")
    assert added.returncode == 0, added.stderr
    listed = carenurse("vault", "slots", *opening[:2]).stdout
    assert "Office" in listed
    assert "Harbor" in listed
    assert carenurse(*slots[:4], "--test-office", file).returncode == 0

    number = re.findall(r"Office .* (\w{8})$", listed, re.MULTILINE)[0]
    assert "single way" in one_sentence(carenurse(*slots, "--remove", "zzz"))
    assert carenurse(*slots, "--remove", number).returncode == 0
    assert "does not open" in one_sentence(carenurse(*slots[:4], "--test-office", file))


@pytest.mark.slow
def test_the_printed_code_is_tried_before_it_is_needed(
    carenurse: CareNurse, made_vault: MadeVault, opening: Words
) -> None:
    words = ("vault", "slots", *opening, "--test", "--secret-file", "-")

    assert carenurse(*words, typed=made_vault.recovery_code.lower()).returncode == 0
    assert "does not open" in one_sentence(carenurse(*words, typed="something else"))


@pytest.mark.slow
def test_the_key_is_changed_and_the_backups_with_it(
    carenurse: CareNurse, made_vault: MadeVault, opening: Words, by_passphrase: Words
) -> None:
    drilled = carenurse("vault", "drill", *opening)
    assert drilled.returncode == 0, drilled.stderr
    assert "There was no backup yet. One was made now" in drilled.stdout
    assert "The backup holds." in drilled.stdout
    assert "does not open" in one_sentence(
        carenurse("vault", "rotate", *opening[:3], "-", typed="not this one at all\n")
    )

    changed = carenurse("vault", "rotate", *by_passphrase)

    assert changed.returncode == 0, changed.stderr
    code = re.findall(r"^  (\S+)$", changed.stdout, re.MULTILINE)[0]
    assert PASSPHRASE not in changed.stdout + changed.stderr
    wiring.unlock_with_recovery(made_vault.folder, code, reserve=0).close()
    wiring.unlock(made_vault.folder, PASSPHRASE, reserve=0).close()
    backups = list(place_beside(made_vault.folder).iterdir())
    assert len(backups) == 1
    wiring.unlock_with_recovery(backups[0], code, reserve=0).close()


def test_a_patient_who_left_goes_only_when_it_is_said(
    carenurse: CareNurse, made_vault: MadeVault, opening: Words
) -> None:
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    with vault.records.work() as work:
        for one in ("here", "gone", "waits"):
            work.put({"resourceType": "Patient", "id": one, "name": [{"family": one}]}, local=one != "waits")
        member = [{"entity": {"reference": "Patient/here"}}]
        work.put({"resourceType": "Group", "id": "mine", "member": member}, local=True)
    vault.close()

    looked = carenurse("vault", "purge", *opening)
    assert "gone  gone  the office has everything" in looked.stdout
    assert "waits  waits  stays: 1 change not at the office" in looked.stdout
    assert "Nothing was removed" in looked.stdout
    done = carenurse("vault", "purge", *opening, "--yes")

    assert "1 patient was removed." in done.stdout, done.stderr
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    assert sorted(str(one["id"]) for one in vault.records.all_of("Patient")) == ["here", "waits"]
    vault.close()


def test_a_drill_without_a_sound_backup_fails(
    carenurse: CareNurse, made_vault: MadeVault, opening: Words
) -> None:
    assert carenurse("vault", "drill", *opening).returncode == 0
    file = next(place_beside(made_vault.folder).iterdir()) / "records.db"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)

    assert "could not be trusted" in one_sentence(carenurse("vault", "drill", *opening))


def test_rotating_with_the_recovery_code_is_wrong_usage(carenurse: CareNurse) -> None:
    assert carenurse("vault", "rotate", "--vault", "x", "--recovery-code").returncode == 2


def test_what_the_vault_rests_on_is_told_with_and_without_one(carenurse: CareNurse, opening: Words) -> None:
    told = carenurse("parts")

    assert told.returncode == 0, told.stderr
    assert re.search(r"SQLCipher [\d.]+ community, SQLite [\d.]+, OpenSSL .*: tested, safe", told.stdout)
    assert "Argon2id (RFC 9106)" in told.stdout
    assert re.search(r"PySide6 [\d.]+, Python [\d.]+: tested, safe", told.stdout)
    assert "tested, safe" in carenurse("vault", "check", *opening).stdout
