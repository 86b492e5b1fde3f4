"""Builds the tree of a FHIRPath expression (precedence climbing over the grammar of FHIRPath N1)."""

from decimal import Decimal

from carenurse.forms.fhirpath.failures import broken
from carenurse.forms.fhirpath.lexer import Token, tokens
from carenurse.forms.fhirpath.quantities import CALENDAR_WORDS, Quantity
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
    children,
)
from carenurse.forms.fhirpath.temporal import Temporal
from carenurse.translations import tr

DEEPEST = 100
"""Brackets within brackets."""
DEEPEST_TREE = 250
"""Steps of a path, terms of a sum, or arguments within arguments."""
_LONGEST_NUMBER = 60
"""Signs of a number: twice what a Decimal of FHIRPath can hold before and after its point (28 and 8)."""

_PRECEDENCE = {
    "implies": 1,
    "or": 2,
    "xor": 2,
    "and": 3,
    "in": 4,
    "contains": 4,
    "=": 5,
    "!=": 5,
    "~": 5,
    "!~": 5,
    "<": 6,
    ">": 6,
    "<=": 6,
    ">=": 6,
    "|": 7,
    "is": 8,
    "as": 8,
    "+": 9,
    "-": 9,
    "&": 9,
    "*": 10,
    "/": 10,
    "div": 10,
    "mod": 10,
}
_TIGHTEST = 11


class _Parser:
    """Walks the words once, from left to right."""

    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._expression(1)
        if self._next.kind != "end":
            raise self._surprise()
        return node

    @property
    def _next(self) -> Token:
        return self._words[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _is(self, sign: str) -> bool:
        return self._next.kind == "sign" and self._next.text == sign

    def _accept(self, sign: str) -> bool:
        if self._is(sign):
            self._at += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._accept(sign):
            raise self._surprise()

    def _surprise(self) -> Exception:
        if self._next.kind == "end":
            return broken(tr("it stops too early"))
        return broken(tr("“{word}” at character {place}", word=self._next.text, place=self._next.place + 1))

    def _expression(self, lowest: int) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise broken(tr("it is nested more than {count} deep", count=DEEPEST))
        left = self._unary()
        while (strength := self._strength()) >= lowest:
            operator = self._take().text
            if operator in ("is", "as"):
                left = TypeTest(operator, left, self._type_name())
            else:
                left = Operation(operator, left, self._expression(strength + 1))
        self._depth -= 1
        return left

    def _strength(self) -> int:
        return _PRECEDENCE.get(self._next.text, 0) if self._next.kind in ("sign", "word") else 0

    def _unary(self) -> Node:
        if self._is("-") or self._is("+"):
            operator = self._take().text
            return Sign(operator, self._expression(_TIGHTEST))
        return self._postfix(self._term())

    def _postfix(self, node: Node) -> Node:
        while True:
            if self._accept("."):
                node = self._step(node)
            elif self._accept("["):
                position = self._expression(1)
                self._expect("]")
                node = Index(node, position)
            else:
                return node

    def _step(self, base: Node | None) -> Node:
        token = self._take()
        if token.kind == "special":
            raise broken(tr("“{word}” at character {place}", word=token.text, place=token.place + 1))
        if token.kind != "word":
            self._at -= 1
            raise self._surprise()
        if self._accept("("):
            return Call(base, token.text, self._arguments())
        return Member(base, token.text)

    def _arguments(self) -> tuple[Node, ...]:
        if self._accept(")"):
            return ()
        found = [self._expression(1)]
        while self._accept(","):
            found.append(self._expression(1))
        self._expect(")")
        return tuple(found)

    def _term(self) -> Node:  # noqa: PLR0911 - one return per kind of word
        match self._next.kind:
            case "number":
                return self._number()
            case "text":
                return Literal(self._take().text)
            case "moment":
                return Literal(_moment(self._take()))
            case "named":
                return Name("%" + self._take().text)
            case "special":
                return self._special()
            case "word":
                return self._word()
            case _:
                return self._bracketed()

    def _word(self) -> Node:
        if self._next.text in ("true", "false") and not self._called():
            return Literal(self._take().text == "true")
        return self._step(None)

    def _called(self) -> bool:
        following = self._words[self._at + 1]
        return following.kind == "sign" and following.text == "("

    def _bracketed(self) -> Node:
        if self._accept("("):
            inside = self._expression(1)
            self._expect(")")
            return inside
        if self._accept("{"):
            self._expect("}")
            return Literal(None, empty=True)
        raise self._surprise()

    def _special(self) -> Node:
        if self._next.text not in ("$this", "$index", "$total"):
            raise self._surprise()
        return Name(self._take().text)

    def _number(self) -> Node:
        text = self._take().text
        if len(text) > _LONGEST_NUMBER:
            raise broken(tr("“{word}…” is longer than any number", word=text[:20]))
        value = Decimal(text) if "." in text else int(text)
        if self._next.kind == "text":
            return Literal(Quantity(Decimal(value), self._take().text))
        if self._next.kind == "word" and self._next.text in CALENDAR_WORDS:
            return Literal(Quantity(Decimal(value), CALENDAR_WORDS[self._take().text]))
        return Literal(value)

    def _type_name(self) -> str:
        bracketed = self._accept("(")
        token = self._take()
        if token.kind != "word":
            self._at -= 1
            raise self._surprise()
        name = token.text
        if name in ("FHIR", "System") and self._accept("."):
            name = f"{name}.{self._take().text}"
        if bracketed:
            self._expect(")")
        return name


def _moment(token: Token) -> Temporal:
    value = Temporal.read(token.text)
    if value is None:
        raise broken(tr("“{word}” at character {place}", word=token.text, place=token.place + 1))
    return value


def parse(expression: str, names: frozenset[str] = frozenset()) -> Node:
    """Read an expression. Raises ExpressionSyntaxError naming the place that cannot be read."""
    node = _Parser(tokens(expression, names)).whole()
    if _depth(node) > DEEPEST_TREE:
        raise broken(tr("it is nested more than {count} deep", count=DEEPEST_TREE))
    return node


def _depth(node: Node) -> int:
    """Measure the tree layer by layer; a chain of 1,000 additions is as deep as it is long."""
    layer, depth = [node], 0
    while layer:
        layer = [child for one in layer for child in children(one)]
        depth += 1
    return depth
