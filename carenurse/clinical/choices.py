"""Elements that FHIR writes with their type: ``value`` stands in a resource as ``valueQuantity``."""

from typing import Final

_CHOICES: Final = (
    "value",
    "medication",
    "effective",
    "abatement",
    "onset",
    "deceased",
    "occurrence",
    "performed",
)
"""Those of the kinds that the record is made of (FHIR R4, elements named ``name[x]``)."""


def stem_of(name: str) -> str:
    """Name the element that ``valueQuantity``, ``_birthDate`` and their like belong to."""
    bare = name.removeprefix("_")
    return next(
        (one for one in _CHOICES if bare.startswith(one) and bare[len(one) : len(one) + 1].isupper()), bare
    )
