"""What signing a visit makes of the worksheet: procedures, words on goals, teaching, calls.

Each is a resource of its own, so that another system can read "what was done" without reading our note.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from carenurse.app.visit_facts import ListedMedicine, PlannedCare
from carenurse.app.visit_worksheet import GoalWord, InterventionDone, Taught, Told, Worksheet
from carenurse.clinical import procedure, teaching
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, new_id, reference_to
from carenurse.clinical.systems import HL7, LOINC
from carenurse.translations import tr

_ACHIEVEMENT = {
    "better": ("improving", "Improving"),
    "same": ("no-change", "No Change"),
    "worse": ("worsening", "Worsening"),
    "met": ("achieved", "Achieved"),
}
"""Our words on a goal as codes of http://terminology.hl7.org/CodeSystem/goal-achievement."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who, whom, where and when: what every resource of one visit says alike (ids without their kind)."""

    patient: str
    visit: str
    nurse: str
    now: datetime

    @property
    def me(self) -> Resource:
        """The reference to the nurse."""
        return {"reference": f"Practitioner/{self.nurse}"}


def procedures(
    sheet: Worksheet, care: Sequence[PlannedCare], orders: Sequence[Resource], scene: Scene
) -> list[Resource]:
    """Make a Procedure of each planned intervention that was done or left out, with its reason."""
    by_reference = {reference_to(order): order for order in orders}
    rows = [(one, sheet.intervention(one.order)) for one in care]
    return [_procedure(one, row, by_reference.get(one.order, {}), scene) for one, row in rows if row.state]


def _procedure(care: PlannedCare, row: InterventionDone, order: Resource, scene: Scene) -> Resource:
    done = row.state == "given"
    made = procedure.encode(
        procedure.InterventionDone(
            id=new_id(),
            patient=scene.patient,
            intervention=_identity(care.order),
            visit=scene.visit,
            text=care.text,
            status="completed" if done else "not-done",
            reason_not_done="" if done else row.reason,
            when=Moment.at(scene.now),
            performer=scene.nurse,
            note=row.detail,
        )
    )
    codes = order.get("code", {}).get("coding")
    return made | ({"code": {"coding": codes, "text": care.text}} if codes else {})


def goal_updates(sheet: Worksheet, goals: Iterable[Resource], scene: Scene) -> list[Resource]:
    """Bring each goal up to today's word: achievement status, the day, and what was measured as a note."""
    words = ((goal, sheet.goal(reference_to(goal))) for goal in goals)
    return [_goal(goal, row, scene) for goal, row in words if row.word]


def _goal(goal: Resource, row: GoalWord, scene: Scene) -> Resource:
    code, display = _ACHIEVEMENT[row.word]
    changed = goal | {
        "achievementStatus": {
            "coding": [{"system": f"{HL7}goal-achievement", "code": code, "display": display}],
        },
        "statusDate": scene.now.date().isoformat(),
    }
    if row.word == "met":
        changed["lifecycleStatus"] = "completed"
    if row.value:
        note = {"authorReference": scene.me, "time": Moment.at(scene.now).text, "text": row.value}
        changed["note"] = [*goal.get("note", []), note]
    return changed


def medicine_reviews(sheet: Worksheet, listed: Sequence[ListedMedicine], scene: Scene) -> list[Resource]:
    """Make a List of the medicines as they were looked at with the person; none when they were not.

    LOINC 10160-0 is the code that FHIR's example codes for lists map to a medicine list. What differs is
    noted in words only: no statement is changed before it is reconciled.
    """
    if not sheet.list_looked_at:
        return []
    said = {
        "as-listed": tr("Taken as listed"),
        "differently": tr("Taken differently"),
        "not": tr("Not taken"),
    }
    rows = [(one, sheet.medicine(one.reference)) for one in listed]
    entries = [
        {
            "flag": {"text": ": ".join(part for part in (said[row.taking], row.note.strip()) if part)},
            "date": Moment.at(scene.now).text,
            "item": {"reference": one.reference, "display": one.name},
        }
        for one, row in rows
        if row.taking
    ]
    made: Resource = {
        "resourceType": "List",
        "id": new_id(),
        "status": "current",
        "mode": "snapshot",
        "title": tr("Medicine list looked at with the person"),
        "code": {"coding": [{"system": LOINC, "code": "10160-0"}], "text": tr("Medicine list")},
        "subject": {"reference": f"Patient/{scene.patient}"},
        "encounter": {"reference": f"Encounter/{scene.visit}"},
        "date": Moment.at(scene.now).text,
        "source": scene.me,
    }
    return [made | ({"entry": entries} if entries else {})]


def communications(sheet: Worksheet, scene: Scene) -> Iterator[Resource]:
    """Make a Communication of each lesson (learner, method, teach-back result) and of each call."""
    yield from (_lesson(row, scene) for row in sheet.teaching if row.topic.strip())
    yield from (_call(row, scene) for row in sheet.told if row.who.strip())


def _lesson(row: Taught, scene: Scene) -> Resource:
    taught = teaching.Teaching(
        id=new_id(),
        patient=scene.patient,
        visit=scene.visit,
        topic=row.topic,
        learner=row.learner,
        method=row.method,
        result=row.result,
        note=row.note,
        when=Moment.at(scene.now),
        status="completed",
    )
    return teaching.encode(taught) | {"sender": scene.me}


def _call(row: Told, scene: Scene) -> Resource:
    made: Resource = {
        "resourceType": "Communication",
        "id": new_id(),
        "status": "completed",
        "category": [{"coding": [{"system": f"{HL7}communication-category", "code": "notification"}]}],
        "subject": {"reference": f"Patient/{scene.patient}"},
        "encounter": {"reference": f"Encounter/{scene.visit}"},
        "sent": (row.when or scene.now).isoformat(timespec="seconds"),
        "sender": scene.me,
        "recipient": [{"display": row.who}],
    }
    words = [part for part in (row.about, row.how, row.answer) if part.strip()]
    return made | ({"payload": [{"contentString": part} for part in words]} if words else {})


def _identity(reference: str) -> str:
    return reference.partition("/")[2]
