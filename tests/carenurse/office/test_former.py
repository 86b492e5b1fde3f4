"""A patient is with another nurse now: what the nurse of before did still arrives, and nothing else does."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from carenurse.app import wiring
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from tests.carenurse.office.conftest import NURSE, Hub, Laptop, bundle, person, weight
from tests.carenurse.office.test_native import OTHER, lines, two_caseloads
from tests.carenurse.store.resources import FICTIONAL, caseload
from tests.fakes import FixedClock
from tests.made_vault import MadeVault

NOW = datetime(2037, 3, 4, 10, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def records(made_vault: MadeVault, clock: FixedClock) -> Iterator[Records]:
    """Open the office's record by a clock that the tests set."""
    opened = wiring.unlock_with_recovery(
        made_vault.folder, made_vault.recovery_code, reserve=0, now=clock.now
    )
    yield opened.records
    opened.close()


@pytest.fixture
def hers(hub: Hub, boss: Laptop) -> Laptop:
    """Give the laptop of a nurse whose patient p1 has just been put on another's list."""
    two_caseloads(boss)
    laptop = hub.laptop()
    assert boss.put(caseload(NURSE)).status_code == 200
    assert boss.put(caseload(OTHER, "p1", "p2")).status_code == 200
    return laptop


def visit(identity: str, began: datetime, whose: str = "p1") -> Resource:
    return {
        "resourceType": "Encounter",
        "id": identity,
        "meta": FICTIONAL,
        "status": "finished",
        "class": {"code": "HH"},
        "subject": {"reference": f"Patient/{whose}"},
        "period": {"start": began.isoformat()},
    }


def signed(began: datetime) -> Resource:
    """Give a visit as it is sent: what belongs to it stands before it, too."""
    return bundle(
        "transaction",
        ("PUT", "Observation/a", weight("a", encounter={"reference": "Encounter/v1"}), {}),
        ("PUT", "Encounter/v1", visit("v1", began), {}),
    )


def test_the_feed_says_whose_patient_it_is_now(hers: Laptop) -> None:
    told = lines(hers)[-1]

    assert (told["op"], told["reference"]) == ("scope-out", "Patient/p1")
    assert told["practitioner"] == f"Practitioner/{OTHER}"


def at_v1(identity: str) -> Resource:
    return weight(identity, encounter={"reference": "Encounter/v1"})


def test_a_visit_that_began_while_the_patient_was_hers_is_taken_whenever_it_is_signed(
    hers: Laptop, boss: Laptop, clock: FixedClock
) -> None:
    clock.go_on(90 * DAY)
    assert hers.put(at_v1("late")).status_code == 403

    assert hers.ask("POST", "", signed(NOW - DAY)).status_code == 200

    assert boss.get("Observation/a").status_code == 200
    assert hers.put(at_v1("late")).status_code == 201
    assert hers.get("Encounter/v1").status_code == 403
    assert hers.get("Patient/p1").status_code == 403
    clock.go_on(31 * DAY)
    assert hers.put(at_v1("later-still")).status_code == 403


def test_a_visit_of_before_brings_what_was_made_at_it_and_nothing_else(
    hers: Laptop, boss: Laptop, clock: FixedClock
) -> None:
    clock.go_on(90 * DAY)
    assert hers.put(visit("v1", NOW - DAY)).status_code == 201

    moved = {**person("p1"), "telecom": [{"system": "phone", "value": "555-0199"}]}
    assert hers.put(moved, If_Match=boss.get("Patient/p1").headers["etag"]).status_code == 403
    assert hers.put(weight("of-no-visit")).status_code == 403
    assert hers.put(weight("of-another", encounter={"reference": "Encounter/v2"})).status_code == 403
    assert hers.put(at_v1("of-another-patient") | of("p2")).status_code == 403
    assert hers.put(weight("o-p1", value=80), If_Match='W/"1"').status_code == 403
    assert hers.put(flag()).status_code == 403
    for kind in ("Consent", "Coverage", "RelatedPerson"):
        assert hers.put({**flag(kind), "encounter": {"reference": "Encounter/v1"}}).status_code in (403, 422)
    assert "telecom" not in boss.get("Patient/p1").json()
    assert boss.found("Flag") == []


def of(patient: str) -> Resource:
    return {"subject": {"reference": f"Patient/{patient}"}}


