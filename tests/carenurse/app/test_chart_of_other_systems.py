"""Records of other systems on the chart: nothing withdrawn, doubted or said of something else is a fact."""

from datetime import UTC, datetime

import pytest

from carenurse.app.banner import banner
from carenurse.app.chart import chart
from carenurse.app.plain_facts import plain_facts
from carenurse.app.read_entry import read_entry
from carenurse.app.timeline import timeline
from tests.carenurse.app.telling import NOW, PERSON, WHOSE, Telling, coded, weight


def test_only_problems_that_count_are_listed_and_doubt_is_said(told: Telling) -> None:
    for text, clinical, verified in (
        ("Heart failure", "active", "confirmed"),
        ("Heart attack", "active", "entered-in-error"),
        ("Gout", "active", "refuted"),
        ("Cough", "resolved", "confirmed"),
        ("Anemia", "inactive", "confirmed"),
        ("Dementia", "active", "provisional"),
    ):
        told(
            "Condition",
            code={"text": text},
            clinicalStatus=coded("condition-clinical", clinical),
            verificationStatus=coded("condition-ver-status", verified),
            onsetDateTime="2025-05-05",
        )

    listed = {line.problem.text for line in chart(told.records, PERSON, NOW).problems}
    titles = {entry.title for entry in timeline(told.records, PERSON, NOW).entries}

    assert listed == {"Heart failure", "Dementia (not confirmed)"}
    assert {"Entered in error: Problem: Heart attack", "Ruled out: Problem: Gout"} <= titles


def test_an_order_of_another_system_does_not_put_a_diagnosis_on_our_plan(told: Telling) -> None:
    cause = told("Condition", code={"text": "Anemia"}, clinicalStatus=coded("condition-clinical", "active"))
    reason = [{"reference": f"Condition/{cause['id']}"}]
    told(
        "ServiceRequest",
        status="active",
        intent="order",
        code={"text": "Blood count"},
        reasonReference=reason,
    )

    [line] = chart(told.records, PERSON, NOW).problems

    assert not line.in_plan


def test_a_goal_in_pounds_is_measured_by_a_weight_in_kilograms(told: Telling) -> None:
    cause = told("Condition", code={"text": "Weight"}, clinicalStatus=coded("condition-clinical", "active"))
    target = {
        "measure": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "detailQuantity": {"value": 180, "unit": "lb", "code": "[lb_av]"},
    }
    told(
        "Goal",
        lifecycleStatus="active",
        description={"text": "180 lb"},
        addresses=[{"reference": f"Condition/{cause['id']}"}],
        target=[target],
    )
    told("Observation", **weight("90.7", "2026-03-01"))
    told("Observation", **weight("250", "2026-03-02"), status="entered-in-error")

    [line] = chart(told.records, PERSON, NOW).problems

    assert str(line.goals[0].standing.now) == "200.0"


def test_a_consent_to_share_data_is_no_wish_about_care(told: Telling) -> None:
    told(
        "Consent",
        status="active",
        scope=coded("consentscope", "patient-privacy"),
        category=[coded("consentcategorycodes", "npp")],
        patient={"reference": f"Patient/{PERSON}"},
        policyRule={"text": "opt-in"},
    )
    told(
        "Consent",
        status="active",
        scope=coded("consentscope", "adr"),
        category=[coded("consentcategorycodes", "dnr")],
        patient={"reference": f"Patient/{PERSON}"},
        dateTime="2021-01-12",
    )

    assert banner(told.records, PERSON, NOW.date()).wishes == ("DNR, signed 12 Jan 2021",)


def test_no_known_food_allergies_says_nothing_of_medicines(told: Telling) -> None:
    told("AllergyIntolerance", code={"text": "No known food allergies"}, patient=WHOSE["subject"])

    bar = banner(told.records, PERSON, NOW.date())

    assert (bar.allergies, bar.no_known_allergies) == ((), False)


def test_a_visit_of_another_system_is_not_called_signed(told: Telling) -> None:
    told(
        "Encounter",
        status="finished",
        **{"class": {"code": "HH"}},
        period={"start": "2026-02-01T10:00:00-05:00"},
    )

    [entry] = timeline(told.records, PERSON, NOW).entries

    assert not entry.signed


