"""Ready to leave: whether what tomorrow's visits need is on this laptop, and as of when.

A part that was never written is told as missing, not as ready: only the nurse knows whether there is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from carenurse.app.day_words import week_day
from carenurse.app.device_status import RECEIVED
from carenurse.app.medicine_list import medicine_list
from carenurse.app.nameless import called
from carenurse.app.ports import Reading
from carenurse.app.reach import is_bounded
from carenurse.clinical import paper, patient, planned_visit
from carenurse.clinical.dates import Moment, parse_instant
from carenurse.clinical.index_facts import when_of
from carenurse.clinical.planned_visit import PlannedVisit
from carenurse.sync.kept import journal_of
from carenurse.translations import tr, trn

_LOOK_AHEAD = 7
"""Days; after a Friday the next visits are on Monday."""
_OFF = frozenset({"cancelled", "entered-in-error", "noshow", "proposed", "fulfilled"})


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a visit needs; ``words`` say what is here or what is missing."""

    label: str
    here: bool
    words: str


@dataclass(frozen=True, slots=True)
class ReadyPatient:
    """One person of that day; ``start`` is the time of the visit."""

    patient: str
    name: str
    start: datetime | None
    parts: tuple[Part, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return all(one.here for one in self.parts)


@dataclass(frozen=True, slots=True)
class Ready:
    """The next day with visits (None: none within a week), its people in order, and as of when.

    ``closed``: a lease is over, and whom the nurse visits after today is not shown.
    """

    day: date | None
    people: tuple[ReadyPatient, ...]
    as_of: datetime | None
    closed: bool = False

    @property
    def complete(self) -> int:
        """How many people have everything."""
        return sum(one.ready for one in self.people)


def ready_to_leave(records: Reading, now: datetime) -> Ready:
    """Look through what the visits of tomorrow (or of the next day that has any) need."""
    as_of = parse_instant(journal_of(records).cursor(RECEIVED))
    if is_bounded(records):
        return Ready(None, (), as_of, closed=True)
    for ahead in range(1, _LOOK_AHEAD + 1):
        day = now.date() + timedelta(days=ahead)
        visits = _visits(records, day, now)
        if visits:
            firsts = {one.patient: one for one in reversed(visits)}
            people = (_person(records, one) for one in visits if firsts[one.patient] is one)
            return Ready(day, tuple(people), as_of)
    return Ready(None, (), as_of)


def _visits(records: Reading, day: date, now: datetime) -> list[PlannedVisit]:
    start = datetime.combine(day, time.min, now.tzinfo)
    found = records.between("Appointment", start, start + timedelta(days=1))
    planned = map(planned_visit.decode, found)
    mine = (one for one in planned if one.status not in _OFF and one.practitioner in ("", records.me))
    return [one for one in mine if one.patient]


def _person(records: Reading, planned: PlannedVisit) -> ReadyPatient:
    resource = records.get("Patient", planned.patient)
    name = called(resource) if resource else tr("A person who is not on this laptop")
    return ReadyPatient(planned.patient, name, planned.start, tuple(_parts(records, planned.patient)))


def _parts(records: Reading, who: str) -> Iterator[Part]:
    yield _record(records, who)
    yield _plan(records, who)
    yield _medicines(records, who)
    yield _notes(records, who)
    yield _documents(records, who)


def _record(records: Reading, who: str) -> Part:
    label = tr("Record")
    resource = records.get("Patient", who)
    if resource is None:
        return Part(label, here=False, words=tr("not here: receive, or ask the office"))
    person = patient.decode(resource)
    missing = [
        words
        for words, told in ((tr("address"), person.address.one_line), (tr("phone"), person.phones))
        if not told
    ]
    return Part(
        label, here=True, words=tr("without {what}", what=", ".join(missing)) if missing else tr("here")
    )


def _plan(records: Reading, who: str) -> Part:
    goals = len(records.of_patient(who, "Goal"))
    problems = len(records.of_patient(who, "Condition"))
    if not (goals or problems or records.of_patient(who, "CarePlan", limit=1)):
        return Part(tr("Plan"), here=False, words=tr("no plan is here"))
    words = trn("{number} goal", "{number} goals", goals)
    return Part(tr("Plan"), here=True, words=words)


def _medicines(records: Reading, who: str) -> Part:
    taken = len(medicine_list(records, who).taken)
    if not taken:
        return Part(tr("Medicines"), here=False, words=tr("no list is here"))
    return Part(tr("Medicines"), here=True, words=trn("{number} medicine", "{number} medicines", taken))


def _notes(records: Reading, who: str) -> Part:
    label = tr("Last notes")
    found = records.of_patient(who, "Composition", limit=1) or records.of_patient(who, "Encounter", limit=1)
    if not found:
        return Part(label, here=False, words=tr("no visit is on record here"))
    told = Moment.parse(when_of(found[0]) or "")
    day = told.date.exact if told and told.date else None
    return Part(label, here=True, words=tr("of {day}", day=week_day(day)) if day else tr("here"))


def _documents(records: Reading, who: str) -> Part:
    """Count papers whose bytes are not here; a person without any papers has them all."""
    label = tr("Documents")
    papers = [paper.decode(one) for one in records.of_patient(who, "DocumentReference")]
    missing = [one for one in papers if one.digest and records.file(one.digest) is None]
    if missing:
        words = trn(
            "{number} of {all} is missing", "{number} of {all} are missing", len(missing), all=len(papers)
        )
        return Part(label, here=False, words=words)
    return Part(
        label,
        here=True,
        words=trn("{number} paper", "{number} papers", len(papers)) if papers else tr("none"),
    )
