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


def test_a_visit_that_began_while_the_patient_was_hers_is_taken_whenever_it_is_signed(
    hers: Laptop, boss: Laptop, clock: FixedClock
) -> None:
    clock.go_on(90 * DAY)
    assert hers.put(weight("late")).status_code == 403

    assert hers.ask("POST", "", signed(NOW - DAY)).status_code == 200

    assert boss.get("Observation/a").status_code == 200
    assert hers.put(weight("late")).status_code == 201
    assert hers.get("Encounter/v1").status_code == 403
    assert hers.get("Patient/p1").status_code == 403
    clock.go_on(31 * DAY)
    assert hers.put(weight("later-still")).status_code == 403


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


def test_changes_too_have_their_thirty_days(hers: Laptop, clock: FixedClock) -> None:
    clock.go_on(31 * DAY)

    assert hers.put(weight("o-p1", value=80), If_Match='W/"1"').status_code == 403


def test_a_patient_of_hers_is_not_led_to_one_who_left(hers: Laptop, boss: Laptop) -> None:
    assert boss.put(person("p3")).status_code == 201
    assert boss.put(weight("o-p3", "p3")).status_code == 201
    assert boss.put(caseload(NURSE, "p3")).status_code == 200

    assert hers.put(weight("o-p3", "p1"), If_Match='W/"1"').status_code == 403
