import pytest

from carenurse.app.passphrases import judge


@pytest.mark.parametrize(
    "phrase",
    [
        "seven quiet herons at dusk",
        "k7#mW2!pQz9$rTx",
        "k7-mW2_pQ.9,rTxj",
        "a bb orchid lantern quay",
        "cat dog house tree sun",
        "purple-kitchen-window-morning",
    ],
)
def test_long_and_unusual_is_accepted(phrase: str) -> None:
    assert judge(phrase).accepted


@pytest.mark.parametrize(
    "phrase", ["", "secret", "fourteen chars", "aaaaaaaaaaaaaaaaaaaa", "passwordpassword"]
)
def test_short_or_guessable_is_not(phrase: str) -> None:
    judged = judge(phrase)

    assert not judged.accepted
    assert judged.sentence


@pytest.mark.parametrize(
    "phrase",
    [
        "password password",
        "Password-password",
        "p@ssword p@ssword",
        "password1 password2",
        "summer2024 summer2025!",
        "password qwerty letmein",
        "monkey dragon master shadow qwerty",
        "i love you i love you",
        "my password is password",
        "nursing nursing",
        "love love love love love",
        "123456789 123456789",
    ],
)
def test_words_typed_twice_and_the_commonest_of_all_count_for_next_to_nothing(phrase: str) -> None:
    judged = judge(phrase)

    assert not judged.accepted
    assert judged.sentence == "Long enough, but easy to guess. Add an unusual word."


def test_a_word_more_that_stands_there_already_adds_nothing() -> None:
    assert judge("herons at dusk dusk dusk").strength == judge("herons at dusk dusk").strength


def test_what_is_missing_is_counted() -> None:
    assert judge("fourteen chars").sentence == "1 more character, or five words"


def test_ones_own_name_does_not_count() -> None:
    assert judge("Orsolya Threadneedle RN").accepted
    assert not judge("Orsolya Threadneedle RN", "Orsolya", "Threadneedle").accepted


def test_a_very_long_passphrase_is_judged_without_delay() -> None:
    assert judge("seven quiet herons at dusk " * 400).accepted
