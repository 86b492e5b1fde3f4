"""Functions that look for, keep, count and join members of a collection."""

from collections.abc import Callable, Mapping

from carenurse.forms.elements import is_element
from carenurse.forms.fhirpath import operators
from carenurse.forms.fhirpath.calls import Function, over_focus, with_frame, with_values
from carenurse.forms.fhirpath.failures import impossible, too_long
from carenurse.forms.fhirpath.frame import Collection, Compiled, Frame
from carenurse.forms.fhirpath.values import descendants_of, is_exactly, is_of, key_of, single, truth
from carenurse.translations import tr

_MOST_FOUND = 100_000


def _turns(frame: Frame, focus: Collection, body: Compiled) -> list[Collection]:
    """Evaluate the body once for each member, with ``$this`` and ``$index``."""
    frame.budget.spend(len(focus) + 1)
    inside = frame.inner([])
    found: list[Collection] = []
    for index, one in enumerate(focus):
        inside.this, inside.index, inside.defined = [one], index, frame.defined
        found.append(body(inside, inside.this))
    return found


def _where(arguments: list[Compiled]) -> Compiled:
    (criterion,) = arguments

    def where(frame: Frame, focus: Collection) -> Collection:
        turns = _turns(frame, focus, criterion)
        return [one for one, said in zip(focus, turns, strict=True) if truth(said, "where()") is True]

    return where


def _select(arguments: list[Compiled]) -> Compiled:
    (projection,) = arguments

    def select(frame: Frame, focus: Collection) -> Collection:
        found = [one for turn in _turns(frame, focus, projection) for one in turn]
        frame.budget.spend(len(found))
        return found

    return select


def _all(arguments: list[Compiled]) -> Compiled:
    (criterion,) = arguments

    def all_of(frame: Frame, focus: Collection) -> Collection:
        return [all(truth(said, "all()") is True for said in _turns(frame, focus, criterion))]

    return all_of


def _exists(arguments: list[Compiled]) -> Compiled:
    if not arguments:
        return lambda _frame, focus: [bool(focus)]
    where = _where(arguments)
    return lambda frame, focus: [bool(where(frame, focus))]


def _repeat(arguments: list[Compiled]) -> Compiled:
    (projection,) = arguments

    def repeat(frame: Frame, focus: Collection) -> Collection:
        seen: set[object] = set()
        found: Collection = []
        layer = focus
        while layer:
            fresh: Collection = []
            for one in (member for turn in _turns(frame, layer, projection) for member in turn):
                key = id(one) if is_element(one) else key_of(one)
                if key not in seen:
                    seen.add(key)
                    fresh.append(one)
            found.extend(fresh)
            if len(found) > _MOST_FOUND:
                raise too_long()
            layer = fresh
        return found

    return repeat


def _aggregate(arguments: list[Compiled]) -> Compiled:
    def aggregate(frame: Frame, focus: Collection) -> Collection:
        frame.budget.spend(len(focus) + 1)
        inside = frame.inner([])
        inside.total = arguments[1](frame, frame.this) if len(arguments) > 1 else []
        for index, one in enumerate(focus):
            inside.this, inside.index, inside.defined = [one], index, frame.defined
            inside.total = arguments[0](inside, inside.this)
        return inside.total

    return aggregate


def _iif(arguments: list[Compiled]) -> Compiled:
    """Only the branch that is taken is worked out; ``$this`` inside is the focus, which is one value."""

    def iif(frame: Frame, focus: Collection) -> Collection:
        single(focus, "iif()")
        inside = frame if focus is frame.this else frame.inner(focus)
        if truth(arguments[0](inside, focus), "iif()") is True:
            return arguments[1](inside, focus)
        return arguments[2](inside, focus) if len(arguments) > 2 else []  # noqa: PLR2004 - the third is "otherwise"

    return iif


def _of_type(arguments: list[Compiled]) -> Compiled:
    def of_type(frame: Frame, focus: Collection) -> Collection:
        wanted = str(single(arguments[0](frame, frame.this), "ofType()"))
        return [one for one in focus if is_exactly(one, wanted)]

    return of_type


def _as(arguments: list[Compiled]) -> Compiled:
    def as_type(frame: Frame, focus: Collection) -> Collection:
        value = single(focus, "as()")
        wanted = str(single(arguments[0](frame, frame.this), "as()"))
        return [] if value is None or not is_exactly(value, wanted) else [value]

    return as_type


