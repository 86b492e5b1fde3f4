"""Last time's answers as today's: marked with their day, and no answers until a person confirmed them."""

from collections.abc import Sequence

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.elements import extensions, objects, text_value
from carenurse.forms.nodes import Node
from carenurse.forms.prior import Prior


def carried_from(answers: Sequence[Resource]) -> str:
    """Give the day (as written) from which answers were carried; empty when they are today's own."""
    return next((when for answer in answers if (when := text_value(answer, urls.CARRIED))), "")


def marked(answer: Resource, when: str) -> Resource:
    """Copy an answer with the mark of the day it comes from."""
    plain = confirmed(answer)
    mark = {"url": urls.CARRIED, "valueDateTime": when or "unknown"}
    return {**plain, "extension": [*objects(plain.get("extension")), mark]}


def confirmed(answer: Resource) -> Resource:
    """Copy an answer without the mark."""
    marks = list(extensions(answer, urls.CARRIED))
    kept = [one for one in objects(answer.get("extension")) if one not in marks]
    plain = {key: value for key, value in answer.items() if key != "extension"}
    return {**plain, "extension": kept} if kept else plain


def may_take(node: Node, last: Prior) -> bool:
    """Say whether last time's answer may be offered here: the question is open, and its kind may carry."""
    item = node.living
    if item is None or not last.may_carry or node.answers or not item.is_question:
        return False
    return not (item.calculated or item.read_only or item.hidden or item.never_carry)
