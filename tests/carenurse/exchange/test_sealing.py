"""Parcels sealed for the office's key."""

import pytest

from carenurse.errors import ExpectedError
from carenurse.exchange.sealing import is_sealed, office_keys, seal, unseal

TEXT = b"what was measured at home"


def test_a_parcel_opens_with_the_key_it_was_sealed_for() -> None:
    keys = office_keys()
    sealed = seal(TEXT, f" {keys.public}\n")

    assert is_sealed(sealed)
    assert TEXT not in sealed
    assert unseal(sealed, keys.secret) == TEXT


def test_a_key_file_may_hold_comments_and_several_keys() -> None:
    keys, other = office_keys(), office_keys()

    assert unseal(seal(TEXT, keys.public), f"# office\n{other.secret}\n{keys.secret}\n") == TEXT


def test_a_parcel_does_not_open_with_another_key() -> None:
    with pytest.raises(ExpectedError, match="does not open with this key"):
        unseal(seal(TEXT, office_keys().public), office_keys().secret)


def test_a_parcel_of_which_a_bit_changed_does_not_open() -> None:
    keys = office_keys()
    sealed = bytearray(seal(TEXT, keys.public))
    sealed[-1] ^= 1

    with pytest.raises(ExpectedError, match="damaged"):
        unseal(bytes(sealed), keys.secret)


def test_half_a_parcel_does_not_open() -> None:
    keys = office_keys()

    with pytest.raises(ExpectedError, match="damaged"):
        unseal(seal(TEXT, keys.public)[:-10], keys.secret)


@pytest.mark.parametrize("key", ["", "  \n"])
def test_a_parcel_without_a_key_asks_for_one(key: str) -> None:
    with pytest.raises(ExpectedError, match="sealed file"):
        unseal(seal(TEXT, office_keys().public), key)


@pytest.mark.parametrize(
    "key", ["hello", "# only a comment", office_keys().public], ids=["word", "comment", "public-key"]
)
def test_a_key_file_without_a_key_is_told(key: str) -> None:
    with pytest.raises(ExpectedError, match="no key in the key file"):
        unseal(seal(TEXT, office_keys().public), key)


def test_a_damaged_key_is_told() -> None:
    with pytest.raises(ExpectedError, match="damaged"):
        unseal(seal(TEXT, office_keys().public), office_keys().secret[:-1])


@pytest.mark.parametrize(
    "key",
    ["", "hello", "age1", office_keys().public[:-1], office_keys().secret],
    ids=["nothing", "word", "too-short", "cut-off", "secret-key"],
)
def test_what_is_no_office_key_is_told(key: str) -> None:
    with pytest.raises(ExpectedError, match="not an office key"):
        seal(TEXT, key)


def test_other_files_are_not_taken_for_parcels() -> None:
    assert not is_sealed(b'{"resourceType": "Bundle"}')
