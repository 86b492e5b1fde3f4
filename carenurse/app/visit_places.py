"""A place in a form as one word, so that the place of the cursor can be kept: ``weight``, ``site@1.0``."""

from carenurse.clinical.whole import whole
from carenurse.forms.nodes import Place


def key_of(place: Place) -> str:
    """Write a place as one word."""
    return f"{place.link}@{'.'.join(map(str, place.at))}" if place.at else place.link


def place_from(key: str) -> Place:
    """Read a place from its word; what is no repetition belongs to the linkId."""
    link, mark, at = key.rpartition("@")
    parts = at.split(".")
    numbers = [number for part in parts if (number := whole(part)) is not None]
    if mark and len(numbers) == len(parts):
        return Place(link, tuple(numbers))
    return Place(key)
