"""Takes FHIRPath apart into words."""

import re
from dataclasses import dataclass

from carenurse.forms.fhirpath.failures import broken
from carenurse.translations import tr

MOST_CHARACTERS = 40_000
MOST_TOKENS = 10_000

_PATTERN = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<moment>@(?:T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?
      |\d{4}(?:-\d\d(?:-\d\d)?)?(?:T(?:\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+\-]\d\d:\d\d)?)?)?))
  | (?P<number>\d+\.\d+|\d+)
  | (?P<text>'(?:[^'\\]|\\.)*')
  | (?P<quoted>`(?:[^`\\]|\\.)*`)
  | (?P<named>%(?:`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z0-9_\-]*))
  | (?P<special>\$[a-z]+)
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<sign><=|>=|!=|!~|[-+*/|&=~<>.,()\[\]{}])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its kind, its meaning, where it stands (from 0)."""

    kind: str
    text: str
    place: int


def unescape(text: str) -> str:
    """Resolve backslashes in the inside of a quoted text."""

    def one(found: re.Match[str]) -> str:
        word = found[1]
        return chr(int(word[1:], 16)) if len(word) > 1 else _PLAIN_ESCAPES.get(word, word)

    return _ESCAPE.sub(one, text)


def tokens(expression: str, names: frozenset[str] = frozenset()) -> list[Token]:
    """Read all words. ``names`` are the named values in force, so that ``%has-fever`` is one word.

    Raises ExpressionSyntaxError at the first character that cannot be read.
    """
    if len(expression) > MOST_CHARACTERS:
        raise broken(tr("it is longer than {count} characters", count=MOST_CHARACTERS))
    result: list[Token] = []
    place = 0
    while place < len(expression):
        found = _PATTERN.match(expression, place)
        if found is None:
            raise broken(tr("character {place} cannot be read", place=place + 1))
        end, token = _token(found, place, names)
        if token is not None:
            result.append(token)
        place = end
    if len(result) > MOST_TOKENS:
        raise broken(tr("it has more than {count} words", count=MOST_TOKENS))
    result.append(Token("end", "", len(expression)))
    return result


def _token(found: re.Match[str], place: int, names: frozenset[str]) -> tuple[int, Token | None]:
    kind, text, end = str(found.lastgroup), found[0], found.end()
    if kind == "space":
        return end, None
    if kind in ("text", "quoted"):
        return end, Token("word" if kind == "quoted" else kind, unescape(text[1:-1]), place)
    if kind == "moment":
        return end, Token(kind, text[1:], place)
    if kind == "named":
        name = _name(text[1:], names)
        return (end if text[1] in "`'\"" else place + 1 + len(name)), Token(kind, name, place)
    return end, Token(kind, text, place)


def _name(text: str, names: frozenset[str]) -> str:
    """Take the longest known name off a run of letters and dashes; ``%a-b`` may also mean a minus b."""
    if text[0] in "`'\"":
        return unescape(text[1:-1])
    parts = text.split("-")
    for count in range(len(parts), 1, -1):
        candidate = "-".join(parts[:count])
        if candidate in names:
            return candidate
    return parts[0]
