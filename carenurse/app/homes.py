"""Where a person's home is on the map, for the estimate of a drive.

Coordinates come from FHIR's geolocation extension of the home address
(http://hl7.org/fhir/StructureDefinition/geolocation); many records have none.
"""

from decimal import Decimal
from typing import Any, Final

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_objects
from carenurse.scheduling.travel import Place

_GEOLOCATION: Final = "http://hl7.org/fhir/StructureDefinition/geolocation"


def place_of(person: Resource | None) -> Place | None:
    """Find the first address of a Patient that says where it is; None where none does."""
    for address in as_objects((person or {}).get("address")):
        for extension in as_objects(address.get("extension")):
            if extension.get("url") == _GEOLOCATION and (place := _point(extension)):
                return place
    return None


def _point(extension: Resource) -> Place | None:
    told = {one.get("url"): one.get("valueDecimal") for one in as_objects(extension.get("extension"))}
    latitude, longitude = _degrees(told.get("latitude")), _degrees(told.get("longitude"))
    if latitude is None or longitude is None:
        return None
    try:
        return Place(latitude, longitude)
    except ValueError:
        return None


def _degrees(value: Any) -> float | None:
    return float(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else None
