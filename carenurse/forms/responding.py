"""From living answers back to a QuestionnaireResponse, with nothing lost that another system put there."""

from collections.abc import Sequence
from datetime import datetime

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.context import Context
from carenurse.forms.elements import objects
from carenurse.forms.nodes import Node
from carenurse.forms.populated import unmarked

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
    base = unmarked(node.base) if drop_disabled else node.base
    plain = {key: value for key, value in base.items() if key != _STRANGERS}
    written: Resource = {"linkId": node.item.link, **plain}
    if node.item.text and "text" not in plain and not plain:
        written["text"] = node.item.text
    if node.item.is_question:
        kept = node.confirmed if drop_disabled else node.answers
        answers = [_answer(node, answer, at, drop_disabled=drop_disabled) for at, answer in enumerate(kept)]
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


def name_people(response: Resource, context: Context) -> None:
    """Name the person and the visit that a response is about, unless it does."""
    for name, resource in (("subject", context.patient), ("encounter", context.encounter)):
        if resource is not None and resource.get("id"):
            response.setdefault(name, {"reference": f"{resource['resourceType']}/{resource['id']}"})


def sign_response(response: Resource, kinds: Sequence[str], when: datetime) -> None:
    """Add the signature that a form requires, in the name of the author; none without an author."""
    author = response.get("author")
    if not kinds or not author:
        return
    others = [one for one in objects(response.get("extension")) if one.get("url") != urls.SIGNATURE]
    signature = {
        "type": [{"system": "urn:iso-astm:E1762-95:2013", "code": kind} for kind in kinds],
        "when": when.isoformat(timespec="seconds"),
        "who": author,
    }
    response["extension"] = [*others, {"url": urls.SIGNATURE, "valueSignature": signature}]
