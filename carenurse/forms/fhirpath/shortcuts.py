"""The one thing nearly every form asks, "the item with this linkId", found without a walk over everything.

``where(linkId = 'x')``, ``descendants().where(linkId = 'x')``, ``repeat(item).where(linkId = 'x')`` mean the
same as the general rules say; they only get there faster.
"""

from carenurse.forms.elements import is_element
from carenurse.forms.fhirpath.frame import Collection, Compiled, Frame
from carenurse.forms.fhirpath.syntax import Call, Literal, Member, Name, Node, Operation


def link_asked(arguments: tuple[Node, ...]) -> str | None:
    """Give the linkId when a criterion is exactly ``linkId = 'text'`` (either way round)."""
    if len(arguments) != 1 or not isinstance(arguments[0], Operation) or arguments[0].operator != "=":
        return None
    left, right = arguments[0].left, arguments[0].right
    for one, other in ((left, right), (right, left)):
        if is_link(one) and isinstance(other, Literal) and isinstance(other.value, str):
            return str(other.value)
    return None


def is_link(node: Node) -> bool:
    """Say whether a piece is the linkId of the item at hand."""
    match node:
        case Member(None, "linkId") | Member(Name("$this"), "linkId"):
            return True
        case _:
            return False


def deep_search(base: Node | None) -> tuple[Node | None, bool] | None:
    """Recognize ``inner.descendants()``, ``inner.repeat(item)``: inner, and whether answers are entered."""
    match base:
        case Call(inner, "descendants", ()):
            return inner, True
        case Call(inner, "repeat", (Member(None, "item"),)):
            return inner, False
        case _:
            return None


def filtered(base: Compiled, link: str) -> Compiled:
    """Compile ``base.where(linkId = link)``."""
    return lambda frame, focus: [
        one for one in base(frame, focus) if is_element(one) and one.get("linkId") == link
    ]


def searched(base: Compiled, link: str, *, through_answers: bool) -> Compiled:
    """Compile a search for one linkId at any depth below ``base``."""

    def search(frame: Frame, focus: Collection) -> Collection:
        found: Collection = []
        for one in base(frame, focus):
            if one is frame.resource and frame.find is not None:
                found.extend(frame.find(link, through_answers))
            else:
                _collect(frame, one, link, through_answers, found)
        return found

    return search


def _collect(frame: Frame, element: object, link: str, through_answers: bool, found: Collection) -> None:  # noqa: FBT001 - one of two walks
    waiting: Collection = [element]
    while waiting:
        one = waiting.pop()
        if not is_element(one):
            continue
        frame.budget.spend(1)
        inside: Collection = list(one.get("item") or ())
        if through_answers:
            inside += [item for answer in one.get("answer") or () for item in answer.get("item") or ()]
        found.extend(item for item in inside if item.get("linkId") == link)
        waiting.extend(reversed(inside))
