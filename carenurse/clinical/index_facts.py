"""Where any FHIR R4 resource says whom it is about and when it happened."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, kind_of, split_reference
from carenurse.clinical.shapes import as_list, as_object, as_objects, as_text, at

_PEOPLE: Final = ("subject", "patient", "beneficiary", "for", "individual", "candidate", "actor")

_DATES: Final[Mapping[str, tuple[str, ...]]] = {
    "Account": ("servicePeriod.start",),
    "AllergyIntolerance": ("onsetDateTime", "onsetPeriod.start", "recordedDate", "lastOccurrence"),
    "Appointment": ("start", "requestedPeriod.start", "created"),
    "AuditEvent": ("recorded",),
    "CarePlan": ("period.start", "created"),
    "Claim": ("billablePeriod.start", "created"),
    "ClaimResponse": ("created",),
    "Condition": ("onsetDateTime", "onsetPeriod.start", "recordedDate", "abatementDateTime"),
    "Consent": ("dateTime",),
    "Communication": ("sent", "received"),
    "DetectedIssue": ("identifiedDateTime", "identifiedPeriod.start"),
    "DocumentReference": ("context.period.start", "date"),
    "ExplanationOfBenefit": ("billablePeriod.start", "created"),
    "Goal": ("startDate", "statusDate"),
    "Immunization": ("occurrenceDateTime", "recorded"),
    "Media": ("createdDateTime", "createdPeriod.start", "issued"),
    "MedicationStatement": ("effectiveDateTime", "effectivePeriod.start", "dateAsserted"),
    "Provenance": ("occurredDateTime", "occurredPeriod.start", "recorded"),
    "ServiceRequest": ("authoredOn", "occurrenceDateTime", "occurrencePeriod.start"),
    "Task": ("authoredOn", "executionPeriod.start", "lastModified"),
    "Patient": (),
    "Practitioner": (),
    "Organization": (),
    "RelatedPerson": (),
}
"""When it happened, best statement first, for the kinds whose order differs from the usual one."""

_USUAL_DATES: Final = (
    "effectiveDateTime",
    "effectiveInstant",
    "effectivePeriod.start",
    "occurrenceDateTime",
    "occurrencePeriod.start",
    "performedDateTime",
    "performedPeriod.start",
    "onsetDateTime",
    "period.start",
    "start",
    "authoredOn",
    "authored",
    "sent",
    "date",
    "dateTime",
    "whenHandedOver",
    "whenPrepared",
    "created",
    "recordedDate",
    "recorded",
    "issued",
)


def patient_of(resource: Resource) -> str | None:
    """Find the one patient whom a resource is about: the bare id, or None.

    A group, a relative or an organization is no patient. ``urn:uuid:`` counts where nothing says otherwise,
    because a Bundle that is not yet taken in names its patient so. A Patient that was joined to another one
    (link replaced-by) is about that other one, whose search words it then shares.
    """
    if kind_of(resource) == "Patient":
        return _replaced_by(resource) or as_text(resource.get("id")) or None
    return next((found for one in _people(resource) if (found := patient_id(one))), None)


def _replaced_by(patient: Resource) -> str:
    """Find the Patient who stands for this one now, once two records of one person were joined."""
    for link in as_objects(patient.get("link")):
        other = patient_id(link.get("other"))
        if link.get("type") == "replaced-by" and other and other != patient.get("id"):
            return other
    return ""


def _people(resource: Resource) -> Iterator[Any]:
    for name in _PEOPLE:
        found = resource.get(name)
        yield from as_objects(found) if isinstance(found, list) else (found,)
    for participant in as_objects(resource.get("participant")):
        if split_reference(as_text(at(participant, "actor.reference"))):
            yield participant.get("actor")
    if kind_of(resource) == "Provenance":
        yield from as_list(resource.get("target"))
        yield from (entity.get("what") for entity in as_objects(resource.get("entity")))


def patient_id(reference: Any) -> str:
    """Read the id out of a Reference to a Patient; nothing for a reference to anything else."""
    held = as_object(reference)
    text = as_text(held.get("reference"))
    if text.startswith("urn:uuid:"):
        return text.removeprefix("urn:uuid:") if held.get("type") in {None, "Patient"} else ""
    parts = split_reference(text)
    return parts[1] if parts and parts[0] == "Patient" else ""


def when_of(resource: Resource) -> str | None:
    """Find when it happened, as text whose order is the order of time (see ``Moment.order``)."""
    for path in _DATES.get(kind_of(resource), _USUAL_DATES):
        if path.partition(".")[0] in resource and (moment := Moment.parse(at(resource, path))):
            return moment.order or None
    return None
