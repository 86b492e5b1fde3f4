"""From a releaser's key to a release that the installed CareNurse takes, or refuses in a sentence."""

import os
import re
from pathlib import Path

import pytest
import release

from bill import cyclone
from bill.lock_file import ROOT
from carenurse import __version__
from carenurse.app.command_line.parser import read_arguments
from carenurse.app.command_line.run import run_command

ARCHIVE = f"CareNurse-{__version__}-linux-x86_64.tar.xz"
BILL = f"CareNurse-{__version__}-linux-x86_64.cdx.json"


@pytest.fixture
def bill() -> str:
    """Write a bill as short as the schema allows: the whole one is tested where it is made."""
    own = cyclone.Component(name="carenurse", version=__version__)
    return cyclone.written(cyclone.Bom(metadata=cyclone.BomMetaData(component=own)))


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "releaser.key"
    assert release.main(["key", "--out", str(file)]) == 0
    return file


@pytest.fixture
def folder(tmp_path: Path, bill: str) -> Path:
    made = tmp_path / "release"
    made.mkdir()
    (made / ARCHIVE).write_bytes(b"an application")
    (made / BILL).write_text(bill, encoding="utf-8")
    return made


def sign(secret: Path, folder: Path, oldest: str = "0.1.0") -> int:
    return release.main(["sign", "--key", str(secret), "--oldest", oldest, "--folder", str(folder)])


def check(secret: Path, folder: Path, *more: str) -> int:
    words = ("release", "check", str(folder / release.MANIFEST), "--key", f"{secret}.public.json", *more)
    return run_command(read_arguments(words))


def test_what_was_signed_may_be_installed(
    secret: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign(secret, folder) == 0

    assert check(secret, folder) == 0
    told = capsys.readouterr().out
    assert f"CareNurse {__version__} is signed and whole, and no step back." in told
    assert ARCHIVE in told
    assert BILL in told


def damage(folder: Path) -> None:
    (folder / ARCHIVE).write_bytes(b"an application with a guest")


def lose(folder: Path) -> None:
    (folder / BILL).unlink()


def resign(folder: Path) -> None:
    stranger = folder.parent / "stranger.key"
    release.main(["key", "--out", str(stranger)])
    sign(stranger, folder)


def scratch(folder: Path) -> None:
    (folder / release.MANIFEST).write_text("nothing", encoding="utf-8")


def remove(folder: Path) -> None:
    (folder / release.MANIFEST).unlink()


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (damage, f"{ARCHIVE} is not the file that was signed"),
        (lose, f"{BILL} is missing"),
        (resign, "not signed by the key that you trust"),
        (scratch, "not signed by the key that you trust"),
        (remove, f"{release.MANIFEST} cannot be read"),
    ],
)
def test_anything_else_is_refused_in_one_sentence(
    harm: object, sentence: str, secret: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign(secret, folder) == 0
    assert callable(harm)
    harm(folder)

    assert check(secret, folder) == 1
    told = capsys.readouterr().err
    assert sentence in told
    assert re.fullmatch(r"carenurse: [^\n]+\n", told)


def test_an_older_release_is_a_step_back(
    secret: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(secret, folder)
    monkeypatch.setattr("carenurse.app.command_line.releases.__version__", "0.2.0")

    assert check(secret, folder) == 1
    assert f"{__version__} is older than the installed 0.2.0" in capsys.readouterr().err


def test_who_is_below_the_floor_is_told_to_come_up(
    secret: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(secret, folder)
    monkeypatch.setattr("carenurse.app.command_line.releases.__version__", "0.0.9")

    assert check(secret, folder) == 0
    assert "The installed 0.0.9 is older than anybody should have: install it now." in capsys.readouterr().out


def test_a_later_floor_holds_for_it(
    secret: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(secret, folder)
    later = folder.with_name("later")
    later.mkdir()
    for file in (ARCHIVE, BILL):
        text = (folder / file).read_text(encoding="utf-8").replace(__version__, "9.0.0")
        (later / file.replace(__version__, "9.0.0")).write_text(text, encoding="utf-8")
    monkeypatch.setattr(release, "__version__", "9.0.0")
    assert sign(secret, later, "8.0") == 0

    assert check(secret, folder, "--newest", str(later / release.MANIFEST)) == 1
    assert "older than the oldest allowed, 8.0" in capsys.readouterr().err


def test_no_public_key_is_told(secret: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sign(secret, folder)
    Path(f"{secret}.public.json").write_text("no key", encoding="utf-8")

    assert check(secret, folder) == 1
    assert "The key file holds no public key." in capsys.readouterr().err

    Path(f"{secret}.public.json").write_text("-----BEGIN PUBLIC KEY-----\n", encoding="utf-8")
    assert check(secret, folder) == 1
    assert "is a key of another kind (PEM)." in capsys.readouterr().err


def test_the_folder_instead_of_the_manifest_is_told(
    secret: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(secret, folder)

    assert (
        run_command(read_arguments(("release", "check", str(folder), "--key", f"{secret}.public.json"))) == 1
    )
    assert f"{folder.name} is a folder. Give the file in it" in capsys.readouterr().err


def test_nothing_half_is_signed(
    secret: Path, folder: Path, bill: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign(secret, folder, "9.0") == 1
    assert "The floor 9.0 is above this version" in capsys.readouterr().err
    (folder / BILL).write_text(bill.replace(__version__, "7.7.7"), encoding="utf-8")
    assert sign(secret, folder) == 1
    assert "is no bill of materials of version" in capsys.readouterr().err
    (folder / BILL).unlink()
    assert sign(secret, folder) == 1
    assert "has no bill of materials" in capsys.readouterr().err
    (folder / ARCHIVE).unlink()
    assert sign(secret, folder) == 1
    assert "There is no archive of version" in capsys.readouterr().err
    assert not (folder / release.MANIFEST).exists()


def test_the_secret_key_is_the_releasers_alone(
    secret: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release.main(["key", "--out", str(secret)]) == 1, "a key is never written over"
    assert release.main(["key", "--out", str(ROOT / "releaser.key")]) == 1
    assert "must not lie in the repository" in capsys.readouterr().err
    assert "PRIVATE" not in Path(f"{secret}.public.json").read_text(encoding="ascii")
    if os.name == "posix":
        assert secret.stat().st_mode & 0o777 == 0o600
        secret.chmod(0o644)
        assert sign(secret, folder) == 1
        assert "Others can read" in capsys.readouterr().err
