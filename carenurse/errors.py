"""Two kinds of failure: what the world did (told to the nurse) and what we did (told to the log)."""

from typing_extensions import override


class ExpectedError(Exception):
    """The world's fault, told in one sentence, with a remedy the nurse can act on.

    Neither text may hold anything about a patient: both may reach a log.
    """

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    @override
    def __str__(self) -> str:
        """One line, as the command line prints it."""
        return f"{self.sentence} {self.remedy}".strip()


class UnsavedError(ExpectedError):
    """Words on the screen could not be saved, and are tried again: over as soon as a save goes through."""

    @classmethod
    def of(cls, problem: Exception) -> Exception:
        """Say a fault of the world as one that is over with the next save; one of ours stays what it is."""
        return cls(problem.sentence, problem.remedy) if isinstance(problem, ExpectedError) else problem


class BugError(Exception):
    """Our own fault: something the program promised itself did not hold."""
