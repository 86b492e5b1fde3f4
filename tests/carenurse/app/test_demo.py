"""The demo caseload: the same for the same seed, valid FHIR R4, and plainly nobody real."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, timedelta, timezone
from functools import cache
from typing import Any, cast

import pytest

from carenurse.app import wiring
from carenurse.app.demo import charts, generate, load_demo
from carenurse.app.ports import Records
from carenurse.app.visit_begin import unfinished_visits
from carenurse.clinical import goal, intervention, patient, planned_visit, problem, visit, vital_sign
from carenurse.clinical.fhir import Resource, reference_to, split_reference, write_json
from carenurse.clinical.identity import is_uuid
from carenurse.scheduling.order import parse_order
from tests.made_vault import MadeVault

TODAY = date(2026, 3, 4)
EASTERN = timezone(timedelta(hours=-5))

REQUIRED = {
    "AllergyIntolerance": ("patient",),
    "Appointment": ("status", "participant"),
    "CarePlan": ("status", "intent", "subject"),
    "Communication": ("status",),
    "Composition": ("status", "type", "date", "author", "title"),
    "Condition": ("subject",),
    "Consent": ("status", "scope", "category"),
    "Encounter": ("status", "class"),
    "EpisodeOfCare": ("status", "patient"),
    "Flag": ("status", "code", "subject"),
    "Goal": ("lifecycleStatus", "description", "subject"),
    "Group": ("type", "actual"),
    "MedicationStatement": ("status", "subject", "medicationCodeableConcept"),
    "Observation": ("status", "code"),
    "Organization": ("name",),
    "Patient": (),
    "Practitioner": (),
    "Provenance": ("target", "recorded", "agent"),
    "QuestionnaireResponse": ("status", "questionnaire"),
    "RelatedPerson": ("patient",),
    "ServiceRequest": ("status", "intent", "subject"),
}
"""Elements that R4 demands (or a constraint does) of each kind that the demo has."""

STATUSES = {
    "Appointment": {"booked", "arrived", "fulfilled", "noshow"},
    "CarePlan": {"active"},
    "Communication": {"completed"},
    "Composition": {"final"},
    "Consent": {"active"},
    "Encounter": {"in-progress", "finished"},
    "EpisodeOfCare": {"active"},
    "Flag": {"active"},
    "MedicationStatement": {"active"},
    "Observation": {"final"},
    "QuestionnaireResponse": {"completed", "in-progress"},
    "ServiceRequest": {"active"},
}
"""Codes of R4's required value sets that the demo uses."""


@cache
def caseload() -> list[Resource]:
    return generate(1, TODAY, EASTERN)


def of(kind: str) -> list[Resource]:
    return [one for one in caseload() if one["resourceType"] == kind]


def named(family: str) -> Resource:
    return next(one for one in of("Patient") if one["name"][0]["family"] == family)


def about(person: Resource, kind: str) -> list[Resource]:
    whose = {"reference": reference_to(person)}
    return [one for one in of(kind) if whose in (one.get("subject"), one.get("patient"))]


def walk(value: Any) -> Iterator[Any]:
    yield value
    members: list[Any] = []
    if isinstance(value, dict):
        members = list(cast("Resource", value).values())
    elif isinstance(value, list):
        members = cast("list[Any]", value)
    for one in members:
        yield from walk(one)


def objects(value: Any) -> Iterator[Resource]:
    return (cast("Resource", one) for one in walk(value) if isinstance(one, dict))


def test_the_same_seed_and_day_give_the_same_caseload_to_the_byte() -> None:
    assert write_json(caseload()) == write_json(generate(1, TODAY, EASTERN))


def test_another_seed_gives_other_ids() -> None:
    mine = {one["id"] for one in caseload()}

    assert not mine & {one["id"] for one in generate(2, TODAY, EASTERN)}


def test_there_are_twenty_four_people_on_the_caseload() -> None:
    (group,) = of("Group")

    assert len(of("Patient")) == 24
    assert [one["entity"]["reference"] for one in group["member"]] == [
        reference_to(one) for one in of("Patient")
    ]


