"""FHIRPath over FHIR JSON: exact in decimals, three-valued in logic, loud about what it cannot do.

``compile_expression(text)`` gives an ``Expression``; ``Expression.evaluate(frame)`` gives a list. What is
not supported raises ``UnsupportedExpressionError`` when the expression is compiled, so that a form can say
so before anybody answers a question; it never becomes an empty or a zero.

All of FHIRPath 2.0 is there but ``type()``, and of what came after it sort, join, split, trim, encode,
escape, the boundaries, precision, comparable, defineVariable; of FHIR's own functions extension, hasValue,
getValue, resolve and memberOf (of what is at hand), ordinal, weight, answers. Refused by name: type,
conformsTo, elementDefinition, slice, checkModifiers, subsumes, subsumedBy, htmlChecks, coalesce, repeatAll,
toLong, convertsToLong. The official cases that are claimed stand in the tests, with those that are not, and
why.
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
