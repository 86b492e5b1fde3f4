"""A patient leaves the laptop whole, and only when the office has everything of theirs."""

from datetime import timedelta
from pathlib import Path

import pytest

from carenurse.app import backups, leaving, upkeep, wiring
from carenurse.app.leaving import Leaving
from carenurse.app.second_place import choose_second_place, folder_there
from carenurse.app.wiring import OpenVault
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.exchange.origins import join
from tests.carenurse.store.resources import note, patient, problem
from tests.made_vault import NOW, MadeVault

GROUP: Resource = {
    "resourceType": "Group",
    "id": "mine",
    "type": "person",
    "actual": True,
    "member": [{"entity": {"reference": "Patient/p2"}}],
}


@pytest.fixture
def vault(open_vault: OpenVault) -> OpenVault:
    """Hold two patients whom the office knows, one of them on the caseload, and a file about each."""
    with open_vault.records.work() as work:
        work.put(patient("p1", "Delgado"), local=True)
        work.put(patient("p2", "Okoye"), local=True)
        work.put(problem("d1", "p1", "Heart failure"), local=True)
        work.put(note("signed", "final"), sign=True, local=True)
        own = work.keep_file(b"page of p1", media_type="application/pdf", name="family-page.pdf")
        shared = work.keep_file(b"bundle of both", media_type="application/json", name="bundle.json")
        work.put(document("x1", "p1", own), local=True)
        for whose in ("p1", "p2"):
            work.record("import", f"Patient/{whose}", shared)
        work.put(GROUP, local=True)
    return open_vault


def test_another_name_of_somebody_here_never_leaves_alone_and_goes_with_them(vault: OpenVault) -> None:
    alias = join(patient("p3", "Garcia"), "Patient/p2")
    with vault.records.work() as work:
        work.put(alias, local=True)

    assert [one.patient for one in leaving.who_left(vault)] == ["p1"]
    assert leaving.let_leave(vault, ["p3"], NOW).stayed == ("p3",)
    with vault.records.work() as work:
        work.put({**GROUP, "member": [{"entity": {"reference": "Patient/p9"}}]}, local=True)
    assert leaving.let_leave(vault, ["p2"], NOW).left == ("p2",)
    assert vault.records.get("Patient", "p3") is None


def document(identity: str, whose: str, digest: str) -> Resource:
    return {
        "resourceType": "DocumentReference",
        "id": identity,
        "subject": {"reference": f"Patient/{whose}"},
        "content": [{"attachment": {"url": f"urn:sha256:{digest}"}}],
    }


def test_who_left_the_caseload_is_listed(vault: OpenVault) -> None:
    assert leaving.who_left(vault) == (Leaving("p1", 0, 0, 0),)


def test_nobody_left_where_there_is_no_caseload(open_vault: OpenVault) -> None:
    with open_vault.records.work() as work:
        work.put(patient("p1"), local=True)

    assert leaving.who_left(open_vault) == ()


def test_everything_of_a_patient_goes_and_nothing_else(vault: OpenVault, made_vault: MadeVault) -> None:
    done = leaving.let_leave(vault, ["p1"], NOW)

    assert (done.left, done.stayed, done.resources, done.files) == (("p1",), (), 4, 1)
    records = vault.records
    assert records.get("Patient", "p1") is None
    assert records.timeline("p1") == []
    assert records.versions("Composition", "c1") == []
    assert records.find_patients("delgado") == []
    assert records.find_patients("heart") == []
    assert records.find_patients("okoye") == ["p2"]
    assert [one.name for one in records.files()] == ["bundle.json"]
    newest, *_ = (fact for fact in records.audit_trail() if fact.action == "purge")
    assert newest.subject == "Patient/p1"
    assert vault.faults() == ()
    vault.close()
    again = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    assert again.warnings == ()
    again.close()


def test_a_file_of_several_goes_with_the_last_of_them(vault: OpenVault) -> None:
    leaving.let_leave(vault, ["p1"], NOW)
    with vault.records.work() as work:
        work.put(GROUP | {"member": [{"entity": {"reference": "Patient/p3"}}]}, local=True)

    assert leaving.let_leave(vault, ["p2"], NOW + timedelta(days=1)).files == 1
    assert vault.records.files() == []


@pytest.mark.parametrize("way", ["unsent", "draft"])
def test_unsent_work_keeps_a_patient_here(vault: OpenVault, way: str) -> None:
    with vault.records.work() as work:
        work.put(problem("d2", "p1", "Wound"), draft=way == "draft")

    (found,) = leaving.who_left(vault)
    assert not found.may_leave
    assert leaving.let_leave(vault, ["p1"], NOW).stayed == ("p1",)
    with pytest.raises(ExpectedError):
        vault.let_leave("p1")
    assert vault.records.get("Patient", "p1") == patient("p1", "Delgado")
    assert vault.faults() == ()


def test_who_is_on_the_caseload_stays_whoever_asks(vault: OpenVault) -> None:
    assert leaving.let_leave(vault, ["p2"], NOW).stayed == ("p2",)


def test_backups_follow(vault: OpenVault, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    old = backups.back_up(vault, NOW - timedelta(days=3), place)

    done = leaving.let_leave(vault, ["p1"], NOW, place)

    assert done.backups == 1
    (left,) = backups.backups_of(vault, place)
    assert not old.folder.exists()
    copy = wiring.open_copy(vault, left.folder)
    assert copy.records.get("Patient", "p1") is None
    copy.close()


def test_the_second_place_follows_when_it_is_here(vault: OpenVault, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second_place(vault, stick)
    upkeep.keep_up(vault, NOW - timedelta(days=3))
    stick.rename(tmp_path / "drawer")

    leaving.let_leave(vault, ["p1"], NOW)
    (tmp_path / "drawer").rename(stick)
    there = folder_there(vault)
    assert len(backups.backups_of(vault, there)) == 1, "still the one that holds the patient"
    upkeep.keep_up(vault, NOW + timedelta(hours=1))

    for left in backups.backups_of(vault, there):
        copy = wiring.open_copy(vault, left.folder)
        assert copy.records.get("Patient", "p1") is None
        copy.close()
    upkeep.keep_up(vault, NOW + timedelta(days=3))
    assert len(backups.backups_of(vault, there)) >= 2, "nothing is owed any more"
