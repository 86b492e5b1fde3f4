"""Scenes that are put away when a test has ended."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.simulation.office import Quirks
from tests.simulation.scene import Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Callable[[Quirks], Scene]]:
    """Set up an office with such quirks; once in a test."""
    made: list[Scene] = []

    def make(quirks: Quirks) -> Scene:
        made.append(Scene(tmp_path, quirks))
        return made[-1]

    yield make
    for one in made:
        one.close()
