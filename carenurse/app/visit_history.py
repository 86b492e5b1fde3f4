"""What the record says about last time: earlier readings by code, earlier answers by form, the last visit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from carenurse.app.last_found import scores_then
from carenurse.app.ports import Reading
from carenurse.app.visit_worksheet import Worksheet
from carenurse.app.visit_worksheet_record import WORKSHEET
from carenurse.app.visit_worksheet_record import decode as decode_worksheet
from carenurse.clinical import note, visit, vital_sign
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource
from carenurse.clinical.limits import Limits
from carenurse.clinical.shapes import as_text, at
from carenurse.clinical.vital_sign import VitalSign

LOOK_BACK = 60
"""Readings of one code that are looked at: enough for half a year of visits and home readings."""
_AT_FIRST = (2, 8)
"""Encounters read at once: nearly always the last visit is among them."""
_KEPT = frozenset({"completed", "amended"})
_REFUSED = frozenset({"entered-in-error", "cancelled"})


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The last signed visit: its day, its note and its worksheet (empty for imported visits)."""

    encounter: str
    day: date | None
    sections: tuple[note.Section, ...] = ()
    sheet: Worksheet = field(default_factory=Worksheet)
    scores: tuple[str, ...] = ()
    """The totals with what they mean."""

    def words(self, *titles: str) -> tuple[tuple[str, str], ...]:
        """Give the titled sections that have words, in the order asked for."""
        by_title = {section.title.casefold(): section for section in self.sections if section.text}
        found = (by_title.get(title.casefold()) for title in titles)
        return tuple((section.title, section.text) for section in found if section)


def earlier_readings(
    records: Reading,
    patient: str,
    codes: Sequence[str],
    limits: Limits,
    *,
    now: datetime,
    encounter: str = "",
) -> Mapping[str, tuple[VitalSign, ...]]:
    """Find the readings of each LOINC code, newest first, without those of the visit that goes on.

    One that is dated after tomorrow, by a device with a wrong clock, is no reading of before: it is left out.
    Instants come on the clock of ``now``: most servers write UTC, whose day is another one in the evening.
    """
    by_stored: dict[str, list[VitalSign]] = {}
    found: dict[str, tuple[VitalSign, ...]] = {}
    for code in codes:
        vital = limits.vital(code)
        stored = (*(vital.codes if vital else (code,)), *((vital.panel,) if vital and vital.panel else ()))
        for one in stored:
            if one not in by_stored:
                read = (_on_clock(it, now) for it in _readings(records, patient, one, encounter))
                by_stored[one] = [reading for reading in read if not is_in_the_future(reading, now.date())]
        held = [
            reading for one in stored for reading in by_stored[one] if reading.stated(code) or reading.said
        ]
        each_once = {reading.id: reading for reading in held}.values()
        found[code] = tuple(sorted(each_once, key=_order, reverse=True))
    return found


def _readings(records: Reading, patient: str, code: str, encounter: str) -> list[VitalSign]:
    found = records.latest_by_code(patient, code, limit=LOOK_BACK)
    values = (vital_sign.decode(one) for one in found)
    others = (one for one in values if not encounter or one.visit != encounter)
    return [one for one in others if one.status not in _REFUSED]


def _on_clock(reading: VitalSign, now: datetime) -> VitalSign:
    instant = reading.when.instant if reading.when else None
    return replace(reading, when=Moment.at(instant.astimezone(now.tzinfo))) if instant else reading


def is_in_the_future(reading: VitalSign, today: date) -> bool:
    """Say whether a reading is dated after tomorrow (where a clock of another zone may already be)."""
    written = reading.when.date if reading.when else None
    return written is not None and written.first_day > today + timedelta(days=1)


def _order(reading: VitalSign) -> str:
    return reading.when.order if reading.when else ""


def earlier_responses(records: Reading, patient: str, encounter: str) -> Mapping[str, tuple[Resource, ...]]:
    """Find earlier completed fillings, newest first, by the form's address without its version."""
    found: dict[str, list[Resource]] = {}
    for response in records.of_patient(patient, "QuestionnaireResponse", limit=200):
        here = as_text(at(response, "encounter.reference")) == f"Encounter/{encounter}"
        if not here and str(response.get("status", "")) in _KEPT:
            found.setdefault(as_text(response.get("questionnaire")).partition("|")[0], []).append(response)
    return {address: tuple(listed) for address, listed in found.items()}


def newest_first(
    records: Reading, patient: str, kind: str, practitioner: str | None = None
) -> Iterator[Resource]:
    """Walk what there is of a kind, newest first; the long rest is read only where the first do not do.

    ``practitioner``: only where this one takes part.
    """
    read = 0
    for most in (*_AT_FIRST, None):
        if practitioner is None:
            found = records.of_patient(patient, kind, limit=most)
        else:
            found = records.where(kind, "practitioner", practitioner, patient=patient, limit=most)
        yield from found[read:]
        read = len(found)
        if most is None or read < most:
            return


def last_visit(records: Reading, patient: str, encounter: str) -> LastVisit | None:
    """Find the last visit that was finished before this one, with what was written about it."""
    for resource in newest_first(records, patient, "Encounter"):
        value = visit.decode(resource)
        if value.id == encounter or value.status != "finished" or value.setting not in ("HH", "", "VR"):
            continue
        return LastVisit(
            value.id,
            value.began.date() if value.began else None,
            _sections(records, value.id),
            sheet_of(records, value.id),
            tuple(scores_then(records, value.id)),
        )
    return None


def _sections(records: Reading, encounter: str) -> tuple[note.Section, ...]:
    notes = (note.decode(one) for one in records.where("Composition", "encounter", encounter))
    return next((one.sections for one in notes if one.status in ("final", "amended") and not one.amends), ())


def sheet_of(records: Reading, encounter: str) -> Worksheet:
    """Read the worksheet of a visit; an empty one where none is kept."""
    for response in records.where("QuestionnaireResponse", "encounter", encounter):
        if response.get("questionnaire") == WORKSHEET:
            return decode_worksheet(response)
    return Worksheet()
