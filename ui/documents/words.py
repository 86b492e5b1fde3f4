"""How the paper's screen says what was given."""

from datetime import datetime

from carenurse.app.day_words import clock_time, week_day
from carenurse.app.family_given import Given
from carenurse.translations import tr


def language_words(code: str) -> str:
    """Name a language of the paper."""
    return {"en": tr("English"), "es": tr("Spanish")}.get(code, code)


def given_words(given: Given, now: datetime, language: str) -> str:
    """Say who received a paper and when: "Given to Elena, Wed 4 Mar 11:09, Spanish"."""
    when = given.when.astimezone(now.tzinfo) if given.when else None
    day = f"{week_day(when.date())} {clock_time(when)}" if when else ""
    facts = ", ".join(part for part in (given.to_whom, day, language) if part)
    return tr("Given to {facts}", facts=facts)
