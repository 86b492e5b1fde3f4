"""What the templates of a form ask for, looked at before anybody fills the form in."""

from collections.abc import Iterator
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.elements import Element, expressions, extensions, is_element, listed, objects, value_of
from carenurse.forms.fhirpath import ExpressionError, compile_expression


def said(element: Element, url: str) -> Any:
    """Take the FHIRPath of a mark: a plain text, or an Expression; None where there is none."""
    for extension in extensions(element, url):
        value = value_of(extension)
        if isinstance(value, str):
            return value
    for expression in expressions(element, url):
        return str(expression.get("expression") or "")
    return None


def unfillable(form: Resource, names: frozenset[str]) -> Iterator[str]:
    """Say for each expression in the form's contained templates that cannot be worked out why not."""
    waiting: list[Any] = list(objects(form.get("contained")))
    while waiting:
        one = waiting.pop()
        if not is_element(one):
            waiting.extend(listed(one) if isinstance(one, list) else ())
            continue
        for url in (urls.TEMPLATE_VALUE, urls.TEMPLATE_CONTEXT):
            text = said(one, url)
            if text is None:
                continue
            try:
                compile_expression(str(text), names)
            except ExpressionError as problem:
                yield str(problem)
        waiting.extend(one.values())
