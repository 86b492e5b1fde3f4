"""A release is taken only when it is signed, whole, and no step back; each refusal says why."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carenurse.exchange.releases import (
    KIND,
    Release,
    UnfitReleaseError,
    check_files,
    describe_file,
    numbers,
    read_release,
    refuse_older,
    sign_release,
)
from carenurse.exchange.signed import MARK, new_key, public_half, sign

PEM = new_key()
PUBLIC = public_half(PEM)
MADE = datetime(2026, 2, 27, 10, 2, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "CareNurse-1.4.0-linux-x86_64.tar.xz").write_bytes(b"the application")
    (tmp_path / "CareNurse-1.4.0-linux-x86_64.cdx.json").write_bytes(b"{}")
    return tmp_path


@pytest.fixture
def release(folder: Path) -> Release:
    return Release("1.4.0", "1.2", MADE, tuple(describe_file(one) for one in sorted(folder.iterdir())))


def test_what_was_signed_comes_back(release: Release) -> None:
    assert read_release(sign_release(PEM, release) + "\n", PUBLIC) == release


def test_another_key_or_another_letter_is_no_signature(release: Release) -> None:
    text = sign_release(PEM, release)
    head, told, signature = text.split(".")

    others: tuple[tuple[str, dict[str, str]], ...] = (
        (text, public_half(new_key())),
        (f"{head}.{told[:-4]}AAAA.{signature}", PUBLIC),
        (text, {}),
        ("", PUBLIC),
        ("no manifest", PUBLIC),
        (sign(PEM, MARK, {"version": "9.0", "oldest": "9.0"}), PUBLIC),
    )
    for other in others:
        with pytest.raises(UnfitReleaseError, match="not signed by the key"):
            read_release(*other)


@pytest.mark.parametrize(
    "told",
    [
        {"version": "one"},
        {"oldest": "1.2; rm"},
        {"made": "yesterday"},
        {"files": []},
        {"files": [{"name": "../carenurse", "size": 1, "sha256": "a" * 64}]},
        {"files": [{"name": "carenurse", "size": -1, "sha256": "a" * 64}]},
        {"files": [{"name": "carenurse", "size": 1, "sha256": "short"}]},
        {"files": [{"name": "carenurse"}]},
        {"files": "all"},
    ],
)
def test_a_signed_manifest_without_sense_is_refused(told: dict[str, object]) -> None:
    sound = {
        "version": "1.4.0",
        "oldest": "1.2",
        "made": MADE.isoformat(),
        "files": [{"name": "carenurse", "size": 1, "sha256": "a" * 64}],
    }
    assert read_release(sign(PEM, KIND, sound), PUBLIC).version == "1.4.0"

    with pytest.raises(UnfitReleaseError, match="makes no sense"):
        read_release(sign(PEM, KIND, {**sound, **told}), PUBLIC)


@pytest.mark.parametrize("installed", ["1.4.0", "1.4", "1.3.9", "1.2.0", "0.9"])
def test_the_same_and_a_newer_version_may_be_installed(release: Release, installed: str) -> None:
    refuse_older(release, installed)


def test_no_step_back_is_taken(release: Release) -> None:
    with pytest.raises(UnfitReleaseError, match=r"1\.4\.0 is older than the installed 1\.10\.0"):
        refuse_older(release, "1.10.0")


def test_nothing_below_a_floor_is_taken(release: Release) -> None:
    later = replace(release, version="2.0.0", oldest="1.5")

    with pytest.raises(UnfitReleaseError, match=r"1\.4\.0 is older than the oldest allowed, 1\.5"):
        refuse_older(release, "1.0.0", later)
    with pytest.raises(UnfitReleaseError, match="oldest allowed"):
        refuse_older(replace(release, oldest="1.4.1"), "1.0.0")
    refuse_older(release, "1.0.0", replace(later, oldest="1.4"))


def test_every_file_is_looked_at(release: Release, folder: Path) -> None:
    assert check_files(release, folder) == release.files


def test_only_what_was_fetched_can_be_looked_at(release: Release, folder: Path) -> None:
    (folder / release.files[0].name).unlink()

    assert check_files(release, folder, [release.files[1].name]) == (release.files[1],)
    with pytest.raises(UnfitReleaseError, match="is missing or cannot be read"):
        check_files(release, folder)
    with pytest.raises(UnfitReleaseError, match="other is no file of this release"):
        check_files(release, folder, ["other"])


@pytest.mark.parametrize("content", [b"the Application", b"the application.", b""])
def test_another_content_is_not_what_was_signed(release: Release, folder: Path, content: bytes) -> None:
    (folder / release.files[1].name).write_bytes(content)

    with pytest.raises(UnfitReleaseError, match="is not the file that was signed"):
        check_files(release, folder)


def test_versions_are_compared_by_their_numbers() -> None:
    assert numbers("0.1.0") == numbers("0.1") < numbers("0.1.1") < numbers("0.10")
    with pytest.raises(ValueError, match="version"):
        numbers("1")


def test_a_refusal_says_what_to_do(release: Release) -> None:
    with pytest.raises(UnfitReleaseError) as refused:
        refuse_older(release, "2.0")

    assert "Do not install it" in refused.value.remedy
    assert json.dumps(refused.value.sentence)
