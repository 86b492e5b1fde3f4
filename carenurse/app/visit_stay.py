"""When the nurse was in the home: the times of care are those of the visit, not of the desk at night.

A note is often finished in the evening or two days later. What was measured, done and taught carries the
time of the visit; only the signature carries the time of signing. A time that nobody told is left out.
"""

from datetime import datetime, timedelta
from typing import Final

from carenurse.clinical.visit import Visit

LONGEST: Final = timedelta(hours=6)
"""A visit that began longer ago was left at a time that only the nurse knows."""


def left_at(visit: Visit, now: datetime) -> datetime | None:
    """Say when the nurse left: as she said, else now while she can still be there, else nobody knows."""
    if visit.completed is not None:
        return visit.completed
    return now if visit.began is None or now - visit.began <= LONGEST else None


def time_of_care(visit: Visit, now: datetime) -> datetime:
    """Give the moment that what was done in the visit carries; the arrival where the leaving is not known."""
    return left_at(visit, now) or visit.began or now
