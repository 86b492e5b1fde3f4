"""The one thing nearly every form asks, "the item with this linkId", found without a walk over everything.

``where(linkId = 'x')``, ``where(linkId = 'x' or linkId = 'y')``, ``where(linkId in ('x' | 'y'))``, the same
after ``descendants()`` and ``repeat(item)`` mean what the general rules say; they only get there faster.
"""

from typing import Final

from carenurse.clinical.fhir import Resource
from carenurse.forms.elements import is_element
from carenurse.forms.fhirpath.frame import Collection, Compiled, Frame
from carenurse.forms.fhirpath.syntax import Call, Literal, Member, Name, Node, Operation, children

_OF_TEXT: Final = frozenset(
    {
        "contains",
        "empty",
        "endsWith",
        "exists",
        "indexOf",
        "length",
        "lower",
        "matches",
        "matchesFull",
        "not",
        "replace",
        "startsWith",
        "substring",
        "toInteger",
        "upper",
    }
)
"""Functions whose value follows from the text they are asked about and from nothing else."""

_MOST_REMEMBERED: Final = 10_000


def link_asked(arguments: tuple[Node, ...]) -> str | None:
    """Give the linkId when a criterion is exactly ``linkId = 'text'`` (either way round)."""
    if len(arguments) != 1 or not isinstance(arguments[0], Operation) or arguments[0].operator != "=":
        return None
    left, right = arguments[0].left, arguments[0].right
    for one, other in ((left, right), (right, left)):
        if is_link(one) and isinstance(other, Literal) and isinstance(other.value, str):
            return str(other.value)
    return None


def links_asked(arguments: tuple[Node, ...]) -> frozenset[str] | None:
    """Give the linkIds when a criterion is just ``linkId = 'x'``, several of them with ``or``, or ``in``."""
    asked = link_asked(arguments)
    if asked is not None:
        return frozenset((asked,))
    match arguments:
        case (Operation(operator="in") as held,) if is_link(held.left):
            return _listed(held.right)
        case (Operation(operator="or") as either,):
            one, other = links_asked((either.left,)), links_asked((either.right,))
            return one | other if one is not None and other is not None else None
        case _:
            return None


def _listed(node: Node) -> frozenset[str] | None:
    """Give the texts of ``'x' | 'y'``."""
    match node:
        case Literal() if isinstance(node.value, str):
            return frozenset((str(node.value),))
        case Operation(operator="|"):
            one, other = _listed(node.left), _listed(node.right)
            return one | other if one is not None and other is not None else None
        case _:
            return None


def is_link(node: Node) -> bool:
    """Say whether a piece is the linkId of the item at hand."""
    match node:
        case Member(None, "linkId") | Member(Name("$this"), "linkId"):
            return True
        case _:
            return False


def about_link_only(node: Node) -> bool:
    """Say whether a criterion asks about nothing but the linkId of the item at hand."""
    match node:
        case Literal():
            return True
        case _ if is_link(node):
            return True
        case Name() | Member() | Call(None, _, _):
            return False
        case Call(_, name, _) if name not in _OF_TEXT:
            return False
        case _:
            return all(about_link_only(child) for child in children(node))


def remembered(criterion: Compiled) -> Compiled:
    """Ask a criterion that is about the linkId only (``linkId in ('a' | 'b')``) once for each linkId."""
    said: dict[str, Collection] = {}

    def ask(frame: Frame, focus: Collection) -> Collection:
        link = focus[0].get("linkId") if focus and is_element(focus[0]) else None
        if not isinstance(link, str) or len(said) > _MOST_REMEMBERED:
            return criterion(frame, focus)
        if link not in said:
            said[link] = criterion(frame, focus)
        return said[link]

    return ask


def deep_search(base: Node | None) -> tuple[Node | None, bool] | None:
    """Recognize ``inner.descendants()``, ``inner.repeat(item)``: inner, and whether answers are entered."""
    match base:
        case Call(inner, "descendants", ()):
            return inner, True
        case Call(inner, "repeat", (Member(None, "item"),)):
            return inner, False
        case _:
            return None


def filtered(base: Compiled, links: frozenset[str]) -> Compiled:
    """Compile ``base.where(linkId = link)``, for any of the links."""
    return lambda frame, focus: [one for one in base(frame, focus) if is_element(one) and _is_one(one, links)]


def searched(base: Compiled, links: frozenset[str], *, through_answers: bool) -> Compiled:
    """Compile a search for linkIds at any depth below ``base``."""

    def search(frame: Frame, focus: Collection) -> Collection:
        found: Collection = []
        for one in base(frame, focus):
            if one is frame.resource and frame.find is not None and len(links) == 1:
                (link,) = links
                found += frame.find(link, through_answers)
            else:
                found += _collect(frame, one, links, through_answers=through_answers)
        return found

    return search


def _collect(frame: Frame, element: object, links: frozenset[str], *, through_answers: bool) -> Collection:
    found: Collection = []
    waiting: Collection = [element]
    while waiting:
        one = waiting.pop()
        if not is_element(one):
            continue
        frame.budget.spend(1)
        inside: Collection = list(one.get("item") or ())
        if through_answers:
            inside += [item for answer in one.get("answer") or () for item in answer.get("item") or ()]
        found.extend(item for item in inside if _is_one(item, links))
        waiting.extend(reversed(inside))
    return found


def _is_one(item: Resource, links: frozenset[str]) -> bool:
    link = item.get("linkId")
    return isinstance(link, str) and link in links
