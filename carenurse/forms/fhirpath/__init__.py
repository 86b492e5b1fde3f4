"""FHIRPath over FHIR JSON: exact in decimals, three-valued in logic, loud about what it cannot do.

``compile_expression(text)`` gives an ``Expression``; ``Expression.evaluate(frame)`` gives a list. What is
not supported raises ``UnsupportedExpressionError`` when the expression is compiled, so that a form can say
so before anybody answers a question; it never becomes an empty or a zero.
"""

from carenurse.forms.fhirpath.engine import Expression, compile_expression
from carenurse.forms.fhirpath.failures import (
    EvaluationError,
    ExpressionError,
    ExpressionSyntaxError,
    UnsupportedExpressionError,
)
from carenurse.forms.fhirpath.frame import Budget, Frame

__all__ = [
    "Budget",
    "EvaluationError",
    "Expression",
    "ExpressionError",
    "ExpressionSyntaxError",
    "Frame",
    "UnsupportedExpressionError",
    "compile_expression",
]
