"""Taking JSON as other systems really write it: what has the wrong shape counts as absent."""

from decimal import Decimal
from typing import Any, Final

from carenurse.clinical.fhir import Resource

_OBJECT: Final[type[Any]] = dict
_ARRAY: Final[type[Any]] = list
"""Any of either: a cast at each of a hundred thousand calls takes longer than the question itself."""
_LARGEST: Final = 64
"""Digits; FHIR asks for 18."""


def as_object(value: Any) -> Resource:
    """Take a JSON object; an empty one for anything else."""
    return value if isinstance(value, _OBJECT) else {}


def as_list(value: Any) -> list[Any]:
    """Take a JSON array; an empty one for anything else."""
    return value if isinstance(value, _ARRAY) else []


def as_objects(value: Any) -> list[Resource]:
    """Take the objects of a JSON array."""
    return [one for one in as_list(value) if isinstance(one, _OBJECT)] if value else []


def as_text(value: Any) -> str:
    """Take a JSON string; an empty one for anything else."""
    return value if isinstance(value, str) else ""


def as_texts(value: Any) -> list[str]:
    """Take the strings of a JSON array."""
    return [one for one in as_list(value) if isinstance(one, str)]


def as_number(value: Any) -> Decimal | None:
    """Take a JSON number, to the digit; None for anything else (true is not a number).

    A number of a size or length that nothing measured has counts as absent, so that no sum can fail on it.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    measurable = (
        number.is_finite()
        and abs(number.adjusted()) <= _LARGEST
        and len(number.as_tuple().digits) <= _LARGEST
    )
    return number if measurable else None


def at(holder: Any, path: str) -> Any:
    """Follow a dotted path through objects; an array on the way stands for its first entry.

    None when the path ends early.
    """
    found: Any = holder
    for step in path.split("."):
        if isinstance(found, list):
            listed = as_list(found)
            found = listed[0] if listed else None
        found = as_object(found).get(step)
    return found
