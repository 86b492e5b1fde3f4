"""Patients who left the caseload leave the laptop too, once the office has everything of theirs.

What is on a stolen laptop is what is on it: the fewer people, the better. The audit trail keeps that they
were here and that they left. Backups follow: a fresh one is made, and those that still hold the patient go.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carenurse.app import backup_place, backups, erasing, second_place
from carenurse.app.backup_place import KeptBackup
from carenurse.app.coming_back import forget_return, keep_return, kept_return
from carenurse.app.form_owners import with_words, without
from carenurse.app.open_vault import OpenVault
from carenurse.app.ports import Reading, Records
from carenurse.app.reach import needs_everybody
from carenurse.app.some_people import hides
from carenurse.app.wiring import Progress, silent
from carenurse.clinical import caseload
from carenurse.clinical import patient as person
from carenurse.clinical.fhir import Resource
from carenurse.clinical.index_facts import patient_of
from carenurse.errors import ExpectedError
from carenurse.sync.kept import journal_of
from carenurse.sync.session import listed
from carenurse.translations import tr, trn


@dataclass(frozen=True, slots=True)
class Leaving:
    """A patient who is on the laptop and on no caseload of its nurse, and what keeps them here."""

    patient: str
    unsent: int
    drafts: int
    conflicts: int

    @property
    def may_leave(self) -> bool:
        """Whether the office has everything."""
        return not (self.unsent or self.drafts or self.conflicts)


@dataclass(frozen=True, slots=True)
class Left:
    """What was done: who left, who stayed because the office has not everything, how much went."""

    left: tuple[str, ...]
    stayed: tuple[str, ...]
    resources: int
    files: int
    backups: int


def who_left(vault: OpenVault) -> tuple[Leaving, ...]:
    """List the patients on this laptop who are on no caseload of its nurse, or not any more by her office.

    Where the nurse has no caseload at all, only the office can say who has left it. A run takes them off by
    itself after thirty days: until then this laptop may be the last that has what a restored office lost.
    """
    mine = _on_a_caseload(vault.records)
    told = frozenset(listed(journal_of(vault.records).cursor("leaving")))
    people = (str(one["id"]) for one in vault.records.all_of("Patient") if not _is_other_name(one))
    gone = (one for one in people if one not in mine and (mine or one in told))
    return tuple(_leaving(vault, patient) for patient in gone)


def _is_other_name(resource: Resource | None) -> bool:
    """Say whether a Patient is only another name for somebody, joined at an import: it leaves with them."""
    return resource is not None and patient_of(resource) != resource["id"]


@dataclass(frozen=True, slots=True)
class LeavingRow:
    """A line of the list: ``why`` says what keeps this person here, empty when nothing does."""

    patient: str
    name: str
    why: str


def leaving_rows(vault: OpenVault) -> tuple[LeavingRow, ...]:
    """List who left the caseload, by name, each with what still has to reach the office.

    Those who do not open while a lease is over are not listed.
    """
    seen = vault.in_reach
    gone = (one for one in who_left(vault) if not hides(seen, one.patient))
    rows = [LeavingRow(one.patient, _name(vault, one.patient), _why(one)) for one in gone]
    return tuple(sorted(rows, key=lambda row: row.name))


def what_stays() -> str:
    """Say what is left on the laptop of somebody who was removed."""
    return tr(
        "Their record, files and every backup that holds them go from this laptop for good, and from the "
        "second place for backups as soon as it is here. What stays: the entries that they were here and "
        "what was done, by number and without their name. Paper and files that were handed over are "
        "elsewhere. The office keeps the record."
    )


def _name(vault: OpenVault, identity: str) -> str:
    return person.decode(vault.records.get("Patient", identity) or {}).name.display


def _why(one: Leaving) -> str:
    parts = (
        (
            one.unsent,
            trn("{number} change not at the office", "{number} changes not at the office", one.unsent),
        ),
        (one.drafts, trn("{number} unfinished entry", "{number} unfinished entries", one.drafts)),
        (one.conflicts, trn("{number} open question", "{number} open questions", one.conflicts)),
    )
    return ", ".join(words for number, words in parts if number)


def let_leave(
    vault: OpenVault,
    patients: Sequence[str],
    now: datetime,
    place: Path | None = None,
    progress: Progress = silent,
) -> Left:
    """Take those patients out of record, search, files and backups of whom the office has everything.

    Then the vault gets another key, where nobody has to be asked for that: what is left of them on the disk
    has none any more. Where it cannot be now, a quiet moment brings it (``erasing``).

    A patient who is on a caseload stays, whoever asks. Raises FullDiskError and others when the fresh backup
    cannot be made: the older ones stay then, and go the next time; LeaseOverError.
    """
    needs_everybody(vault.in_reach, tr("Nobody can be removed before this laptop has met its office."))
    mine = _on_a_caseload(vault.records)
    left, stayed, resources, files = list[str](), list[str](), 0, 0
    for patient in patients:
        other_name = _is_other_name(vault.records.get("Patient", patient))
        if patient in mine or other_name or not _leaving(vault, patient).may_leave:
            stayed.append(patient)
            continue
        _forget_place_of(vault.records, patient)
        gone = vault.let_leave(patient)
        left.append(patient)
        resources, files = resources + gone.resources, files + gone.files
    if left and erasing.may(vault):
        with suppress(ExpectedError):
            vault.erase(progress)
    went = renew_backups(vault, now, place, progress)[1] if left else 0
    return Left(tuple(left), tuple(stayed), resources, files, went)


def go_on(vault: OpenVault) -> None:
    """Go on with what was cut short; who is on the caseload again stays, and the office gives all back."""
    vault.go_on_leaving(_on_a_caseload(vault.records))


def renew_backups(
    vault: OpenVault, now: datetime, place: Path | None = None, progress: Progress = silent
) -> tuple[KeptBackup, int]:
    """Make a backup without those who left, and only then take away all from before, in both places.

    Returns the backup and how many went. A second place that is not here, or refuses, owes it: the next
    backup there does the same. It may be cut short at any time: what is owed is noted until it is done.
    """
    owed = vault.backups_owe
    second_place.owe(vault, now)
    vault.checkpoint()
    before = backups.backups_of(vault, place)
    made = backups.back_up(vault, now, place, progress)
    went = len(backup_place.forget(before))
    vault.backups_follow(owed)
    try:
        return made, went + second_place.settle(vault, now)
    except ExpectedError:
        return made, went


def _forget_place_of(records: Records, patient: str) -> None:
    """Forget where the nurse was, when that was with somebody who leaves: a field's name may be theirs.

    Words about others that wait on the pages behind it stay.
    """
    there = kept_return(records)
    if there is None or (left := without(records, there, patient)) == there:
        return
    if left.holds_words:
        keep_return(records, left)
    else:
        forget_return(records)


def _leaving(vault: OpenVault, patient: str) -> Leaving:
    waits = vault.waiting_for(patient)
    there = kept_return(vault.records)
    drafts = waits.drafts + (with_words(vault.records, there, patient) if there else 0)
    return Leaving(patient, waits.unsent + _files_open(vault.records, patient), drafts, waits.conflicts)


def _files_open(records: Reading, patient: str) -> int:
    """Count photos and papers that the office has not, be it one that takes no files."""
    return journal_of(records).files_waiting(patient)


def _on_a_caseload(records: Reading) -> frozenset[str]:
    groups = (group for group in records.all_of("Group") if caseload.nurse_of(group) in {"", records.me})
    return frozenset(patient for group in groups for patient in caseload.members(group))
