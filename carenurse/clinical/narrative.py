"""The XHTML of a FHIR narrative as plain text, and plain text as harmless XHTML."""

from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from typing import Final

from typing_extensions import override

from carenurse.clinical.facts import Text
from carenurse.clinical.fhir import Resource

_BLOCKS: Final = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul"})
_SILENT: Final = frozenset({"script", "style"})
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


class _Reader(HTMLParser):
    """Collects the text of a narrative, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BLOCKS | _CELLS:
            self.parts.append("\n" if tag in _BLOCKS else " ")

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(" ".join(data.splitlines()))


def plain(div: str) -> str:
    """Read XHTML as plain text: one line for each block, no markup, no scripts.

    What ``markup`` wrote comes back exactly.
    """
    inner = div.removeprefix(_OPEN).removesuffix(_CLOSE)
    if len(div) - len(inner) == len(_OPEN + _CLOSE) and "<" not in inner:
        return unescape(inner)
    reader = _Reader()
    reader.feed(div)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    return "\n".join(line for line in lines if line)


def markup(text: str) -> str:
    """Write plain text as XHTML that keeps its lines and spaces."""
    return _OPEN + escape(text, quote=False) + _CLOSE
