"""How much one device, or one stranger, may ask for: enough for any laptop, too little to wear the office."""

from collections.abc import Callable
from dataclasses import dataclass

_MOST_KNOWN = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Pace:
    """A bucket of requests for each name, which fills again steadily."""

    def __init__(self, most: int, a_second: float, clock: Callable[[], float]) -> None:
        self._most, self._a_second, self._clock = most, a_second, clock
        self._buckets: dict[str, _Bucket] = {}

    def allows(self, name: str) -> bool:
        """Take one request out of the bucket of a name; False when it is empty."""
        now = self._clock()
        if len(self._buckets) > _MOST_KNOWN:
            self._buckets.clear()
        bucket = self._buckets.setdefault(name, _Bucket(self._most, now))
        bucket.left = min(self._most, bucket.left + (now - bucket.at) * self._a_second)
        bucket.at = now
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True
