"""What does not count as a fact says so in its title."""

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.clinical.standing import Standing, standing_of
from carenurse.clinical.titles import title_of

HL7 = "http://terminology.hl7.org/CodeSystem/"


def condition(verification: str) -> Resource:
    coding = {"system": HL7 + "condition-ver-status", "code": verification}
    return {
        "resourceType": "Condition",
        "code": {"text": "Heart attack"},
        "verificationStatus": {"coding": [coding]},
    }


@pytest.mark.parametrize(
    ("verification", "title"),
    [
        ("confirmed", "Problem: Heart attack"),
        ("entered-in-error", "Entered in error: Problem: Heart attack"),
        ("refuted", "Ruled out: Problem: Heart attack"),
        ("provisional", "Problem: Heart attack (not confirmed)"),
    ],
)
def test_a_problem_says_how_far_it_is_believed(verification: str, title: str) -> None:
    assert title_of(condition(verification)) == title


@pytest.mark.parametrize(
    ("resource", "title"),
    [
        (
            {"resourceType": "Immunization", "status": "not-done", "vaccineCode": {"text": "Influenza"}},
            "Vaccine not given: Influenza",
        ),
        (
            {
                "resourceType": "MedicationRequest",
                "status": "active",
                "doNotPerform": True,
                "medicationCodeableConcept": {"text": "Testamol"},
            },
            "Not to be given: Testamol",
        ),
        (
            {
                "resourceType": "Observation",
                "status": "entered-in-error",
                "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]},
                "valueQuantity": {"value": 200, "code": "/min"},
            },
            "Entered in error: Pulse 200 /min",
        ),
        (
            {"resourceType": "Encounter", "status": "cancelled", "class": {"code": "HH"}},
            "Canceled: Home visit",
        ),
    ],
)
def test_what_did_not_happen_is_not_titled_as_if_it_had(resource: Resource, title: str) -> None:
    assert title_of(resource) == title


def test_a_goal_entered_in_error_is_told_by_its_lifecycle() -> None:
    wrong: Resource = {"resourceType": "Goal", "lifecycleStatus": "entered-in-error"}

    assert standing_of(wrong) is Standing.IN_ERROR


def test_a_refuted_allergy_is_ruled_out() -> None:
    coding = {"system": HL7 + "allergyintolerance-verification", "code": "refuted"}

    assert standing_of(
        {"resourceType": "AllergyIntolerance", "verificationStatus": {"coding": [coding]}}
    ) is (Standing.RULED_OUT)
