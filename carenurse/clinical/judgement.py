"""What a reading asks for, and the sentence that says so."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from carenurse.translations import tr


class Level(StrEnum):
    """What a reading asks for, least first."""

    WITHIN = "within"
    UNUSUAL = "unusual"
    NOTIFY_LOW = "notify-low"
    NOTIFY_HIGH = "notify-high"
    TREND = "trend"
    URGENT_LOW = "urgent-low"
    URGENT_HIGH = "urgent-high"
    IMPOSSIBLE = "impossible"


_INTERPRETATION: Final = {
    Level.WITHIN: "N",
    Level.UNUSUAL: "N",
    Level.NOTIFY_LOW: "L",
    Level.NOTIFY_HIGH: "H",
    Level.URGENT_LOW: "LL",
    Level.URGENT_HIGH: "HH",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reading asks for, in a sentence that names the limit and its source.

    ``check_again`` holds for every reading outside what is usual, whatever else it asks for. ``limit`` is in
    ``unit``, the one the reading was typed in.
    """

    level: Level
    sentence: str = ""
    source: str = ""
    limit: Decimal | None = None
    unit: str = ""
    check_again: bool = False

    @property
    def interpretation(self) -> str:
        """The HL7 interpretation code: N, L, H, LL, HH; nothing where none fits."""
        return _INTERPRETATION.get(self.level, "")

    @property
    def asks_for_call(self) -> bool:
        """Say whether somebody has to be told."""
        return self.level not in {Level.WITHIN, Level.UNUSUAL, Level.IMPOSSIBLE}

    @property
    def urgent(self) -> bool:
        """Say whether somebody has to be told now."""
        return self.level in {Level.URGENT_LOW, Level.URGENT_HIGH}


def passed(level: Level, limit: str, source: str, *, included: bool) -> str:
    """Say which limit was passed; ``included`` says that reaching it is enough."""
    low = level in {Level.URGENT_LOW, Level.NOTIFY_LOW}
    if level in {Level.URGENT_LOW, Level.URGENT_HIGH}:
        return _call_now(limit, source, low=low, included=included)
    return _tell_today(limit, source, low=low, included=included)


def _call_now(limit: str, source: str, *, low: bool, included: bool) -> str:
    match low, included:
        case True, True:
            return tr("{limit} or below: call the clinician now ({source}).", limit=limit, source=source)
        case True, False:
            return tr("Below {limit}: call the clinician now ({source}).", limit=limit, source=source)
        case False, True:
            return tr("{limit} or above: call the clinician now ({source}).", limit=limit, source=source)
        case _:
            return tr("Above {limit}: call the clinician now ({source}).", limit=limit, source=source)


def _tell_today(limit: str, source: str, *, low: bool, included: bool) -> str:
    match low, included:
        case True, True:
            return tr("{limit} or below: tell the clinician today ({source}).", limit=limit, source=source)
        case True, False:
            return tr("Below {limit}: tell the clinician today ({source}).", limit=limit, source=source)
        case False, True:
            return tr("{limit} or above: tell the clinician today ({source}).", limit=limit, source=source)
        case _:
            return tr("Above {limit}: tell the clinician today ({source}).", limit=limit, source=source)
