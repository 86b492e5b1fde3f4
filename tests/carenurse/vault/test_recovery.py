import pytest
from hypothesis import given
from hypothesis import strategies as st

from carenurse.vault.failures import MistypedRecoveryCodeError
from carenurse.vault.recovery import new_secret, print_code, read_code

secrets = st.binary(min_size=16, max_size=16)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(secrets)
def test_a_printed_code_is_read_again(secret: bytes) -> None:
    assert read_code(print_code(secret)) == secret


def test_a_code_is_seven_groups_of_four() -> None:
    assert [len(group) for group in print_code(new_secret()).split("-")] == [4] * 7


@given(secrets)
def test_it_may_be_typed_as_people_type(secret: bytes) -> None:
    code = print_code(secret)
    typed = code.lower().replace("-", "  ").replace("0", "o").replace("1", "l").replace("v", "u")

    assert read_code(f" {typed}\n") == secret


@given(secrets, st.integers(0, 27), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(secret: bytes, at: int, sign: str) -> None:
    code = print_code(secret).replace("-", "")
    if code[at] == sign:
        return

    with pytest.raises(MistypedRecoveryCodeError):
        read_code(code[:at] + sign + code[at + 1 :])


@given(secrets, st.integers(0, 24))
def test_two_neighbors_swapped_are_always_noticed(secret: bytes, at: int) -> None:
    code = print_code(secret).replace("-", "")
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if swapped == code:
        return

    with pytest.raises(MistypedRecoveryCodeError):
        read_code(swapped)


@pytest.mark.parametrize("typed", ["", "ABCD", "é" * 28, "!" * 40, "0" * 29])
def test_anything_else_is_a_typing_mistake(typed: str) -> None:
    with pytest.raises(MistypedRecoveryCodeError):
        read_code(typed)