def test_every_id_is_a_uuid_of_its_own() -> None:
    ids = [(one["resourceType"], one["id"]) for one in caseload()]

    assert all(is_uuid(identity) for _, identity in ids)
    assert len(set(ids)) == len(ids)


def test_every_reference_leads_to_a_resource_of_the_caseload() -> None:
    here = {reference_to(one) for one in caseload()}
    texts = {
        value["reference"]
        for one in caseload()
        for value in walk(one)
        if isinstance(value, dict) and "reference" in value
        if isinstance(value["reference"], str)
    }

    assert texts <= here
    assert all(split_reference(text) for text in texts)


def test_every_resource_has_what_r4_demands() -> None:
    for one in caseload():
        kind = one["resourceType"]
        assert all(name in one for name in REQUIRED[kind]), kind
        assert "status" not in one or one["status"] in STATUSES[kind], (kind, one["status"])


def test_nothing_in_a_resource_is_empty() -> None:
    for one in caseload():
        assert not any(value in ("", [], {}) or value is None for value in walk(one)), reference_to(one)


def test_every_coding_has_a_system_and_a_code() -> None:
    for one in caseload():
        for value in walk(one):
            if isinstance(value, dict) and "coding" in value:
                for coding in cast("Resource", value)["coding"]:
                    assert coding["system"], reference_to(one)
                    assert coding["code"], reference_to(one)


def test_every_target_range_says_what_is_measured() -> None:
    ranges = [target for one in of("Goal") for target in one["target"] if "detailRange" in target]

    assert ranges
    assert all("measure" in target for target in ranges)


def test_every_resource_is_marked_as_invented() -> None:
    assert all(one["meta"]["tag"][0]["code"] == "HTEST" for one in caseload())
    assert all(patient.decode(one).fictional for one in of("Patient"))


def test_every_phone_is_one_that_nobody_has() -> None:
    phones = [
        str(value["value"]) for one in caseload() for value in objects(one) if value.get("system") == "phone"
    ]

    assert phones
    assert all(re.fullmatch(r"555-01\d\d", number) for number in phones)


def test_no_home_stands_where_a_home_can_be() -> None:
    for one in of("Patient"):
        (address,) = one["address"]
        east = next(
            part["valueDecimal"]
            for part in address["extension"][0]["extension"]
            if part["url"] == "longitude"
        )
        assert address["postalCode"] == "00000"
        assert -69 <= east <= -68.8, "open sea"


def test_today_has_six_stops_with_a_reason_and_what_to_bring() -> None:
    stops = [planned_visit.decode(one) for one in of("Appointment") if one["start"].startswith("2026-03-04")]

    assert len(stops) == 6
    assert all(stop.status == "booked" and stop.reason and stop.note for stop in stops)


@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 1, 1), date(2028, 2, 29)])
def test_any_day_has_six_stops_even_a_weekend_or_a_leap_day(day: date) -> None:
    made = generate(1, day, EASTERN)

    stops = [
        one for one in made if one["resourceType"] == "Appointment" and one["start"].startswith(f"{day}")
    ]
    assert len(stops) == 6


def test_visits_before_today_are_done_but_the_one_missed_with_a_reason_and_the_one_half_written() -> None:
    before = [planned_visit.decode(one) for one in of("Appointment") if one["start"][:10] < "2026-03-04"]
    other = {one.status: one.cancel_reason for one in before if one.status != "fulfilled"}

    assert other == {"noshow": "No answer at the door; phone rang out", "arrived": ""}


def test_nothing_after_today_has_happened() -> None:
    for kind, element in (("Composition", "date"), ("Observation", "effectiveDateTime")):
        assert all(one[element][:10] < "2026-03-04" for one in of(kind))


def test_every_note_is_signed_with_all_that_was_measured_and_asked_at_the_visit() -> None:
    signed = {target["reference"] for one in of("Provenance") for target in one["target"]}
    completed = [one for one in of("QuestionnaireResponse") if one["status"] == "completed"]
    measured = [one for one in of("Observation") if "encounter" in one]

    assert len(of("Composition")) > 200
    assert {reference_to(one) for one in (*of("Composition"), *completed, *measured)} == signed