def flag(kind: str = "Flag") -> Resource:
    whom = "subject" if kind == "Flag" else "beneficiary" if kind == "Coverage" else "patient"
    return {
        "resourceType": kind,
        "id": f"new-{kind.lower()}",
        "meta": FICTIONAL,
        "status": "active",
        "code": {"text": "Dog in the yard"},
        whom: {"reference": "Patient/p1"},
    }


def test_a_goal_names_no_visit_and_comes_when_it_was_made_between_its_beginning_and_its_coming(
    hers: Laptop, clock: FixedClock
) -> None:
    clock.go_on(90 * DAY)
    came = clock.now()
    assert hers.put(visit("v1", NOW - DAY)).status_code == 201
    clock.go_on(10 * DAY)

    for day, status in ((NOW, 201), (came, 201), (came + 3 * DAY, 403), (NOW - 5 * DAY, 403)):
        assert hers.put(goal(day.date().isoformat())).status_code == status
    assert hers.put(goal("")).status_code == 403


def goal(day: str) -> Resource:
    made = {
        "resourceType": "Goal",
        "id": f"goal-{day}",
        "meta": FICTIONAL,
        "lifecycleStatus": "active",
        "description": {"text": "Walks to the mailbox"},
        **of("p1"),
    }
    return {**made, "startDate": day} if day else made


def test_a_visit_fulfils_its_own_appointment_and_changes_nothing_else_of_it(
    hers: Laptop, boss: Laptop, clock: FixedClock
) -> None:
    assert boss.put(caseload(NURSE, "p1")).status_code == 200
    assert [boss.put(planned(name)).status_code for name in ("plan", "other")] == [201, 201]
    assert boss.put(caseload(NURSE)).status_code == 200
    clock.go_on(90 * DAY)
    made = {**visit("v1", NOW - DAY), "appointment": [{"reference": "Appointment/plan"}]}
    assert hers.put(made).status_code == 201

    assert hers.put(planned("other", status="fulfilled"), If_Match='W/"1"').status_code == 403
    assert hers.put(planned("plan", status="cancelled"), If_Match='W/"1"').status_code == 403
    other_words = planned("plan", status="fulfilled", description="Go away")
    assert hers.put(other_words, If_Match='W/"1"').status_code == 403
    assert hers.put(planned("plan", status="fulfilled"), If_Match='W/"1"').status_code == 200


def planned(identity: str, **more: str) -> Resource:
    return {
        "resourceType": "Appointment",
        "id": identity,
        "meta": FICTIONAL,
        "status": "booked",
        "start": (NOW - DAY).isoformat(),
        "end": NOW.isoformat(),
        "participant": [{"actor": {"reference": "Patient/p1"}, "status": "accepted"}],
        **more,
    }


def test_a_signature_comes_under_what_she_brought_and_under_nothing_else(
    hers: Laptop, clock: FixedClock
) -> None:
    clock.go_on(90 * DAY)
    assert hers.ask("POST", "", signed(NOW - DAY)).status_code == 200

    assert hers.put(signature("Observation/a", "Observation/o-p1")).status_code == 403
    assert hers.put(signature("Observation/unknown")).status_code == 403
    assert hers.put(signature("Observation/a", "Encounter/v1")).status_code == 201


def signature(*under: str) -> Resource:
    return {
        "resourceType": "Provenance",
        "id": "signature",
        "meta": FICTIONAL,
        "target": [{"reference": one} for one in under],
        "recorded": NOW.isoformat(),
        "agent": [{"who": {"reference": f"Practitioner/{NURSE}"}}],
        "entity": [{"role": "source", "what": {"reference": "Patient/p1"}}],
    }


def test_no_visit_of_before_comes_years_later(hers: Laptop, clock: FixedClock) -> None:
    clock.go_on(170 * DAY)
    assert hers.put(visit("v1", NOW - DAY)).status_code == 201

    clock.go_on(20 * DAY)
    assert hers.put(at_v1("a")).status_code == 201
    assert hers.put(visit("v2", NOW - DAY)).status_code == 403
    clock.go_on(700 * DAY)
    assert hers.put(visit("v3", NOW - DAY)).status_code == 403
    assert hers.put(at_v1("b")).status_code == 403


