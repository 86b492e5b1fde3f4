"""Which elements of a resource have a shape that cannot be read, so that nothing is lost without a word.

They are kept and exported as they came; the chart shows nothing of them. Looked at is what the chart rests
on: whom it is about, when, what, and who a person is. Shapes are those of FHIR R4.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from carenurse.clinical.dates import Moment, PartialDate
from carenurse.clinical.fhir import Resource, kind_of

_Test = Callable[[Any], bool]


def unreadable(resource: Resource) -> tuple[str, ...]:
    """Name the elements that stand in a resource and cannot be read, such as ``birthDate``, in its order."""
    tests = {**_ANY, **_OF_KIND.get(kind_of(resource), {})}
    return tuple(_walk(resource, tests))


def _walk(resource: Resource, tests: Mapping[str, _Test]) -> Iterator[str]:
    for name, value in resource.items():
        test = tests.get(name)
        if value is not None and test is not None and not test(value):
            yield name


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)  # pyright: ignore[reportUnknownVariableType] any list may come


def _is_time(value: Any) -> bool:
    return Moment.parse(value) is not None


def _is_day(value: Any) -> bool:
    return PartialDate.parse(value) is not None


_TIMES: Final = (
    "abatementDateTime",
    "authored",
    "authoredOn",
    "created",
    "date",
    "dateAsserted",
    "dateTime",
    "deceasedDateTime",
    "effectiveDateTime",
    "issued",
    "occurrenceDateTime",
    "onsetDateTime",
    "performedDateTime",
    "recorded",
    "recordedDate",
    "sent",
    "start",
    "startDate",
    "statusDate",
)
_OBJECTS: Final = (
    "effectivePeriod",
    "encounter",
    "medicationCodeableConcept",
    "meta",
    "performedPeriod",
    "period",
    "valueCodeableConcept",
    "valueQuantity",
)
_LISTS: Final = ("contained", "extension")
_ONE_OR_MORE: Final = ("note", "participant", "patient", "performer", "subject")
"""One in some kinds, several in others."""

_ANY: Final[Mapping[str, _Test]] = {
    **dict.fromkeys(_TIMES, _is_time),
    **dict.fromkeys(_OBJECTS, _is_object),
    **dict.fromkeys(_LISTS, _are_objects),
    **dict.fromkeys(_ONE_OR_MORE, lambda value: _is_object(value) or _are_objects(value)),
    "status": _is_text,
}

_WHO: Final[Mapping[str, _Test]] = {
    "name": _are_objects,
    "telecom": _are_objects,
    "address": _are_objects,
    "identifier": _are_objects,
    "birthDate": _is_day,
    "gender": _is_text,
}

_OF_KIND: Final[Mapping[str, Mapping[str, _Test]]] = {
    "Patient": {
        **_WHO,
        "contact": _are_objects,
        "communication": _are_objects,
        "link": _are_objects,
        "generalPractitioner": _are_objects,
    },
    "RelatedPerson": {**_WHO, "relationship": _are_objects},
    "Practitioner": _WHO,
    "AllergyIntolerance": {"code": _is_object, "reaction": _are_objects},
    "Condition": {"code": _is_object, "clinicalStatus": _is_object, "category": _are_objects},
    "Observation": {"code": _is_object, "category": _are_objects, "component": _are_objects},
    "MedicationStatement": {"dosage": _are_objects},
    "MedicationRequest": {"dosageInstruction": _are_objects},
    "Procedure": {"code": _is_object},
    "DocumentReference": {"content": _are_objects},
    "Goal": {"description": _is_object, "target": _are_objects},
    "Encounter": {"class": _is_object},
}
