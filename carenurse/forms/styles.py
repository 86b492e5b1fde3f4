"""The small part of CSS that a form's words may carry, read into looks that this program has.

Allowed are weight, slant, underlining, a line through, size and color; everything else of a style is left out
(above all what hides or moves words). Sizes become steps of the program's own scale, and a color the nearest
of its own, so that words stay readable in the dark and with high contrast.
"""

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Tone = Literal["", "red", "yellow", "green", "blue", "purple", "gray"]
Size = Literal["", "small", "large", "huge"]

_LONGEST = 2_000
_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_NAMED: Mapping[str, Tone] = {
    **dict.fromkeys(("red", "darkred", "crimson", "firebrick", "maroon", "brown", "tomato", "pink"), "red"),
    **dict.fromkeys(("orange", "darkorange", "yellow", "gold", "goldenrod", "amber", "coral"), "yellow"),
    **dict.fromkeys(("green", "darkgreen", "lime", "limegreen", "forestgreen", "olive", "seagreen"), "green"),
    **dict.fromkeys(("blue", "darkblue", "navy", "royalblue", "steelblue", "teal", "aqua", "cyan"), "blue"),
    **dict.fromkeys(("purple", "indigo", "violet", "fuchsia", "magenta", "orchid"), "purple"),
    **dict.fromkeys(("gray", "grey", "darkgray", "darkgrey", "dimgray", "dimgrey", "silver"), "gray"),
}
_HEX = re.compile(r"#(?:([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})|([0-9a-f])([0-9a-f])([0-9a-f]))\Z")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)\Z")
_AMOUNT = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)\s*(px|pt|em|rem|%)\Z")
_USUAL: Mapping[str, float] = {"px": 16, "pt": 12, "em": 1, "rem": 1, "%": 100}
"""What a browser takes for the size of plain text, by unit."""
_WORDS: Mapping[str, Size] = {
    **dict.fromkeys(("xx-small", "x-small", "small", "smaller"), "small"),
    **dict.fromkeys(("large", "larger"), "large"),
    **dict.fromkeys(("x-large", "xx-large", "xxx-large"), "huge"),
}
_PALE, _DARK = 0.2, 0.25
"""Saturation under which a color is a gray, and brightness under which it is black."""
_HUES: tuple[tuple[float, Tone], ...] = (
    (20, "red"),
    (70, "yellow"),
    (170, "green"),
    (260, "blue"),
    (330, "purple"),
    (361, "red"),
)
"""Degrees on the color wheel up to which each name reaches."""


@dataclass(frozen=True, slots=True)
class Style:
    """How some words are to look; what is empty is as the words around it. ``ground`` lies behind them."""

    strong: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    tone: Tone = ""
    ground: Tone = ""
    size: Size = ""

    def over(self, below: "Style") -> "Style":
        """Lay this style over that of the words around."""
        return Style(
            self.strong or below.strong,
            self.italic or below.italic,
            self.underlined or below.underlined,
            self.struck or below.struck,
            self.tone or below.tone,
            self.ground or below.ground,
            self.size or below.size,
        )


NO_STYLE = Style()


def read_style(text: str) -> Style:
    """Read the allowed part of a CSS style; what is not allowed or not understood is left out."""
    rules = (part.split(":", 1) for part in text[:_LONGEST].casefold().split(";") if ":" in part)
    given = {name.strip(): value.removesuffix("!important").strip() for name, value in rules}
    drawn = f"{given.get('text-decoration', '')} {given.get('text-decoration-line', '')}"
    return Style(
        strong=given.get("font-weight", "") in _BOLD,
        italic=given.get("font-style", "") in ("italic", "oblique"),
        underlined="underline" in drawn,
        struck="line-through" in drawn,
        tone=_tone(given.get("color", "")),
        ground=_tone(given.get("background-color", "") or given.get("background", "")),
        size=_size(given.get("font-size", "")),
    )


def _tone(color: str) -> Tone:
    """Name the nearest of the program's colors; black, white and what is no color is none of them."""
    if color in _NAMED:
        return _NAMED[color]
    if (found := _HEX.match(color)) is not None:
        parts = [int(one * (2 if len(one) == 1 else 1), 16) for one in found.groups() if one]
    elif (found := _RGB.match(color)) is not None:
        parts = [min(int(one), 255) for one in found.groups()]
    else:
        return ""
    hue, saturation, bright = colorsys.rgb_to_hsv(*(one / 255 for one in parts))
    if bright < _DARK or (saturation < _PALE and bright > 1 - _PALE):
        return ""
    if saturation < _PALE:
        return "gray"
    return next(tone for end, tone in _HUES if hue * 360 < end)


def _size(text: str) -> Size:
    if text in _WORDS:
        return _WORDS[text]
    if (found := _AMOUNT.match(text)) is None:
        return ""
    times = float(found[1]) / _USUAL[found[2]]
    if times < 0.9:  # noqa: PLR2004  # of plain text
        return "small"
    if times >= 1.6:  # noqa: PLR2004
        return "huge"
    return "large" if times >= 1.15 else ""  # noqa: PLR2004
