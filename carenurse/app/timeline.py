"""Everything that happened to one person, newest first, in the nurse's words; what says no date comes last.

What was measured or written at one visit stands inside that visit's entry; what came by itself stands alone.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from carenurse.app.day_words import short_day, week_day
from carenurse.app.last_found import found_then
from carenurse.app.medicine_list import named
from carenurse.app.ports import Reading
from carenurse.app.visit_history import sheet_of
from carenurse.clinical import medicine, teaching, visit
from carenurse.clinical.dates import instant_in_order
from carenurse.clinical.fhir import Resource, kind_of, reference_to
from carenurse.clinical.index_facts import when_of
from carenurse.clinical.registry import keys_of, understood
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.clinical.standing import Standing, standing_of
from carenurse.clinical.titles import title_of
from carenurse.translations import tr, trn

_PAGE = 200
_MOST_READ = 4_000
_NO_DATE = ""
_NEAR = 200
"""Days; what is further back is said with its year."""


class EntryKind(StrEnum):
    """What an entry is about; the screen has an icon for each."""

    VISIT = "visit"
    STAY = "stay"
    MEASURED = "measured"
    MESSAGE = "message"
    TAUGHT = "taught"
    PAPER = "paper"
    PROBLEM = "problem"
    MEDICINE = "medicine"
    ALERT = "alert"
    OTHER = "other"


_KINDS: Final = {
    "AllergyIntolerance": EntryKind.ALERT,
    "CarePlan": EntryKind.OTHER,
    "Communication": EntryKind.MESSAGE,
    "Composition": EntryKind.PAPER,
    "Condition": EntryKind.PROBLEM,
    "Consent": EntryKind.PAPER,
    "DiagnosticReport": EntryKind.MEASURED,
    "DocumentReference": EntryKind.PAPER,
    "EpisodeOfCare": EntryKind.OTHER,
    "Flag": EntryKind.ALERT,
    "Immunization": EntryKind.MEDICINE,
    "MedicationRequest": EntryKind.MEDICINE,
    "MedicationStatement": EntryKind.MEDICINE,
    "Observation": EntryKind.MEASURED,
    "Procedure": EntryKind.OTHER,
    "QuestionnaireResponse": EntryKind.MEASURED,
    "Task": EntryKind.OTHER,
}
"""What stands alone when it is part of no visit; plans and appointments have screens of their own."""

_STANDING: Final = frozenset({EntryKind.ALERT, EntryKind.PROBLEM, EntryKind.MEDICINE})
"""What stands rather than happens: an allergy without a day is on record, and no day is missed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. ``reference`` opens it; ``when`` is None where no time of day was said."""

    reference: str
    kind: EntryKind
    when: datetime | None
    day: str
    title: str
    detail: str = ""
    signed: bool = False
    draft: bool = False
    found: tuple[str, ...] = ()
    """What a visit found that asked for a call: said before all else of it."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of entries; ``before`` pages on (None: the end); ``unseen`` counts kinds that are not shown."""

    entries: tuple[Entry, ...]
    before: tuple[str, str] | None
    unseen: int


def timeline(
    records: Reading, patient: str, now: datetime, *, before: tuple[str, str] | None = None, limit: int = 40
) -> Timeline:
    """Gather a page of entries about one person, newest first, on the clock of ``now``."""
    page = _Page(Teller(records, now), limit)
    if before is None or before[0]:
        before = page.fill_with_dated(records, patient, before)
    if before is None or not before[0]:
        before = page.fill_with_undated(records, patient, int(before[1]) if before else 0)
    return Timeline(tuple(page.entries), before, page.unseen)


class _Page:
    """Entries as they are gathered, up to as many as one page has."""

    def __init__(self, teller: "Teller", limit: int) -> None:
        self.entries: list[Entry] = []
        self.unseen = 0
        self._teller, self._limit = teller, limit

    @property
    def full(self) -> bool:
        """Whether no further entry has room."""
        return len(self.entries) >= self._limit

    def fill_with_dated(
        self, records: Reading, patient: str, before: tuple[str, str] | None
    ) -> tuple[str, str] | None:
        """Take what has a date, newest first; gives where to go on, None when all of it was read."""
        read = 0
        while read < _MOST_READ:
            found = records.timeline(patient, before=before, limit=_PAGE)
            for resource in found:
                before = (when_of(resource) or "", str(resource["id"]))
                read += 1
                self._take(resource)
                if self.full:
                    return before
            if len(found) < _PAGE:
                return None
        return before

    def fill_with_undated(self, records: Reading, patient: str, read: int) -> tuple[str, str] | None:
        """Take what has none, in the order it came; gives where to go on: no date, and how many were read."""
        while True:
            found = records.undated(patient, after=read, limit=_PAGE)
            for resource in found:
                if self.full:
                    return _NO_DATE, str(read)
                read += 1
                self._take(resource)
            if len(found) < _PAGE:
                return None

    def _take(self, resource: Resource) -> None:
        self.unseen += not understood(kind_of(resource))
        if entry := self._teller.tell(resource):
            self.entries.append(entry)


