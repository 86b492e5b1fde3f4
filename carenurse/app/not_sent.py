"""What only this laptop has, by person and day, so that a number of waiting changes is never a riddle.

It is a list to read: nothing is sent or let go here. ``written`` is when records were last sealed for the
office; a file that was written is no acknowledgement, so what it held stays in the list.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from carenurse.app.nameless import called
from carenurse.app.ports import Reading, Unsent
from carenurse.app.sync_traces import Traces
from carenurse.app.timeline import day_of_list
from carenurse.clinical import visit
from carenurse.translations import tr, trn

_LOOK_BACK = 2_000
"""Facts of the trail that are looked through for the last hand-over."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person (or what is about nobody) with how many changes wait, and lines that say which.

    ``patient`` is empty where there is no such person here: what has no person has no chart.
    """

    patient: str
    name: str
    count: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotSent:
    """All that waits, who waits most recently first, and when records were last written for the office.

    ``hers`` counts what the nurse changed, as the status bar does; ``taken_over`` what files brought.
    """

    people: tuple[Waiting, ...]
    hers: int
    taken_over: int
    written: datetime | None


def not_sent(records: Reading, now: datetime) -> NotSent:
    """Gather what the office has not acknowledged, on the clock of ``now``."""
    waiting = list({(one.kind, one.identity): one for one in records.unsent()}.values())
    traces = zip(waiting, Traces().of(records, waiting), strict=True)
    taken_over = frozenset(one.sequence for one, trace in traces if trace.taken_over)
    whose: dict[str, list[Unsent]] = {}
    for one in sorted(waiting, key=lambda one: -one.sequence):
        whose.setdefault(one.patient or "", []).append(one)
    people = [_of_one(records, who, hers, taken_over, now) for who, hers in whose.items()]
    return NotSent(
        people=tuple(sorted(people, key=lambda one: not one.patient)),
        hers=len(waiting) - len(taken_over),
        taken_over=len(taken_over),
        written=_written(records),
    )


def _written(records: Reading) -> datetime | None:
    handed = (
        fact.when
        for fact in records.audit_trail(limit=_LOOK_BACK)
        if fact.action == "export" and fact.detail == "sealed"
    )
    return next(handed, None)


def _of_one(
    records: Reading, who: str, waiting: Sequence[Unsent], taken_over: frozenset[int], now: datetime
) -> Waiting:
    person = records.get("Patient", who) if who else None
    name = called(person) if person else tr("About nobody: forms, caseload, this laptop")
    hers = [one for one in waiting if one.sequence not in taken_over]
    lines = [*_visits(records, hers, now), *_days(hers, now)]
    if came := len(waiting) - len(hers):
        lines.append(
            trn(
                "{number} record taken over from another system",
                "{number} records taken over from another system",
                came,
            )
        )
    return Waiting(who if person else "", name, len(waiting), tuple(lines))


def _visits(records: Reading, waiting: Sequence[Unsent], now: datetime) -> Iterator[str]:
    """Name the home visits of this nurse that wait."""
    for identity in dict.fromkeys(one.identity for one in waiting if one.kind == "Encounter"):
        made = visit.decode(records.get("Encounter", identity) or {})
        if made.at_home and made.practitioner == records.me and made.began:
            local = made.began.astimezone(now.tzinfo)
            day = day_of_list(local.date(), now.date())
            if made.status == "finished":
                yield tr("Visit {day} {time}", day=day, time=f"{local:%H:%M}")
            else:
                yield tr("Visit {day} {time}, not signed", day=day, time=f"{local:%H:%M}")


def _days(waiting: Sequence[Unsent], now: datetime) -> Iterator[str]:
    """Count the changes of each day; the kinds are the office's words, not the nurse's."""
    counted = Counter(one.recorded.astimezone(now.tzinfo).date() for one in waiting)
    for day in sorted(counted, reverse=True):
        said = day_of_list(day, now.date())
        yield trn("{day}: {number} change", "{day}: {number} changes", counted[day], day=said)
