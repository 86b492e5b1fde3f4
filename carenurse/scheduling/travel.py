"""How long the drive between two homes takes, said with what it rests on.

Offline there is no route service. Where both homes have coordinates: straight line (haversine) x 1.3, the
ratio of road to straight line that studies of road networks find (1.2 to 1.35), at 50 km/h door to door.
Where one has none: a stated default. Both are estimates and are shown as such.
"""

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

EARTH_KM = 6371.0088
ROAD_FACTOR = 1.3
KM_PER_HOUR = 50.0
DEFAULT_MINUTES = 20
WALKABLE_KM = 0.05


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map, in degrees (WGS 84). Raises ValueError off the map."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        """Refuse what is no point on Earth."""
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):  # noqa: PLR2004 - degrees
            message = "not a point on Earth"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Drive:
    """Whole minutes at the wheel; ``kilometers`` is None when the minutes are the stated default."""

    minutes: int
    kilometers: float | None = None

    @property
    def estimated(self) -> bool:
        """Say whether it was estimated from coordinates (else it is the default)."""
        return self.kilometers is not None


def straight_line_km(one: Place, other: Place) -> float:
    """Give the great-circle distance in kilometers."""
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def drive(one: Place | None, other: Place | None, default_minutes: int = DEFAULT_MINUTES) -> Drive:
    """Estimate the drive between two homes; minutes are rounded up, the same house takes none."""
    if one is None or other is None:
        return Drive(default_minutes)
    kilometers = straight_line_km(one, other) * ROAD_FACTOR
    if kilometers < WALKABLE_KM:
        return Drive(0, 0.0)
    return Drive(ceil(kilometers / KM_PER_HOUR * 60), round(kilometers, 1))
