"""A large file keeps the search for garbage off for as long as it is there, and no longer."""

import gc
import weakref

import pytest

from carenurse.exchange.large import collected_again, uncollected
from carenurse.exchange.refusing import RefusedFileError

LARGE, SMALL = 6_000_000, 4_000_000
SENTENCE = "This is no FHIR."


class Page:
    """Something that only itself holds."""

    def __init__(self) -> None:
        self._itself = self


def thrown_away() -> "weakref.ref[Page]":
    """Make a page that is garbage from then on."""
    return weakref.ref(Page())


def test_what_was_thrown_away_while_a_large_file_was_read_goes_once_the_file_is_let_go_of() -> None:
    with uncollected(LARGE):
        page = thrown_away()

    collected_again(LARGE)
    gc.collect()

    assert page() is None


def refused(pages: "list[weakref.ref[Page]]") -> None:
    """Read a large file, and find only then that it is none of ours."""
    with uncollected(LARGE):
        with uncollected(LARGE):
            pages.append(thrown_away())
        raise RefusedFileError(SENTENCE)


def test_and_at_once_where_the_file_is_refused() -> None:
    pages: list[weakref.ref[Page]] = []

    with pytest.raises(RefusedFileError):
        refused(pages)
    gc.collect()

    assert pages[0]() is None


def test_a_small_file_that_goes_does_not_bring_back_the_search_through_a_large_one() -> None:
    with uncollected(LARGE):
        page = thrown_away()

    collected_again(SMALL)
    gc.collect()

    assert page() is not None
    collected_again(LARGE)
