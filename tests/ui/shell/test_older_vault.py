"""A vault of an earlier release takes today's shape while the nurse sees how far it is."""

import json
import shutil
from pathlib import Path

from tests.demo_day import NOW
from tests.fakes import FixedClock
from tests.samples import make_sample
from ui.shell.doors import Doors


def test_an_older_vault_tells_how_far_it_is_brought_up_to_date(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    shutil.copytree(Path(make_sample.__file__).parent / "vault-0.1.0", folder)
    code = str(json.loads((folder / "facts.json").read_text())["code"])
    shares: list[float] = []

    vault, opened = Doors(folder, FixedClock(NOW)).unlock_with_recovery(code, shares.append)
    vault.close()

    assert opened.by_recovery
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 3
