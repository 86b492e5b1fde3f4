"""Repetitions of a group: one more, one taken away, and one that was taken away put back as it was."""

from dataclasses import dataclass

from carenurse.errors import ExpectedError
from carenurse.forms.form import Item
from carenurse.forms.growing import one_node, renumber, repetitions
from carenurse.forms.nodes import Node
from carenurse.forms.outcome import Changes
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class Removed:
    """A repetition that was taken away: what stood where, so that it can be put back.

    ``node`` stood in ``branch`` at ``at``; ``fresh`` is the empty one that stands there instead, where it was
    the only one left. ``changes`` is what its going moved.
    """

    branch: list[Node]
    at: int
    node: Node
    fresh: Node | None
    changes: Changes


def _standing(node: Node) -> tuple[Item, list[Node]]:
    """Give the item and the branch of a repetition; raises ExpectedError for what does not repeat."""
    item, parent = node.living, node.parent
    if item is None or item.is_question or not item.repeats or parent is None:
        link = item.link if item is not None else ""
        raise ExpectedError(tr("“{link}” cannot be repeated.", link=link))
    return item, next(one for one in parent.branches if node in one)


def one_more(node: Node) -> Node:
    """Put an empty repetition behind the last one. Raises ExpectedError where no more fit."""
    item, branch = _standing(node)
    same = [at for at, one in enumerate(branch) if one.link == item.link]
    if item.max_occurs is not None and len(same) >= item.max_occurs:
        raise ExpectedError(tr("At most {count} of these fit here.", count=item.max_occurs))
    added = one_node(item, node.parent or node, {}, (*node.at[:-1], len(same)))
    if item.population is not None:
        added.variables[item.population.name] = []
    branch.insert(same[-1] + 1, added)
    return added


def fits_one_more(node: Node) -> bool:
    """Say whether one more repetition fits (``maxOccurs``)."""
    item = node.living
    if item is None or item.is_question or not item.repeats:
        return False
    return item.max_occurs is None or len(repetitions(node)) < item.max_occurs


def take_away(node: Node) -> Removed:
    """Take a repetition out with its answers; the last one left is emptied instead."""
    item, branch = _standing(node)
    at = branch.index(node)
    kept = [one for one in branch if one.link == item.link and one is not node]
    fresh = None if kept else one_node(item, node.parent or node, {}, node.at)
    branch[at : at + 1] = [fresh] if fresh is not None else []
    _count_anew(branch, item.link)
    return Removed(branch, at, node, fresh, Changes())


def put_back(removed: Removed) -> Node:
    """Put a repetition back where it stood; gives it."""
    if removed.fresh is not None and removed.fresh in removed.branch:
        removed.branch[removed.branch.index(removed.fresh)] = removed.node
    else:
        removed.branch.insert(min(removed.at, len(removed.branch)), removed.node)
    _count_anew(removed.branch, removed.node.link)
    return removed.node


def _count_anew(branch: list[Node], link: str) -> None:
    for number, one in enumerate(one for one in branch if one.link == link):
        renumber(one, len(one.at) - 1, number)
