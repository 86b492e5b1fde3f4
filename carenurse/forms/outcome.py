"""What an answer moved, how far a filling is, and why it cannot be completed."""

from dataclasses import dataclass

from carenurse.errors import ExpectedError
from carenurse.forms.nodes import Place
from carenurse.forms.validation import Problem
from carenurse.translations import tr, trn


@dataclass(frozen=True, slots=True)
class Changes:
    """What one answer moved: questions that appeared or went, and answers that were calculated anew."""

    shown: tuple[Place, ...] = ()
    hidden: tuple[Place, ...] = ()
    calculated: tuple[Place, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything but the answered question itself must be painted again."""
        return bool(self.shown or self.hidden or self.calculated)


@dataclass(frozen=True, slots=True)
class Completion:
    """How far the filling is: questions answered of those asked, and what forbids completing."""

    answered: int
    of: int
    open: tuple[Place, ...]
    problems: tuple[Problem, ...]

    @property
    def may_complete(self) -> bool:
        """Whether the response may be called completed (SDC: nothing required open, no answer invalid)."""
        return not self.open and all(problem.warning for problem in self.problems)


class IncompleteError(ExpectedError):
    """The form cannot be completed yet; ``completion`` tells what is missing."""

    def __init__(self, completion: Completion) -> None:
        self.completion = completion
        count = len(completion.open) + sum(not problem.warning for problem in completion.problems)
        super().__init__(
            trn(
                "{number} answer is still missing or wrong.",
                "{number} answers are still missing or wrong.",
                count,
            ),
            tr("Answer it, or leave the form open."),
        )
