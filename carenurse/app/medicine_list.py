"""What a person takes, put together from statements and orders of whoever wrote them down.

A medicine stands here when the record says that it is taken. Left out is what was never to be taken: entered
in error, a draft, called off before it began, a proposal (unless it writes down what the person reported), an
order not to give it. Several orders of one
medicine with one direction are one line; with different directions they are several, because two may hold at
the same time and only the nurse can tell.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from carenurse.app.day_words import short_day
from carenurse.app.ports import Reading
from carenurse.clinical import medicine, medicine_told
from carenurse.clinical.altered import wary
from carenurse.clinical.dates import PartialDate
from carenurse.clinical.fhir import Resource, split_reference
from carenurse.clinical.medicine import REQUEST, STATEMENT, Medicine
from carenurse.clinical.shapes import as_text, at
from carenurse.clinical.standing import Standing, standing_of
from carenurse.translations import tr

_NO_ORDER = frozenset({"proposal", "option"})


@dataclass(frozen=True, slots=True)
class MedicineList:
    """The lines in force and those that are over: statements before orders, newest first, no name in both."""

    taken: tuple[Medicine, ...]
    stopped: tuple[Medicine, ...]


def medicine_list(records: Reading, patient: str) -> MedicineList:
    """Put the list of one person together."""
    said = told_instead(records, patient)
    held = [one for one in records.of_patient(patient, STATEMENT) if counts(one)]
    statements = [named(records, one) for one in held]
    asked = [(one, _said(resource, one)) for resource, one in zip(held, statements, strict=True)]
    asked = [(one, when) for one, when in asked if not one.told_at_home]
    orders = [one for one in _counting(records, patient, REQUEST) if not _told_since(one, asked)]
    listed = [one for one in (*statements, *orders) if f"{one.kind}/{one.id}" not in said]
    taken: dict[tuple[str, str], Medicine] = {}
    for one in listed:
        if one.active:
            taken.setdefault((_name(one), one.dose), one)
    names = {name for name, _ in taken}
    over: dict[str, Medicine] = {}
    for one in listed:
        if _name(one) not in names:
            over.setdefault(_name(one), one)
    return MedicineList(tuple(taken.values()), tuple(over.values()))


def told_instead(records: Reading, patient: str) -> frozenset[str]:
    """Name the lines (references) in whose place somebody at home said something else."""
    listed = (one for one in records.of_patient(patient, STATEMENT) if "derivedFrom" in one and counts(one))
    told = (medicine_told.decode(one) for one in listed)
    return frozenset(one.instead_of for one in told if one.told_at_home and one.instead_of)


def counts(resource: Resource) -> bool:
    """Say whether a statement or order says anything about what the person takes or took."""
    return (
        standing_of(resource) in {Standing.COUNTS, Standing.DOUBTFUL}
        and resource.get("status") != "draft"
        and (str(resource.get("intent", "")) not in _NO_ORDER or resource.get("reportedBoolean") is True)
        and resource.get("doNotPerform") is not True
    )


def named(records: Reading, resource: Resource) -> Medicine:
    """Read a statement or order; where it names its medicine by a Medication elsewhere, look that up."""
    told = medicine.decode(resource)
    target = split_reference(as_text(at(resource, "medicationReference.reference")))
    if told.name or target is None or target[0] != "Medication":
        return told
    held = records.get(*target) or {}
    return replace(told, name=wary(resource, medicine.name_of(held.get("code"))))


def marked(told: Medicine, today: date) -> str:
    """Say in the name what nobody must overlook: not taken now, nobody knows, or meant until a past day."""
    name = {
        "on-hold": tr("{name} (on hold)", name=told.name),
        "intended": tr("{name} (not begun)", name=told.name),
        "unknown": tr("{name} (not known whether taken)", name=told.name),
    }.get(told.status, told.name)
    if told.until is None or not told.until.over_before(PartialDate.of(today)):
        return name
    last = told.until.date
    day = short_day(last.exact, today) if last and last.exact else told.until.text
    return tr("{name} (was to end {day}: ask whether it is still taken)", name=name, day=day)


def _counting(records: Reading, patient: str, kind: str) -> list[Medicine]:
    return [named(records, one) for one in records.of_patient(patient, kind) if counts(one)]


def _told_since(order: Medicine, statements: Iterable[tuple[Medicine, str]]) -> bool:
    """Say whether somebody asked what the person really takes of this, since it was ordered.

    An older statement hides an order only where it says the same; of two directions both are shown.
    """
    return any(
        _name(one) == _name(order) and (said >= _when(order) or (one.active and one.dose == order.dose))
        for one, said in statements
    )


def _said(resource: Resource, told: Medicine) -> str:
    """Say when a statement was made: when it was asserted, else the latest day of which it speaks."""
    asserted = medicine_told.decode(resource).asserted
    over = told.until if not told.active else None
    return asserted.order if asserted else max(_when(told), over.order if over else "")


def _name(told: Medicine) -> str:
    return told.name.casefold() or told.id


def _when(told: Medicine) -> str:
    return told.since.order if told.since else ""
