"""What the status bar says: two facts are never made into one "synced"."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.app.ports import Reading
from carenurse.clinical import practitioner

_LOOK_BACK = 400
"""Audit facts that are looked through for the last time something was received."""


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """``unsent`` counts what the office has not acknowledged; ``received`` is None when nothing ever was."""

    nurse: str
    unsent: int
    received: datetime | None


def device_status(records: Reading) -> DeviceStatus:
    """Gather the facts of the status bar."""
    received = (fact.when for fact in records.audit_trail(limit=_LOOK_BACK) if fact.action == "import")
    return DeviceStatus(_nurse(records), len(records.unsent()), next(received, None))


def _nurse(records: Reading) -> str:
    resource = records.get("Practitioner", records.me)
    if resource is None:
        return ""
    who = practitioner.decode(resource)
    return ", ".join(part for part in (who.name.display, who.credential) if part)
