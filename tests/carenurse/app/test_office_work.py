"""What an office decides by hand: whose patient somebody is; which laptops to ask about; what came back."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.office_work import (
    assign,
    does_office_work,
    looked_through,
    nurses_of,
    office_work,
    take_office_role,
)
from carenurse.app.ports import Records
from carenurse.clinical import caseload
from carenurse.errors import ExpectedError
from carenurse.office.at_hand import stored
from carenurse.office.office import Office
from tests.kept import keep, person
from tests.made_vault import MadeVault

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
ANN, BEA = "5b1c0f86-6a1f-4d5e-8a86-1f8a3a5f7a01", "5b1c0f86-6a1f-4d5e-8a86-1f8a3a5f7a02"


def nurse(identity: str, name: str) -> dict[str, object]:
    return {
        "resourceType": "Practitioner",
        "id": identity,
        "name": [{"family": "Fictional", "given": [name]}],
    }


@pytest.fixture
def rosa(records: Records) -> str:
    keep(records, nurse(ANN, "Ann"), nurse(BEA, "Bea"))
    return person(records, "Rosa", "Delgado")


def test_a_nurse_without_a_list_gets_one_with_the_patient_on_it(records: Records, rosa: str) -> None:
    assert assign(records, rosa, ANN) == "Rosa Delgado is on the list of Ann Fictional."

    assert nurses_of(records, rosa) == (ANN,)
    (made,) = [caseload.decode(one) for one in records.all_of("Group") if caseload.nurse_of(one) == ANN]
    assert made.patients == (rosa,)


def test_a_patient_who_goes_to_another_nurse_leaves_the_first_list_and_the_others_stay(
    records: Records, rosa: str
) -> None:
    elsa = person(records, "Elsa", "Fictional")
    assign(records, rosa, ANN)
    assign(records, elsa, ANN)

    assign(records, rosa, BEA)

    assert nurses_of(records, rosa) == (BEA,)
    assert nurses_of(records, elsa) == (ANN,)
    counts = {one.nurse: one.people for one in office_work(records, NOW).nurses}
    assert (counts[ANN], counts[BEA]) == (1, 1)
    assert records.audit_trail(limit=1)[0].detail == f"Patient/{rosa}"


def test_who_is_not_here_cannot_be_assigned(records: Records, rosa: str) -> None:
    with pytest.raises(ExpectedError, match="not here any more"):
        assign(records, rosa, "nobody")


def test_the_feed_of_a_serving_office_tells_the_laptops_of_the_new_list(records: Records, rosa: str) -> None:
    kept = stored(records)
    served = kept.served()
    served.open_office("key")
    assign(records, rosa, ANN)

    served.open_office("key")

    assert served.patients_of(ANN) == {rosa}


def test_a_laptop_that_was_not_here_for_days_is_asked_about_first(records: Records, rosa: str) -> None:
    assert rosa
    devices = stored(records).served().devices
    for nurse_id in (ANN, BEA):
        devices.enrol(devices.invite(nurse_id), "laptop")
    there = devices.all()[0]
    assert there.nurse in (ANN, BEA)
    devices.note(there.identity, 1)
    later = datetime.now(UTC) + timedelta(days=1)

    told = office_work(records, later).laptops
    assert [one.late for one in told] == [False, False]
    long_after = office_work(records, later + timedelta(days=2)).laptops
    assert [one.late for one in long_after] == [True, True]


def test_a_vault_that_let_a_laptop_in_is_an_offices_and_so_is_one_that_was_told_so(
    records: Records, rosa: str
) -> None:
    assert rosa
    assert not does_office_work(records)
    take_office_role(records)
    assert does_office_work(records)


@pytest.fixture
def restored(made_vault: MadeVault, tmp_path: Path) -> Iterator[Records]:
    """Open an office that served under one key and serves now under another, as a restored copy does."""
    folder = tmp_path / "restored"
    shutil.copytree(made_vault.folder, folder)
    opened = wiring.unlock_with_recovery(folder, made_vault.recovery_code, reserve=0)
    kept = stored(opened.records)
    for key in ("before", "after"):
        Office(kept, key, lambda: NOW)
    yield opened.records
    opened.close()


def test_what_came_after_a_restore_is_listed_by_person_until_somebody_looked(restored: Records) -> None:
    assert office_work(restored, NOW).returned is not None
    rosa = person(restored, "Rosa", "Delgado")

    returned = office_work(restored, NOW).returned
    assert returned is not None
    assert returned.lines == ("Rosa Delgado: 1 change",)
    assert restored.get("Patient", rosa)

    looked_through(restored)
    assert office_work(restored, NOW).returned is None
