"""What an answer moved, how far a filling is, and why it cannot be completed."""

from dataclasses import dataclass
from datetime import tzinfo

from carenurse.errors import ExpectedError
from carenurse.forms.nodes import Node, Place
from carenurse.forms.validation import Problem, is_open, open_place, problems_of
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
    """How far the filling is: questions answered of those asked, and what forbids completing.

    An answer that cannot be right is no answer yet, and is not counted.
    """

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


def completion_of(start: Node, zone: tzinfo | None) -> Completion:
    """Say how far the filling is below a node."""
    asked = [
        node
        for node in start.below()
        if node.enabled
        and not node.hidden
        and node.item
        and node.item.is_question
        and not node.item.calculated
    ]
    nodes = [start, *start.below()]
    problems = tuple(problem for node in nodes for problem in problems_of(node, zone))
    wrong = frozenset(problem.place for problem in problems if not problem.warning)
    return Completion(
        answered=sum(1 for node in asked if node.confirmed and node.place not in wrong),
        of=len(asked),
        open=tuple(dict.fromkeys(open_place(node) for node in nodes if is_open(node))),
        problems=problems,
    )
