"""What the nouns say of records that look like those of other systems."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from carenurse.clinical import (
    allergy,
    goal,
    intervention,
    medicine,
    note,
    own_limit,
    planned_visit,
    problem,
    related_person,
    score,
    teaching,
    visit,
    wish,
)
from carenurse.clinical.coding import Coding
from carenurse.clinical.dates import Moment
from tests.carenurse.clinical.foreign import hospital_order, summary_allergy


def test_an_allergy_without_a_status_still_counts() -> None:
    found = allergy.decode(summary_allergy())

    assert (found.substance, found.active, found.criticality) == ("testicillin", True, "high")
    assert found.reactions == ("Hives", "Swelling")


@pytest.mark.parametrize(
    "code",
    [
        {"text": "No known drug allergies"},
        {"text": "NKDA"},
        {"coding": [{"system": "urn:oid:1.2.3", "code": "1", "display": "No known allergy (situation)"}]},
        {
            "coding": [
                {
                    "system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips",
                    "code": "no-known-medication-allergies",
                }
            ]
        },
    ],
)
def test_no_known_allergies_are_known_however_they_are_worded(code: dict[str, object]) -> None:
    assert allergy.decode({"resourceType": "AllergyIntolerance", "code": code}).no_known


def test_an_allergy_that_is_over_is_set_inactive_in_one_element() -> None:
    resource = summary_allergy()

    changed = allergy.encode(replace(allergy.decode(resource), active=False), onto=resource)

    assert not allergy.decode(changed).active
    assert {name for name in changed if changed[name] != resource.get(name)} == {"clinicalStatus"}


def test_an_order_says_its_contained_medicine_and_its_coded_dose() -> None:
    found = medicine.decode(hospital_order())

    assert found.name == "Testolol 25 MG"
    assert found.codings[0].code == "0"
    assert found.dose == "1.5 tablet oral 2 times a day"
    assert found.as_needed is True
    assert found.since == Moment("2026-01-10")


def test_the_key_of_a_database_row_is_no_unit_and_the_sort_of_a_diagnosis_no_word() -> None:
    dose = {"doseAndRate": [{"doseQuantity": {"value": 2.5, "unit": "b20180406162601968-1"}}]}
    order = {"resourceType": "MedicationStatement", "dosage": [dose]}
    assert medicine.decode(order).dose == "2.5 (the unit cannot be read)"

    told = {"resourceType": "Condition", "code": {"text": "Fracture of forearm (disorder)"}}
    found = problem.decode(told)
    assert found.text == "Fracture of forearm"
    assert problem.encode(found, onto=told) == told


def test_a_new_direction_leaves_no_old_dose_behind() -> None:
    resource = hospital_order()

    changed = medicine.encode(replace(medicine.decode(resource), dose="one tablet at night"), onto=resource)

    assert changed["dosageInstruction"] == [
        {"sequence": 1, "asNeededCodeableConcept": {"text": "pain"}, "text": "one tablet at night"}
    ]


def test_a_problem_says_its_omaha_term_its_modifier_and_its_ratings() -> None:
    value = problem.Problem(
        id="1",
        patient="p-1",
        text="Circulation",
        omaha="PB0029",
        codings=(Coding("https://standards.digital.health.nz/ns/omaha-system", "PB0029", "Circulation"),),
        clinical_status="active",
        verification="confirmed",
        modifier="RM0003",
        knowledge=problem.Rating(2, 3, 4),
    )

    made = problem.encode(value)

    assert problem.decode(made) == value
    assert made["category"][0]["coding"][0]["code"] == "problem-list-item"


def test_a_resolved_problem_no_longer_says_active_in_words() -> None:
    resource = {
        "resourceType": "Condition",
        "clinicalStatus": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/condition-clinical",
                    "code": "active",
                    "display": "Active",
                }
            ],
            "text": "Active",
        },
    }

    changed = problem.encode(replace(problem.decode(resource), clinical_status="resolved"), onto=resource)

    assert "Active" not in str(changed)
    assert not problem.decode(changed).active


def test_a_goal_reads_every_way_to_write_a_target() -> None:
    ways = {
        "detailRange": {"low": {"value": 110, "code": "mm[Hg]"}, "high": {"value": 130, "code": "mm[Hg]"}},
        "detailQuantity": {"value": 130, "comparator": "<=", "code": "mm[Hg]"},
        "detailInteger": 4,
    }

    found = [
        goal.decode({"resourceType": "Goal", "target": [{name: detail}]}) for name, detail in ways.items()
    ]

    assert [(one.target_low, one.target_high) for one in found] == [
        (Decimal(110), Decimal(130)),
        (None, Decimal(130)),
        (Decimal(4), Decimal(4)),
    ]


def test_a_goal_keeps_the_persons_own_words_beside_the_measure() -> None:
    value = goal.Goal(
        id="1",
        patient="p-1",
        problems=("c-1",),
        text="Weight below 78 kg",
        words="I want to climb the stairs again",
        measure="29463-7",
        unit="kg",
        target_high=Decimal(78),
        lifecycle="active",
    )

    assert goal.decode(goal.encode(value)) == value


def test_an_intervention_is_one_line_of_the_plan() -> None:
    value = intervention.Intervention(
        id="1",
        patient="p-1",
        problems=("c-1",),
        goals=("g-1",),
        text="Weigh at each visit",
        category="S",
        target="TG0007",
        frequency="1w1 2w2",
        status="active",
    )

    made = intervention.encode(value)

    assert intervention.decode(made) == value
    assert made["intent"] == "plan"


def test_a_planned_visit_names_nurse_and_person_as_participants() -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    value = planned_visit.PlannedVisit(
        id="1", patient="p-1", practitioner="n-1", start=start, status="booked"
    )

    made = planned_visit.encode(value)

    assert planned_visit.decode(made) == value
    assert all(one["status"] == "accepted" for one in made["participant"])


def test_a_visit_keeps_its_clock_and_is_at_home() -> None:
    began = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
    value = visit.Visit(
        id="1", patient="p-1", practitioner="n-1", status="in-progress", began=began, setting="HH"
    )

    assert visit.decode(visit.encode(value)) == value


def test_a_visit_of_which_only_the_day_is_known_has_no_clock() -> None:
    found = visit.decode({"resourceType": "Encounter", "period": {"start": "2026-03-02"}})

    assert found.began is None


def test_wishes_are_full_code_or_dnr() -> None:
    for code in ("full-code", "dnr"):
        assert wish.decode(wish.encode(wish.Wish(patient="p-1", code=code))).code == code


def test_a_representative_is_one_by_role() -> None:
    daughter = related_person.RelatedPerson(patient="p-1", relationship="daughter", is_representative=True)

    found = related_person.decode(related_person.encode(daughter))

    assert (found.relationship, found.is_representative) == ("daughter", True)


def test_a_lesson_is_told_from_other_messages() -> None:
    made = teaching.encode(teaching.Teaching(patient="p-1", topic="Weighing", result="repeated-back"))

    assert teaching.is_teaching(made)
    assert not teaching.is_teaching({"resourceType": "Communication", "category": [None, {"text": "Call"}]})


def test_a_score_that_could_not_be_made_has_no_value() -> None:
    assert "valueQuantity" not in score.encode(score.Score(code="44261-6", label="PHQ-9"))


def test_a_note_comes_back_to_the_letter_and_carries_no_markup() -> None:
    text = "BP 132/78 <script>alert(1)</script>\n\n  two  spaces & an é"
    value = note.Note(id="1", sections=(note.Section("Found", text),), status="preliminary", kind="Note")

    made = note.encode(value)

    assert note.decode(made).sections == value.sections
    assert "<script" not in made["section"][0]["text"]["div"]


def test_a_notify_parameter_is_told_from_other_orders() -> None:
    made = own_limit.encode(
        own_limit.OwnLimit(code="8480-6", notify=own_limit.Span(Decimal(90), Decimal(150)))
    )

    assert own_limit.is_own_limit(made)
    assert not own_limit.is_own_limit(intervention.encode(intervention.Intervention(text="x")))
