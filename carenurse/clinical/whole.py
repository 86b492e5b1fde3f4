"""Whole numbers in the writing of other systems."""

LONGEST = 15
"""So many digits at most: no count, version or cursor of a record has more, and each reads at once."""


def whole(text: str) -> int | None:
    """Read a whole number of ASCII digits without a sign; nothing for other signs, no digits, or too many."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        return None
    return int(text)
