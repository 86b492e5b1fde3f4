"""Styled text of strangers' forms as plain pieces: what is allowed is kept, everything else falls away.

A form may carry its words as XHTML (``rendering-xhtml``), as Markdown (``rendering-markdown``) or with a CSS
style (``rendering-style``). None of it is ever given to a renderer that could load a picture or run a script:
it is read into pieces of text with a ``Style`` and perhaps the address of a link.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from carenurse.clinical.narrative import pieces
from carenurse.forms.styles import NO_STYLE, Style, read_style

_LONGEST = 40_000
_LONGEST_TAG = 10_000
_DEEPEST = 64
_STRONG = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "th"})
_ITALIC, _UNDERLINED, _STRUCK = frozenset({"i", "em"}), frozenset({"u"}), frozenset({"s", "del", "strike"})
_BLOCKS = frozenset({"p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "dd"})
_SILENT = frozenset({"script", "style", "head", "title", "object", "iframe", "svg", "math", "template"})
_MARK = re.compile(
    r"\*\*(?P<bold>.{1,2000}?)\*\*|__(?P<bold2>.{1,2000}?)__|(?<![\w*])\*(?P<it>[^*\n]{1,2000}?)\*(?!\w)"
    r"|(?<!\w)_(?P<it2>[^_\n]{1,2000}?)_(?!\w)|`(?P<code>[^`\n]{1,2000})`"
    r"|!?\[(?P<words>[^\[\]\n]{0,500})\]\((?P<to>[^()\s]{0,2000})(?:\s[^()\n]{0,300})?\)"
)
"""Each part is bounded, so that the time is in proportion to the length whatever stands there."""

_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9]{0,30})")
_GIVEN = re.compile(r"([A-Za-z]{1,20})\s{0,9}=\s{0,9}(?:\"([^\"]{0,4000})\"|'([^']{0,4000})')")
_BOLD = Style(strong=True)
_HEADING, _BULLET = re.compile(r" {0,3}#{1,6}\s+"), re.compile(r"(?P<in>\s*)[-*+]\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in one look; ``link`` is a web address (http or https only)."""

    text: str
    style: Style = NO_STYLE
    link: str = ""


def words_of_pieces(pieces: Sequence[Piece]) -> str:
    """Give the bare words."""
    return "".join(piece.text for piece in pieces)


def web_address(value: object) -> str:
    """Accept only what a browser may open for a reader: http and https; everything else is nothing."""
    text = value.strip() if isinstance(value, str) else ""
    return text if re.match(r"https?://[^\s<>\"]+\Z", text) else ""


