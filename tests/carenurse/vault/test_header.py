"""Damage of the header is told from everything else, and one damaged copy harms nobody."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carenurse.vault.failures import DamagedHeaderError, NewerVaultError, NoVaultError, WeakHeaderError
from carenurse.vault.header import FORMAT, read_header, write_header
from carenurse.vault.header_files import find_headers
from carenurse.vault.keys import DataKey
from carenurse.vault.lease import Lease
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
    ("part", "value"),
    [("salt", ""), ("salt", "00"), ("bond", "00" * 39), ("wrapped", "00" * 2_049), ("salt", "zz")],
)
def test_keys_and_salts_of_another_length_are_damage(written: bytes, part: str, value: str) -> None:
    slots = json.loads(written.partition(b"\n")[0])["slots"]
    slots[0][part] = value

    with pytest.raises(DamagedHeaderError):
        read_header(rewritten(written, slots=slots))


def test_a_format_of_the_future_is_refused(written: bytes) -> None:
    with pytest.raises(NewerVaultError):
        read_header(rewritten(written, format=4))


def test_of_two_copies_the_newer_counts(made_vault: MadeVault) -> None:
    found = find_headers(made_vault.folder)

    assert not found.incomplete
    assert found.newest.generation == found.copies[1].generation + 1


def test_no_copy_is_no_vault(tmp_path: Path) -> None:
    with pytest.raises(NoVaultError):
        find_headers(tmp_path)


KEY = DataKey(bytes(range(32)))
_SLOT: dict[str, Any] = {
    "kind": "passphrase",
    "salt": "11" * 16,
    "wrapped": "22" * 40,
    "cost": {"memory": 65_536, "iterations": 3, "lanes": 4},
}
_FIRST: dict[str, Any] = {
    "magic": "CareNurse vault",
    "format": 1,
    "vault_id": "6b1a3d55-0000-4000-8000-000000000001",
    "key_id": "6b1a3d55-0000-4000-8000-000000000002",
    "created": "2026-01-02T03:04:05+00:00",
    "generation": 7,
    "minimum_version": "0.1.0",
    "salt": "33" * 16,
    "slots": [_SLOT],
    "commits": 41,
    "audit_head": "ab" * 32,
}
_SECOND: dict[str, Any] = _FIRST | {
    "format": 2,
    "slots": [_SLOT | {"id": "one", "made": "2026-01-02T03:04:05+00:00", "recipient": "", "label": ""}],
    "records_key": "",
    "pending": None,
}


def made(facts: dict[str, Any]) -> bytes:
    """Write a header as an earlier CareNurse did, with its MAC."""
    line = json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
    return rewritten(line + b"\n", mac=KEY.mac("header", line).hex())


@pytest.mark.parametrize("facts", [_FIRST, _SECOND])
def test_a_header_of_an_earlier_format_is_read_authentic_and_sealed_in_todays(facts: dict[str, Any]) -> None:
    header = read_header(made(facts))

    assert header.is_authentic(KEY)
    assert header.lease is None
    assert write_header(header) == made(facts)
    following = read_header(write_header(header.sealed(KEY)))
    assert (following.format, following.generation) == (FORMAT, 8)
    assert following.is_authentic(KEY)


@pytest.mark.parametrize("facts", [_FIRST, _SECOND])
def test_a_header_of_an_earlier_format_that_was_altered_is_not_authentic(facts: dict[str, Any]) -> None:
    assert not read_header(rewritten(made(facts), commits=40)).is_authentic(KEY)


def test_the_lease_is_under_the_mac() -> None:
    seen = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    lease = Lease(seen + timedelta(days=14), 14, seen, seen + timedelta(hours=24), timedelta(days=20))
    header = replace(read_header(made(_SECOND)), lease=lease).sealed(KEY)

    found = read_header(write_header(header))

    assert found.lease == lease
    assert found.is_authentic(KEY)
    longer = replace(found, lease=replace(lease, until=lease.until + timedelta(days=1)))
    assert not longer.is_authentic(KEY)
    assert not replace(found, lease=None).is_authentic(KEY)


@pytest.mark.parametrize(
    "lease",
    [
        {"until": "2026-11-22T08:00:00", "days": 14, "seen": "2026-11-22T08:00:00+00:00", "granted": ""},
        {"until": "soon", "days": 14, "seen": "2026-11-22T08:00:00+00:00", "granted": ""},
        {"until": "2026-11-22T08:00:00+00:00"},
        "for ever",
    ],
)
def test_a_lease_that_is_none_is_damage(lease: object) -> None:
    with pytest.raises(DamagedHeaderError):
        read_header(rewritten(made(_SECOND | {"format": 3}), lease=lease))
