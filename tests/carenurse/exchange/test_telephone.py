"""A code by telephone answers one challenge of one laptop, however it is spoken and typed."""

import re

import pytest

from carenurse.exchange.telephone import (
    ALPHABET,
    SECRET_BYTES,
    is_challenge,
    is_right,
    new_challenge,
    telephone_code,
    tidy,
)

SECRET = bytes(range(SECRET_BYTES))
CHALLENGE = "H7K-9QX"


def test_both_sides_work_out_the_same_code() -> None:
    code = telephone_code(SECRET, CHALLENGE)

    assert re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code)
    assert telephone_code(SECRET, "h7k 9qx") == code
    assert is_right(SECRET, CHALLENGE, code)


def test_this_code_never_changes_for_laptops_and_offices_of_other_versions_work_it_out_too() -> None:
    assert telephone_code(SECRET, CHALLENGE) == "Q6FS-S5ED"


@pytest.mark.parametrize("written", ["{}", " {} ", "{} ."])
def test_it_may_be_typed_in_any_manner(written: str) -> None:
    code = telephone_code(SECRET, CHALLENGE)

    assert is_right(SECRET, CHALLENGE, written.format(code.lower().replace("-", " ")))


def test_a_code_of_another_laptop_or_another_challenge_is_wrong() -> None:
    assert not is_right(SECRET, CHALLENGE, telephone_code(bytes(SECRET_BYTES), CHALLENGE))
    assert not is_right(SECRET, CHALLENGE, telephone_code(SECRET, "H7K-9QY"))


@pytest.mark.parametrize("typed", ["", "-", "É" * 8, "ABCD-EFG", "\ud83d\ude00", "1" * 4_000])
def test_anything_else_is_wrong(typed: str) -> None:
    assert not is_right(SECRET, CHALLENGE, typed)


def test_a_challenge_is_six_signs_that_are_not_taken_for_one_another() -> None:
    drawn = {new_challenge() for _ in range(200)}

    assert all(is_challenge(one) and re.fullmatch(r"\w{3}-\w{3}", one) for one in drawn)
    assert len(drawn) > 1
    assert len(ALPHABET) == len(set(ALPHABET)) == 30
    assert not set("ILOU01") & set(ALPHABET)


@pytest.mark.parametrize("typed", ["", "H7K-9Q", "H7K-9QXX", "HOK-9QX", "H7K 9Q\u00df"])
def test_what_cannot_be_a_challenge_is_known_before_it_is_answered(typed: str) -> None:
    assert not is_challenge(typed)


def test_tidying_leaves_letters_and_digits() -> None:
    assert tidy(" ab-c d\u2013e9 ") == "ABCDE9"
