"""The strip above every page: what is over stays with two ways out, what ends soon can be taken away."""

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app.lease import LeaseState, Standing
from tests.ui.accessibility import faults
from tests.ui.showing import ROOM, button, messages, words
from ui.shell.lease_strip import LeaseStrip

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
DAY = timedelta(days=1)
OVER = LeaseState(Standing.OVER, NOW - DAY, NOW - 15 * DAY)
ENDING = LeaseState(Standing.ENDING, NOW + 2 * DAY, NOW - 12 * DAY)
GOOD = LeaseState(Standing.GOOD, NOW + 12 * DAY, NOW - 2 * DAY)
GRANTED = LeaseState(Standing.GRANTED, NOW - DAY, NOW - 15 * DAY, NOW + DAY)


@pytest.fixture
def pressed() -> list[str]:
    return []


@pytest.fixture
def strip(qtbot: QtBot, pressed: list[str]) -> LeaseStrip:
    made = LeaseStrip(lambda: pressed.append("send"), lambda: pressed.append("code"))
    qtbot.addWidget(made)
    made.resize(ROOM[100][0], 60)
    return made


def test_over_it_says_since_when_and_offers_both_ways_out(strip: LeaseStrip, pressed: list[str]) -> None:
    strip.show_state(OVER, NOW)

    assert "This laptop has not met its office since Sat 7 Nov. Only today's people open here." in words(
        strip
    )
    assert faults(strip) == []
    button(strip, "Send and receive").click()
    button(strip, "Enter a code").click()
    assert pressed == ["send", "code"]


def test_in_its_last_days_there_is_a_quiet_notice_that_goes_when_it_was_read(strip: LeaseStrip) -> None:
    strip.show_state(ENDING, NOW)
    assert "must meet its office by Tue 24 Nov, 10:42" in messages(strip)

    button(strip, "Close").click()
    strip.show_state(ENDING, NOW)
    assert strip.isHidden()


def test_what_is_over_comes_though_the_notice_was_taken_away(strip: LeaseStrip) -> None:
    strip.show_state(ENDING, NOW)
    button(strip, "Close").click()
    strip.show_state(OVER, NOW)

    assert "has not met" in words(strip)


def test_while_there_is_time_nothing_is_said_and_a_renewal_takes_it_away(strip: LeaseStrip) -> None:
    strip.show_state(LeaseState(Standing.NONE), NOW)
    assert strip.isHidden()
    strip.show_state(OVER, NOW)
    strip.show_state(GOOD, NOW)

    assert strip.isHidden()


def test_a_code_is_told_with_its_end(strip: LeaseStrip) -> None:
    strip.show_state(GRANTED, NOW)

    assert "opens everything until Mon 23 Nov, 10:42" in messages(strip)


def test_the_family_does_not_see_it(strip: LeaseStrip) -> None:
    strip.show_state(OVER, NOW)
    strip.show_family(on=True)
    assert strip.isHidden()

    strip.show_family(on=False)
    assert not strip.isHidden()


def test_in_a_narrow_window_the_buttons_stand_below(qtbot: QtBot, strip: LeaseStrip) -> None:
    strip.show_state(OVER, NOW)
    strip.resize(500, 200)
    strip.show()
    qtbot.waitUntil(lambda: button(strip, "Enter a code").y() > 20)