class Teller:
    """Says one record as an entry, or that it stands inside another."""

    def __init__(self, records: Reading, now: datetime) -> None:
        self._records = records
        self._now = now
        self._dated: dict[str, bool] = {}

    def tell(self, resource: Resource) -> Entry | None:
        """Make the entry of a record; None when it is part of a visit or no event."""
        kind = kind_of(resource)
        if kind == "Encounter":
            return self._visit(resource)
        if kind not in _KINDS or self._inside_a_visit(resource):
            return None
        return self._alone(resource, _KINDS[kind])

    def _inside_a_visit(self, resource: Resource) -> bool:
        whose = next((value for name, value in keys_of(resource) if name == "encounter"), "")
        if not whose:
            return False
        if whose not in self._dated:
            found = self._records.get("Encounter", whose)
            self._dated[whose] = bool(found and when_of(found))
        return self._dated[whose]

    def _visit(self, resource: Resource) -> Entry:
        made = visit.decode(resource)
        at_home = made.at_home
        measured = len(self._records.where("Observation", "encounter", made.id))
        counts = standing_of(resource) is Standing.COUNTS
        title = made.reason if made.reason and counts and not at_home else title_of(resource)
        counted = trn("{number} measurement", "{number} measurements", measured) if measured else ""
        return self._entry(
            resource,
            EntryKind.VISIT if at_home else EntryKind.STAY,
            title,
            counted,
            signed=at_home and made.status == "finished" and self._signed(made.id),
            found=self._found(made.id) if at_home else (),
            draft=at_home and made.status in ("arrived", "in-progress", "planned"),
        )

    def _found(self, encounter: str) -> tuple[str, ...]:
        sheet = sheet_of(self._records, encounter)
        return tuple(one.what.rstrip(". ") for one in found_then(sheet, self._now.tzinfo))

    def _signed(self, encounter: str) -> bool:
        """Say whether a note of this visit was signed here; another system's visit never was."""
        notes = self._records.where("Composition", "encounter", encounter)
        return any(self._records.signed("Composition", str(one["id"])) for one in notes)

    def _alone(self, resource: Resource, kind: EntryKind) -> Entry:
        title, detail = title_of(resource), ""
        if kind is EntryKind.MEDICINE and not medicine.decode(resource).name:
            title = _medicine_title(self._records, resource) or title
        if teaching.is_teaching(resource):
            lesson = teaching.decode(resource)
            return self._entry(resource, EntryKind.TAUGHT, lesson.topic or title, lesson.learner)
        if kind is EntryKind.MESSAGE:
            sender = as_object(resource.get("sender"))
            title, detail = _message(resource) or title, as_text(sender.get("display"))
        return self._entry(resource, kind, title, detail)

    def _entry(
        self,
        resource: Resource,
        kind: EntryKind,
        title: str,
        detail: str = "",
        *,
        signed: bool = False,
        draft: bool = False,
        found: tuple[str, ...] = (),
    ) -> Entry:
        when = when_of(resource) or ""
        moment = instant_in_order(when)
        local = moment.astimezone(self._now.tzinfo) if moment else None
        return Entry(
            reference=reference_to(resource),
            kind=kind,
            when=local,
            day=self._day(kind, when, local),
            title=title,
            detail=detail,
            signed=signed,
            draft=draft,
            found=found,
        )

    def _day(self, kind: EntryKind, when: str, local: datetime | None) -> str:
        if not when:
            return tr("On record") if kind in _STANDING else tr("No date")
        day = local.date() if local else date.fromisoformat(when[:10])
        said = day_of_list(day, self._now.date())
        wrong = kind is EntryKind.MEASURED and day > self._now.date() + timedelta(days=1)
        return tr("{day} (in the future)", day=said) if wrong else said


def day_of_list(day: date, today: date) -> str:
    """Say a day in a list of what happened: near ones by weekday, others with their year."""
    if day == today:
        return tr("Today")
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    near = abs((today - day).days) < _NEAR and day.year == today.year
    return week_day(day) if near else f"{short_day(day)} {day.year}"


def _medicine_title(records: Reading, resource: Resource) -> str:
    """Title an order by the Medication that it names elsewhere."""
    held = named(records, resource) if kind_of(resource) in (medicine.REQUEST, medicine.STATEMENT) else None
    known = {"text": held.name} if held and held.name else None
    return title_of({**resource, "medicationCodeableConcept": known}) if known else ""


def _message(resource: Resource) -> str:
    parts = (as_text(part.get("contentString")) for part in as_objects(resource.get("payload")))
    return next((part for part in parts if part), "")
