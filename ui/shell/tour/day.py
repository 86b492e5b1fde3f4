"""The tour's clock: always the same Wednesday, so that the pictures of two tours can be compared."""

import time
from datetime import datetime, timedelta

from dateutil import tz

EASTERN = tz.tzstr("EST5EDT,M3.2.0,M11.1.0")
"""The zone of the town that does not exist; its clocks go forward four days later, on Sunday 8 March."""
BEGIN = datetime(2026, 3, 4, 7, 58, tzinfo=EASTERN)


class TourClock:
    """Stands where the computer's clock stands; runs on as real seconds pass, and can be put forward."""

    def __init__(self, begin: datetime = BEGIN) -> None:
        self._set = begin
        self._since = time.monotonic()

    def now(self) -> datetime:
        """Tell the time of the tour's day."""
        return self._set + timedelta(seconds=time.monotonic() - self._since)

    def strike(self, hour: int, minute: int) -> None:
        """Put the clock forward to this minute of the day; it never goes back."""
        wanted = BEGIN.replace(hour=hour, minute=minute)
        self._set = max(wanted, self.now())
        self._since = time.monotonic()