class _Reader:
    """Reads the allowed part of XHTML; script, style, frames and pictures leave at most their words."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self._open: list[tuple[str, Style]] = []
        self._links: list[str] = []
        self._silent = 0

    def read(self, text: str) -> None:
        """Read all of it in one walk, whatever stands there and however it is broken off."""
        for words, tag in pieces(text):
            if words and not self._silent:
                self._add(re.sub(r"\s+", " ", unescape(words)))
            if (named := _TAG.match(tag)) is None:
                continue
            name = named[2].lower()
            if named[1]:
                self._close(name)
            else:
                self._begin(name, tag[named.end() :])
                if tag.endswith("/") and name not in ("br", "img"):
                    self._close(name)

    def _begin(self, tag: str, rest: str) -> None:
        """Open an element; a list item begins with a dot, a picture is its description."""
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS or tag == "br":
            self._new_line()
        if tag == "li":
            self._add("• ")
        if tag == "img":
            self._add(_given(rest, "alt"))
            return
        if tag == "a":
            self._links.append(web_address(_given(rest, "href")))
        if tag != "br":
            own = _style_of(tag, _given(rest, "style"))
            self._open.append((tag, own.over(self._open[-1][1]) if self._open else own))

    def _close(self, tag: str) -> None:
        """Close an element, and whatever was left open inside it."""
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag == "a" and self._links:
            self._links.pop()
        if any(tag == one for one, _style in self._open[-_DEEPEST:]):
            while self._open and self._open.pop()[0] != tag:
                continue
        if tag in _BLOCKS:
            self._new_line()
        if tag in ("td", "th"):
            self._add(" ")

    def _new_line(self) -> None:
        if self.found and not self.found[-1].text.endswith("\n"):
            last = self.found[-1]
            self.found[-1] = replace(last, text=last.text.rstrip(" ") + "\n")

    def _add(self, text: str) -> None:
        after_break = not self.found or self.found[-1].text.endswith(("\n", " "))
        text = text.lstrip(" ") if after_break else text
        if text:
            style = self._open[-1][1] if self._open else NO_STYLE
            link = self._links[-1] if self._links else ""
            self.found.append(Piece(text, Style(underlined=bool(link)).over(style), link))


def _style_of(tag: str, written: str) -> Style:
    """Say what an element gives to the words in it: by its name, and by what its style is allowed to."""
    named = Style(tag in _STRONG, tag in _ITALIC, tag in _UNDERLINED, tag in _STRUCK)
    return read_style(written).over(named) if written else named


def _given(rest: str, wanted: str) -> str:
    """Find what a tag says of one attribute; quoted, as XHTML asks."""
    said = ((one[1].lower(), one[2] or one[3] or "") for one in _GIVEN.finditer(rest[:_LONGEST_TAG]))
    return unescape(next((value for name, value in said if name == wanted), ""))


def from_xhtml(text: str) -> tuple[Piece, ...]:
    """Read XHTML through the allow-list; text that is no XHTML at all comes out as it is."""
    reader = _Reader()
    reader.read(text[:_LONGEST])
    return _trimmed(reader.found)


def from_markdown(text: str) -> tuple[Piece, ...]:
    """Read Markdown: headings, bold, italic, code, links, bullets; HTML inside it goes through the list."""
    found: list[Piece] = []
    for line in text[:_LONGEST].splitlines():
        heading = _HEADING.match(line)
        bullet = _BULLET.match(line)
        body = line[heading.end() :] if heading else line[bullet.end() :] if bullet else line
        if bullet:
            found.append(Piece("• "))
        found += [_over(one, _BOLD) if heading else one for one in _inline(body.strip())]
        found.append(Piece("\n"))
    return _trimmed(found)


def _inline(text: str) -> Iterator[Piece]:
    at = 0
    for mark in _MARK.finditer(text):
        yield from _plain(text[at : mark.start()])
        at = mark.end()
        if (bold := mark["bold"] or mark["bold2"]) is not None:
            yield from (_over(one, _BOLD) for one in _inline(bold))
        elif (slanted := mark["it"] or mark["it2"]) is not None:
            yield Piece(slanted, Style(italic=True))
        elif mark["code"] is not None:
            yield Piece(mark["code"])
        else:
            link = web_address(mark["to"])
            yield Piece(mark["words"] or link, Style(underlined=bool(link)), link)
    yield from _plain(text[at:])


def _plain(text: str) -> Iterator[Piece]:
    """Take HTML tags out of Markdown's plain parts, keeping their words and outer spaces."""
    if "<" not in text:
        if text:
            yield Piece(re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", text))
        return
    yield from from_xhtml(text)


def styled(text: str, style: str) -> tuple[Piece, ...]:
    """Give a text the allowed part of a CSS style; nothing when nothing of it is allowed."""
    look = read_style(style)
    return (Piece(text, look),) if text and look != NO_STYLE else ()


def _over(piece: Piece, style: Style) -> Piece:
    return replace(piece, style=style.over(piece.style))


def _trimmed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Leave no white space at either end."""
    left = list(pieces)
    while left and not left[-1].text.strip():
        left.pop()
    while left and not left[0].text.strip():
        left.pop(0)
    if left:
        left[-1] = replace(left[-1], text=left[-1].text.rstrip())
        left[0] = replace(left[0], text=left[0].text.lstrip())
    return tuple(left)
