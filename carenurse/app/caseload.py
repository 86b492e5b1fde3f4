"""Who this nurse looks after, found as she types, with the last and the next visit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from carenurse.app.banner import Banner, alerts_of, banner, birth_words, spoken_by
from carenurse.app.nameless import called
from carenurse.app.ports import Reading
from carenurse.app.reach import is_bounded
from carenurse.app.visit_history import newest_first
from carenurse.app.why_now import Known, WhyNow, why_now
from carenurse.app.wish_elsewhere import told_elsewhere
from carenurse.clinical import caseload, goal, patient, planned_visit, problem, related_person, visit
from carenurse.clinical.contact import in_calling_order, phone_to_call
from carenurse.clinical.fhir import Resource
from carenurse.clinical.related_person import RelatedPerson

_AHEAD = timedelta(days=120)
_STEPS = (timedelta(days=1), timedelta(days=2), timedelta(days=7), timedelta(days=30), _AHEAD)
_MOST = 10_000
_ACTUAL = "RM0003"
"""The Omaha System's modifier of a problem that is there, not only to be feared."""
_PLANNED = ("booked", "pending", "arrived", "checked-in")


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """One person of the list; times are on the clock of ``now``, None where there was or is no visit."""

    patient: str
    name: str
    sorted_name: str
    age: int | None
    born: str
    street: str
    phone: str
    speaks: str
    problems: tuple[str, ...]
    alerts: tuple[str, ...]
    last_visit: datetime | None
    next_visit: datetime | None
    next_reason: str
    fictional: bool
    mine: bool
    why: WhyNow
    """Why this person needs the nurse now."""
    whose: str = ""
    """On whose list somebody is who left this nurse's and is still on this laptop."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: the people, best first; ``mine`` counts the caseload; more matched if cut off.

    ``closed``: a lease is over, and only today's people were looked through.
    """

    rows: tuple[CaseloadRow, ...]
    mine: int
    cut_off: bool
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the list shows beside itself of the person selected."""

    banner: Banner
    address: str
    access: str
    phones: tuple[str, ...]
    own_words: tuple[str, ...]
    problems: tuple[str, ...]
    family: tuple[RelatedPerson, ...]
    wish_elsewhere: str = ""
    """Where no wish is recorded: an entry of a received record that speaks of one."""


class KnownCaseload:
    """What the last search knew: a search asks at each key, mostly about the same people.

    Who is on the list is read again when something was kept, and each row when the hour is another, too: all
    that time alone changes in a row is what day and hour it is, and whether what is dated ahead has come.
    """

    def __init__(self) -> None:
        self._known: tuple[Reading, int, frozenset[str]] | None = None
        self._hour: datetime | None = None
        self._rows: dict[bool, dict[str, CaseloadRow]] = {}

    def of(self, records: Reading) -> frozenset[str]:
        """Give the ids of the patients, as this record shows them."""
        commits = records.commits()
        if self._known is None or self._known[0] is not records or self._known[1] != commits:
            self._known = (records, commits, _caseload(records))
            self._hour = None
        return self._known[2]

    def rows(self, now: datetime, *, news: bool) -> dict[str, CaseloadRow]:
        """Give the rows made before that still say the same, to be filled up; call ``of`` first."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        if hour != self._hour:
            self._hour, self._rows = hour, {True: {}, False: {}}
        return self._rows[news]


def find_people(
    records: Reading, words: str, now: datetime, *, limit: int = 60, known: KnownCaseload | None = None
) -> Found:
    """Find people by any part of a name, birth date, record number, phone, address or problem.

    No words: the caseload, those with the nearest visit first. The whole laptop is searched: somebody who is
    not on the caseload may still be at the door. ``known``: what the last search in this vault knew.
    """
    known = known or KnownCaseload()
    mine, asked = known.of(records), bool(words.strip())
    found = (
        records.find_patients(words, limit=limit + 1) if asked else _nearest_first(records, mine, now, limit)
    )
    rows = known.rows(now, news=not asked)
    for person in records.get_many("Patient", [one for one in found[:limit] if one not in rows]):
        rows[str(person["id"])] = _row(records, person, now, mine, news=not asked)
    shown = tuple(rows[one] for one in found[:limit] if one in rows)
    return Found(shown, len(mine), cut_off=len(found) > limit, closed=is_bounded(records))


