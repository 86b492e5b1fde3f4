"""How a vault stands with its office, in words: above the pages, in the settings, at the command line."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.app.day_words import clock_time, week_day
from carenurse.translations import tr
from carenurse.vault.lease import LeaseState, Standing


@dataclass(frozen=True, slots=True)
class LeaseWords:
    """A fact, and what it means or what to do; both empty where the office set no time."""

    fact: str = ""
    rest: str = ""


def lease_words(state: LeaseState, now: datetime) -> LeaseWords:
    """Say it, with days and times in the zone of ``now``."""
    match state.standing:
        case Standing.GOOD | Standing.ENDING if state.until:
            return LeaseWords(
                tr("This laptop must meet its office by {when}.", when=_when(state.until, now)),
                tr("After that only the people of the day open here, until it has."),
            )
        case Standing.OVER:
            return LeaseWords(
                tr("This laptop has not met its office since {day}.", day=_day(state.met, now)),
                tr("Only today's people open here."),
            )
        case Standing.GRANTED if state.granted:
            return LeaseWords(
                tr("A code of your office opens everything until {when}.", when=_when(state.granted, now)),
                tr("Send and receive before that, when you have a connection."),
            )
        case _:
            return LeaseWords()


def _when(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    return f"{week_day(local.date(), now.date())}, {clock_time(local)}"


def _day(moment: datetime | None, now: datetime) -> str:
    return week_day(moment.astimezone(now.tzinfo).date(), now.date()) if moment else tr("a long time")
