"""Findings of a signed visit that nobody was told about yet: an open Task each, until somebody is told.

A nurse may have to sign before she reached anybody. The finding then stays open in the record: in the bar
over the chart, and on Today. Telling somebody closes it in one act, with who, when and by whom. The words are
those of the form or the limit that raised the flag.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from carenurse.app.day_words import short_day
from carenurse.app.ports import Reading, Records
from carenurse.app.some_people import counted
from carenurse.app.visit_facts import Flag, Level
from carenurse.app.visit_results import Scene
from carenurse.app.visit_worksheet import Worksheet
from carenurse.clinical import patient as patients
from carenurse.clinical.dates import Moment, parse_instant
from carenurse.clinical.fhir import Resource, new_id, reference_to, split_reference
from carenurse.clinical.shapes import as_objects, as_text, at
from carenurse.clinical.systems import HL7, OWN_CODES
from carenurse.errors import ExpectedError
from carenurse.translations import tr

TELL = "tell-about-finding"
"""Code of the Task, in our own code system."""
_OPEN = ("requested", "accepted", "in-progress")


@dataclass(frozen=True, slots=True)
class Untold:
    """One finding nobody was told about: ``task`` is the Task id, ``what`` the finding in words.

    ``urgent``: somebody was to be told before the nurse left. ``why_not`` is her reason, where she gave one.
    """

    task: str
    patient: str
    name: str
    what: str
    what_to_do: str
    found: date | None
    urgent: bool
    why_not: str


def tasks_of(flags: Iterable[Flag], sheet: Worksheet, scene: Scene) -> Iterator[Resource]:
    """Make a Task of each flag that asks to tell somebody and about which nobody was told."""
    for flag in flags:
        if flag.asks_to_tell and sheet.told_about(flag.key) is None:
            yield _task(flag, sheet.not_told_because(flag.key), scene)


def _task(flag: Flag, why_not: str, scene: Scene) -> Resource:
    when = Moment.at(scene.now).text
    made: Resource = {
        "resourceType": "Task",
        "id": new_id(),
        "status": "requested",
        "intent": "order",
        "priority": "stat" if flag.level is Level.URGENT else "urgent",
        "code": {
            "coding": [{"system": OWN_CODES, "code": TELL}],
            "text": "Tell somebody about a finding",
        },
        "description": flag.why,
        "for": {"reference": f"Patient/{scene.patient}"},
        "encounter": {"reference": f"Encounter/{scene.visit}"},
        "authoredOn": when,
        "requester": scene.me,
        "owner": scene.me,
        "restriction": {"period": {"end": scene.now.date().isoformat()}},
    }
    if flag.what_to_do:
        made["note"] = [{"authorReference": scene.me, "time": when, "text": flag.what_to_do}]
    return made | ({"statusReason": {"text": why_not}} if why_not else {})


def untold(records: Reading, patient: str = "") -> tuple[Untold, ...]:
    """List what nobody was told about (of one person), the pressing ones and then the older ones first."""
    found = records.where("Task", "code", TELL, patient=patient or None)
    listed = [_untold(records, one) for one in found if one.get("status") in _OPEN]
    return tuple(sorted(listed, key=lambda one: (not one.urgent, one.found or date.max)))


def untold_out_of_sight(records: Reading) -> frozenset[str]:
    """Name the Tasks of those who do not open now: what is being written about one waits until they do."""
    whole = counted(records)
    if whole is records:
        return frozenset()
    seen = {one.task for one in untold(records)}
    return frozenset(one.task for one in untold(whole)) - seen


def _untold(records: Reading, task: Resource) -> Untold:
    about = split_reference(as_text(at(task, "for.reference")))
    person = records.get(*about) if about else None
    notes = [as_text(one.get("text")) for one in as_objects(task.get("note"))]
    when = parse_instant(task.get("authoredOn"))
    return Untold(
        task=str(task["id"]),
        patient=about[1] if about else "",
        name=patients.decode(person).name.display if person else "",
        what=as_text(task.get("description")),
        what_to_do=next((words for words in notes if words), ""),
        found=when.date() if when else None,
        urgent=task.get("priority") == "stat",
        why_not=as_text(at(task, "statusReason.text")),
    )


def pressing(records: Reading, patient: str, today: date) -> tuple[tuple[str, str], ...]:
    """Say the pressing ones, each as an alert and shortly, for where it is said that nobody knows."""
    found = [one for one in untold(records, patient) if one.urgent]
    days = (f", {short_day(one.found, today)}" if one.found else "" for one in found)
    short = (f"{one.what.rstrip('. ')}{day}" for one, day in zip(found, days, strict=True))
    return tuple(zip((said(one, today) for one in found), short, strict=True))


def said(one: Untold, today: date) -> str:
    """Say one finding with its day and that nobody knows: the same words wherever it stands."""
    what = one.what.rstrip(". ")
    if one.found is None:
        return tr("{what}: not yet told to anyone", what=what)
    return tr("{what} on {day}: not yet told to anyone", what=what, day=short_day(one.found, today))


def tell(records: Records, task: str, who: str, now: datetime, answer: str = "") -> None:
    """Record in one act that somebody was told: who, when, by whom; the Task is done, the call is kept.

    Raises ExpectedError without a name, or when it was recorded already.
    """
    if not who.strip():
        raise ExpectedError(tr("Who was told?"), tr("Write the name, or the role and the name."))
    with records.work() as work:
        before = work.get("Task", task)
        if before is None or before.get("status") not in _OPEN:
            raise ExpectedError(
                tr("This was recorded already."), tr("Open the chart to see who was told, and when.")
            )
        call = _call(before, who.strip(), answer.strip(), work.me, now)
        work.put(call)
        work.put(_done(before, call, now))
        work.record("update", reference_to(before), "completed")


def _done(task: Resource, call: Resource, now: datetime) -> Resource:
    output: list[Any] = [
        *task.get("output", []),
        {"type": {"text": "Told"}, "valueReference": {"reference": reference_to(call)}},
    ]
    return task | {"status": "completed", "lastModified": Moment.at(now).text, "output": output}


def _call(task: Resource, who: str, answer: str, nurse: str, now: datetime) -> Resource:
    words = [part for part in (as_text(task.get("description")), answer) if part]
    made: Resource = {
        "resourceType": "Communication",
        "id": new_id(),
        "status": "completed",
        "category": [{"coding": [{"system": f"{HL7}communication-category", "code": "notification"}]}],
        "subject": task["for"],
        "sent": now.isoformat(timespec="seconds"),
        "sender": {"reference": f"Practitioner/{nurse}"},
        "recipient": [{"display": who}],
        "about": [{"reference": reference_to(task)}],
        "payload": [{"contentString": part} for part in words],
    }
    return made | ({"encounter": task["encounter"]} if "encounter" in task else {})
