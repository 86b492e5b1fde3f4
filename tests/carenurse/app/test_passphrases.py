import pytest

from carenurse.app.passphrases import judge


@pytest.mark.parametrize(
    "phrase", ["seven quiet herons at dusk", "k7#mW2!pQz9$rTx", "a bb orchid lantern quay"]
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


def test_what_is_missing_is_counted() -> None:
    assert judge("fourteen chars").sentence == "1 more character, or five words"


def test_ones_own_name_does_not_count() -> None:
    assert judge("Orsolya Threadneedle RN").accepted
    assert not judge("Orsolya Threadneedle RN", "Orsolya", "Threadneedle").accepted


def test_a_very_long_passphrase_is_judged_without_delay() -> None:
    assert judge("seven quiet herons at dusk " * 400).accepted
