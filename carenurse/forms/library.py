"""What a form may refer to and does not carry: value sets and other forms that are at hand."""

from collections.abc import Callable
from dataclasses import dataclass

from carenurse.clinical.fhir import Resource


def _nothing(_address: str) -> Resource | None:
    return None


@dataclass(frozen=True, slots=True)
class Library:
    """Where to look things up by canonical address (with or without ``|version``); None: not at hand."""

    value_set: Callable[[str], Resource | None] = _nothing
    form: Callable[[str], Resource | None] = _nothing


EMPTY = Library()
"""A library with nothing in it."""
