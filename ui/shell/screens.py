"""Every screen of the window, one line each. Adding a screen is adding a line and its ``make_page``.

A screen's module is imported when the nurse first goes there, not at the start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ui.widgets.page import Desk, Page, Place


@dataclass(frozen=True, slots=True)
class Screen:
    """``rail``: where its button stands, "" for none; ``lights``: the place whose button shines instead."""

    place: Place
    icon: str
    label: Callable[[], str]
    make: Callable[[Desk], Page]
    rail: Literal["top", "bottom", ""] = "top"
    lights: Place | None = None


SCREENS: tuple[Screen, ...] = ()
