"""Under which question a flag stands: the one that it is about."""

from collections.abc import Iterator, Mapping, Sequence

from carenurse.forms.fhirpath.syntax import Literal, children
from carenurse.forms.fhirpath.syntax import Node as Tree
from carenurse.forms.form import FlagRule, Form
from carenurse.forms.nodes import Node, Place


def place_of(form: Form, rule: FlagRule, node: Node, nodes: Mapping[str, Sequence[Node]]) -> Place:
    """Give the place below which a flag is shown; empty only where no question is asked at all.

    A flag of an item stands there. One of the whole form stands below the last question that its condition
    names and that was answered (of a condition that names none, the last answered one of the form).
    """
    if rule.link:
        return Place(rule.link, node.at)
    named = {link for tree in rule.when.trees for link in _texts(tree)}
    asked = [item.link for item in form.index.values() if item.is_question and not item.calculated]
    about = [link for link in asked if link in named] or asked
    shown = [one for link in about for one in nodes.get(link, ()) if one.enabled]
    found = [one for one in shown if one.answers] or shown
    last = found[-1] if found else None
    return Place(last.item.link, last.at) if last is not None and last.item is not None else Place("")


def _texts(tree: Tree) -> Iterator[str]:
    """Walk the texts of an expression; the linkIds are among them."""
    if isinstance(tree, Literal) and isinstance(tree.value, str):
        yield str(tree.value)
    for child in children(tree):
        yield from _texts(child)
