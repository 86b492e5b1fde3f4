"""A visit that was begun by mistake takes along what was made in it; what was only changed is told."""

from collections.abc import Sequence

from carenurse.app.family_given import Giving, papers_given, record_given
from carenurse.app.ports import Records
from carenurse.app.undo import Changes
from carenurse.app.visit_made import TakenAlong
from carenurse.app.visit_mistake import take_back, taken_back_words
from carenurse.clinical.fhir import Resource
from tests.carenurse.app.visits import GOAL, NOW, PATIENT, household

WHO = {"reference": f"Patient/{PATIENT}"}
NEW_GOAL: Resource = {
    "resourceType": "Goal",
    "id": "new-goal",
    "lifecycleStatus": "active",
    "description": {"text": "Walk to the gate"},
    "subject": WHO,
}
NEXT_VISIT: Resource = {
    "resourceType": "Appointment",
    "id": "next-visit",
    "status": "booked",
    "participant": [{"actor": WHO, "status": "accepted"}],
}


def put(records: Records, resources: Sequence[Resource]) -> None:
    """Keep as the plan and the schedule do, with the trail."""
    with records.work() as work:
        changes = Changes(work)
        for one in resources:
            changes.put(one)


def test_papers_and_what_is_new_in_the_plan_go_with_it(records: Records) -> None:
    put(records, [NEW_GOAL | {"id": "earlier-goal", "subject": WHO}])
    home = household(records)
    record_given(records, home.encounter, Giving(b"%PDF", "en", "Elena", "printed"), NOW)
    put(records, [NEW_GOAL, NEXT_VISIT])

    along = take_back(records, home.encounter, NOW, "Wrong person")

    assert along == TakenAlong(papers=1, others=3, stays=0)
    assert papers_given(records, home.encounter)[0].to_whom == "Elena", "it stays in the record"
    (paper,) = records.where("DocumentReference", "encounter", home.encounter)
    assert paper["status"] == "entered-in-error"
    assert (records.get("Goal", "new-goal") or {})["lifecycleStatus"] == "entered-in-error"
    assert (records.get("Appointment", "next-visit") or {})["status"] == "entered-in-error"
    assert (records.get("Goal", "earlier-goal") or {})["lifecycleStatus"] == "active", "made before the visit"
    assert taken_back_words(along) == (
        "The visit was taken back. It stays in the trail, as entered in error. "
        "1 paper or photo went with it: ask for a printed page back. 3 other entries went with it."
    )


def test_what_was_only_changed_stays_and_is_told(records: Records) -> None:
    home = household(records)
    goal = records.get("Goal", GOAL.partition("/")[2])
    assert goal is not None
    put(records, [goal | {"description": {"text": "Weigh herself each morning"}}])

    along = take_back(records, home.encounter, NOW, "")

    assert along == TakenAlong(papers=0, others=0, stays=1)
    assert (records.get("Goal", str(goal["id"])) or {})["description"] == {
        "text": "Weigh herself each morning"
    }
    assert "1 entry of the plan was changed meanwhile and stays" in taken_back_words(along)


def test_what_is_about_another_person_is_not_touched(records: Records) -> None:
    home = household(records)
    put(records, [NEW_GOAL | {"subject": {"reference": "Patient/somebody-else"}}])

    assert take_back(records, home.encounter, NOW, "") == TakenAlong()
    assert (records.get("Goal", "new-goal") or {})["lifecycleStatus"] == "active"


def test_what_is_signed_or_of_a_kind_that_cannot_be_marked_stays(records: Records) -> None:
    home = household(records)
    visit = {"reference": f"Encounter/{home.encounter}"}
    with records.work() as work:
        lesson = {"resourceType": "Communication", "id": "m1", "status": "completed", "subject": WHO}
        work.put(lesson | {"encounter": visit}, sign=True)
        work.put({"resourceType": "Basic", "id": "b1", "subject": WHO, "encounter": visit})

    assert take_back(records, home.encounter, NOW, "").stays == 2
    assert (records.get("Communication", "m1") or {})["status"] == "completed"
