"""Goals, days and the person's words of the plan in words."""

from datetime import date

from carenurse.app.day_words import short_day
from carenurse.app.plan_facts import CareCard, GoalCard
from carenurse.careplan.care_plan_record import OwnWords
from carenurse.careplan.progress import tell_track
from carenurse.translations import tr


def with_unit(value: object, unit: str) -> str:
    """Write a number with its unit, where it has one."""
    return f"{value} {unit}" if unit else str(value)


def aim_words(card: GoalCard, today: date) -> str:
    """Say the aim and its day: ``163 to 169 lb by 19 Apr``."""
    low, high = card.value.target_low, card.value.target_high
    day = card.value.due.exact if card.value.due else None
    if low is not None and high is not None:
        aim = with_unit(tr("{low} to {high}", low=low, high=high) if low != high else low, card.unit)
    elif high is not None:
        aim = tr("at most {value}", value=with_unit(high, card.unit))
    elif low is not None:
        aim = tr("at least {value}", value=with_unit(low, card.unit))
    else:
        aim = ""
    if day is None:
        return tr("Aim {aim}", aim=aim) if aim else ""
    if not aim:
        return tr("By {day}", day=short_day(day, today))
    return tr("Aim {aim} by {day}", aim=aim, day=short_day(day, today))


def before_words(card: GoalCard, today: date) -> str:
    """Say what stood before today's value of the open visit: ``Was 169.8 lb on 3 Mar: Off track``."""
    if card.before is None:
        return ""
    value = with_unit(card.before, card.unit)
    was = tr("Was {value}", value=value)
    if card.before_on:
        was = tr("Was {value} on {day}", value=value, day=short_day(card.before_on, today))
    track = card.before_track
    return f"{was}: {tell_track(track)}" if track and track is not card.track else was


def goal_sentence(card: GoalCard, today: date) -> str:
    """Say the whole progress, for a screen reader."""
    parts = [card.value.text]
    if card.start is not None:
        parts.append(tr("Start {value}", value=with_unit(card.start, card.unit)))
    if card.now is not None:
        value = with_unit(card.now, card.unit)
        said = tr("Today {value}", value=value) if card.draft else tr("Now {value}", value=value)
        parts += [said, before_words(card, today)]
    parts.append(aim_words(card, today))
    return ", ".join(part for part in parts if part)


def said_by(given: str, words: OwnWords, today: date) -> str:
    """Say who said it and when: ``Rosa, 19 Feb, said again 27 Feb``."""
    days = [short_day(day, today) for day in words.said]
    if not days:
        return given
    if len(days) == 1:
        return tr("{name}, {day}", name=given, day=days[0])
    return tr("{name}, {first}, said again {last}", name=given, first=days[0], last=days[-1])


def care_below(card: CareCard, today: date) -> str:
    """Say who does it and when it was last done."""
    last = tr("last {day}", day=short_day(card.last_done, today)) if card.last_done else ""
    return " · ".join(part for part in (card.value.performer, last) if part)
