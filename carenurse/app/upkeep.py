"""What the vault does for itself in a quiet moment: a backup after each visit and daily, a drill each month.

The window asks ``due`` now and then and calls ``keep_up`` beside its own work; nobody waits for it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from carenurse.app import backups, erasing, leaving
from carenurse.app.backup_place import KeptBackup
from carenurse.app.backups import DAILY, DrillReport
from carenurse.app.open_vault import OpenVault
from carenurse.app.second_place import PlaceNotHereError, folder_there, second_place, settle
from carenurse.app.second_place import owes as second_place_owes
from carenurse.app.wiring import Counts, Progress, WrongPassphraseError, silent
from carenurse.errors import ExpectedError
from carenurse.translations import tr

_REPORT: Final = "last-drill-report"
_BACKED_UP: Final = "backed-up-to"
_LOOK_BACK: Final = 500
_FIRST: Final = 0.6
"""About how much of two backups is done when the first is."""


@dataclass(frozen=True, slots=True)
class Due:
    """What it is time for.

    ``erase``: another key, and backups under it. ``elsewhere``: the second place is here and still holds
    somebody who left.
    """

    backup: bool
    drill: bool
    erase: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class DrillNote:
    """The last drill, as it is remembered. ``seconds`` it took; ``words`` whole sentences about it."""

    tried: datetime
    holds: bool
    seconds: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup just made, and what kept it from the second place: a sentence and what to do, or nothing."""

    backup: KeptBackup
    elsewhere: KeptBackup | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class BackupsStanding:
    """What there is: the backups on this laptop and in the second place (newest first), and the last drill.

    ``place`` is the folder chosen as second place (empty for none) and ``place_here`` whether it answers.
    """

    here: tuple[KeptBackup, ...]
    place: str
    place_here: bool
    there: tuple[KeptBackup, ...]
    drill: DrillNote | None
    drill_due: bool


def due(vault: OpenVault, now: datetime) -> Due:
    """Say what it is time for: a note was signed since the last backup, or that is from another day.

    At once, when those that there are hold somebody who left, unless the vault is about to get another key
    for that: then they go with it, in the next quiet minute.
    """
    newest = next(iter(backups.backups_of(vault)), None)
    follows = vault.key_owed and erasing.may(vault)
    if follows and erasing.is_due(vault, now):
        return Due(backup=False, drill=False, erase=True)
    if vault.backups_owe and not follows:
        return Due(backup=True, drill=False)
    if newest is None:
        return Due(backup=_anything_kept(vault), drill=False)
    last = _last_backed_up(vault)
    fresh = last.commits != vault.mark().commits
    daily = not timedelta() <= now - newest.made < DAILY
    wanted = fresh and (daily or _signed_since(vault, last.entry))
    elsewhere = second_place_owes(vault) and not (wanted or follows)
    return Due(backup=wanted, drill=backups.drill_is_due(vault, now), elsewhere=elsewhere)


def keep_up(vault: OpenVault, now: datetime, progress: Progress = silent) -> BackedUp:
    """Make a backup beside the vault, and one in the second place if that is here.

    Raises as ``backups.back_up``; a second place that fails is told in the answer, the first one is made.
    """
    place = second_place(vault)
    first = _FIRST if place else 1.0
    entry = next((fact.sequence for fact in vault.records.audit_trail(limit=1)), 0)
    made = _back_up_here(vault, now, lambda share: progress(first * share))
    with vault.records.work() as work:
        work.set_setting(_BACKED_UP, f"{entry} {made.mark.commits + 1}")
    if place is None:
        return BackedUp(made, None)
    try:
        there = folder_there(vault)
        if there is None:
            raise PlaceNotHereError
        rest = 1 - first
        copy = backups.back_up(vault, now, there, lambda share: progress(first + rest * share))
        settle(vault, now)
    except ExpectedError as problem:
        return BackedUp(made, None, f"{problem.sentence} {problem.remedy}")
    return BackedUp(made, copy)


class NotErasedError(ExpectedError):
    """The vault could not be given another key after somebody was removed: what the disk said."""

    def __init__(self, problem: ExpectedError) -> None:
        super().__init__(
            tr("The vault keeps the key of before people were removed. {why}", why=problem.sentence),
            tr("Nothing is lost, and it is tried again by itself. {remedy}", remedy=problem.remedy),
        )


def erase(vault: OpenVault, now: datetime, progress: Progress = silent) -> BackedUp | None:
    """Give the vault another key after somebody left, then a backup under it, and the old ones go.

    None when somebody saved meanwhile: nothing has changed, and a quieter minute comes. Raises
    NotErasedError, and as ``keep_up``.
    """
    try:
        leaving.go_on(vault)
        erased = vault.erase(lambda share: progress(_FIRST * share))
    except ExpectedError as problem:
        raise NotErasedError(problem) from problem
    return keep_up(vault, now, lambda share: progress(_FIRST + (1 - _FIRST) * share)) if erased else None


