"""Writing down a medicine at the home, correcting it, and saying that one is no longer taken.

Each is one unit of work that can be taken back, and a new version: nothing is deleted. What somebody else
wrote (a hospital's list, a prescriber's order) is never changed: that it is no longer taken is a statement of
the home's own, which names the line it tells of.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from carenurse.app.draft_values import running_visit
from carenurse.app.meanwhile import refuse_if_changed, seen
from carenurse.app.medicine_list import named
from carenurse.app.medicine_typed import TypedMedicine, as_typed, check, past_moment, past_problem
from carenurse.app.ports import Reading, Records
from carenurse.app.undo import Changes, Undo
from carenurse.clinical import medicine, medicine_told
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, new_id, split_reference
from carenurse.clinical.medicine import Medicine
from carenurse.clinical.medicine_told import ToldMedicine
from carenurse.errors import ExpectedError
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class MedicineChanged:
    """What was done in a few words, and what takes it back."""

    said: str
    undo: Undo


def write_down(records: Records, patient: str, typed: TypedMedicine, now: datetime) -> MedicineChanged:
    """Put a medicine on a person's list as told at home.

    Raises ExpectedError while a field has a fault, and for nobody: no medicine stands without its person.
    """
    _refuse(typed, now)
    if records.get("Patient", patient) is None:
        raise ExpectedError(tr("This person is not on this laptop."), tr("Look for the name under Patients."))
    kept = _encoded(Medicine(id=new_id(), patient=patient, status="active"), typed, now, None)
    told = ToldMedicine(
        told_at_home=True,
        strength=typed.stripped.strength,
        prescriber=typed.stripped.prescriber,
        found_at=typed.stripped.found,
        visit=running_visit(records, patient),
        source=patient,
        asserted=Moment.at(now),
    )
    return _keep(records, medicine_told.encode(told, onto=kept), tr("Written down: {name}", name=_name(kept)))


def typed_of(records: Reading, reference: str, now: datetime) -> TypedMedicine:
    """Say a line that was written down at home in the words of the fields; others raise ExpectedError."""
    return as_typed(_own(records, reference), now.date())


def correct(
    records: Records,
    reference: str,
    typed: TypedMedicine,
    now: datetime,
    *,
    opened: TypedMedicine | None = None,
) -> MedicineChanged:
    """Put right what was written down at home; what was there stays as the version before.

    ``opened`` is what stood in the fields when they were opened. Raises ExpectedError while a field has a
    fault, for a line that somebody else wrote, and where somebody changed it since it was opened.
    """
    before = _own(records, reference)
    if opened is not None:
        refuse_if_changed(seen(opened), seen(as_typed(before, now.date())))
    if typed.since == as_typed(before, now.date()).since:
        _refuse(replace(typed, since=""), now)
    else:
        _refuse(typed, now)
    kept = _encoded(medicine.decode(before), typed, now, before)
    told = replace(
        medicine_told.decode(before),
        strength=typed.stripped.strength,
        prescriber=typed.stripped.prescriber,
        found_at=typed.stripped.found,
        asserted=Moment.at(now),
    )
    return _keep(records, medicine_told.encode(told, onto=kept), tr("Corrected: {name}", name=_name(kept)))


def stop_problems(day: str, why: str, now: datetime) -> dict[str, str]:
    """Say what is wrong with the day and the reason for which a medicine is no longer taken."""
    wrong: dict[str, str] = {}
    if day.strip() and (said := past_problem(day, now.date())):
        wrong["day"] = said
    if not why.strip():
        wrong["why"] = tr("Write why it is no longer taken, and who said so.")
    return wrong


def stop(records: Records, reference: str, day: str, why: str, now: datetime) -> MedicineChanged:
    """Say of a line that the person no longer takes it, from a day (none: today), with the reason.

    Raises ExpectedError without a reason, for a day to come, or when the line is over already.
    """
    for sentence in stop_problems(day, why, now).values():
        raise ExpectedError(sentence, tr("Nothing was kept; mend it and try again."))
    before = _line(records, reference)
    of = named(records, before)
    if not of.active:
        raise ExpectedError(tr("This medicine is not taken any more."), tr("Look at the list again."))
    until = past_moment(day, now.date()) or Moment.on(now.date())
    over = replace(of, status="stopped", until=until)
    told = medicine_told.decode(before)
    if told.told_at_home:
        kept = medicine.encode(over, onto=before)
        told = replace(told, why_stopped=why.strip(), asserted=Moment.at(now))
    else:
        kept = medicine.encode(replace(over, id=new_id(), kind=medicine.STATEMENT))
        told = ToldMedicine(
            told_at_home=True,
            why_stopped=why.strip(),
            instead_of=reference,
            visit=running_visit(records, of.patient),
            source=of.patient,
            asserted=Moment.at(now),
        )
    return _keep(records, medicine_told.encode(told, onto=kept), tr("No longer taken: {name}", name=of.name))


def _encoded(of: Medicine, typed: TypedMedicine, now: datetime, onto: Resource | None) -> Resource:
    told = typed.stripped
    unchanged = onto is not None and as_typed(onto, now.date()).since == typed.since
    since = of.since if unchanged else past_moment(told.since, now.date())
    return medicine.encode(
        replace(of, name=told.whole_name, dose=told.dose, reason=told.reason, since=since), onto=onto
    )


def _refuse(typed: TypedMedicine, now: datetime) -> None:
    for sentence in check(typed, now.date()).values():
        raise ExpectedError(sentence, tr("Nothing was kept; mend it and try again."))


def _line(records: Reading, reference: str) -> Resource:
    target = split_reference(reference)
    resource = records.get(*target) if target else None
    if resource is None:
        raise ExpectedError(tr("This medicine is not on the list any more."), tr("Look at the list again."))
    return resource


def _own(records: Reading, reference: str) -> Resource:
    resource = _line(records, reference)
    if not medicine.decode(resource).told_at_home:
        raise ExpectedError(
            tr("Somebody else wrote this line; it is not changed here."),
            tr("Write down how it is taken in the visit, or that it is no longer taken."),
        )
    return resource


def _name(resource: Resource) -> str:
    return medicine.decode(resource).name


def _keep(records: Records, resource: Resource, said: str) -> MedicineChanged:
    with records.work() as work:
        changes = Changes(work)
        changes.put(resource)
    return MedicineChanged(said, changes.undo())