def snapshot(records: Reading, identity: str, today: date) -> Snapshot:
    """Gather what must not be missed about one person. Raises ExpectedError when there is no such person."""
    bar = banner(records, identity, today)
    person = patient.decode(records.get("Patient", identity) or {})
    goals = map(goal.decode, records.of_patient(identity, "Goal"))
    people = map(related_person.decode, records.of_patient(identity, "RelatedPerson"))
    return Snapshot(
        banner=bar,
        address=person.address.one_line,
        access=person.access_notes,
        phones=tuple(phone.value for phone in in_calling_order(person.phones)),
        own_words=_once(one.words for one in goals if one.words and one.lifecycle == "active"),
        problems=_problems(records, identity),
        family=tuple(one for one in people if one.active is not False),
        wish_elsewhere="" if bar.wishes else told_elsewhere(records, identity, today),
    )


def _caseload(records: Reading) -> frozenset[str]:
    mine = [group for group in records.all_of("Group") if caseload.nurse_of(group) == records.me]
    return frozenset(member for group in mine for member in caseload.members(group))


def _nearest_first(records: Reading, mine: frozenset[str], now: datetime, most: int) -> list[str]:
    """Order the caseload by who is visited next; without one, everybody on this laptop."""
    listed = dict.fromkeys(one for one in _coming(records, now, most) if not mine or one in mine)
    if len(listed) <= most:
        by_name = records.find_patients("", limit=_MOST)
        listed |= dict.fromkeys(one for one in by_name if not mine or one in mine)
    return list(listed)


def _coming(records: Reading, now: datetime, most: int) -> Iterator[str]:
    """Walk the visits ahead, near ones first; no further than to find more people than are shown."""
    begin, seen = _midnight(now), set[str]()
    for days in _STEPS:
        end = min(begin + days, now + _AHEAD)
        for resource in records.between("Appointment", begin, end, practitioner=records.me):
            if not planned_visit.is_made_by(resource, records.me):
                continue  # where a person goes
            one = planned_visit.glance(resource)
            if one.status in _PLANNED:
                seen.add(one.patient)
                yield one.patient
            if len(seen) > most:
                return
        begin = end


def _row(
    records: Reading, resource: Resource, now: datetime, mine: frozenset[str], *, news: bool
) -> CaseloadRow:
    person = patient.decode(resource)
    identity = str(resource["id"])
    coming = next_home_visit(records, identity, now)
    warned = alerts_of(records, identity, now.date())
    problems, last = _problems(records, identity), _last(records, identity, now)
    known = Known(identity, warned, problems, last, *coming)
    return CaseloadRow(
        patient=identity,
        name=person.name.display or called(resource),
        sorted_name=person.name.sorted,
        age=None if person.deceased else person.age_on(now.date()),
        born=birth_words(person),
        street=person.address.lines[0] if person.address.lines else person.address.one_line,
        phone=phone_to_call(person.phones),
        speaks=spoken_by(person),
        problems=problems,
        alerts=warned.all,
        last_visit=last,
        next_visit=coming[0],
        next_reason=coming[1],
        fictional=person.fictional,
        mine=identity in mine,
        why=why_now(records, known, now, news=news),
        whose=warned.whose,
    )


def _problems(records: Reading, identity: str) -> tuple[str, ...]:
    """Name the problems in force, first those that the plan of care works on, of these the actual ones."""
    told = map(problem.glance, records.of_patient(identity, "Condition"))
    held = sorted((one for one in told if one.active and one.text), key=_of_the_plan)
    return _once(one.text for one in held)


def _of_the_plan(one: problem.Problem) -> tuple[bool, bool]:
    return not one.omaha, one.modifier not in ("", _ACTUAL)


def _last(records: Reading, identity: str, now: datetime) -> datetime | None:
    for resource in newest_first(records, identity, "Encounter"):
        made = visit.glance(resource)
        if made.at_home and made.status == "finished" and made.began and made.began <= now:
            return made.began.astimezone(now.tzinfo)
    return None


def next_home_visit(records: Reading, identity: str, now: datetime) -> tuple[datetime | None, str]:
    """Find the next visit at home, no appointment at a clinic; one of earlier today not made still counts."""
    for resource in records.between("Appointment", _midnight(now), now + _AHEAD, patient=identity):
        coming = planned_visit.glance(resource)
        at_home = planned_visit.is_home_visit(resource, records.me)
        if at_home and coming.status in _PLANNED and coming.start:
            return coming.start.astimezone(now.tzinfo), coming.reason
    return None, ""


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.date(), time(), now.tzinfo)


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
