"""A place in a form as one word, so that the place of the cursor can be kept: ``weight``, ``site@1.0``."""

from carenurse.forms.nodes import Place


def key_of(place: Place) -> str:
    """Write a place as one word."""
    return f"{place.link}@{'.'.join(map(str, place.at))}" if place.at else place.link


def place_from(key: str) -> Place:
    """Read a place from its word; what is no repetition belongs to the linkId."""
    link, mark, at = key.rpartition("@")
    parts = at.split(".")
    if mark and all(part.isdigit() for part in parts):
        return Place(link, tuple(map(int, parts)))
    return Place(key)
