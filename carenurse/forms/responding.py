"""From living answers back to a QuestionnaireResponse, with nothing lost that another system put there."""

from carenurse.clinical.fhir import Resource
from carenurse.forms.nodes import Node

_STRANGERS = "__strangers__"


def items_of(node: Node, *, drop_disabled: bool) -> list[Resource]:
    """Write the items below a node; the form itself or a group. Unknown items come last, as they were."""
    written = [item for branch in node.branches[:1] for item in _branch(branch, drop_disabled=drop_disabled)]
    return written + list(node.base.get(_STRANGERS, ()))


def _branch(nodes: list[Node], *, drop_disabled: bool) -> list[Resource]:
    found: list[Resource] = []
    for node in nodes:
        if drop_disabled and not node.enabled:
            continue
        item = _item(node, drop_disabled=drop_disabled)
        if item is not None:
            found.append(item)
    return found


def _item(node: Node, *, drop_disabled: bool) -> Resource | None:
    """Write one item; None for one that says nothing."""
    if node.item is None:
        return None
    plain = {key: value for key, value in node.base.items() if key != _STRANGERS}
    written: Resource = {"linkId": node.item.link, **plain}
    if node.item.text and "text" not in plain and not plain:
        written["text"] = node.item.text
    if node.item.is_question:
        answers = [
            _answer(node, answer, at, drop_disabled=drop_disabled) for at, answer in enumerate(node.answers)
        ]
        if answers:
            written["answer"] = answers
    else:
        inside = items_of(node, drop_disabled=drop_disabled)
        if inside:
            written["item"] = inside
    says_something = "answer" in written or "item" in written or bool(plain)
    return written if says_something else None


def _answer(node: Node, answer: Resource, at: int, *, drop_disabled: bool) -> Resource:
    if at >= len(node.branches):
        return answer
    written = {key: value for key, value in answer.items() if key != "item"}
    inside = _branch(node.branches[at], drop_disabled=drop_disabled)
    if inside:
        written["item"] = inside
    return written