def test_what_has_only_a_day_is_shown_without_an_hour(told: Telling) -> None:
    made = told("Condition", code={"text": "Gout"}, onsetDateTime="2026-03-02")

    [entry] = timeline(told.records, PERSON, NOW).entries
    opened = read_entry(told.records, f"Condition/{made['id']}", NOW)

    assert (entry.when, entry.day, opened.when) == (None, "Mon 2 Mar", "Mon 2 Mar")


def test_hours_inside_an_opened_visit_are_those_of_this_place(told: Telling) -> None:
    met = told(
        "Encounter", status="finished", **{"class": {"code": "AMB"}}, period={"start": "2026-02-01T15:00:00Z"}
    )
    told(
        "Observation",
        **weight("70", "2026-02-01T15:42:00Z"),
        encounter={"reference": f"Encounter/{met['id']}"},
    )

    opened = read_entry(told.records, f"Encounter/{met['id']}", NOW)

    [measured] = [part for part in opened.parts if part.title == "Measured"]
    assert measured.lines == (("10:42", "Weight 70.0 kg"),)


def test_whoever_is_referred_to_is_named(told: Telling) -> None:
    told("Practitioner", id="p", name=[{"family": "Stark", "given": ["Ann"]}])
    met = told(
        "Encounter",
        status="finished",
        participant=[{"individual": {"reference": "Practitioner/p"}}],
        period={"start": "2026-02-01T15:00:00Z"},
    )

    about = read_entry(told.records, f"Encounter/{met['id']}", NOW).parts[-1]

    assert ("Participant", "Individual: Ann Stark") in about.lines


def test_plain_facts_keep_the_sign_and_leave_out_bytes() -> None:
    said = plain_facts(
        {
            "resourceType": "Observation",
            "valueQuantity": {"value": 5, "comparator": "<", "unit": "mg/dL"},
            "content": [{"attachment": {"title": "Scan", "data": "QUJD" * 10}}],
            "name": [{"family": "X", "given": 5}],
        }
    )

    assert said == (("Value quantity", "< 5 mg/dL"), ("Content", "Attachment: Title: Scan"), ("Name", "X"))


def test_the_plans_own_heading_is_not_taken_for_the_persons_words(told: Telling) -> None:
    told("CarePlan", status="active", intent="plan", description="Plan for diabetes.", created="2026-01-01")

    assert chart(told.records, PERSON, datetime(2026, 3, 4, tzinfo=UTC)).own_words == ""


def test_an_alert_ends_with_its_period(told: Telling) -> None:
    for text, end in (("Over", "2026-03-03"), ("Last day", "2026-03-04"), ("This month", "2026-03")):
        told("Flag", status="active", code={"text": text}, period={"start": "2026-01-01", "end": end})
    told("Flag", status="active", code={"text": "Always"})
    told("Flag", status="inactive", code={"text": "Taken back"})

    shown = banner(told.records, PERSON, NOW.date())

    assert set(shown.alerts) == {"Last day", "This month", "Always"}


def test_a_wish_ends_with_its_period_or_its_status(told: Telling) -> None:
    scope = coded("consentscope", "adr")
    dnr, full = (
        [coded("consentcategorycodes", "dnr")],
        [{"coding": [{"system": "urn:carenurse:codes/record", "code": "full-code"}]}],
    )
    mine = {"patient": {"reference": f"Patient/{PERSON}"}, "scope": scope}
    told("Consent", status="active", category=dnr, provision={"period": {"end": "2026-03-01"}}, **mine)
    told("Consent", status="inactive", category=dnr, **mine)
    told("Consent", status="active", category=full, provision={"period": {"end": "2027-03-01"}}, **mine)

    assert banner(told.records, PERSON, NOW.date()).wishes == ("Full code",)


@pytest.mark.parametrize("over", ["resolved", "inactive"])
def test_an_allergy_that_is_over_is_no_warning(told: Telling, over: str) -> None:
    told(
        "AllergyIntolerance",
        patient={"reference": f"Patient/{PERSON}"},
        code={"text": "Testamol"},
        clinicalStatus=coded("allergyintolerance-clinical", over),
    )

    shown = banner(told.records, PERSON, NOW.date())

    assert (shown.allergies, shown.no_known_allergies) == ((), False)
