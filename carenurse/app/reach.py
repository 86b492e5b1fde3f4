"""What screens and commands may see of an open record: all of it, or the people of today.

A laptop that has not met its office until its lease ended opens no more than a nurse needs at the doors of
that day: whom she visits then, and whoever's visit is not signed yet. About them everything goes on. Sync,
upkeep and backups are the vault's own work and see everything.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from carenurse.app.ports import Reading, Records
from carenurse.app.some_people import SomePeople
from carenurse.app.visit_begin import OPEN
from carenurse.clinical import planned_visit, visit
from carenurse.errors import ExpectedError
from carenurse.translations import tr

_OFF = frozenset({"cancelled", "entered-in-error", "proposed", "waitlist"})
"""Statuses of visits, planned or made, that bring nobody to a door."""


class LeaseOverError(ExpectedError):
    """Something needs everybody's record while only today's people may be seen."""

    def __init__(self, sentence: str) -> None:
        super().__init__(
            sentence,
            tr("Connect, and send and receive; or enter a code that your office tells by telephone."),
        )


class Reach:
    """Decides at each job what it gets; where no lease is over, that costs nothing.

    ``over`` tells the trusted time, in this place's zone, while the lease is over; None while all opens. Who
    was in reach stays so until that day ends: nobody goes out of sight between two jobs of one visit.
    """

    def __init__(self, records: Records, over: Callable[[], datetime | None]) -> None:
        self._records, self._over = records, over
        self._seen: tuple[int, date, SomePeople] | None = None

    @property
    def records(self) -> Records:
        """The record itself, or the part of it that is in reach; the same object while that is the same."""
        now = self._over()
        if now is None:
            self._seen = None
            return self._records
        commits, day, before = self._records.commits(), now.date(), self._seen
        if before is not None and before[:2] == (commits, day):
            return before[2]
        people = frozenset(people_of_the_day(self._records, now))
        if before is not None and before[1] == day:
            people |= before[2].people
            if people == before[2].people:
                self._seen = (commits, day, before[2])
                return before[2]
        seen = SomePeople(self._records, people, counted=True)
        self._seen = (commits, day, seen)
        return seen


def people_of_the_day(records: Reading, now: datetime) -> Iterator[str]:
    """Name the patients this nurse visits on the day of ``now``, and those of her visits not signed yet.

    Where none of that day's visits is hers, all of them count: she stands in for a colleague, or the office
    knows her by another id, and a door must not stay closed for that.
    """
    begin = datetime.combine(now.date(), time(), now.tzinfo)
    end = begin + timedelta(days=1)
    found = records.between("Appointment", begin, end)
    planned = [one for one in found if planned_visit.decode(one).status not in _OFF]
    hers = [one for one in planned if planned_visit.is_made_by(one, records.me)]
    for one in hers or planned:
        yield from planned_visit.everybody_of(one)
    made = records.between("Encounter", begin, end)
    for one in (*made, *(one for status in OPEN for one in records.where("Encounter", "status", status))):
        value = visit.decode(one)
        if value.practitioner == records.me and value.status not in _OFF:
            yield from filter(None, (value.patient,))


def needs_everybody(records: object, sentence: str) -> None:
    """Refuse, in this sentence, what is about everybody. Raises LeaseOverError where a lease is over."""
    if is_bounded(records):
        raise LeaseOverError(sentence)


def is_bounded(records: object) -> bool:
    """Say whether a lease that is over bounds what this record shows."""
    return isinstance(records, SomePeople) and records.counted is not None
