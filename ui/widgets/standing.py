"""Where a goal or a problem stands, as a chip: the same color, sign and word wherever it is shown."""

from collections.abc import Mapping
from typing import Final

from carenurse.careplan.plan import Trend, tell_trend
from carenurse.careplan.progress import Track, tell_track
from ui.widgets.chips import Chip
from ui.widgets.tokens import Tone

TRACKS: Final[Mapping[Track, tuple[Tone, str]]] = {
    Track.MET: ("ok", "check"),
    Track.ON: ("ok", "check"),
    Track.SAME: ("plain", "equal"),
    Track.OFF: ("critical", "circle-alert"),
    Track.LATE: ("caution", "clock"),
    Track.NEW: ("draft", "plus"),
    Track.UNMEASURED: ("plain", ""),
}
"""Tone and icon of a goal's standing; not all colors alone: the word stands beside the sign."""
_TRENDS: Final[Mapping[Trend, tuple[Tone, str]]] = {
    Trend.BETTER: ("info", "trending-up"),
    Trend.SAME: ("plain", "equal"),
    Trend.WORSE: ("critical", "trending-down"),
}


def track_chip(track: Track) -> Chip:
    """Say where a goal stands."""
    tone, icon = TRACKS[track]
    return Chip(tell_track(track), tone, icon=icon)


def trend_chip(trend: Trend) -> Chip | None:
    """Say where the ratings of a problem went; None where there are none."""
    if trend not in _TRENDS:
        return None
    tone, icon = _TRENDS[trend]
    return Chip(tell_trend(trend), tone, icon=icon)
