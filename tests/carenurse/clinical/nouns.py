"""Every noun of the record with its codec, its kind and the elements that carry its facts."""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from typing_extensions import override

from carenurse.clinical import (
    alert,
    allergy,
    care_team,
    caseload,
    coverage,
    episode,
    goal,
    intervention,
    medicine,
    medicine_told,
    note,
    organization,
    own_limit,
    paper,
    patient,
    planned_visit,
    practitioner,
    problem,
    procedure,
    provenance,
    related_person,
    score,
    task,
    teaching,
    visit,
    vital_sign,
    wish,
)


@dataclass(frozen=True, slots=True)
class Noun:
    module: ModuleType
    value: type[Any]
    kind: str
    elements: tuple[str, ...]

    @property
    def blank(self) -> Any:
        return self.value(kind=self.kind) if self.value is medicine.Medicine else self.value()

    @override
    def __str__(self) -> str:
        return self.value.__name__


def _noun(module: ModuleType, value: type[Any], kind: str, elements: str) -> Noun:
    return Noun(module, value, kind, ("id", "extension", *elements.split()))


PERSON = (
    "name telecom address identifier communication birthDate gender meta deceasedBoolean deceasedDateTime"
)
VALUE = "valueQuantity valueInteger valueString valueCodeableConcept"

NOUNS = (
    _noun(patient, patient.Patient, "Patient", PERSON),
    _noun(
        related_person, related_person.RelatedPerson, "RelatedPerson", PERSON + " patient relationship active"
    ),
    _noun(practitioner, practitioner.Practitioner, "Practitioner", PERSON + " qualification"),
    _noun(
        allergy,
        allergy.Allergy,
        "AllergyIntolerance",
        "patient code clinicalStatus verificationStatus reaction criticality",
    ),
    _noun(alert, alert.Alert, "Flag", "subject code category status period"),
    _noun(wish, wish.Wish, "Consent", "patient category policyRule dateTime status provision"),
    _noun(
        problem,
        problem.Problem,
        "Condition",
        "subject code clinicalStatus verificationStatus evidence onsetDateTime onsetPeriod onsetString "
        "abatementDateTime abatementPeriod recordedDate encounter note",
    ),
    _noun(
        goal,
        goal.Goal,
        "Goal",
        "subject addresses description target startDate lifecycleStatus achievementStatus",
    ),
    _noun(
        intervention,
        intervention.Intervention,
        "ServiceRequest",
        "subject reasonReference code category occurrenceTiming status performerType authoredOn note",
    ),
    _noun(
        medicine,
        medicine.Medicine,
        "MedicationStatement",
        "subject medicationCodeableConcept medicationReference contained dosage status effectiveDateTime "
        "effectivePeriod reasonCode note",
    ),
    _noun(
        medicine,
        medicine.Medicine,
        "MedicationRequest",
        "subject medicationCodeableConcept medicationReference contained dosageInstruction status authoredOn "
        "dispenseRequest reasonCode note",
    ),
    _noun(
        medicine_told,
        medicine_told.ToldMedicine,
        "MedicationStatement",
        "category statusReason derivedFrom context informationSource dateAsserted",
    ),
    _noun(
        vital_sign,
        vital_sign.VitalSign,
        "Observation",
        "subject code component effectiveDateTime effectivePeriod encounter interpretation note status "
        + VALUE,
    ),
    _noun(
        score,
        score.Score,
        "Observation",
        "subject code effectiveDateTime effectivePeriod encounter interpretation derivedFrom note status "
        + VALUE,
    ),
    _noun(
        planned_visit,
        planned_visit.PlannedVisit,
        "Appointment",
        "participant start end reasonCode status cancelationReason comment basedOn",
    ),
    _noun(
        visit,
        visit.Visit,
        "Encounter",
        "subject participant appointment status period reasonCode class",
    ),
    _noun(
        note, note.Note, "Composition", "subject encounter author title type date status section relatesTo"
    ),
    _noun(
        paper,
        paper.Paper,
        "DocumentReference",
        "subject content type date context author status",
    ),
    _noun(
        teaching,
        teaching.Teaching,
        "Communication",
        "subject encounter topic recipient medium note sent status",
    ),
    _noun(
        procedure,
        procedure.InterventionDone,
        "Procedure",
        "subject basedOn encounter code status statusReason performedDateTime performer note",
    ),
    _noun(provenance, provenance.Signature, "Provenance", "target agent recorded reason"),
    _noun(task, task.Promise, "Task", "for description owner restriction authoredOn encounter status note"),
    _noun(caseload, caseload.Caseload, "Group", "name managingEntity member"),
    _noun(care_team, care_team.CareTeam, "CareTeam", "subject name participant status"),
    _noun(organization, organization.Organization, "Organization", "name telecom address"),
    _noun(coverage, coverage.Coverage, "Coverage", "beneficiary type payor subscriberId status"),
    _noun(episode, episode.Episode, "EpisodeOfCare", "patient period status"),
    _noun(
        own_limit,
        own_limit.OwnLimit,
        "ServiceRequest",
        "subject code quantityRange requester authoredOn status note",
    ),
)
