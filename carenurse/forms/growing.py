"""Grows the tree of nodes from a form and an existing response, keeping what is unknown."""

from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.forms.elements import objects
from carenurse.forms.form import Form, Item
from carenurse.forms.nodes import Node, Place
from carenurse.translations import tr

_MOST_EMPTY = 50
"""Empty repetitions that a form may ask to begin with."""


def grow(form: Form, response: Resource | None) -> Node:
    """Grow the whole tree. Raises ExpectedError when the response cannot be one of this form."""
    root = Node(None, None, ())
    given = objects((response or {}).get("item"))
    root.base = {key: value for key, value in (response or {}).items() if key != "item"}
    root.view = dict(root.base)
    root.view.setdefault("resourceType", "QuestionnaireResponse")
    root.branches = [_branch(form.items, root, given, ())]
    return root


def _branch(items: tuple[Item, ...], parent: Node, given: list[Resource], at: tuple[int, ...]) -> list[Node]:
    """Make the nodes of one level, one per item and one per repetition of a repeating group."""
    by_link: dict[str, list[Resource]] = {}
    for one in given:
        by_link.setdefault(str(one.get("linkId", "")), []).append(one)
    known = {item.link for item in items}
    strangers = [one for one in given if str(one.get("linkId", "")) not in known]
    if strangers:
        parent.base.setdefault("__strangers__", []).extend(strangers)
    nodes: list[Node] = []
    for item in items:
        found = by_link.get(item.link) or [{}]
        if not item.is_question and item.repeats:
            least = min(item.min_occurs or 1, _MOST_EMPTY)
            found = [*found, *({} for _ in range(least - len(found)))]
            nodes.extend(one_node(item, parent, raw, (*at, index)) for index, raw in enumerate(found))
        else:
            nodes.append(one_node(item, parent, _merged(found), at))
    return nodes


def _merged(found: list[Resource]) -> Resource:
    """Join what some systems write as several items of one question: they mean several answers."""
    if len(found) == 1:
        return found[0]
    answers = [answer for one in found for answer in objects(one.get("answer"))]
    return {**found[0], "answer": answers}


def one_node(item: Item, parent: Node, raw: Resource, at: tuple[int, ...]) -> Node:
    """Make the node of one item and all below it."""
    node = Node(item, parent, at)
    node.base = {key: value for key, value in raw.items() if key not in ("item", "answer")}
    node.view = {"linkId": item.link}
    if item.text:
        node.view["text"] = item.text
    node.answers = [answer for answer in objects(raw.get("answer")) if len(answer) > 0]
    _refuse_unfit(item, raw)
    below = tuple(child for child in item.children if not child.is_aside)
    if not item.is_question:
        node.branches = [_branch(below, node, objects(raw.get("item")), at)]
    elif below:
        node.branches = [
            branch_of_answer(node, answer, index) for index, answer in enumerate(node.answers or [{}])
        ]
    return node


def branch_of_answer(node: Node, answer: Resource, index: int) -> list[Node]:
    """Make the nodes below one answer of a question."""
    item = node.item
    below = tuple(child for child in item.children if not child.is_aside) if item else ()
    at = (*node.at, index) if item and item.repeats else node.at
    return _branch(below, node, objects(answer.get("item")), at)


def _refuse_unfit(item: Item, raw: Resource) -> None:
    if raw.get("answer") and not item.is_question:
        raise ExpectedError(
            tr("The saved answers do not belong to this form: “{link}” is not a question.", link=item.link),
            tr("Open them with the version of the form they were given on."),
        )


def is_locked(node: Node) -> bool:
    """Say whether something that is not asked at the moment stays in sight, locked, as the form wants it."""
    here = node
    while here.parent is not None and not here.parent.enabled:
        here = here.parent
    return not node.enabled and here.item is not None and here.item.look.protected


def places_of(root: Node, *, hidden: bool, locked: bool) -> tuple[Place, ...]:
    """Walk what is asked below a node; with what the form hides, or shows locked while it is not asked."""
    return tuple(
        node.place
        for node in root.below()
        if (node.enabled or (locked and is_locked(node))) and (hidden or not node.hidden)
    )


def renumber(node: Node, position: int, number: int) -> None:
    """Give a repetition and all below it another number."""
    node.at = (*node.at[:position], number, *node.at[position + 1 :])
    for child in node.below():
        child.at = (*child.at[:position], number, *child.at[position + 1 :])


def repetitions(node: Node) -> list[Node]:
    """Give the repetitions of a group, this one among them."""
    branches = node.parent.branches if node.parent is not None else []
    return [one for branch in branches if node in branch for one in branch if one.link == node.link]
