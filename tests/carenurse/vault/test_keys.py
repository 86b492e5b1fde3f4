"""What a slot holds, and which secrets open it."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from carenurse.errors import BugError
from carenurse.vault.derivation import FLOOR
from carenurse.vault.keys import (
    DataKey,
    WrongSecretError,
    followed,
    new_data_key,
    open_with_passphrase,
    open_with_recovery,
    passphrase_slot,
    recovery_key,
    recovery_slot,
    with_pair,
)
from carenurse.vault.pairs import SealedOtherwiseError, new_pair, seal, unseal


def test_each_slot_opens_to_the_same_key() -> None:
    key, secret = new_data_key(), bytes(range(16))

    assert open_with_passphrase(passphrase_slot(key, "herons", FLOOR), "herons") == key
    assert open_with_recovery(recovery_slot(key, secret), secret) == key


def test_a_wrong_secret_opens_nothing() -> None:
    key = new_data_key()

    with pytest.raises(WrongSecretError):
        open_with_passphrase(passphrase_slot(key, "herons", FLOOR), "heron")
    with pytest.raises(WrongSecretError):
        open_with_recovery(recovery_slot(key, bytes(16)), b"\x01" * 16)


def test_a_key_of_another_length_is_our_fault() -> None:
    with pytest.raises(BugError):
        DataKey(bytes(31))


def test_a_key_is_never_shown() -> None:
    key = new_data_key()

    assert key.raw.hex() not in repr(key)
    assert str(key.raw) not in repr([key])


def test_purposes_have_keys_of_their_own() -> None:
    key = new_data_key()

    assert len({key.raw, key.subkey("header"), key.subkey("high-water mark")}) == 3


def test_another_key_is_sealed_for_the_same_secret() -> None:
    key, following, secret = new_data_key(), new_data_key(), bytes(range(16))
    slot = recovery_slot(key, secret)

    after = followed(slot, key, following)

    assert open_with_recovery(after, secret) == following
    assert open_with_recovery(slot, secret) == key
    assert (after.identity, after.private, after.recipient) == (slot.identity, slot.private, slot.recipient)
    with pytest.raises(WrongSecretError):
        followed(slot, new_data_key(), following)


def test_who_knows_only_the_public_half_cannot_put_a_key_of_theirs_there() -> None:
    slot, theirs = recovery_slot(new_data_key(), bytes(range(16))), new_data_key()

    for sealed in (theirs.raw, recovery_slot(theirs, bytes(16)).wrapped):
        forged = replace(slot, wrapped=seal(sealed, slot.recipient), bond=theirs.wrap("any", theirs))
        with pytest.raises(WrongSecretError):
            open_with_recovery(forged, bytes(range(16)))


def test_who_had_an_old_key_and_its_header_cannot_follow_to_the_next() -> None:
    key, following = new_data_key(), new_data_key()
    slot = recovery_slot(key, bytes(range(16)))
    after = followed(slot, key, following)

    with pytest.raises(WrongSecretError):
        key.unwrap("the bond of a way in", after.bond)
    with pytest.raises(SealedOtherwiseError):
        unseal(after.wrapped, new_pair()[1])


def test_a_slot_of_an_older_header_opens_and_is_given_a_pair() -> None:
    key, secret = new_data_key(), bytes(range(16))
    modern = recovery_slot(key, secret)
    wrapping = recovery_key(modern, secret)
    old = replace(modern, wrapped=aes_key_wrap(wrapping, key.raw), recipient="", private=b"", bond=b"")
    assert (old.can_follow, open_with_recovery(old, secret)) == (False, key)

    renewed = with_pair(old, wrapping, key)

    assert (renewed.can_follow, renewed.salt, renewed.identity) == (True, old.salt, old.identity)
    assert open_with_recovery(renewed, secret) == key


@pytest.mark.parametrize("length", [0, 7, 8, 16, 17, 24, 87, 88, 90, 2_048])
def test_a_private_half_that_is_none_opens_nothing(length: int) -> None:
    slot = recovery_slot(new_data_key(), bytes(16))

    for broken in (replace(slot, private=bytes(length or 1)), replace(slot, wrapped=bytes(length))):
        with pytest.raises(WrongSecretError):
            open_with_recovery(broken, bytes(16))
