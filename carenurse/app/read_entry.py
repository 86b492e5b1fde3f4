"""Opening one entry of the timeline: what it says, whole, without changing anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from carenurse.app.last_found import found_then
from carenurse.app.medicine_words import as_told, told_facts
from carenurse.app.nurse import is_hers
from carenurse.app.plain_facts import Line, narrative_of, plain_facts
from carenurse.app.ports import Records
from carenurse.app.sentences import joined
from carenurse.app.timeline import day_of_list
from carenurse.app.visit_history import sheet_of
from carenurse.app.visit_told import about_visit
from carenurse.clinical import medicine, medicine_told, note, practitioner
from carenurse.clinical.altered import altered_by, is_altered
from carenurse.clinical.dates import instant_in_order
from carenurse.clinical.fhir import Resource, concept_text, kind_of, split_reference
from carenurse.clinical.index_facts import when_of
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.clinical.titles import title_of
from carenurse.errors import ExpectedError
from carenurse.translations import tr

_MOST_PARTS = 120


@dataclass(frozen=True, slots=True)
class Part:
    """One titled part: running text, or lines of a label and what stands behind it."""

    title: str
    text: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryRead:
    """One entry, opened. ``encounter`` is set where this nurse can add an addendum to her signed visit."""

    reference: str
    title: str
    when: str
    by: str
    state: str
    parts: tuple[Part, ...]
    encounter: str = ""


def read_entry(records: Records, reference: str, now: datetime) -> EntryRead:
    """Open one entry and note that it was read. Raises ExpectedError when it is no longer there."""
    target = split_reference(reference)
    resource = records.get(*target) if target else None
    if resource is None:
        raise ExpectedError(tr("This entry is no longer on this laptop."), tr("Load the chart again."))
    with records.work() as work:
        work.record("read", reference)
    teller = _Reader(records, now)
    parts = teller.visit(resource) if kind_of(resource) == "Encounter" else teller.alone(resource)
    return EntryRead(
        reference=reference,
        title=title_of(resource),
        when=_when(resource, now),
        by=_by(records, resource),
        state=as_text(resource.get("status")),
        parts=tuple(part for part in parts if part.text or part.lines),
        encounter=_own_signed(records, resource),
    )


class _Reader:
    """Reads one entry part by part, on the clock of ``now``; whoever it names is looked up."""

    def __init__(self, records: Records, now: datetime) -> None:
        self._records = records
        self._now = now

    def visit(self, encounter: Resource) -> Iterator[Part]:
        """Open a visit: its findings first, then the notes with their addenda, then all else of it."""
        identity = str(encounter["id"])
        findings = found_then(sheet_of(self._records, identity), self._now.tzinfo)
        yield Part(
            tr("Findings that asked for a call"), lines=tuple((one.told, one.what) for one in findings)
        )
        notes = [note.decode(one) for one in self._records.where("Composition", "encounter", identity)]
        for written in sorted(notes, key=lambda one: (bool(one.amends), one.when.order if one.when else "")):
            if written.amends:
                signed = written.status != "preliminary"
                yield Part(tr("Addendum") if signed else tr("Addendum, not signed yet"), written.text)
            else:
                yield from (Part(section.title, section.text) for section in written.sections)
        found: dict[str, list[tuple[str, Line]]] = {}
        for kind, title in _parts().items():
            for one in self._records.where(kind, "encounter", identity):
                line = (self._clock(one), title_of(one))
                found.setdefault(title, []).append((when_of(one) or "", line))
        for title, dated in found.items():
            yield Part(title, lines=tuple(line for _, line in sorted(dated)[:_MOST_PARTS]))
        yield Part(tr("About this visit"), lines=about_visit(encounter, self._named, self._now))

    def alone(self, resource: Resource) -> Iterator[Part]:
        """Open anything else: its own words, then what it states."""
        yield Part(tr("What this record means is not sure"), _altered(resource))
        yield Part("", narrative_of(resource))
        for section in as_objects(resource.get("section")):
            yield Part(as_text(section.get("title")), narrative_of(section))
        yield Part(tr("Written down at the home"), _told(resource, self._now))
        yield Part(tr("What the record says"), lines=plain_facts(resource, self._named))

    def _clock(self, resource: Resource) -> str:
        moment = instant_in_order(when_of(resource) or "")
        return f"{moment.astimezone(self._now.tzinfo):%H:%M}" if moment else ""

    def _named(self, reference: str) -> str:
        target = split_reference(reference)
        held = self._records.get(*target) if target else None
        return title_of(held) if held else ""


def _altered(resource: Resource) -> str:
    """Say that something changes the meaning of a record, by its sender's name for it; nothing otherwise."""
    if not is_altered(resource):
        return ""
    told = tr("Its sender says with it something that changes its meaning and that CareNurse does not know.")
    return joined([told, tr("Ask the sender. It is called: {names}", names=", ".join(altered_by(resource)))])


def _told(resource: Resource, now: datetime) -> str:
    """Say what was told at home of a medicine; nothing for everything else."""
    told = medicine_told.decode(resource) if kind_of(resource) == medicine.STATEMENT else None
    if told is None or not told.told_at_home:
        return ""
    facts = told_facts(medicine.decode(resource), told, now.date())
    return joined(part for part in (as_told()[:1].upper() + as_told()[1:], facts) if part)


def _parts() -> dict[str, str]:
    """Name what may belong to a visit, by its kind, in the order in which it is read."""
    return {
        "Observation": tr("Measured"),
        "QuestionnaireResponse": tr("Forms"),
        "DiagnosticReport": tr("Reports"),
        "Condition": tr("Problems"),
        "Procedure": tr("Done"),
        "MedicationRequest": tr("Medicines"),
        "MedicationStatement": tr("Medicines"),
        "Immunization": tr("Vaccines"),
        "Communication": tr("Said and taught"),
        "DocumentReference": tr("Papers"),
    }


def _when(resource: Resource, now: datetime) -> str:
    order = when_of(resource) or ""
    moment = instant_in_order(order)
    if moment is not None:
        local = moment.astimezone(now.tzinfo)
        return f"{day_of_list(local.date(), now.date())} {local:%H:%M}"
    return day_of_list(date.fromisoformat(order[:10]), now.date()) if order else ""


def _by(records: Records, resource: Resource) -> str:
    for name in ("author", "performer", "participant", "recorder", "requester", "sender", "asserter"):
        found = resource.get(name)
        for one in as_objects(found if isinstance(found, list) else [found]):
            holder = as_object(one.get("actor") or one.get("individual") or one)
            target = split_reference(as_text(holder.get("reference")))
            known = records.get(*target) if target and target[0] == "Practitioner" else None
            if known:
                return practitioner.decode(known).name.display
            if words := as_text(holder.get("display")) or concept_text(holder):
                return words
    return ""


def _own_signed(records: Records, resource: Resource) -> str:
    if kind_of(resource) != "Encounter" or resource.get("status") != "finished":
        return ""
    identity = str(resource["id"])
    written = records.where("Composition", "encounter", identity)
    return identity if any(is_hers(records, note.decode(one).author) for one in written) else ""
