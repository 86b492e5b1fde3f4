"""A purge is many small saves: others save in between, and wherever it is cut short it is finished later."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from typing_extensions import override

from carenurse.app import backups, leaving, upkeep, wiring
from carenurse.app.coming_back import ReturnTo, find_return, keep_return
from carenurse.app.sync_office import PROFILE
from carenurse.app.wiring import OpenVault
from carenurse.clinical import paper
from carenurse.clinical.fhir import Resource
from carenurse.clinical.paper import Paper
from carenurse.errors import ExpectedError
from carenurse.store.database import Database
from carenurse.store.journal_facts import Acknowledged, Held, Received
from carenurse.store.leaving import Loose, StillNeededError
from carenurse.store.records import StoredRecords
from carenurse.sync import canonical
from carenurse.sync.merge import merge
from carenurse.sync.profile import OUR_OFFICE, Profile
from carenurse.sync.profile_kept import written
from tests.carenurse.store.resources import patient, problem
from tests.made_vault import NOW, MadeVault

MANY = 350
GROUP: Resource = {"resourceType": "Group", "id": "mine", "member": [{"entity": {"reference": "Patient/p2"}}]}


class CutShortError(Exception):
    """The power goes."""


@pytest.fixture
def vault(open_vault: OpenVault) -> OpenVault:
    """Hold a patient with many facts, whom the office knows, and another who is on the caseload."""
    with open_vault.records.work() as work:
        for who, name in (("p1", "Delgado"), ("p2", "Okoye")):
            work.put(patient(who, name, identifier=[{"value": f"number-of-{who}"}]), local=True)
        for at in range(MANY):
            work.put(problem(f"d{at}", "p1", f"Finding {at}"), local=True)
        work.put(GROUP, local=True)
    return open_vault


def stored(vault: OpenVault) -> StoredRecords:
    records = vault.records
    assert isinstance(records, StoredRecords)
    return records


def between_steps(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let somebody else act the second time that the purge makes way."""
    turns: list[None] = []

    def make_way(_database: Database) -> None:
        turns.append(None)
        if len(turns) == 2:
            act()

    monkeypatch.setattr(Database, "make_way", make_way)


def cut() -> None:
    raise CutShortError


