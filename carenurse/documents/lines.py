"""Words into lines: spans of plain or strong text, wrapped to a width; no word is too long to be printed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from carenurse.documents.fonts import Fonts


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one voice; ``language`` (BCP 47) only where it differs from the page's."""

    text: str
    strong: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A size of type: letters and distance of lines in points."""

    size: float
    leading: float


Line = tuple[Span, ...]
_Letter = tuple[str, Span]


def wrap(fonts: Fonts, spans: Sequence[Span], style: Style, width: float) -> list[Line]:
    """Break spans into lines no wider than ``width`` points.

    A new line in the text begins a line. A word wider than the line is cut where it must be.
    """
    letters = [(letter, span) for span in spans for letter in fonts.prepare(span.text)]
    lines: list[Line] = []
    for paragraph in _split(letters, "\n"):
        lines.extend(_wrap_paragraph(fonts, paragraph, style.size, width))
    return lines


def _wrap_paragraph(fonts: Fonts, letters: list[_Letter], size: float, width: float) -> Iterator[Line]:
    current: list[_Letter] = []
    used = 0.0
    for piece in (piece for word in _split(letters, " ") for piece in _cut(fonts, word, size, width)):
        space = [(" ", piece[0][1])] if current and piece else []
        wide = _measure(fonts, [*space, *piece], size)
        if current and used + wide > width:
            yield _line(current)
            current, used = list(piece), _measure(fonts, piece, size)
        else:
            current += [*space, *piece]
            used += wide
    yield _line(current)


def _cut(fonts: Fonts, word: list[_Letter], size: float, width: float) -> Iterator[list[_Letter]]:
    """Give the word whole if it fits a line, else in pieces that do."""
    piece: list[_Letter] = []
    used = 0.0
    for letter in word:
        wide = _measure(fonts, [letter], size)
        if piece and used + wide > width:
            yield piece
            piece, used = [], 0.0
        piece.append(letter)
        used += wide
    yield piece


def _split(letters: list[_Letter], at: str) -> Iterator[list[_Letter]]:
    piece: list[_Letter] = []
    for letter in letters:
        if letter[0] == at:
            yield piece
            piece = []
        else:
            piece.append(letter)
    yield piece


def _line(letters: Iterable[_Letter]) -> Line:
    """Join letters of one voice again; these texts are prepared and must not be prepared twice."""
    return tuple(
        replace(span, text="".join(letter for letter, _ in group))
        for span, group in groupby(letters, key=lambda letter: letter[1])
    )


def _measure(fonts: Fonts, letters: Iterable[_Letter], size: float) -> float:
    return sum(fonts.width(letter, size, strong=span.strong) for letter, span in letters)


def line_width(fonts: Fonts, line: Line, size: float) -> float:
    """Measure a wrapped line in points."""
    return sum(fonts.width(span.text, size, strong=span.strong) for span in line)
