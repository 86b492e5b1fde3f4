"""What a laptop asks an office for."""

from typing import Final

OF_PATIENTS: Final = (
    "Encounter", "Observation", "QuestionnaireResponse", "Composition", "Condition", "Goal", "CarePlan",
    "ServiceRequest", "MedicationStatement", "MedicationRequest", "AllergyIntolerance", "Appointment", "Task",
    "Communication", "DocumentReference", "RelatedPerson", "CareTeam", "EpisodeOfCare", "List",
    "DetectedIssue", "Consent", "Coverage", "Flag", "Procedure", "Immunization", "DiagnosticReport",
)  # fmt: skip
"""Kinds with a search parameter ``patient``. Provenance is not asked for: receipts would come back."""

SHARED: Final = ("Practitioner", "Organization", "Location")
"""What belongs to nobody's record, and is small."""

NAMED: Final = ("Medication",)
"""What belongs to nobody's record and may be many: each comes with the first entry that names it."""
