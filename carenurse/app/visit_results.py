"""What signing a visit makes of the worksheet: procedures, words on goals, teaching, calls.

Each is a resource of its own, so that another system can read "what was done" without reading our note.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from carenurse.app.visit_facts import PlannedCare
from carenurse.app.visit_worksheet import GoalWord, InterventionDone, Taught, Told, Worksheet
from carenurse.clinical.fhir import Resource, new_id, reference_to
from carenurse.clinical.systems import HL7
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
    """Who, whom, where and when: what every resource of one visit says alike."""

    encounter: Resource
    nurse: str
    now: datetime

    @property
    def subject(self) -> Resource:
        """The reference to the patient."""
        return dict(self.encounter["subject"])

    @property
    def visit(self) -> Resource:
        """The reference to the encounter."""
        return {"reference": reference_to(self.encounter)}

    @property
    def me(self) -> Resource:
        """The reference to the nurse."""
        return {"reference": f"Practitioner/{self.nurse}"}

    @property
    def moment(self) -> str:
        """The time of signing, as FHIR writes it."""
        return self.now.isoformat(timespec="seconds")


def procedures(
    sheet: Worksheet, care: Sequence[PlannedCare], orders: Sequence[Resource], scene: Scene
) -> list[Resource]:
    """Make a Procedure of each planned intervention that was done or left out, with its reason."""
    by_reference = {reference_to(order): order for order in orders}
    rows = [(one, sheet.intervention(one.order)) for one in care]
    return [_procedure(one, row, by_reference.get(one.order, {}), scene) for one, row in rows if row.state]


def _procedure(care: PlannedCare, row: InterventionDone, order: Resource, scene: Scene) -> Resource:
    done = row.state == "given"
    resource: Resource = {
        "resourceType": "Procedure",
        "id": new_id(),
        "basedOn": [{"reference": care.order}],
        "status": "completed" if done else "not-done",
        "code": {**order.get("code", {}), "text": care.text},
        "subject": scene.subject,
        "encounter": scene.visit,
        "performedDateTime": scene.moment,
        "performer": [{"actor": scene.me}],
    }
    if not done and row.reason:
        resource["statusReason"] = {"text": row.reason}
    if row.detail:
        resource["note"] = [{"authorReference": scene.me, "time": scene.moment, "text": row.detail}]
    return resource


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
        note = {"authorReference": scene.me, "time": scene.moment, "text": row.value}
        changed["note"] = [*goal.get("note", []), note]
    return changed


def communications(sheet: Worksheet, scene: Scene) -> Iterator[Resource]:
    """Make a Communication of each lesson (learner, method, teach-back result) and of each call."""
    yield from (_lesson(row, scene) for row in sheet.teaching if row.topic.strip())
    yield from (_call(row, scene) for row in sheet.told if row.who.strip())


def _lesson(row: Taught, scene: Scene) -> Resource:
    resource = _communication("instruction", row.learner, scene, scene.moment)
    resource["topic"] = {"text": row.topic}
    payload = [row.topic]
    payload += [tr("Method: {method}", method=row.method)] if row.method else []
    payload += [f"{TEACH_BACK}{row.result}"] if row.result else []
    return resource | {"payload": [{"contentString": words} for words in payload]}


TEACH_BACK = "teach-back: "
"""Begins the payload that holds the teach-back result as a code (said-back, needs-more, could-not)."""


def _call(row: Told, scene: Scene) -> Resource:
    sent = row.when.isoformat(timespec="seconds") if row.when else scene.moment
    resource = _communication("notification", row.who, scene, sent)
    words = [part for part in (row.how, row.answer) if part.strip()]
    payload = {"payload": [{"contentString": part} for part in words]} if words else {}
    return resource | payload


def _communication(category: str, recipient: str, scene: Scene, sent: str) -> Resource:
    resource: Resource = {
        "resourceType": "Communication",
        "id": new_id(),
        "status": "completed",
        "category": [{"coding": [{"system": f"{HL7}communication-category", "code": category}]}],
        "subject": scene.subject,
        "encounter": scene.visit,
        "sent": sent,
        "sender": scene.me,
    }
    return resource | ({"recipient": [{"display": recipient}]} if recipient.strip() else {})
