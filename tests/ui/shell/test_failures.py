from carenurse.app.logs import note_fault
from carenurse.errors import ExpectedError
from ui.shell.failures import Failures

Told = list[tuple[str, str, bool]]


def failures(told: Told) -> Failures:
    def speak(sentence: str, remedy: str, *, broken: bool, until_saved: bool = False) -> None:
        told.append((sentence, remedy, broken or until_saved))

    return Failures(speak, note_fault)


def test_the_worlds_fault_is_told_in_its_own_words() -> None:
    told: Told = []

    failures(told).tell(ExpectedError("The disk is full.", "Make room, then try again."))

    assert told == [("The disk is full.", "Make room, then try again.", False)]


def test_our_fault_is_told_by_a_code_and_never_quotes_a_note() -> None:
    told: Told = []

    failures(told).tell(ValueError("Rosa Delgado fell"))

    sentence, remedy, broken = told[0]
    assert sentence == "Something broke. Your work up to now is saved."
    assert "Rosa" not in remedy
    assert broken
