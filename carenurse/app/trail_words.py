"""What the audit trail of a vault proves, and what no such trail can prove, in words."""

from dataclasses import dataclass

from carenurse.app.open_vault import OpenVault
from carenurse.translations import tr, trn


@dataclass(frozen=True, slots=True)
class TrailStanding:
    """How the trail stands: ``first_bad`` is the number of its first row that is not as written, or None."""

    rows: int
    first_bad: int | None
    found: str
    limits: tuple[str, ...]


def trail_standing(vault: OpenVault) -> TrailStanding:
    """Walk the whole trail (a second for a hundred thousand rows) and say what that shows."""
    rows, fault = vault.counts().audit, vault.trail_fault()
    if fault is None:
        found = trn(
            "The audit trail has {number} entry, and it is as it was written.",
            "The audit trail has {number} entries, and each follows from the one before it.",
            rows,
        )
        return TrailStanding(rows, None, found, trail_limits())
    words = {
        "missing": tr("Entry {number} of the audit trail is missing.", number=fault.sequence),
        "changed": tr("Entry {number} of the audit trail is not what was written.", number=fault.sequence),
    }
    after = tr("The entries before it are as they were written; from there on they prove nothing.")
    return TrailStanding(rows, fault.sequence, f"{words[fault.reason]} {after}", trail_limits())


def trail_limits() -> tuple[str, ...]:
    """Say what a trail on the laptop itself cannot show, so that nobody believes more of it."""
    return (
        tr(
            "If the newest entries were cut off together with everything that tells of them, "
            "only the office can know: it keeps how far the trail had come."
        ),
        tr("Somebody who holds the key of the vault could have written a whole trail anew."),
        tr("The trail knows which vault was open, not who sat at the keyboard."),
        tr("The times are those of this computer's clock; the order is right even when the clock was not."),
        tr("Reading a copy of the files with another program leaves no entry."),
    )