def _is(arguments: list[Compiled]) -> Compiled:
    def is_type(frame: Frame, focus: Collection) -> Collection:
        value = single(focus, "is()")
        wanted = str(single(arguments[0](frame, frame.this), "is()"))
        return [] if value is None else [is_of(value, wanted)]

    return is_type


def _whole(arguments: Collection, what: str) -> int:
    value = single(arguments, what)
    if not isinstance(value, int) or isinstance(value, bool):
        raise impossible(tr("“{what}” needs a whole number", what=what))
    return value


def _take(_frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    return focus[: max(0, _whole(arguments[0], "take()"))]


def _skip(_frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    return focus[max(0, _whole(arguments[0], "skip()")) :]


def _intersect(frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    other = set(operators.keys(frame, arguments[0]))
    mine = zip(focus, operators.keys(frame, focus), strict=True)
    return operators.distinct(frame, [one for one, key in mine if key in other])


def _exclude(frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    other = set(operators.keys(frame, arguments[0]))
    return [one for one, key in zip(focus, operators.keys(frame, focus), strict=True) if key not in other]


def _combine(frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    frame.budget.spend(len(focus) + len(arguments[0]))
    return [*focus, *arguments[0]]


def _union(frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    return operators.union(focus, arguments[0], frame)


def _subset(frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    return [set(operators.keys(frame, focus)) <= set(operators.keys(frame, arguments[0]))]


def _superset(frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    return _subset(frame, arguments[0], [focus])


def _is_distinct(frame: Frame, focus: Collection) -> Collection:
    return [len(operators.distinct(frame, focus)) == len(focus)]


def _only(focus: Collection) -> Collection:
    if len(focus) > 1:
        raise impossible(tr("“{what}” needs one value and got {count}", what="single()", count=len(focus)))
    return focus


def _not(focus: Collection) -> Collection:
    value = truth(focus, "not()")
    return [] if value is None else [not value]


def _truths(name: str, judge: Callable[[list[bool]], bool]) -> Function:
    def judged(focus: Collection) -> Collection:
        if any(not isinstance(one, bool) for one in focus):
            raise impossible(tr("“{what}” needs yes-or-no values", what=name))
        return [judge(focus)]

    return over_focus(judged)


def _children(frame: Frame, focus: Collection) -> Collection:
    frame.budget.spend(len(focus))
    return [child for one in focus for child in descendants_of(one)]


def _descendants(frame: Frame, focus: Collection) -> Collection:
    found: Collection = []
    layer = _children(frame, focus)
    while layer:
        found.extend(layer)
        layer = _children(frame, layer)
    return found


COLLECTING: Mapping[str, Function] = {
    "where": Function(_where, 1, 1),
    "select": Function(_select, 1, 1),
    "all": Function(_all, 1, 1),
    "exists": Function(_exists, 0, 1),
    "repeat": Function(_repeat, 1, 1),
    "aggregate": Function(_aggregate, 1, 2),
    "iif": Function(_iif, 2, 3),
    "ofType": Function(_of_type, 1, 1, takes_type=True),
    "as": Function(_as, 1, 1, takes_type=True),
    "is": Function(_is, 1, 1, takes_type=True),
    "empty": over_focus(lambda focus: [not focus]),
    "count": over_focus(lambda focus: [len(focus)]),
    "first": over_focus(lambda focus: focus[:1]),
    "last": over_focus(lambda focus: focus[-1:]),
    "tail": over_focus(lambda focus: focus[1:]),
    "single": over_focus(_only),
    "distinct": with_frame(operators.distinct),
    "isDistinct": with_frame(_is_distinct),
    "not": over_focus(_not),
    "allTrue": _truths("allTrue()", all),
    "anyTrue": _truths("anyTrue()", any),
    "allFalse": _truths("allFalse()", lambda values: not any(values)),
    "anyFalse": _truths("anyFalse()", lambda values: not all(values)),
    "take": with_values(_take, 1),
    "skip": with_values(_skip, 1),
    "intersect": with_values(_intersect, 1),
    "exclude": with_values(_exclude, 1),
    "combine": with_values(_combine, 1),
    "union": with_values(_union, 1),
    "subsetOf": with_values(_subset, 1),
    "supersetOf": with_values(_superset, 1),
    "children": Function(lambda _arguments: _children),
    "descendants": Function(lambda _arguments: _descendants),
}
"""Functions on collections."""
