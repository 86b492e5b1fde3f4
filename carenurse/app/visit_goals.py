"""Where each goal stands by what was measured in the visit that goes on, beside where it stood before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from carenurse.app.day_words import short_day
from carenurse.app.draft_values import in_unit, measured_in
from carenurse.app.plan_values import ValueThen
from carenurse.app.visit_session import VisitSession
from carenurse.careplan.progress import Track, progress_of
from carenurse.clinical.goal import Goal
from carenurse.clinical.reading_words import number_words
from carenurse.clinical.units import shown
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class GoalToday:
    """One goal (``Goal/id``) today: where it stands by today's value, where it stood, and both in words."""

    goal: str
    track: Track
    before: Track | None
    words: str


def goals_today(visit: VisitSession, now: datetime) -> tuple[GoalToday, ...]:
    """Judge every goal whose measure was taken in this visit; a goal without such a value is not here."""
    return tuple(_goals_today(visit, now))


def _goals_today(visit: VisitSession, now: datetime) -> Iterator[GoalToday]:
    measured = measured_in(((key, visit.form(key)) for key in visit.forms), now)
    for agreed in visit.opened.goals:
        target = agreed.target
        value = in_unit(measured.get(target.measure), target.measure, target.unit) if target else None
        if target is None or value is None:
            continue
        track = progress_of(target, value.value, now.date()).track
        before = progress_of(target, agreed.before.value, now.date()).track if agreed.before else None
        yield GoalToday(agreed.goal, track, before, _words(target, value, agreed.before, now.date()))


def _words(target: Goal, value: ValueThen, before: ValueThen | None, today: date) -> str:
    unit = shown(target.unit or value.unit)
    said = [tr("Today {value}", value=f"{number_words(value.value)} {unit}".strip())]
    if before and before.day:
        told = number_words(before.value)
        said.append(tr("was {value} on {day}", value=told, day=short_day(before.day, today)))
    elif before:
        said.append(tr("was {value}", value=number_words(before.value)))
    return ", ".join(said)
