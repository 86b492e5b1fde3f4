"""Laying text on pages from top to bottom: paragraphs, list items, boxes and rows that continue overleaf.

Lengths are points; ``y`` grows downwards. What does not fit begins the next page; what is taller than a page
is split between lines, so that a note of a thousand lines is printed whole.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from carenurse.documents.lines import Line, Span, Style, line_width, wrap
from carenurse.documents.tagged import Element, TaggedPdf

_FEW_LINES = 3
"""A paragraph of up to so many lines is not split over two pages."""
_CAP_HALF = 0.36
"""Half the height of a capital letter, in type sizes: what has to stand in the middle of a line."""


@dataclass(frozen=True, slots=True)
class Margins:
    """White edges of a page in points."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; ``marker`` is "•" or a number such as "1."; ``before`` is the gap above."""

    lines: Sequence[Line]
    style: Style
    tag: str = "P"
    before: float = 0.0
    indent: float = 0.0
    marker: str = ""
    right: bool = False

    @property
    def height(self) -> float:
        """How tall it is, with the gap above, in points."""
        return self.before + len(self.lines) * self.style.leading


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: where it begins, what it says, and whether it is a heading ("Row" or "Column")."""

    x: float
    paragraph: Paragraph
    heads: str = ""


class Sheet:
    """A cursor that goes down the pages of one document; ``start_page`` draws what every page begins with."""

    def __init__(self, pdf: TaggedPdf, margins: Margins, start_page: "Callable[[Sheet], None]") -> None:
        self.pdf = pdf
        self.left, self.right = margins.left, pdf.width - margins.right
        self.top, self.bottom = margins.top, pdf.height - margins.bottom
        self.y = self.top
        self._start_page = start_page
        self._body_top = self.top

    @property
    def width(self) -> float:
        """The width between the margins."""
        return self.right - self.left

    def lines(self, spans: Sequence[Span], style: Style, width: float) -> list[Line]:
        """Wrap text in the fonts of this document."""
        return wrap(self.pdf.fonts, spans, style, width)

    def new_page(self) -> None:
        """Go to the top of a new page."""
        self.pdf.new_page()
        self.y = self.top
        self._start_page(self)
        self._body_top = self.y

    def need(self, height: float) -> None:
        """Go to the next page unless so much room is left on this one (or the page is still empty)."""
        if self.y + height > self.bottom and self.y > self._body_top:
            self.new_page()

    def rule(self, weight: float, before: float, after: float) -> None:
        """Draw a line across the page."""
        self.need(before + after)
        self.y += before
        self.pdf.line(self.left, self.y, self.right, self.y, weight)
        self.y += after

    @contextmanager
    def listed(self, numbering: str) -> Generator[None]:
        """Make the items inside a list for the screen reader: "Disc" or "Decimal"."""
        with self.pdf.element(Element("L", {"List": {"ListNumbering": numbering}})):
            yield

    def flow(self, paragraphs: Sequence[Paragraph], x: float | None = None) -> None:
        """Set paragraphs below one another; a heading stays with what follows it."""
        for place, paragraph in enumerate(paragraphs):
            follows = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
            keep = follows.before + 2 * follows.style.leading if paragraph.tag[0] == "H" and follows else 0.0
            few = len(paragraph.lines) <= _FEW_LINES
            self.need(paragraph.height + keep if few else paragraph.before + 2 * paragraph.style.leading)
            self._split(paragraph, self.left if x is None else x)

    def stack(self, paragraphs: Sequence[Paragraph], x: float, y: float) -> None:
        """Set paragraphs at a place, without looking at the page's end."""
        for paragraph in paragraphs:
            with self._tagged(paragraph, x, y + paragraph.before) as body, self.pdf.element(body):
                self._draw(paragraph, paragraph.lines, x, y + paragraph.before)
            y += paragraph.height

    def row(self, cells: Sequence[Cell]) -> None:
        """Set cells side by side inside a table; a row taller than a page goes on overleaf."""
        height = max(cell.paragraph.height for cell in cells)
        self.need(min(height, self.bottom - self._body_top))
        with self.pdf.element(Element("TR")):
            made = [(cell, _cell_element(cell)) for cell in cells]
            rest = [list(cell.paragraph.lines) for cell in cells]
            while True:
                taken = [self._room_for(cell.paragraph) for cell in cells]
                for (cell, element), lines, count in zip(made, rest, taken, strict=True):
                    with self.pdf.element(element):
                        self._draw(cell.paragraph, lines[:count], cell.x, self.y + cell.paragraph.before)
                rest = [lines[count:] for lines, count in zip(rest, taken, strict=True)]
                if not any(rest):
                    break
                self.new_page()
        self.y += max(
            cell.paragraph.before + min(len(cell.paragraph.lines), count) * cell.paragraph.style.leading
            for cell, count in zip(cells, taken, strict=True)
        )

    def _room_for(self, paragraph: Paragraph) -> int:
        return max(1, int((self.bottom - self.y - paragraph.before) / paragraph.style.leading))

    def _split(self, paragraph: Paragraph, x: float) -> None:
        lines = list(paragraph.lines)
        self.y += paragraph.before
        with self._tagged(paragraph, x, self.y) as body:
            while lines:
                count = max(1, int((self.bottom - self.y + 0.01) / paragraph.style.leading))
                with self.pdf.element(body):
                    self._draw(paragraph, lines[:count], x, self.y)
                self.y += len(lines[:count]) * paragraph.style.leading
                lines = lines[count:]
                if lines:
                    self.new_page()

    @contextmanager
    def _tagged(self, paragraph: Paragraph, x: float, y: float) -> Generator[Element]:
        """Give the element that the lines belong to, inside a list item if there is a marker."""
        if not paragraph.marker:
            yield Element(paragraph.tag)
            return
        with self.pdf.element(Element("LI")):
            self._mark(paragraph, x, y)
            yield Element("LBody")

    def _mark(self, paragraph: Paragraph, x: float, y: float) -> None:
        middle = y + paragraph.style.leading / 2
        size = paragraph.style.size
        if paragraph.marker == "•":
            self.pdf.disc(x + 0.32 * size, middle, 0.2 * size)
        else:
            with self.pdf.element(Element("Lbl")):
                self.pdf.text(x, middle + _CAP_HALF * size, paragraph.marker, size, strong=True)

    def _draw(self, paragraph: Paragraph, lines: Sequence[Line], x: float, y: float) -> None:
        style = paragraph.style
        for number, line in enumerate(lines):
            baseline = y + (number + 0.5) * style.leading + _CAP_HALF * style.size
            start = x + paragraph.indent
            if paragraph.right:
                start = x - line_width(self.pdf.fonts, line, style.size)
            for place, span in enumerate(line):
                last = place == len(line) - 1
                text = span.text if last and number == len(lines) - 1 else _with_space(span.text, last=last)
                start = self._voice(start, baseline, span, text, style.size)

    def _voice(self, x: float, y: float, span: Span, text: str, size: float) -> float:
        if span.language is None:
            return self.pdf.text(x, y, text, size, strong=span.strong)
        with self.pdf.element(Element("Span", language=span.language)):
            return self.pdf.text(x, y, text, size, strong=span.strong)


def _with_space(text: str, *, last: bool) -> str:
    """End a line with the space that its break took away, so that copied words stay apart."""
    return f"{text} " if last and not text.endswith(" ") else text


def _cell_element(cell: Cell) -> Element:
    if cell.heads:
        return Element("TH", {"Table": {"Scope": cell.heads}})
    return Element("TD")
