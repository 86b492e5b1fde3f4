"""What this office says it does: its CapabilityStatement."""

from datetime import datetime
from typing import Final

from carenurse import __version__
from carenurse.clinical.fhir import Resource
from carenurse.clinical.structure import Structure

SOFTWARE: Final = "CareNurse office"
_INTERACTIONS: Final = (
    "read",
    "vread",
    "update",
    "create",
    "history-instance",
    "history-type",
    "search-type",
)
_PARAMETERS: Final = (
    ("_id", "token"),
    ("_lastUpdated", "date"),
    ("_tag", "token"),
    ("patient", "reference"),
    ("subject", "reference"),
    ("identifier", "token"),
    ("code", "token"),
    ("status", "token"),
    ("date", "date"),
)
_NATIVE: Final = ("sync-push", "changes", "manifest", "digest", "deposit", "enrol")


def capability(structure: Structure, base: str, now: datetime) -> Resource:
    """Write it; the definitions of our own operations stand in ``resources/help/office.md``."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": now.isoformat(timespec="seconds"),
        "kind": "instance",
        "software": {"name": SOFTWARE, "version": __version__},
        "implementation": {"description": "The office of one agency", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "security": {"description": "Each device has its own bearer token, given at its enrolment."},
                "interaction": [{"code": "transaction"}, {"code": "batch"}],
                "operation": [
                    {"name": name, "definition": f"urn:carenurse:operation:{name}"} for name in _NATIVE
                ],
                "resource": [_kind(kind) for kind in sorted(structure.kinds)],
            }
        ],
    }


def _kind(kind: str) -> Resource:
    made: Resource = {
        "type": kind,
        "interaction": [{"code": code} for code in _INTERACTIONS],
        "versioning": "versioned-update",
        "readHistory": True,
        "updateCreate": True,
        "conditionalCreate": True,
        "conditionalUpdate": True,
        "conditionalDelete": "not-supported",
        "searchInclude": [f"{kind}:*"],
        "searchParam": [{"name": name, "type": sort} for name, sort in _PARAMETERS],
    }
    if kind == "Patient":
        everything = "http://hl7.org/fhir/OperationDefinition/Patient-everything"
        made["operation"] = [{"name": "everything", "definition": everything}]
    return made
