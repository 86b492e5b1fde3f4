"""The XHTML of a FHIR narrative as plain text, and plain text as harmless XHTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final

from carenurse.clinical.facts import Text
from carenurse.clinical.fhir import Resource

_BLOCKS: Final = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul"})
_SILENT: Final = frozenset({"script", "style"})
_TAG: Final = re.compile(r"/?(?P<name>[A-Za-z][A-Za-z0-9:]*)")
_SPACE: Final = re.compile(r"\s+")
_CELLS: Final = frozenset({"td", "th", "dd", "dt"})
_OPEN: Final = '<div xmlns="http://www.w3.org/1999/xhtml" style="white-space: pre-wrap">'
_CLOSE: Final = "</div>"


@dataclass(frozen=True, slots=True)
class Narrative:
    """The text of a narrative (``status`` and ``div``). Foreign markup is read as text, never shown as is."""

    status: str = field(default="generated")

    def read(self, holder: Resource) -> str:
        """Take the plain text out."""
        return plain(Text("div").read(holder))

    def write(self, holder: Resource, value: str) -> None:
        """Put plain text in; the status stays, or begins as generated."""
        Text("div").write(holder, markup(value) if value else "")
        if value:
            holder.setdefault("status", self.status)
        else:
            holder.pop("status", None)


def plain(div: str) -> str:
    """Read XHTML as plain text: one line for each block, no markup, no scripts.

    What ``markup`` wrote comes back exactly.
    """
    inner = div.removeprefix(_OPEN).removesuffix(_CLOSE)
    if len(div) - len(inner) == len(_OPEN + _CLOSE) and "<" not in inner:
        return unescape(inner)
    lines = (" ".join(line.split()) for line in "".join(_spoken(div)).splitlines())
    return "\n".join(line for line in lines if line)


def _spoken(div: str) -> Iterator[str]:
    """Give the text between the tags, with a line end for each block and a gap for each cell."""
    silent = 0
    for text, tag in pieces(div):
        if not silent:
            yield _SPACE.sub(" ", unescape(text))
        found = _TAG.match(tag)
        name = found.group("name").lower() if found else ""
        closes = tag.startswith("/")
        if name in _SILENT:
            silent = max(0, silent + (-1 if closes else not tag.endswith("/")))
        if name in _BLOCKS or (closes and name in _CELLS):
            yield "\n" if name in _BLOCKS else " "


def pieces(div: str) -> Iterator[tuple[str, str]]:
    """Take markup apart into pairs of a text and the tag behind it, in one walk.

    The time is in proportion to the length whatever stands there (the standard library's parser takes hours
    for a megabyte of unclosed tags). What never closes is text; a comment that never closes is the end.
    """
    place, text = 0, ""
    while (start := div.find("<", place)) >= 0:
        if not _TAG.match(div, start + 1) and div[start + 1 : start + 2] not in ("!", "?"):
            text += div[place : start + 1]
            place = start + 1
            continue
        closing = "-->" if div.startswith("<!--", start) else ">"
        end = div.find(closing, start)
        if end < 0:
            break
        yield text + div[place:start], div[start + 1 : end]
        place, text = end + len(closing), ""
    rest = div[place:start] if start >= 0 and div.startswith("<!--", start) else div[place:]
    yield text + rest, ""


def markup(text: str) -> str:
    """Write plain text as XHTML that keeps its lines and spaces."""
    return _OPEN + escape(text, quote=False) + _CLOSE
