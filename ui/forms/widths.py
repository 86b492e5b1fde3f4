"""How wide a form asks an answer to be (``width``), in pixels before zoom and within what fits a page."""

import re

_ROOM = 720
"""Pixels before zoom that a page has for a question: what a percentage is of."""
_LEAST, _MOST = 56, 720
_WRITTEN = re.compile(r"(\d{1,5}(?:\.\d{1,4})?)\s*(%|px|em|rem|ch|pt|in|cm|mm)?\Z")
_PIXELS = {"": 1, "px": 1, "em": 15, "rem": 15, "ch": 8, "pt": 1.33, "in": 96, "cm": 37.8, "mm": 3.78}


def asked_width(written: str) -> int:
    """Read a width in pixels before zoom; 0 when the form asks for none, or for none that is understood."""
    found = _WRITTEN.match(written.strip())
    if found is None:
        return 0
    amount, unit = float(found[1]), found[2] or ""
    pixels = amount / 100 * _ROOM if unit == "%" else amount * _PIXELS[unit]
    return min(_MOST, max(_LEAST, round(pixels))) if amount else 0
