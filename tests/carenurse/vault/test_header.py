"""Damage of the header is told from everything else, and one damaged copy harms nobody."""

import hashlib
import json
from pathlib import Path

import pytest

from carenurse.vault.failures import DamagedHeaderError, NewerVaultError, NoVaultError, WeakHeaderError
from carenurse.vault.header import read_header, write_header
from carenurse.vault.header_files import find_headers
from tests.made_vault import MadeVault


def rewritten(data: bytes, **changes: object) -> bytes:
    """Change facts and make the checksum fit again, as an attacker would."""
    facts = json.loads(data.partition(b"\n")[0]) | changes
    line = json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
    return line + b"\n" + hashlib.sha256(line).hexdigest().encode() + b"\n"


@pytest.fixture
def written(made_vault: MadeVault) -> bytes:
    return (made_vault.folder / "vault.hdr.a").read_bytes()


def test_a_header_is_read_as_it_was_written(written: bytes) -> None:
    assert write_header(read_header(written)) == written


def test_every_flipped_byte_is_noticed(written: bytes) -> None:
    for at in range(len(written) - 1):
        hurt = bytearray(written)
        hurt[at] ^= 0x10
        with pytest.raises(DamagedHeaderError):
            read_header(bytes(hurt))


@pytest.mark.parametrize("data", [b"", b"\n", b"{}", b"\xff" * 4096, b"[]\n"])
def test_anything_else_is_damage(data: bytes) -> None:
    with pytest.raises(DamagedHeaderError):
        read_header(data)


@pytest.mark.parametrize("line", [b"[]", b"{}", b'{"magic":1}', b"3", b'"x"', b"[" * 60_000])
def test_a_fitting_checksum_makes_no_header(line: bytes) -> None:
    with pytest.raises(DamagedHeaderError):
        read_header(line + b"\n" + hashlib.sha256(line).hexdigest().encode())


def test_a_derivation_below_the_floor_is_refused_before_any_passphrase(written: bytes) -> None:
    slots = json.loads(written.partition(b"\n")[0])["slots"]
    slots[0]["cost"]["memory"] = 8

    with pytest.raises(WeakHeaderError):
        read_header(rewritten(written, slots=slots))


@pytest.mark.parametrize(
    ("part", "value"), [("salt", ""), ("salt", "00"), ("wrapped", "00" * 39), ("salt", "zz")]
)
def test_keys_and_salts_of_another_length_are_damage(written: bytes, part: str, value: str) -> None:
    slots = json.loads(written.partition(b"\n")[0])["slots"]
    slots[0][part] = value

    with pytest.raises(DamagedHeaderError):
        read_header(rewritten(written, slots=slots))


def test_a_format_of_the_future_is_refused(written: bytes) -> None:
    with pytest.raises(NewerVaultError):
        read_header(rewritten(written, format=3))


def test_of_two_copies_the_newer_counts(made_vault: MadeVault) -> None:
    found = find_headers(made_vault.folder)

    assert not found.incomplete
    assert found.newest.generation == found.copies[1].generation + 1


def test_no_copy_is_no_vault(tmp_path: Path) -> None:
    with pytest.raises(NoVaultError):
        find_headers(tmp_path)
