"""Why a person needs this nurse now, in one sentence with its evidence: what the list of people is sorted by.

The first of these that holds is said: a pressing finding that nobody was told about; a visit that is not
signed; a planned visit that was not made; what is new since the last visit, for who is visited today or
tomorrow; the visit of today; an alert; the next visit; that none is planned.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum

from carenurse.app.banner import Alerts
from carenurse.app.day_words import clock_time, week_day
from carenurse.app.ports import Reading
from carenurse.app.since_last_visit import News, since_last_visit
from carenurse.app.timeline import EntryKind
from carenurse.clinical import planned_visit, visit
from carenurse.translations import tr

_LOOK_BACK = timedelta(days=14)
"""How long a planned visit that was not made is called for; then the schedule alone knows of it."""
_SOON = timedelta(days=2)
"""From the hour that runs: what is said changes with the hour alone, see ``caseload.KnownCaseload``."""
_STILL_PLANNED = ("booked", "pending")


class Need(IntEnum):
    """What kind of need it is; the order is the order of the list."""

    UNTOLD = 0
    UNSIGNED = 1
    MISSED = 2
    NEWS = 3
    TODAY = 4
    ALERT = 5
    COMING = 6
    NOBODY = 7


@dataclass(frozen=True, slots=True)
class WhyNow:
    """The sentence, and below it on what it rests."""

    need: Need
    sentence: str
    evidence: str = ""

    @property
    def presses(self) -> bool:
        """Say whether it is for today whenever the next visit is."""
        return self.need <= Need.MISSED


@dataclass(frozen=True, slots=True)
class Known:
    """What the list knows of a person already; times are on the clock of ``now``."""

    patient: str
    alerts: Alerts
    problems: tuple[str, ...]
    last: datetime | None
    next: datetime | None
    reason: str


def why_now(records: Reading, known: Known, now: datetime, *, news: bool) -> WhyNow:
    """Say why; ``news``: look for what is new too, which takes longer than anything else."""
    return next(_reasons(records, known, now, news=news))


def _reasons(records: Reading, known: Known, now: datetime, *, news: bool) -> Iterator[WhyNow]:
    below = _below(known)
    for sentence, _ in known.alerts.untold[:1]:
        yield WhyNow(Need.UNTOLD, sentence, below)
    if known.alerts.death:
        yield WhyNow(Need.ALERT, known.alerts.death[0], below)
    yield from _unsigned(records, known, now, below)
    yield from _missed(records, known, now, below)
    coming = known.next
    hour = now.replace(minute=0, second=0, microsecond=0)
    if news and coming and coming < hour + _SOON:
        yield from _new(records, known, now)
    if coming and coming.date() == now.date():
        reason = known.reason or tr("Visit today")
        yield WhyNow(Need.TODAY, tr("{time}: {reason}", time=clock_time(coming), reason=reason), below)
    for words in known.alerts.warned[:1]:
        yield WhyNow(Need.ALERT, words, _joined(known.reason, *known.problems[:1]))
    if coming:
        reason = known.reason or tr("Visit")
        day = week_day(coming.date(), now.date())
        yield WhyNow(Need.COMING, tr("{day}: {reason}", day=day, reason=reason), below)
    sentence = tr("No visit is planned") if known.last else tr("Never visited, and no visit is planned")
    yield WhyNow(Need.NOBODY, sentence, below)


def _below(known: Known) -> str:
    """Say the alert, else the problems that the plan works on."""
    return _joined(*known.alerts.warned[:1], *known.problems[:2])


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _unsigned(records: Reading, known: Known, now: datetime, below: str) -> Iterator[WhyNow]:
    for resource in records.where("Encounter", "status", "in-progress", patient=known.patient):
        made = visit.decode(resource)
        if made.practitioner == records.me and made.at_home and made.began:
            day = week_day(made.began.astimezone(now.tzinfo).date(), now.date())
            yield WhyNow(Need.UNSIGNED, tr("The visit of {day} is not signed", day=day), below)


def _missed(records: Reading, known: Known, now: datetime, below: str) -> Iterator[WhyNow]:
    today = datetime.combine(now.date(), time(), now.tzinfo)
    planned = records.between("Appointment", today - _LOOK_BACK, today, patient=known.patient)
    for resource in reversed(planned):
        one = planned_visit.glance(resource)
        mine = planned_visit.is_home_visit(resource, records.me)
        start = one.start.astimezone(now.tzinfo) if one.start else None
        seen = known.last is not None and start is not None and known.last.date() >= start.date()
        if mine and start and one.status in _STILL_PLANNED and not seen:
            day = week_day(start.date(), now.date())
            yield WhyNow(Need.MISSED, tr("The visit of {day} was not made", day=day), one.reason or below)


def _new(records: Reading, known: Known, now: datetime) -> Iterator[WhyNow]:
    """Say what is new: a value that asks for a call, then what somebody wrote, then what else came."""
    found = sorted(since_last_visit(records, known.patient, "", now), key=_pressing)
    for first in found[:1]:
        others = [_said(one) for one in found[1:3]]
        yield WhyNow(Need.NEWS, _said(first), _joined(*others, known.reason))


def _pressing(news: News) -> int:
    return 0 if news.alarm else _FIRST.get(news.entry.kind, len(_FIRST) + 1)


_FIRST = {EntryKind.MESSAGE: 1, EntryKind.STAY: 1, EntryKind.MEDICINE: 2, EntryKind.MEASURED: 3}


def _said(news: News) -> str:
    """Say it with its change; whose limits hold is for the chart."""
    change = news.trend.partition(" · ")[0]
    return f"{news.entry.title}, {change}" if change else _joined(news.entry.title, news.entry.detail)
