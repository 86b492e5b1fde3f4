"""Which template is chosen for the nurse when she opens the list."""

from carenurse.app.care_plan import care_plan
from carenurse.app.plan_templates import best_offer, offers
from carenurse.app.ports import Records
from tests.carenurse.app.visits import NOW, PATIENT, household


def test_nothing_is_chosen_where_no_template_fits(records: Records) -> None:
    household(records)
    with records.work() as work:
        for kind in ("Condition", "CarePlan", "Goal", "ServiceRequest"):
            for resource in records.of_patient(PATIENT, kind):
                work.put(resource | {"subject": {"reference": "Patient/somebody-else"}})

    plan = care_plan(records, PATIENT, NOW)

    assert best_offer(plan) == ""
    assert offers(plan)


def test_the_template_of_a_diagnosis_is_chosen(records: Records) -> None:
    household(records)
    with records.work() as work:
        about = {"subject": {"reference": f"Patient/{PATIENT}"}}
        code = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F32.9"}]}
        work.put({"resourceType": "Condition", "id": "c-mood", "code": code} | about)
        for resource in records.of_patient(PATIENT, "Condition"):
            if resource["id"] != "c-mood":
                work.put(resource | {"subject": {"reference": "Patient/somebody-else"}})

    plan = care_plan(records, PATIENT, NOW)

    assert best_offer(plan) == offers(plan)[0][0] == "depression"
