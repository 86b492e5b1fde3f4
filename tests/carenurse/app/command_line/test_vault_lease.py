"""At the command line: by when the laptop must meet its office, the code by telephone, and who opens."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.lease import take_lease
from carenurse.app.sync_office import office_of
from carenurse.exchange.sealing import office_keys
from carenurse.exchange.telephone import telephone_code
from carenurse.sync.marking import GivenLease
from tests.carenurse.app.command_line.conftest import CareNurse, one_sentence
from tests.carenurse.app.visits import household
from tests.made_vault import MadeVault

SECRET = bytes(range(20))
Words = tuple[str | Path, ...]


def lend(made: MadeVault, *, days: int, ago: timedelta) -> None:
    """Let the office have been met so long ago, with a person in the record whose visits are long over."""
    met = datetime.now(UTC) - ago
    vault = wiring.unlock_with_recovery(made.folder, made.recovery_code, now=lambda: met, reserve=0)
    home = household(vault.records)
    visit = vault.records.get("Encounter", home.encounter)
    assert visit is not None
    with vault.records.work() as work:
        work.put(visit | {"status": "finished"})
    take_lease(vault, GivenLease(met, met + timedelta(days=days), days, SECRET))
    vault.close()


def test_a_vault_of_no_lease_says_that_everything_opens(carenurse: CareNurse, opening: Words) -> None:
    told = carenurse("vault", "lease", *opening)

    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("Everything opens: the office has set no time")


@pytest.mark.slow
def test_a_lease_that_is_over_bounds_every_command_until_the_code_of_the_office(
    carenurse: CareNurse, made_vault: MadeVault, opening: Words, tmp_path: Path, bundle: Path
) -> None:
    lend(made_vault, days=3, ago=timedelta(days=4))

    told = carenurse("vault", "lease", *opening)
    assert "has not met its office since" in told.stdout
    assert "Only today's people open here." in told.stdout
    refused = "before this laptop has met its office"
    out = tmp_path / "out.json"
    assert refused in one_sentence(carenurse("export", *opening, "--all", "--out", out))
    assert refused in one_sentence(carenurse("import", *opening, bundle))
    assert "cannot be an office" in one_sentence(carenurse("office", "devices", *opening))
    assert "cannot be an office" in one_sentence(carenurse("office", "lease", "0", *opening))
    assert "cannot be an office" in one_sentence(carenurse("office", "serve", "--plain", *opening))
    assert not out.exists()
    assert "Delgado" not in carenurse("visits", *opening).stdout

    wrong = carenurse("vault", "lease", *opening, "--code", "AAAA-AAAA")
    assert "does not fit" in one_sentence(wrong)
    shown = re.findall(r"^ +(\w{3}-\w{3})$", told.stdout, re.MULTILINE)[0]
    code = telephone_code(SECRET, shown).lower().replace("-", " ")
    opened = carenurse("vault", "lease", *opening, "--code", code)

    assert opened.returncode == 0, opened.stderr
    assert "A code of your office opens everything until" in opened.stdout
    assert "Delgado" in carenurse("visits", *opening).stdout
    assert carenurse("export", *opening, "--all", "--out", out).returncode == 0


@pytest.mark.slow
def test_the_offices_own_key_leads_a_laptop_whose_lease_is_over_elsewhere(
    carenurse: CareNurse, made_vault: MadeVault, opening: Words, tmp_path: Path
) -> None:
    keys, key, token = office_keys(), tmp_path / "office.key", tmp_path / "token"
    key.write_text(f"# CareNurse office key\n{keys.secret}\n", encoding="utf-8")
    token.write_text("of-the-new-office", encoding="utf-8")
    with closing(
        wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    ) as vault:
        vault.ways_in.add_office(keys.public, "Exampleton")
    lend(made_vault, days=3, ago=timedelta(days=4))
    elsewhere: Words = ("--office", "http://127.0.0.1:9/fhir", "--token-file", token)

    assert "office cannot be changed" in one_sentence(carenurse("sync", *opening, *elsewhere))
    told = carenurse("sync", "--vault", made_vault.folder, "--office-key", key, *elsewhere)

    assert "cannot be reached" in told.stderr
    with closing(
        wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    ) as vault:
        assert office_of(vault.records).address == "http://127.0.0.1:9/fhir"
