"""When to call 911, on the family's page: what the plan brings, filled up with what everybody has to know."""

from carenurse.app.family_private import private_topics
from carenurse.app.family_sources import Plan
from carenurse.app.ports import Records
from carenurse.documents.labels import labels_in

PERSON = "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002"


def urgent(records: Records, *, high_pressure: bool = False) -> list[str]:
    lines, _ = Plan(records, PERSON, private_topics()).red_flags(high_pressure=high_pressure)
    return [one.text for one in lines]


def wound(records: Records) -> None:
    with records.work() as work:
        code = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "L89.154"}]}
        about = {"subject": {"reference": f"Patient/{PERSON}"}, "code": code}
        work.put({"resourceType": "Condition", "id": "c1"} | about)


def test_one_problem_on_the_plan_does_not_drop_what_everybody_has_to_know(records: Records) -> None:
    general = labels_in("en")("usual911a")
    assert general in urgent(records)

    wound(records)

    told = urgent(records)
    assert "Heavy bleeding that pressure does not stop" in told
    assert general in told


def test_a_very_high_pressure_brings_its_line_first(records: Records) -> None:
    wound(records)

    assert urgent(records, high_pressure=True)[0].startswith("Pressure 180/120 or higher with chest pain")
