"""A key derivation that answers otherwise than the standard is known for it."""

from cryptography.exceptions import UnsupportedAlgorithm

from carenurse.vault.known_answer import answers_as_the_standard


def test_this_computer_answers_as_the_standard() -> None:
    assert answers_as_the_standard()


def test_another_answer_is_not_the_standards() -> None:
    assert not answers_as_the_standard(password=b"\x05" * 32)
    assert not answers_as_the_standard(answer=bytes(32))


def missing(**_cost: object) -> None:
    message = "this OpenSSL has no Argon2id"
    raise UnsupportedAlgorithm(message)


def test_a_library_without_argon2id_does_not_answer() -> None:
    assert not answers_as_the_standard(missing)