def begin_and_cut(vault: OpenVault, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        between_steps(patch, cut)
        with pytest.raises(CutShortError):
            leaving.let_leave(vault, ["p1"], NOW)


def test_it_takes_several_saves_and_others_save_in_between(
    vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = vault.mark().commits

    def somebody_types() -> None:
        with vault.records.work() as work:
            work.put(problem("other", "p2", "Wound"), draft=True)

    between_steps(monkeypatch, somebody_types)
    done = leaving.let_leave(vault, ["p1"], NOW)

    assert (done.left, done.resources) == (("p1",), MANY + 1)
    assert vault.mark().commits - before > MANY / 100
    assert vault.records.get("Condition", "other") is not None
    assert vault.faults() == ()


def test_who_began_to_leave_is_in_no_list_and_the_quiet_moment_ends_it(
    vault: OpenVault, monkeypatch: pytest.MonkeyPatch, made_vault: MadeVault
) -> None:
    old = backups.back_up(vault, NOW - timedelta(days=1))
    begin_and_cut(vault, monkeypatch)
    assert vault.records.find_patients("delgado") == []
    assert [one["id"] for one in vault.records.all_of("Patient")] == ["p2"]
    assert vault.records.of_patient("p1", "Condition"), "it was cut short"
    vault.close()

    again = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    assert upkeep.due(again, NOW).erase
    made = upkeep.erase(again, NOW)

    assert made is not None
    assert again.records.of_patient("p1", "Condition") == []
    assert again.records.where("Patient", "identifier", "number-of-p1") == []
    assert [one.folder for one in backups.backups_of(again)] == [made.backup.folder]
    assert not old.folder.exists()
    assert upkeep.due(again, NOW) == upkeep.Due(backup=False, drill=True)
    assert again.faults() == ()
    again.close()


def test_who_comes_back_while_leaving_stays(vault: OpenVault, monkeypatch: pytest.MonkeyPatch) -> None:
    def comes_back() -> None:
        with vault.records.work() as work:
            work.put(patient("p1", "Delgado"), local=True)

    between_steps(monkeypatch, comes_back)
    with pytest.raises(StillNeededError):
        vault.let_leave("p1")

    leaving.go_on(vault)
    assert vault.records.find_patients("delgado") == ["p1"]
    assert vault.records.of_patient("p1", "Condition")


def test_who_is_on_the_caseload_again_is_not_gone_on_with(
    vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_and_cut(vault, monkeypatch)
    left = len(vault.records.of_patient("p1", "Condition"))
    with vault.records.work() as work:
        work.put(GROUP | {"member": [{"entity": {"reference": "Patient/p1"}}]}, local=True)

    leaving.go_on(vault)

    assert len(vault.records.of_patient("p1", "Condition")) == left > 0


def test_what_is_written_while_leaving_ends_it(vault: OpenVault, monkeypatch: pytest.MonkeyPatch) -> None:
    def finding() -> None:
        with vault.records.work() as work:
            work.put(problem("late", "p1", "Fell last night"))

    between_steps(monkeypatch, finding)
    with pytest.raises(StillNeededError):
        vault.let_leave("p1")

    leaving.go_on(vault)
    assert vault.records.get("Condition", "late") is not None
    assert [one.identity for one in vault.records.unsent() if one.patient == "p1"] == ["late"]


def held(records: StoredRecords) -> None:
    with records.work() as work:
        work.put(problem("d1", "p1", "Changed"))
    journal = records.journal(merge, canonical.digest)
    (change,) = (one for one in journal.changes() if one.patient == "p1")
    journal.hold(change.sequence, Held.REFUSED, "422")


def on_its_way(records: StoredRecords) -> None:
    with records.work() as work:
        work.put(problem("d1", "p1", "Changed"))
    journal = records.journal(merge, canonical.digest)
    waiting = [one.sequence for one in journal.changes() if one.patient == "p1"]
    journal.mark_sent(journal.freeze(waiting, transaction=True, now=NOW).identity, NOW)


def in_conflict(records: StoredRecords) -> None:
    on_its_way(records)
    journal = records.journal(merge, canonical.digest)
    (batch,) = journal.batches()
    answers = [Acknowledged(entry.sequence, "1") for entry in batch.entries]
    journal.acknowledge(batch.identity, answers, NOW)
    with records.work() as work:
        work.put(problem("d1", "p1", "Mine"))
    journal.receive([Received("Condition", "d1", "2", problem("d1", "p1", "Theirs"))], None, NOW)
    assert journal.open_conflicts() == 1


@pytest.mark.parametrize("way", [held, on_its_way, in_conflict])
def test_what_the_office_did_not_acknowledge_keeps_them_here(
    vault: OpenVault, way: Callable[[StoredRecords], None]
) -> None:
    way(stored(vault))

    assert leaving.let_leave(vault, ["p1"], NOW).stayed == ("p1",)
    with pytest.raises(ExpectedError):
        vault.let_leave("p1")
    assert vault.records.get("Patient", "p1") is not None
    assert [one for one in vault.records.audit_trail() if one.action == "purge"] == []


def test_words_that_wait_in_a_form_keep_them_here(vault: OpenVault) -> None:
    keep_return(vault.records, ReturnTo(NOW, "plan", "p1", form={"goal": "walk to the gate"}))

    assert leaving.let_leave(vault, ["p1"], NOW).stayed == ("p1",)


def test_words_that_wait_on_a_page_left_behind_keep_them_here_too(vault: OpenVault) -> None:
    behind = {"plan": {"p1": {"goal": "walk to the gate"}}}
    keep_return(vault.records, ReturnTo(NOW, "today", elsewhere=behind))

    assert leaving.let_leave(vault, ["p1"], NOW).stayed == ("p1",)


def test_where_she_was_with_them_is_forgotten(vault: OpenVault) -> None:
    keep_return(vault.records, ReturnTo(NOW, "plan", "p1", field="Call Rosa's daughter"))

    leaving.let_leave(vault, ["p1"], NOW)

    assert find_return(vault.records, NOW) is None


def photo(identity: str, whose: str, binary: str) -> Resource:
    return {
        "resourceType": "DocumentReference",
        "id": identity,
        "subject": {"reference": f"Patient/{whose}"},
        "content": [{"attachment": {"url": f"Binary/{binary}", "title": "A photo of a wound " * 20}}],
    }


def test_a_photo_that_only_they_are_on_goes_with_them(vault: OpenVault) -> None:
    with vault.records.work() as work:
        for name in ("theirs", "of-both", "nobodys"):
            work.put({"resourceType": "Binary", "id": name, "data": "QUJD"}, local=True)
        work.put(photo("x1", "p1", "theirs"), local=True)
        work.put(photo("x2", "p1", "of-both"), local=True)
        work.put(photo("x3", "p2", "of-both"), local=True)

    gone = vault.let_leave("p1")

    assert (gone.files, gone.shared_files) == (1, 1)
    assert [one["id"] for one in vault.records.all_of("Binary")] == ["of-both", "nobodys"]
    assert vault.faults() == ()


@pytest.mark.parametrize("draft", [True, False])
def test_a_file_that_is_named_meanwhile_stays(
    vault: OpenVault, monkeypatch: pytest.MonkeyPatch, *, draft: bool
) -> None:
    with vault.records.work() as work:
        digest = work.keep_file(b"a photo", media_type="image/jpeg", name="photo")
        work.put(problem("d1", "p1", digest), local=True)
        work.put(problem("of-p2", "p2", "Wound"), draft=True)
    kept = named_late(monkeypatch, vault, digest, draft=draft)

    vault.let_leave("p1")

    assert kept
    assert vault.records.file(digest) == b"a photo"


def named_late(monkeypatch: pytest.MonkeyPatch, vault: OpenVault, digest: str, *, draft: bool) -> list[str]:
    """Let another patient's record name the file when all versions have been looked through."""
    done: list[str] = []

    class Late(Loose):
        @override
        def look(self) -> bool:
            more = super().look()
            if not more:
                with vault.records.work() as work:
                    work.put(problem("of-p2", "p2", digest), draft=draft)
                done.append(digest)
            return more

    monkeypatch.setattr("carenurse.store.leaving.Loose", Late)
    return done


def test_the_synchronization_lets_backups_follow_too(vault: OpenVault) -> None:
    old = backups.back_up(vault, NOW - timedelta(hours=1))
    stored(vault).journal(merge, canonical.digest).leave("p1")

    assert upkeep.due(vault, NOW).erase
    upkeep.erase(vault, NOW)

    assert not old.folder.exists()
    assert vault.backups_owe == ""


@pytest.mark.parametrize("office", [OUR_OFFICE, Profile(raw_binary=True), Profile()])
def test_a_photo_that_has_not_reached_the_office_keeps_them_here(vault: OpenVault, office: Profile) -> None:
    records = stored(vault)
    with records.work() as work:
        digest = work.keep_file(b"a photo", media_type="image/jpeg", name="photo")
        work.set_setting(PROFILE, written(office))
    named = paper.encode(Paper(id="x1", patient="p1", title="Wound", digest=digest))
    records.journal(merge, canonical.digest).receive(
        [Received("DocumentReference", "x1", "1", named)], None, NOW
    )

    assert leaving.let_leave(vault, ["p1"], NOW).stayed == ("p1",)
    records.journal(merge, canonical.digest).file_arrived(digest, NOW)

    assert leaving.let_leave(vault, ["p1"], NOW).left == ("p1",)
    assert records.file(digest) is None
    assert records.journal(merge, canonical.digest).cursor(f"file {digest}") == ""
