import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import remember_origin
from carenurse.clinical.registry import index, understood
from tests.carenurse.clinical.foreign import (
    clinic_pressure,
    generated_patient,
    hospital_order,
    summary_allergy,
)
from tests.carenurse.clinical.nouns import NOUNS
from tests.carenurse.clinical.strategies import ANYTHING, nasty

KINDS = [*sorted({noun.kind for noun in NOUNS}), "Immunization", "Claim", "List", "Zebra", ""]


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_nothing_in_a_resource_can_make_the_index_fail(data: st.DataObject, kind: str) -> None:
    entry = index(data.draw(nasty(kind)))

    assert all(isinstance(text, str) and text for pair in entry.keys for text in pair)
    assert entry.title or not kind


@given(
    held=st.dictionaries(st.sampled_from(["resourceType", "subject", "code", "period", "status"]), ANYTHING)
)
def test_not_even_what_is_no_resource_at_all(held: Resource) -> None:
    assert isinstance(index(held).title, str)


@pytest.mark.parametrize(
    ("resource", "patient"),
    [
        ({"resourceType": "Patient", "id": "1"}, "1"),
        ({"resourceType": "Observation", "subject": {"reference": "Patient/1"}}, "1"),
        ({"resourceType": "Observation", "subject": {"reference": "Patient/1/_history/3"}}, "1"),
        (
            {"resourceType": "Observation", "subject": {"reference": "https://x.example.org/fhir/Patient/1"}},
            "1",
        ),
        ({"resourceType": "Coverage", "beneficiary": {"reference": "Patient/1"}}, "1"),
        ({"resourceType": "Task", "for": {"reference": "Patient/1"}}, "1"),
        ({"resourceType": "RelatedPerson", "patient": {"reference": "urn:uuid:1"}}, "1"),
        (
            {"resourceType": "Account", "subject": [{"reference": "Device/2"}, {"reference": "Patient/1"}]},
            "1",
        ),
        (
            {
                "resourceType": "Appointment",
                "participant": [
                    {"actor": {"reference": "Practitioner/2"}},
                    {"actor": {"reference": "Patient/1"}},
                ],
            },
            "1",
        ),
        ({"resourceType": "Group", "member": [{"entity": {"reference": "Patient/1"}}]}, None),
        ({"resourceType": "Observation", "subject": {"reference": "Group/1"}}, None),
        ({"resourceType": "Practitioner", "id": "1"}, None),
    ],
)
def test_every_kind_says_in_its_own_way_whom_it_is_about(resource: Resource, patient: str | None) -> None:
    assert index(resource).patient == patient


@pytest.mark.parametrize(
    ("resource", "when"),
    [
        (
            {"resourceType": "Observation", "effectiveDateTime": "2026-02-27T10:42:00-05:00"},
            "2026-02-27T15:42:00+00:00",
        ),
        (
            {"resourceType": "Condition", "onsetDateTime": "1978", "recordedDate": "2026-01-01"},
            "1978-01-01T12:00",
        ),
        ({"resourceType": "Encounter", "period": {"start": "2026-02-27"}}, "2026-02-27T12:00"),
        ({"resourceType": "Appointment", "start": "2026-02-27T09:00:00Z"}, "2026-02-27T09:00:00+00:00"),
        ({"resourceType": "Patient", "birthDate": "1941-03-05"}, None),
        ({"resourceType": "Observation", "effectiveDateTime": "later"}, None),
    ],
)
def test_when_it_happened_is_told_in_the_order_of_time(resource: Resource, when: str | None) -> None:
    assert index(resource).when == when


@pytest.mark.parametrize(
    ("resource", "title"),
    [
        (generated_patient(), "Núñez, Rosa María"),
        (clinic_pressure(), "Blood pressure 132/78 mmHg"),
        (summary_allergy(), "Allergy: testicillin"),
        (hospital_order(), "Medicine: Testolol 25 MG"),
        (
            {
                "resourceType": "Observation",
                "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
                "valueQuantity": {"value": 76.9, "unit": "kg"},
            },
            "Weight 76.9 kg",
        ),
        ({"resourceType": "Encounter", "class": {"code": "HH"}}, "Home visit"),
        ({"resourceType": "Procedure", "status": "not-done", "code": {"text": "Weigh"}}, "Not done: Weigh"),
        ({"resourceType": "Basic"}, "Basic"),
        ({"resourceType": "DiagnosticReport", "code": {"text": "Blood count"}}, "Blood count"),
        (
            {"resourceType": "QuestionnaireResponse", "questionnaire": "https://x.example.org/Q/phq-9|1"},
            "phq-9",
        ),
    ],
)
def test_the_title_says_what_it_is(resource: Resource, title: str) -> None:
    assert index(resource).title == title


def test_a_person_is_found_without_accents_by_any_spelling_of_birth_date_and_phone() -> None:
    words = index(generated_patient()).words.split()

    assert {
        "nunez",
        "ficticia",
        "maria",
        "1941-03-05",
        "03/05/1941",
        "3/5/1941",
        "5555550142",
        "nullville",
    } <= set(words)


def test_the_keys_lead_from_a_visit_to_all_that_belongs_to_it() -> None:
    response: Resource = {
        "resourceType": "QuestionnaireResponse",
        "status": "in-progress",
        "questionnaire": "https://x.example.org/Q/phq-9",
        "encounter": {"reference": "Encounter/e-1"},
    }

    assert set(index(response).keys) == {
        ("status", "in-progress"),
        ("questionnaire", "https://x.example.org/Q/phq-9"),
        ("encounter", "e-1"),
    }


def test_the_keys_name_nurse_category_origin_and_code() -> None:
    resource: Resource = {
        "resourceType": "Encounter",
        "participant": [{"individual": {"reference": "Practitioner/n-1"}}],
        "category": [{"coding": [{"code": "a"}]}, {"coding": [{"code": "b"}]}],
        "identifier": [{"system": "urn:x", "value": "7"}],
    }
    remember_origin(resource, "hospital", "1")

    assert {
        ("practitioner", "n-1"),
        ("category", "a"),
        ("category", "b"),
        ("identifier", "urn:x|7"),
        ("origin", "hospital|1"),
    } <= set(index(resource).keys)


def test_what_the_chart_shows_is_told_from_what_is_only_kept() -> None:
    assert understood("Observation")
    assert not understood("Claim")


def test_a_reading_is_found_under_the_code_that_we_chart_it_by() -> None:
    old_panel: Resource = {
        "resourceType": "Observation",
        "code": {"coding": [{"system": "http://loinc.org", "code": "55284-4"}]},
    }

    assert {("code", "55284-4"), ("code", "85354-9")} <= set(index(old_panel).keys)


@pytest.mark.parametrize("kind", ["DiagnosticReport", "Immunization"])
def test_what_the_timeline_shows_counts_as_shown(kind: str) -> None:
    assert understood(kind)
