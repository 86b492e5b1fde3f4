"""What a nurse should read once when the vault opens. The vault opens all the same: care does not wait."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from carenurse.translations import tr, trn

KeyChange = Literal["", "finished", "taken back"]
OLDER: Final = "office:older"
"""The setting that says since when the office knows a newer copy of this vault; "" where it does not."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found at the opening.

    ``missing``: saves that were there before (0: the records are another copy), None for none. ``saved``:
    when the last save was by the clock of that time. ``tries``: wrong passphrases since the last opening.
    ``key_change``: how a change of the key ended that had been cut short. ``older``: the office knows a newer
    copy of this vault. ``earlier_lock``: the lock is of an earlier day than the records.
    """

    now: datetime
    saved: datetime | None
    missing: int | None
    mended: bool
    running_low: bool
    tries: int
    key_change: KeyChange = ""
    older: bool = False
    earlier_lock: bool = False


def sentences(found: Findings) -> tuple[str, ...]:
    """Say everything worth saying, the gravest first; empty when all is well."""
    said: list[str] = []
    if found.missing is not None:
        said.append(_missing(found.missing))
    if found.earlier_lock:
        said.append(
            tr(
                "This vault's lock is of an earlier day than its records: what opened it then opens it "
                "again; your days with the office count as before. Unless you put these files back "
                "yourself, tell your office; change your passphrase and make a new recovery code."
            )
        )
    if found.older:
        said.append(" ".join(older_words()))
    if found.saved is not None and found.now < found.saved:
        said.append(
            tr(
                "The clock of this computer is behind: the last save was at {time}. "
                "Please set date and time; nothing is lost and the order of the record is right.",
                time=_moment(found.saved.astimezone(found.now.tzinfo)),
            )
        )
    if found.key_change == "finished":
        said.append(
            tr(
                "The change of the vault's key was cut short and has been finished now. "
                "Make and print a new recovery code: the old one no longer opens the vault."
            )
        )
    if found.key_change == "taken back":
        said.append(tr("The change of the vault's key was cut short and taken back. Please begin it again."))
    if found.mended:
        said.append(tr("One of the two copies of the vault's lock was damaged and has been repaired."))
    if found.running_low:
        said.append(tr("The disk is nearly full. Delete files you do not need, before a visit."))
    if found.tries:
        said.append(
            trn(
                "{number} wrong passphrase was tried since the vault was last opened.",
                "{number} wrong passphrases were tried since the vault was last opened.",
                found.tries,
            )
        )
    return tuple(said)


def older_words() -> tuple[str, str]:
    """Say that the office has seen more of this vault than there is here, and what to do."""
    return (
        tr("This copy of your records is older than what the office has seen of it."),
        tr(
            "Go on with your work; everything is sent and received as before. Tell the office: it looks what "
            "is missing here, then lets this laptop join again with a new code."
        ),
    )


def _missing(saves: int) -> str:
    if saves == 0:
        return tr(
            "These records are not the ones last used here. They may be an older copy; "
            "ask your office before you go on."
        )
    return trn(
        "The last save is missing from these records: they are an older copy, or the disk is failing. "
        "Check the newest entries before you go on.",
        "The last {number} saves are missing from these records: they are an older copy, or the disk is "
        "failing. Check the newest entries before you go on.",
        saves,
    )


def _moment(when: datetime) -> str:
    return f"{when:%a} {when.day} {when:%b %Y}, {when:%H:%M}"
