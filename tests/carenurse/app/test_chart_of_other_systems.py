"""Records of other systems on the chart: nothing withdrawn, doubted or said of something else is a fact."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from carenurse.app.banner import banner
from carenurse.app.chart import chart
from carenurse.app.chart_trends import trend_of, trends
from carenurse.app.plain_facts import plain_facts
from carenurse.app.plan_values import newest_value, values
from carenurse.app.ports import Records
from carenurse.app.read_entry import read_entry
from carenurse.app.timeline import timeline
from carenurse.clinical.fhir import Resource, read_json, write_json

PERSON = "f3c8b6f6-7f66-4a71-9f3e-0000000000aa"
NOW = datetime(2026, 3, 4, 8, tzinfo=timezone(-timedelta(hours=5)))
HL7 = "http://terminology.hl7.org/CodeSystem/"
OBSERVED = "v3-ObservationInterpretation"
WHOSE = {"subject": {"reference": f"Patient/{PERSON}"}}


@pytest.fixture
def told(records: Records) -> "Telling":
    return Telling(records)


class Telling:
    """Puts resources of another system about one person into the record."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self("Patient", id=PERSON, name=[{"family": "Test", "given": ["Tom"]}])

    def __call__(self, kind: str, **elements: Any) -> Resource:
        count = len(self.records.all_of(kind))
        made: Resource = {"resourceType": kind, "id": f"{kind.lower()}-{count}"}
        made |= {} if kind == "Patient" else WHOSE
        kept = read_json(write_json(made | elements))
        with self.records.work() as work:
            work.put(kept)
        return kept

    def order(self, name: str, **elements: Any) -> Resource:
        usual = {"status": "active", "intent": "order", "authoredOn": "2026-02-01"}
        return self("MedicationRequest", **{"medicationCodeableConcept": {"text": name}, **usual, **elements})

    def medicines(self) -> list[str]:
        return [one.name for one in chart(self.records, PERSON, NOW).medicines]


def coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": HL7 + system, "code": code}]}


@pytest.mark.parametrize(
    "withdrawn",
    [
        {"status": "entered-in-error"},
        {"status": "draft"},
        {"status": "cancelled"},
        {"doNotPerform": True},
        {"intent": "proposal"},
    ],
)
def test_an_order_that_was_never_to_be_taken_is_neither_taken_nor_stopped(
    told: Telling, withdrawn: dict[str, Any]
) -> None:
    told.order("Testamol", **withdrawn)

    shown = chart(told.records, PERSON, NOW)

    assert (shown.medicines, shown.stopped) == ((), ())


def test_an_error_withdrawn_later_does_not_hide_the_order_in_force(told: Telling) -> None:
    told.order("Testamol")
    told.order("Testamol", status="entered-in-error", authoredOn="2026-03-01")

    assert told.medicines() == ["Testamol"]


def test_two_directions_of_one_medicine_are_two_lines_and_repeats_are_one(told: Telling) -> None:
    for text in ("10 mg in the morning", "5 mg at night", "10 mg in the morning"):
        told.order("Testamol", dosageInstruction=[{"text": text}])

    doses = [one.dose for one in chart(told.records, PERSON, NOW).medicines]

    assert sorted(doses) == ["10 mg in the morning", "5 mg at night"]


def test_an_old_statement_that_is_over_does_not_hide_a_newer_order(told: Telling) -> None:
    told(
        "MedicationStatement",
        status="completed",
        medicationCodeableConcept={"text": "Testamol"},
        effectivePeriod={"start": "2019-01-01", "end": "2019-02-01"},
    )
    told.order("Testamol")

    assert told.medicines() == ["Testamol"]


def test_a_medicine_on_hold_says_so(told: Telling) -> None:
    told.order("Testarin", status="on-hold")

    assert told.medicines() == ["Testarin (on hold)"]


def test_a_medicine_named_elsewhere_is_named(told: Telling) -> None:
    told("Medication", id="med", code={"text": "Testolol 25 MG"})
    told.order("", medicationCodeableConcept=None, medicationReference={"reference": "Medication/med"})

    assert told.medicines() == ["Testolol 25 MG"]
    assert [one.title for one in timeline(told.records, PERSON, NOW).entries] == ["Medicine: Testolol 25 MG"]


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


def weight(kilograms: str, when: str) -> dict[str, Any]:
    return {
        "code": {"coding": [{"system": "http://loinc.org", "code": "3141-9"}]},
        "valueQuantity": {"value": float(kilograms), "unit": "kg", "code": "kg"},
        "effectiveDateTime": when,
    }


def test_digits_that_no_scale_has_are_not_charted(told: Telling) -> None:
    told("Observation", **weight("85.00274638024895", "2026-03-01"))
    told("Observation", **weight("81.03011348933358", "2026-02-01"))

    [tile] = trends(told.records, PERSON, NOW)

    assert tile.value == "85.0"
    assert tile.change.startswith("up 4.0 ")


