"""Turns the tree of an expression into nested Python functions, once; evaluating is then calling them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from carenurse.forms.elements import is_element
from carenurse.forms.fhirpath import operators, shortcuts, sorting
from carenurse.forms.fhirpath.failures import broken, impossible, unsupported
from carenurse.forms.fhirpath.frame import Collection, Compiled, Frame
from carenurse.forms.fhirpath.functions import FUNCTIONS
from carenurse.forms.fhirpath.parser import parse
from carenurse.forms.fhirpath.syntax import (
    Call,
    Index,
    Literal,
    Member,
    Name,
    Node,
    Operation,
    Sign,
    TypeTest,
)
from carenurse.forms.fhirpath.values import hint_of, is_exactly, is_of, is_type, members, single, truth
from carenurse.translations import tr

_SPECIAL: dict[str, Callable[[Frame], Collection]] = {
    "$this": lambda frame: frame.this,
    "$index": lambda frame: [frame.index],
    "$total": lambda frame: frame.total,
    "%resource": lambda frame: [frame.resource],
    "%context": lambda frame: [frame.context],
    "%rootResource": lambda frame: [frame.resource],
    "%QuestionnaireResponse": lambda frame: [frame.resource],
    "%ucum": lambda _: ["http://unitsofmeasure.org"],
    "%loinc": lambda _: ["http://loinc.org"],
    "%sct": lambda _: ["http://snomed.info/sct"],
}


def address_named(name: str) -> str | None:
    """``%`vs-name```, ``%`ext-name```: short for the address of a value set or extension of FHIR's own."""
    for short, folder in (("vs-", "ValueSet"), ("ext-", "StructureDefinition")):
        if name.startswith(short):
            return f"http://hl7.org/fhir/{folder}/{name.removeprefix(short)}"
    return None


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression: its text, its tree, and the function it became."""

    text: str
    tree: Node
    run: Compiled

    def evaluate(self, frame: Frame) -> Collection:
        """Evaluate with the context as focus. Raises EvaluationError where the values do not fit."""
        frame.this, frame.defined = [frame.context], {}
        try:
            return self.run(frame, frame.this)
        except RecursionError:
            raise impossible(tr("it is nested too deeply")) from None


@lru_cache(maxsize=1024)
def compile_expression(text: str, names: frozenset[str] = frozenset()) -> Expression:
    """Compile FHIRPath, the same text once; ``names`` are those in force (``%has-fever`` is then one name).

    Raises ExpressionSyntaxError, or UnsupportedExpressionError naming the function that is not supported.
    """
    try:
        tree = parse(text, names)
        return Expression(text, tree, build(tree))
    except RecursionError:
        raise broken(tr("it is nested too deeply")) from None


def build(node: Node) -> Compiled:  # noqa: PLR0911 - one return per kind of node
    """Compile one node of the tree and all below it."""
    match node:
        case Literal(value, empty):
            constant: Collection = [] if empty else [value]
            return lambda _frame, _focus: constant
        case Name(name):
            return _name(name)
        case Member(base, name):
            return _member(base, name)
        case Call(base, name, arguments):
            return _call(base, name, arguments)
        case Index(base, position):
            return _index(build(base), build(position))
        case Sign(operator, operand):
            return _sign(operator, build(operand))
        case Operation(operator, left, right):
            return _operation(operator, build(left), build(right))
        case TypeTest(operator, left, wanted):
            return _type_test(operator, build(left), wanted)


def _name(name: str) -> Compiled:
    if name in _SPECIAL:
        special = _SPECIAL[name]
        return lambda frame, _focus: special(frame)
    bare = name[1:]
    if (address := address_named(bare)) is not None:
        constant: Collection = [address]
        return lambda _frame, _focus: constant

    def named(frame: Frame, _focus: Collection) -> Collection:
        found = frame.defined.get(bare)
        if found is None:
            found = frame.named(bare)
        if found is None:
            raise unsupported(tr("the unknown value “{name}”", name=name))
        return found

    return named


def _member(base: Node | None, name: str) -> Compiled:
    hint = hint_of(name)
    if base is None:
        return _from_focus(name, hint)
    inner = _with_shadow(base) if name == "extension" and isinstance(base, Member) else build(base)

    def member(frame: Frame, focus: Collection) -> Collection:
        above = inner(frame, focus)
        frame.budget.spend(len(above))
        return members(above, name, hint)

    return member


def _with_shadow(base: Member) -> Compiled:
    """``birthDate.extension``: a primitive keeps its extensions in ``_birthDate`` beside it.

    What stands before the member is compiled and worked out once for both: a chain of a hundred would
    otherwise double its work a hundred times.
    """
    if base.base is None and base.name[0].isupper():
        return build(base)
    hint, shadow = hint_of(base.name), "_" + base.name
    before = _focus if base.base is None else build(base.base)

    def both(frame: Frame, focus: Collection) -> Collection:
        above = before(frame, focus)
        frame.budget.spend(2 * len(above))
        here = [one for one in members(above, base.name, hint) if is_element(one)]
        return [*here, *members(above, shadow, "")]

    return both


def _from_focus(name: str, hint: str) -> Compiled:
    if not name[0].isupper():
        return lambda _frame, focus: members(focus, name, hint)

    def typed_root(frame: Frame, focus: Collection) -> Collection:
        for candidate in (*focus[:1], frame.resource):
            if is_element(candidate) and candidate.get("resourceType") == name:
                return [candidate]
        found = members(focus, name, hint)
        if not found:
            raise unsupported(tr("the unknown value “{name}”", name=name))
        return found

    return typed_root


def _call(base: Node | None, name: str, arguments: tuple[Node, ...]) -> Compiled:
    if name == "where" and (links := shortcuts.links_asked(arguments)) is not None:
        return _item_with(base, links)
    if name == "sort":
        return _sort(base, arguments)
    function = FUNCTIONS.get(name)
    if function is None:
        raise unsupported(tr("the function “{name}()”", name=name))
    if not function.least <= len(arguments) <= function.most:
        raise unsupported(tr("“{name}()” with {count} arguments", name=name, count=len(arguments)))
    compiled = [
        _type_argument(argument) if function.takes_type else build(argument) for argument in arguments
    ]
    if name == "where" and shortcuts.about_link_only(arguments[0]):
        compiled = [shortcuts.remembered(*compiled)]
    run = function.make(compiled)
    if base is None:
        return run
    inner = _with_shadow(base) if name == "extension" and isinstance(base, Member) else build(base)
    return lambda frame, focus: run(frame, inner(frame, focus))


def _item_with(base: Node | None, links: frozenset[str]) -> Compiled:
    """``where(linkId = '...')``, by the shortest way."""
    deep = shortcuts.deep_search(base)
    if deep is None:
        return shortcuts.filtered(_focus if base is None else build(base), links)
    inner, through_answers = deep
    return shortcuts.searched(
        _focus if inner is None else build(inner), links, through_answers=through_answers
    )


def _focus(_frame: Frame, focus: Collection) -> Collection:
    return focus


def _sort(base: Node | None, arguments: tuple[Node, ...]) -> Compiled:
    """``sort(-family)``: the minus belongs to the order, not to the name."""
    keys = [
        (build(one.operand), True) if isinstance(one, Sign) and one.operator == "-" else (build(one), False)
        for one in arguments
    ]
    run, inner = sorting.sorter(keys), _focus if base is None else build(base)
    return lambda frame, focus: run(frame, inner(frame, focus))


def _type_argument(argument: Node) -> Compiled:
    """Read ``Quantity`` or ``FHIR.Quantity`` as the name of a type rather than as a path."""
    match argument:
        case Member(None, name):
            constant: Collection = [_known_type(name)]
        case Member(Member(None, ("FHIR" | "System") as space), name):
            constant = [f"{space}.{_known_type(name)}"]
        case _:
            return build(argument)
    return lambda _frame, _focus: constant


def _known_type(name: str) -> str:
    if not is_type(name):
        raise unsupported(tr("the unknown type “{name}”", name=name))
    return name


def _index(base: Compiled, position: Compiled) -> Compiled:
    def at(frame: Frame, focus: Collection) -> Collection:
        values, wanted = base(frame, focus), single(position(frame, frame.this), "[]")
        if wanted is None:
            return []
        if not isinstance(wanted, int) or isinstance(wanted, bool):
            raise impossible(tr("a position must be a whole number"))
        return [values[wanted]] if 0 <= wanted < len(values) else []

    return at


def _sign(operator: str, operand: Compiled) -> Compiled:
    def signed(frame: Frame, focus: Collection) -> Collection:
        value = single(operand(frame, focus), operator)
        return [] if value is None else [operators.sign_of(value, operator)]

    return signed


def _operation(operator: str, left: Compiled, right: Compiled) -> Compiled:
    if operator in operators.LOGIC:
        return _logic(operator, left, right)
    if operator in operators.ARITHMETIC:
        return _arithmetic(operator, left, right)
    return _RELATIONS[operator](left, right)


def _logic(operator: str, left: Compiled, right: Compiled) -> Compiled:
    combine = operators.LOGIC[operator]

    def logic(frame: Frame, focus: Collection) -> Collection:
        first = truth(left(frame, focus), operator)
        if (operator == "and" and first is False) or (operator == "or" and first is True):
            return [first]
        return operators.answer(combine(first, truth(right(frame, focus), operator)))

    return logic


def _arithmetic(operator: str, left: Compiled, right: Compiled) -> Compiled:
    compute = operators.ARITHMETIC[operator]

    def arithmetic(frame: Frame, focus: Collection) -> Collection:
        one, two = single(left(frame, focus), operator), single(right(frame, focus), operator)
        if one is None or two is None:
            return []
        result = compute(one, two)
        return [] if result is None else [result]

    return arithmetic


def _compare(operator: str, left: Compiled, right: Compiled) -> Compiled:
    return lambda frame, focus: operators.answer(
        operators.compare(operator, left(frame, focus), right(frame, focus), None)
    )


def _equality(operator: str, left: Compiled, right: Compiled) -> Compiled:
    wanted = operator == "="

    def equality(frame: Frame, focus: Collection) -> Collection:
        found = operators.equal(left(frame, focus), right(frame, focus), None)
        return operators.answer(None if found is None else found is wanted)

    return equality


def _equivalence(operator: str, left: Compiled, right: Compiled) -> Compiled:
    wanted = operator == "~"
    return lambda frame, focus: [
        operators.equivalent(left(frame, focus), right(frame, focus), None) is wanted
    ]


def _among(operator: str, left: Compiled, right: Compiled) -> Compiled:
    one, many = (left, right) if operator == "in" else (right, left)
    return lambda frame, focus: operators.answer(
        operators.contains(many(frame, focus), one(frame, focus), None)
    )


def _union(left: Compiled, right: Compiled) -> Compiled:
    return lambda frame, focus: operators.union(left(frame, focus), right(frame, focus), frame)


def _joined(left: Compiled, right: Compiled) -> Compiled:
    return lambda frame, focus: operators.joined(left(frame, focus), right(frame, focus))


_RELATIONS: dict[str, Callable[[Compiled, Compiled], Compiled]] = {
    **{sign: partial(_compare, sign) for sign in ("<", ">", "<=", ">=")},
    **{sign: partial(_equality, sign) for sign in ("=", "!=")},
    **{sign: partial(_equivalence, sign) for sign in ("~", "!~")},
    **{word: partial(_among, word) for word in ("in", "contains")},
    "|": _union,
    "&": _joined,
}


def _type_test(operator: str, left: Compiled, wanted: str) -> Compiled:
    _known_type(wanted)

    def test(frame: Frame, focus: Collection) -> Collection:
        value: Any = single(left(frame, focus), operator)
        if value is None:
            return []
        if operator == "is":
            return [is_of(value, wanted)]
        return [value] if is_exactly(value, wanted) else []

    return test
