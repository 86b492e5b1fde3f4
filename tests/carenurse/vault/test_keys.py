import pytest

from carenurse.errors import BugError
from carenurse.vault.derivation import FLOOR
from carenurse.vault.keys import (
    DataKey,
    WrongSecretError,
    new_data_key,
    open_with_passphrase,
    open_with_recovery,
    passphrase_slot,
    recovery_slot,
)


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
