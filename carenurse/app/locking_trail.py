"""What locking writes into the audit trail; ``coming_back`` keeps where the nurse was."""

from typing import Literal

from carenurse.app.ports import Reading, Records
from carenurse.clinical.index_facts import patient_of

Why = Literal["key", "idle", "sleep", "screen", "tries"]
"""A key, nobody there, the laptop went to sleep, the system's own lock, five wrong tries."""


def note_lock(records: Records, why: Why, *, closed: bool) -> None:
    """Write down that the window was covered, or the vault closed, and why."""
    _note(records, "lock", f"{'closed' if closed else 'covered'} {why}")


def note_unlock(records: Records, way: Literal["pin", "passphrase", "demo"]) -> None:
    """Write down that the cover was lifted."""
    _note(records, "unlock", way)


def note_wrong_try(records: Records, way: Literal["pin", "passphrase"]) -> None:
    """Write down a wrong try at the cover."""
    _note(records, "unlock-failed", way)


def note_family_view(records: Records, patient: str, *, on: bool) -> None:
    """Write down that only one person could be seen from now on, or everybody again."""
    with records.work() as work:
        work.record("family-view", f"Patient/{patient}", "on" if on else "off")


def _note(records: Records, action: Literal["lock", "unlock", "unlock-failed"], detail: str) -> None:
    with records.work() as work:
        work.record(action, f"Practitioner/{records.me}", detail)


def about(records: Reading, encounter: str) -> str:
    """Name the Patient id that a visit is about; nothing where there is no such visit."""
    found = records.get("Encounter", encounter)
    return (patient_of(found) or "") if found is not None else ""
