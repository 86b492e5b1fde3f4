"""``carenurse office lease|code|wipe|remains``, while the office serves and while it does not."""

import io
import json
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typing_extensions import override

from carenurse.app import wiring
from carenurse.app.command_line.office_leash import COMMANDS
from carenurse.clinical.fhir import Resource, write_json
from carenurse.errors import ExpectedError
from carenurse.exchange.telephone import telephone_code
from carenurse.office.at_hand import stored
from carenurse.store.leashes import Leash
from tests.carenurse.app.command_line.conftest import CareNurse, one_sentence
from tests.carenurse.app.command_line.serving import OfficeOf, Opening
from tests.made_vault import NOW, MadeVault

ANSWERS: Resource = {
    "resourceType": "QuestionnaireResponse",
    "id": "q1",
    "status": "in-progress",
    "item": [{"linkId": "1", "text": "What helped?", "answer": [{"valueString": "Rest\nand tea"}]}],
}
LEFT = write_json({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": ANSWERS}]})


@dataclass(frozen=True, slots=True)
class Blue:
    """One laptop with a lease, and something that it left."""

    device: str
    secret: bytes


@pytest.fixture
def blue(made_vault: MadeVault) -> Blue:
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    served = stored(vault.records).served()
    let_in = served.devices.enrol(served.devices.invite(vault.records.me), "blue laptop")
    assert let_in is not None
    made = Blue(let_in[0].identity, served.leashes.give(let_in[0].identity, NOW))
    served.leashes.keep_remains(made.device, LEFT)
    vault.close()
    return made


@pytest.fixture
def served(blue: Blue, opening: Opening, office_of: OfficeOf) -> Iterator[Blue]:
    with office_of(opening):
        yield blue


def test_all_of_it_is_done_while_the_office_serves(
    served: Blue, carenurse: CareNurse, opening: Opening, tmp_path: Path
) -> None:
    code = carenurse("office", "code", served.device, "abc-def", *opening)
    asked = carenurse("office", "wipe", served.device, "--yes", *opening)
    listed = carenurse("office", "devices", *opening)
    back = carenurse("office", "wipe", served.device, "--cancel", *opening)
    lease = carenurse("office", "lease", "30", *opening)
    read = carenurse("office", "remains", "--words", *opening)
    left = carenurse("office", "remains", "--out", tmp_path / "left", *opening)

    for one in (code, asked, listed, back, lease, read, left):
        assert one.returncode == 0, one.stderr
    assert f"  {telephone_code(served.secret, 'ABC-DEF')}\n" in code.stdout
    assert "destroys its vault and its backups" in asked.stdout
    assert "must meet this office by " in listed.stdout
    assert "to be wiped, asked" in listed.stdout
    assert "Taken back" in back.stdout
    assert "for 30 days" in lease.stdout
    assert "    What helped?: Rest\n      and tea\n" in read.stdout
    assert "Rest" not in left.stdout
    assert "not sealed" in left.stdout
    assert (tmp_path / "left" / "left-1.json").read_bytes() == LEFT


def test_and_while_it_does_not(blue: Blue, carenurse: CareNurse, opening: Opening) -> None:
    code = carenurse("office", "code", blue.device, "ABCDEF", *opening)
    lease = carenurse("office", "lease", *opening)
    off = carenurse("office", "lease", "0", *opening)
    left = carenurse("office", "remains", *opening)
    asked = carenurse("office", "wipe", blue.device, "--yes", *opening)
    out = carenurse("office", "revoke", blue.device, "--yes", *opening)

    assert (asked.returncode, out.returncode) == (0, 0)
    assert "so it will not be" in out.stdout
    assert telephone_code(blue.secret, "ABC-DEF") in code.stdout
    assert "for 14 days" in lease.stdout
    assert "for ever" in off.stdout
    assert "blue laptop" in left.stdout


def test_what_cannot_be_done_is_said_in_one_sentence(
    blue: Blue, carenurse: CareNurse, opening: Opening, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text(json.dumps({}))

    assert "six letters" in one_sentence(carenurse("office", "code", blue.device, "0", *opening))
    assert "no such laptop" in one_sentence(carenurse("office", "wipe", "nobody", *opening))
    assert "Nobody asked" in one_sentence(carenurse("office", "wipe", blue.device, "--cancel", *opening))
    assert "from 1 to 365" in one_sentence(carenurse("office", "lease", "400", *opening))
    full = carenurse("office", "remains", "--out", tmp_path / "full", *opening)
    assert "something in this folder" in one_sentence(full)


class Terminal(io.StringIO):
    """A person who types at a terminal."""

    @override
    def isatty(self) -> bool:
        return True


@pytest.fixture
def wipes(blue: Blue, opening: Opening) -> Callable[..., int]:
    """Ask for the wipe of the blue laptop in this process."""

    def wipe(device: str = blue.device, *, cancel: bool = False) -> int:
        told = {"vault": Path(opening[1]), "passphrase_file": str(opening[3]), "recovery_code": True}
        return COMMANDS["office wipe"](Namespace(**told, device=device, cancel=cancel, yes=False))

    return wipe


def leash(made: MadeVault, blue: Blue) -> Leash:
    vault = wiring.unlock_with_recovery(made.folder, made.recovery_code, reserve=0)
    found = stored(vault.records).served().leashes.find(blue.device)
    vault.close()
    assert found is not None
    return found


def test_what_cannot_be_taken_back_is_not_done_where_nobody_can_be_asked(
    blue: Blue, carenurse: CareNurse, opening: Opening, made_vault: MadeVault
) -> None:
    for command in ("wipe", "revoke"):
        refused = carenurse("office", command, blue.device, *opening, typed="blue laptop\n")
        assert "nobody here to be asked" in one_sentence(refused)
        assert "--yes" in refused.stderr

    assert leash(made_vault, blue).asked is None


def test_a_wipe_is_asked_for_by_the_name_of_the_laptop(
    blue: Blue,
    wipes: Callable[..., int],
    made_vault: MadeVault,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("green laptop\n"))
    with pytest.raises(ExpectedError, match="not its name"):
        wipes()
    asked = capsys.readouterr().err
    assert "blue laptop, the laptop of Grace Okafor" in asked
    assert "never here" in asked
    assert "destroys its vault, its backups" in asked
    assert leash(made_vault, blue).asked is None

    monkeypatch.setattr("sys.stdin", Terminal("Blue Laptop \n"))
    assert wipes() == 0
    assert leash(made_vault, blue).asked is not None


def test_a_wipe_is_taken_back_without_asking_and_a_stranger_is_nobodys_laptop(
    wipes: Callable[..., int], blue: Blue, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("blue laptop\n"))
    assert wipes() == 0
    monkeypatch.setattr("sys.stdin", Terminal(""))

    assert wipes(cancel=True) == 0
    assert leash(made_vault, blue).asked is None
    with pytest.raises(ExpectedError, match="no such laptop"):
        wipes("nobody")


def test_of_two_laptops_of_one_name_the_name_alone_is_no_proof(
    blue: Blue,
    wipes: Callable[..., int],
    made_vault: MadeVault,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    devices = stored(vault.records).served().devices
    other = devices.enrol(devices.invite(vault.records.me), "Blue  Laptop")
    vault.close()
    assert other is not None
    signs = next(n for n in range(4, 36) if blue.device[:n] != other[0].identity[:n])

    for wrong in ("blue laptop", f"blue laptop {other[0].identity[:signs]}"):
        monkeypatch.setattr("sys.stdin", Terminal(f"{wrong}\n"))
        with pytest.raises(ExpectedError, match="not its name"):
            wipes()
    assert "Another laptop has this name" in capsys.readouterr().err
    assert leash(made_vault, blue).asked is None

    monkeypatch.setattr("sys.stdin", Terminal(f"blue laptop {blue.device[:signs]}\n"))
    assert wipes() == 0
    assert leash(made_vault, blue).asked is not None
