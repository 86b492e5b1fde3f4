"""Without a display the tour draws in memory; a variable that is set and empty says nothing."""

import sys

import pytest

from ui.shell.tour.run import see_to_display

PLATFORM = "QT_QPA_PLATFORM"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
@pytest.mark.parametrize("environment", [{}, {PLATFORM: ""}, {PLATFORM: "", "DISPLAY": ""}])
def test_without_a_display_it_is_drawn_in_memory(environment: dict[str, str]) -> None:
    see_to_display(environment)

    assert environment[PLATFORM] == "offscreen"


@pytest.mark.parametrize(
    "environment", [{PLATFORM: "vnc"}, {"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}]
)
def test_what_is_told_stays(environment: dict[str, str]) -> None:
    told = dict(environment)

    see_to_display(environment)

    assert environment == told