def settle_elsewhere(vault: OpenVault, now: datetime) -> str:
    """Let the second place follow where it holds somebody who left; say what kept it from that, if so."""
    try:
        settle(vault, now)
    except ExpectedError as problem:
        return f"{problem.sentence} {problem.remedy}"
    return ""


def _back_up_here(vault: OpenVault, now: datetime, progress: Progress) -> KeptBackup:
    """Make the backup beside the vault; where one is owed to somebody who left, finish that first."""
    if not vault.backups_owe:
        return backups.back_up(vault, now, progress=progress)
    leaving.go_on(vault)
    return leaving.renew_backups(vault, now, progress=progress)[0]


def try_newest(vault: OpenVault, now: datetime, progress: Progress = silent) -> DrillNote | None:
    """Try the newest backup in a scratch vault and remember what that showed; None where there is none.

    Raises FullDiskError where there is no room for the scratch vault.
    """
    newest = next(iter(backups.backups_of(vault)), None)
    if newest is None:
        return None
    report = backups.drill(vault, newest, now, progress)
    note = DrillNote(now, report.holds, report.seconds, _words(report))
    with vault.records.work() as work:
        work.set_setting(_REPORT, json.dumps({**asdict(note), "tried": now.isoformat()}))
    return note


def standing(vault: OpenVault, now: datetime) -> BackupsStanding:
    """Gather what there is to tell about backups; a trial of one that has gone says nothing any more."""
    place, there = second_place(vault), folder_there(vault)
    here = backups.backups_of(vault)
    return BackupsStanding(
        here=here,
        place=str(place or ""),
        place_here=there is not None,
        there=backups.backups_of(vault, there) if there else (),
        drill=_remembered(vault) if here else None,
        drill_due=backups.drill_is_due(vault, now),
    )


@dataclass(frozen=True, slots=True)
class Rotated:
    """The key is changed. ``code``: the new recovery code, told once. ``trouble``: what is left to do."""

    code: str
    trouble: str = ""


def rotate(vault: OpenVault, passphrase: str, now: datetime, progress: Progress = silent) -> Rotated:
    """Change the key of the vault: a backup, the change, a backup under the new key, the old ones gone.

    Raises WrongPassphraseError before anything is done, FullDiskError and others while nothing is changed.
    What goes wrong after the change is told beside the code, which must not be lost.
    """
    if not vault.ways_in.passphrase_opens(passphrase):
        raise WrongPassphraseError
    third = 1 / 3
    backups.back_up(vault, now, progress=lambda share: progress(third * share))
    code = vault.rotate_key(passphrase, progress=lambda share: progress(third * (1 + share)))
    try:
        made = keep_up(vault, now, lambda share: progress(third * (2 + share)))
        backups.forget_backups_of_older_keys(vault)
        if (there := folder_there(vault)) is not None:
            backups.forget_backups_of_older_keys(vault, there)
    except ExpectedError as problem:
        left = tr("The old backups stay until a new one is made, and open with the old key.")
        return Rotated(code, f"{problem.sentence} {problem.remedy} {left}")
    return Rotated(code, made.trouble)


def _anything_kept(vault: OpenVault) -> bool:
    """Say whether there is anybody in the record: an empty vault needs no backup."""
    return bool(vault.records.find_patients("", limit=1))


@dataclass(frozen=True, slots=True)
class _BackedUpTo:
    """How far the last backup that succeeded goes: the entry of the trail, the saves with its own note."""

    entry: int
    commits: int


def _last_backed_up(vault: OpenVault) -> _BackedUpTo:
    entry, _, commits = (vault.records.setting(_BACKED_UP) or "0 0").partition(" ")
    return _BackedUpTo(int(entry), int(commits))


def _signed_since(vault: OpenVault, entry: int) -> bool:
    newest = vault.records.audit_trail(limit=_LOOK_BACK)
    return any(fact.action == "sign" and fact.sequence > entry for fact in newest)


def _words(report: DrillReport) -> tuple[str, ...]:
    if report.needs_old_secret:
        return (tr("This backup is from before a change of the key; only the old passphrase opens it."),)
    if report.holds and report.counts is not None:
        return (_counted(report.counts),)
    return (
        tr("The backup could not be trusted: {fault}.", fault=(report.faults or ("?",))[0].rstrip(".")),
        tr("Make a new backup now, and tell your office if that one fails too."),
    )


def _counted(counts: Counts) -> str:
    return tr(
        "Restored, opened and read whole: {resources} records in {versions} versions, {files} files, "
        "{entries} entries of the audit trail.",
        resources=f"{counts.resources:,}",
        versions=f"{counts.versions:,}",
        files=f"{counts.files:,}",
        entries=f"{counts.audit:,}",
    )


def _remembered(vault: OpenVault) -> DrillNote | None:
    kept = vault.records.setting(_REPORT)
    if not kept:
        return None
    facts = json.loads(kept)
    return DrillNote(
        datetime.fromisoformat(facts["tried"]), facts["holds"], facts["seconds"], tuple(facts["words"])
    )
