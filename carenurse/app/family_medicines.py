"""What changed in the medicines since the visit before, for the family's paper."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from carenurse.app.medicine_list import medicine_list, named
from carenurse.app.ports import Reading
from carenurse.clinical import medicine, medicine_told, visit
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, reference_to
from carenurse.clinical.medicine import Medicine
from carenurse.clinical.shapes import as_text, at
from carenurse.documents.family_facts import Change


@dataclass(frozen=True, slots=True)
class Changed:
    """One medicine that is new, changed or stopped, with its resource (``MedicationStatement/id``)."""

    reference: str
    change: Change
    medicine: Medicine


@dataclass(frozen=True, slots=True)
class MedicineNews:
    """The changes, and the medicines that stay as they were."""

    changed: tuple[Changed, ...]
    others: tuple[Changed, ...]

    @property
    def same(self) -> int:
        """How many stay as they were."""
        return len(self.others)


def medicine_news(records: Reading, patient: str, before: datetime) -> MedicineNews:
    """Compare the medicine list with what was on record at ``before`` (the end of the visit before).

    It is the list of the chart and of the visit. A line that is new to this laptop but older by its own dates
    was imported: it is the same; but one that somebody wrote down at home since then is told. What may mean
    something else is left off a paper.
    """
    listed = medicine_list(records, patient)
    changed: list[Changed] = []
    others: list[Changed] = []
    for now in (*listed.taken, *listed.stopped):
        resource = records.get(now.kind, now.id)
        if resource is None or now.altered:
            continue
        then = _as_it_was(records, resource, before)
        found = _change(now, then, before.date())
        if not found and then is None and now.active and _told_since(resource, before):
            found = "told"
        if found and now.name:
            changed.append(Changed(reference_to(resource), found, now))
        elif now.active:
            others.append(Changed(reference_to(resource), "same", now))
    order = ("new", "changed", "told", "stopped")
    return MedicineNews(tuple(sorted(changed, key=lambda one: order.index(one.change))), tuple(others))


def looked_at(records: Reading, patient: str, encounter: str, day: date) -> bool:
    """Say whether the record shows that the medicine list was gone through at this visit.

    It does when a statement was asserted on the day of the visit or in its context, or when a list was
    kept of it. Nothing else lets a paper say that medicines did not change: to write down one medicine at
    home says nothing of the others.
    """
    here = f"Encounter/{encounter}"
    statements = [
        one
        for one in records.of_patient(patient, medicine.STATEMENT)
        if not medicine.decode(one).told_at_home
    ]
    told = any(
        as_text(at(one, "context.reference")) == here
        or as_text(one.get("dateAsserted")).startswith(day.isoformat())
        for one in statements
    )
    return told or any(
        as_text(at(one, "encounter.reference")) == here for one in records.of_patient(patient, "List")
    )


def end_of_visit_before(records: Reading, patient: str, encounter: str, now: datetime) -> datetime:
    """Find when the last visit before this one ended; the start of this visit's day when there was none."""
    this = visit.decode(records.get("Encounter", encounter) or {})
    start = this.began or now
    ended = [
        made.completed or made.began
        for made in map(visit.decode, records.of_patient(patient, "Encounter"))
        if made.id != encounter and made.at_home and made.status == "finished"
    ]
    earlier = [when for when in ended if when and when < start]
    return max(earlier) if earlier else start.replace(hour=0, minute=0, second=0, microsecond=0)


def _told_since(resource: Resource, before: datetime) -> bool:
    """Say whether it was written down at home after ``before``, whenever its taking began."""
    told = medicine_told.decode(resource)
    when = told.asserted.instant if told.asserted else None
    return told.told_at_home and when is not None and when >= before


def _change(now: Medicine, then: Medicine | None, since: date) -> Change | None:
    if not now.active:
        was_taken = then.active if then else _on_or_after(now.until, since)
        return "stopped" if was_taken and now.status != "entered-in-error" else None
    if then is None:
        return "new" if _on_or_after(now.since, since) else None
    if not then.active:
        return "new"
    plain = (replace(one, note="") for one in (then, now))
    first, second = ((one.name, one.dose, one.as_needed) for one in plain)
    return "changed" if first != second else None


def _as_it_was(records: Reading, resource: Resource, before: datetime) -> Medicine | None:
    """Give the last version that was saved before."""
    kept = records.versions(str(resource["resourceType"]), str(resource["id"]))
    old = [version for version in kept if version.saved <= before]
    return named(records, old[-1].resource) if old else None


def _on_or_after(moment: Moment | None, day: date) -> bool:
    if moment is None:
        return False
    said = moment.date
    return bool(said and said.exact and said.exact >= day)
