"""What can go wrong with an expression: its writing, its reach, its values."""

from carenurse.errors import ExpectedError
from carenurse.translations import tr


class ExpressionError(ExpectedError):
    """A form's expression cannot give a value; the item that needs it shows this sentence."""


class ExpressionSyntaxError(ExpressionError):
    """The expression is not FHIRPath."""


class UnsupportedExpressionError(ExpressionError):
    """The expression is FHIRPath, but uses something this program does not do."""


class EvaluationError(ExpressionError):
    """The expression met values it cannot work with (two where one is needed, text where a number is)."""


class TooLongError(EvaluationError):
    """The expression takes more work than a form may ask for."""


def too_long() -> TooLongError:
    """Say that an expression was stopped."""
    return TooLongError(
        tr("This form's calculation could not be done: {detail}.", detail=tr("it takes too long")),
        tr("Work it out by hand, or ask the form's author."),
    )


def unsupported(what: str) -> UnsupportedExpressionError:
    """Name the function, type or name that is not supported."""
    return UnsupportedExpressionError(
        tr("This form's calculation uses {what}, which CareNurse cannot compute.", what=what),
        tr("Work it out by hand, or ask the form's author."),
    )


def broken(detail: str) -> ExpressionSyntaxError:
    """Say where the writing of the expression is wrong."""
    return ExpressionSyntaxError(
        tr("This form's calculation is not written correctly: {detail}.", detail=detail),
        tr("Tell the form's author."),
    )


def impossible(detail: str) -> EvaluationError:
    """Say why these values cannot be computed with."""
    return EvaluationError(
        tr("This form's calculation could not be done: {detail}.", detail=detail),
        tr("Work it out by hand, or ask the form's author."),
    )