def test_the_old_pressure_panel_has_its_tile(told: Telling) -> None:
    part = "http://loinc.org"
    told(
        "Observation",
        code={"coding": [{"system": part, "code": "55284-4"}]},
        effectiveDateTime="2026-03-01",
        component=[
            {
                "code": {"coding": [{"system": part, "code": code}]},
                "valueQuantity": {"value": value, "unit": "mmHg"},
            }
            for code, value in (("8480-6", 132), ("8462-4", 78))
        ],
    )

    assert [tile.value for tile in trends(told.records, PERSON, NOW)] == ["132/78"]


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


NDC = "http://hl7.org/fhir/sid/ndc"


@pytest.mark.parametrize("kind", ["MedicationStatement", "MedicationRequest"])
def test_a_medicine_with_only_a_code_says_that_it_has_no_name(told: Telling, kind: str) -> None:
    bare = {"coding": [{"system": NDC, "code": "0071-0155-23"}]}
    made = told(kind, status="active", intent="order", medicationCodeableConcept=bare)

    assert told.medicines() == ["Medicine without a name (NDC 0071-0155-23)"]
    assert read_entry(told.records, f"{kind}/{made['id']}", NOW).title == (
        "Medicine without a name (NDC 0071-0155-23)"
    )


def test_a_medicine_keeps_whatever_words_came_with_its_code(told: Telling) -> None:
    coded_first = [{"system": NDC, "code": "0071"}, {"system": NDC, "code": "0072", "display": "Testamol"}]
    told.order("", medicationCodeableConcept={"coding": coded_first})
    told.order("", medicationCodeableConcept={"text": "0099", "coding": [{"system": NDC, "code": "0099"}]})

    assert set(told.medicines()) == {"Testamol", "Medicine without a name (NDC 0099)"}


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
        [
            {
                "coding": [
                    {"system": "urn:carenurse:codes/record", "code": "full-code"}
                ]
            }
        ],
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


def sugar(value: float, day: str, comparator: str = "") -> dict[str, Any]:
    quantity = {"value": value, "unit": "mg/dL", "code": "mg/dL", "system": "http://unitsofmeasure.org"}
    return {
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "41653-7"}]},
        "effectiveDateTime": day,
        "valueQuantity": quantity | ({"comparator": comparator} if comparator else {}),
    }


def test_a_value_that_is_only_a_bound_is_shown_as_such_and_never_computed_with(told: Telling) -> None:
    told("Observation", **sugar(110, "2026-02-20T08:00:00-05:00"))
    told("Observation", **sugar(40, "2026-02-27T08:00:00-05:00", "<"))

    [tile] = trends(told.records, PERSON, NOW)

    assert (tile.value, tile.change, tile.direction) == ("< 40", "not an exact value", "")
    assert [str(point.value) for point in tile.series[0].points] == ["110"]
    assert tile.alarm  # whatever it was, it was below 40
    assert newest_value(told.records, PERSON, "41653-7", "mg/dL") is not None
    assert [str(one.value) for one in values(told.records, PERSON, "41653-7", "mg/dL", 5)] == ["110"]


def test_a_bound_that_says_nothing_about_a_limit_raises_no_alarm(told: Telling) -> None:
    told("Observation", **sugar(40, "2026-02-27T08:00:00-05:00", ">"))

    [tile] = trends(told.records, PERSON, NOW)

    assert (tile.value, tile.alarm, tile.series[0].points) == ("> 40", "", ())


@pytest.mark.parametrize(("word", "grave"), [("LO", "LL"), ("HI", "HH")])
def test_a_meters_word_is_the_newest_of_the_tile_and_asks_for_a_call(
    told: Telling, word: str, grave: str
) -> None:
    said = {key: value for key, value in sugar(0, "2026-03-04").items() if key != "valueQuantity"}
    before = told("Observation", **sugar(142, "2026-03-03"))
    newest = told("Observation", **said, valueString=word, interpretation=[coded(OBSERVED, grave)])
    (tile,) = trends(told.records, PERSON, NOW)
    assert (tile.value, tile.unit, tile.when) == (word, "", "Today")
    assert word in tile.alarm
    (line,) = tile.series
    assert line.newest.reference == f"Observation/{newest['id']}"
    assert [point.reference for point in line.points] == [f"Observation/{before['id']}"]
    assert trend_of(told.records, PERSON, line.newest.reference, NOW) == tile


def test_a_meters_word_alone_has_its_tile(told: Telling) -> None:
    said = {key: value for key, value in sugar(0, "2026-03-04").items() if key != "valueQuantity"}
    told("Observation", **said, valueString="LO")
    (tile,) = trends(told.records, PERSON, NOW)
    assert tile.value == "LO"
    assert tile.series[0].points == ()
