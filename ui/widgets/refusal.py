"""Telling what did not go: a refusal of the world beside its button, a bug in the one place for it."""

from collections.abc import Callable

from carenurse.errors import ExpectedError


def tell_refusal(
    problem: Exception, say: Callable[[str, str], object], failed: Callable[[Exception], object]
) -> None:
    """Say sentence and remedy of a refusal; hand a bug over to who tells failures."""
    if isinstance(problem, ExpectedError):
        say(problem.sentence, problem.remedy)
    else:
        failed(problem)