def test_rosa_gains_weight_and_speaks_spanish() -> None:
    rosa = named("Delgado")
    weights = [
        (one["effectiveDateTime"], vital_sign.decode(one).value)
        for one in about(rosa, "Observation")
        if vital_sign.decode(one).code == "29463-7"
    ]

    told = patient.decode(rosa)
    assert told.age_on(TODAY) == 78
    assert told.languages[0] == "es"
    assert [f"{value}" for _, value in sorted(weights)] == [
        "168.2",
        "167.0",
        "166.4",
        "166.8",
        "167.6",
        "168.4",
        "169.8",
    ]


def test_problems_goals_and_care_read_as_the_chart_reads_them() -> None:
    problems = {one["id"]: problem.decode(one) for one in about(named("Delgado"), "Condition")}
    goals = [goal.decode(one) for one in about(named("Delgado"), "Goal")]
    care = [intervention.decode(one) for one in about(named("Delgado"), "ServiceRequest")]

    heart = next(one for one in problems.values() if one.omaha == "PB0029")
    assert (heart.knowledge.start, heart.knowledge.now, heart.knowledge.target) == (2, 3, 4)
    weight = next(one for one in goals if one.measure == "29463-7")
    assert problems[weight.problem] == heart
    assert weight.words == "Sleep flat and not short of breath."
    assert any(one.problems == (heart.id,) and one.category == "S" for one in care)


def test_every_visit_order_can_be_read() -> None:
    orders = [
        one
        for one in of("ServiceRequest")
        if any(coding["code"] == "HH" for coding in one["code"].get("coding", ()))
    ]

    assert len(orders) == 24
    assert all(parse_order(one["code"]["text"]).total for one in orders)


def test_a_visit_tells_when_the_nurse_set_out_began_and_left() -> None:
    finished = [visit.decode(one) for one in of("Encounter") if one["class"]["code"] == "HH"]

    assert all(one.drive_started and one.began and one.drive_started < one.began for one in finished)
    assert sum(one.completed is None for one in finished) == 1


def test_a_larger_caseload_has_as_many_people_and_months_as_asked_for() -> None:
    made = list(charts(1, TODAY, EASTERN, patients=30, months=12))

    further = [one for one in made[-2] if one["resourceType"] == "Encounter"]
    assert len(made) == 1 + 30 + 1
    assert len(further) == 52


@dataclass(frozen=True, slots=True)
class Loaded:
    """A record into which the caseload was loaded; who looks at it changes nothing."""

    records: Records
    count: int
    unsent_before: int


@pytest.fixture(scope="module")
def loaded(vault_pattern: MadeVault, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    folder = tmp_path_factory.mktemp("loaded") / "vault"
    shutil.copytree(vault_pattern.folder, folder)
    with closing(wiring.unlock_with_recovery(folder, vault_pattern.recovery_code, reserve=0)) as vault:
        before = len(vault.records.unsent())
        yield Loaded(vault.records, load_demo(vault.records, TODAY, UTC), before)


def test_loading_puts_the_caseload_into_a_vault_and_signs_its_notes(loaded: Loaded) -> None:
    records = loaded.records
    me = records.get("Practitioner", records.me)
    assert loaded.count > 4000
    assert me is not None
    assert me["name"][0]["family"] == "Whitfield"
    assert len(records.find_patients("")) == 24
    assert records.find_patients("munoz") == records.find_patients("Muñoz") != []
    assert all(records.signed("Composition", one["id"]) for one in records.all_of("Composition"))


def test_the_unfinished_visit_opens_where_it_was_left(loaded: Loaded) -> None:
    (left,) = unfinished_visits(loaded.records)
    (response,) = loaded.records.where("QuestionnaireResponse", "encounter", left.encounter)
    assert left.person == "Joan Abbott"
    assert response["status"] == "in-progress"


def test_loading_leaves_nothing_to_send(loaded: Loaded) -> None:
    assert len(loaded.records.unsent()) == loaded.unsent_before