def test_a_visit_that_is_sent_again_gives_no_other_days(hers: Laptop, clock: FixedClock) -> None:
    clock.go_on(20 * DAY)
    assert hers.put(visit("v1", NOW - DAY)).status_code == 201
    clock.go_on(15 * DAY)
    assert hers.put(at_v1("a")).status_code == 201
    again = {**visit("v1", NOW - DAY), "priority": {"text": "routine"}}
    assert hers.put(again, If_Match='W/"1"').status_code == 200

    clock.go_on(20 * DAY)
    assert hers.put(at_v1("b")).status_code == 403


def test_a_visit_that_began_long_after_the_patient_left_is_not(
    hers: Laptop, boss: Laptop, clock: FixedClock
) -> None:
    clock.go_on(90 * DAY)

    for began in (NOW + 31 * DAY, clock.now()):
        assert hers.ask("POST", "", signed(began)).status_code == 403
    without = {name: value for name, value in visit("v2", NOW).items() if name != "period"}
    assert hers.put(without).status_code == 403
    assert hers.put(visit("v3", NOW - DAY, "p2")).status_code == 403
    assert boss.found("Encounter") == []


def test_what_nobody_changed_since_is_changed_by_what_she_did(hers: Laptop, boss: Laptop) -> None:
    mended = weight("o-p1", value=80)

    assert hers.put(mended).status_code == 403
    assert hers.put(mended, If_Match="*").status_code == 403
    assert hers.put(weight("o-p1", "p2", value=80), If_Match='W/"1"').status_code == 403
    assert hers.put(mended, If_Match='W/"1"').status_code == 200

    assert boss.get("Observation/o-p1").json()["valueQuantity"]["value"] == 80


def test_what_somebody_changed_since_is_not(hers: Laptop, boss: Laptop) -> None:
    assert boss.put(weight("o-p1", value=75)).status_code == 200

    for number in (1, 2):
        assert hers.put(weight("o-p1", value=80), If_Match=f'W/"{number}"').status_code in (403, 412)

    assert boss.get("Observation/o-p1").json()["valueQuantity"]["value"] == 75


@pytest.mark.parametrize("later", [0, 90])
def test_what_she_brought_afterwards_she_puts_right_while_nobody_else_changed_it(
    hers: Laptop, boss: Laptop, clock: FixedClock, later: int
) -> None:
    clock.go_on(later * DAY)
    begun = {**visit("v1", NOW - DAY), "status": "in-progress"}
    assert hers.put(begun).status_code == 201
    assert hers.put(visit("v1", NOW - DAY), If_Match='W/"1"').status_code == 200
    assert hers.put(at_v1("mine")).status_code == 201
    wrong = at_v1("mine") | {"status": "entered-in-error"}
    assert hers.put(wrong, If_Match="*").status_code == 403
    assert hers.put(wrong, If_Match='W/"1"').status_code == 200

    assert boss.put(at_v1("mine")).status_code == 200
    assert hers.put(wrong, If_Match='W/"3"').status_code == 403
    assert hers.get("Observation/mine").status_code == 403


def test_what_she_wrote_at_another_time_is_not_made_part_of_a_visit_that_comes_late(
    hers: Laptop, boss: Laptop, clock: FixedClock
) -> None:
    assert boss.put(caseload(NURSE, "p1")).status_code == 200
    assert hers.put(weight("a")).status_code == 201
    assert boss.put(caseload(NURSE)).status_code == 200
    clock.go_on(90 * DAY)
    assert hers.put(visit("v1", NOW - DAY)).status_code == 201

    assert hers.put(at_v1("a"), If_Match='W/"1"').status_code == 403


def test_changes_too_have_their_thirty_days(hers: Laptop, clock: FixedClock) -> None:
    clock.go_on(31 * DAY)

    assert hers.put(weight("o-p1", value=80), If_Match='W/"1"').status_code == 403


def test_a_patient_of_hers_is_not_led_to_one_who_left(hers: Laptop, boss: Laptop) -> None:
    assert boss.put(person("p3")).status_code == 201
    assert boss.put(weight("o-p3", "p3")).status_code == 201
    assert boss.put(caseload(NURSE, "p3")).status_code == 200

    assert hers.put(weight("o-p3", "p1"), If_Match='W/"1"').status_code == 403
