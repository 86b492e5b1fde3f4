"""What locking writes into the vault: rows of the audit trail, and where the nurse was when it was closed."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, cast

from carenurse.app.ports import Reading, Records
from carenurse.clinical.index_facts import patient_of

Why = Literal["key", "idle", "sleep", "screen", "tries"]
"""A key, nobody there, the laptop went to sleep, the system's own lock, five wrong tries."""

_SETTING = "return-to"


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


@dataclass(frozen=True, slots=True)
class ReturnTo:
    """Where the nurse was: the route, the field by its spoken name, the cursor in it, and when.

    ``cursor`` counts letters before it, -1 where nothing is typed. ``family``: the person of the family
    view. Kept inside the vault, for a field's name may name a person.
    """

    when: datetime
    place: str
    subject: str = ""
    part: str = ""
    field: str = ""
    cursor: int = -1
    family: str = ""


def keep_return(records: Records, there: ReturnTo) -> None:
    """Remember where to come back to after the vault was closed."""
    words = json.dumps({**asdict(there), "when": there.when.isoformat()})
    with records.work() as work:
        work.set_setting(_SETTING, words)


def take_return(records: Records, now: datetime) -> ReturnTo | None:
    """Say where to come back to, once, and only on the same day: tomorrow begins with tomorrow's route."""
    there = _read(records)
    if records.setting(_SETTING):
        with records.work() as work:
            work.set_setting(_SETTING, "")
    same_day = there is not None and there.when.astimezone(now.tzinfo).date() == now.date()
    return there if same_day else None


def _read(records: Reading) -> ReturnTo | None:
    try:
        raw: Any = json.loads(records.setting(_SETTING) or "null")
    except ValueError:
        return None
    if not isinstance(raw, dict):
        return None
    known = cast("dict[str, Any]", raw)
    cursor = known.get("cursor")
    try:
        return ReturnTo(
            datetime.fromisoformat(str(known["when"])),
            *(str(known[name]) for name in ("place", "subject", "part", "field")),
            cursor=cursor if isinstance(cursor, int) else -1,
            family=str(known["family"]),
        )
    except (KeyError, ValueError):
        return None


def about(records: Reading, encounter: str) -> str:
    """Name the Patient id that a visit is about; nothing where there is no such visit."""
    found = records.get("Encounter", encounter)
    return (patient_of(found) or "") if found is not None else ""
