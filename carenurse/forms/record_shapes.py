"""Which elements of the records that a form can make repeat, and of what type they are: facts of FHIR R4.

Taken from the resource definitions of http://hl7.org/fhir/R4 (public domain, CC0), for the kinds that come
out of a home visit. Paths are below the resource; what is not named here stands once, as it was answered.
"""

from collections.abc import Mapping


def _paths(written: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return {kind: frozenset(words.split()) for kind, words in written.items()}


REPEATING: Mapping[str, frozenset[str]] = _paths(
    {
        "AllergyIntolerance": "category note reaction reaction.manifestation reaction.note",
        "Communication": (
            "about basedOn category inResponseTo medium note partOf payload reasonCode "
            "reasonReference recipient"
        ),
        "CommunicationRequest": (
            "about basedOn category medium note payload reasonCode reasonReference recipient replaces"
        ),
        "Condition": "bodySite category evidence evidence.code evidence.detail note stage stage.assessment",
        "Device": (
            "contact deviceName note property property.valueCode property.valueQuantity safety "
            "specialization statusReason udiCarrier version"
        ),
        "DeviceUseStatement": "basedOn derivedFrom note reasonCode reasonReference",
        "DiagnosticReport": (
            "basedOn category conclusionCode imagingStudy media performer presentedForm result "
            "resultsInterpreter specimen"
        ),
        "FamilyMemberHistory": "condition condition.note note reasonCode reasonReference",
        "Flag": "category",
        "Goal": "addresses category note outcomeCode outcomeReference target",
        "Immunization": (
            "education note performer programEligibility protocolApplied "
            "protocolApplied.targetDisease reaction reasonCode reasonReference subpotentReason"
        ),
        "MedicationStatement": (
            "basedOn derivedFrom dosage note partOf reasonCode reasonReference statusReason"
        ),
        "NutritionOrder": (
            "allergyIntolerance enteralFormula.administration excludeFoodModifier "
            "foodPreferenceModifier instantiates note oralDiet.fluidConsistencyType "
            "oralDiet.nutrient oralDiet.schedule oralDiet.texture oralDiet.type supplement "
            "supplement.schedule"
        ),
        "Observation": (
            "basedOn category component component.interpretation component.referenceRange "
            "component.referenceRange.appliesTo derivedFrom focus hasMember interpretation note "
            "partOf performer referenceRange referenceRange.appliesTo"
        ),
        "Patient": (
            "address address.line communication contact contact.address.line contact.name.given "
            "contact.name.prefix contact.name.suffix contact.relationship contact.telecom "
            "generalPractitioner link name name.given name.prefix name.suffix photo telecom"
        ),
        "Procedure": (
            "basedOn bodySite complication complicationDetail focalDevice followUp note partOf "
            "performer reasonCode reasonReference report usedCode usedReference"
        ),
        "RelatedPerson": (
            "address address.line communication name name.given name.prefix name.suffix photo "
            "relationship telecom"
        ),
        "RiskAssessment": "basis note prediction reasonCode reasonReference",
        "ServiceRequest": (
            "basedOn bodySite category insurance locationCode locationReference note orderDetail "
            "performer reasonCode reasonReference relevantHistory replaces specimen "
            "supportingInfo"
        ),
        "Specimen": "condition container note parent processing processing.additive request",
    }
)
"""Elements of which there may be several."""
CONCEPTS: Mapping[str, frozenset[str]] = _paths(
    {
        "AllergyIntolerance": (
            "clinicalStatus code reaction.exposureRoute reaction.manifestation reaction.substance "
            "verificationStatus"
        ),
        "Communication": "category medium reasonCode statusReason topic",
        "CommunicationRequest": "category medium reasonCode statusReason",
        "Condition": (
            "bodySite category clinicalStatus code evidence.code severity stage.summary "
            "stage.type verificationStatus"
        ),
        "Device": (
            "property.type property.valueCode safety specialization.systemType statusReason type version.type"
        ),
        "DeviceUseStatement": "bodySite reasonCode",
        "DiagnosticReport": "category code conclusionCode",
        "FamilyMemberHistory": (
            "condition.code condition.outcome dataAbsentReason reasonCode relationship sex"
        ),
        "Flag": "category code",
        "Goal": (
            "achievementStatus category description outcomeCode priority startCodeableConcept "
            "target.detailCodeableConcept target.measure"
        ),
        "Immunization": (
            "fundingSource performer.function programEligibility protocolApplied.targetDisease "
            "reasonCode reportOrigin route site statusReason subpotentReason vaccineCode"
        ),
        "MedicationStatement": "category medicationCodeableConcept reasonCode statusReason",
        "NutritionOrder": (
            "enteralFormula.additiveType enteralFormula.baseFormulaType "
            "enteralFormula.routeofAdministration excludeFoodModifier foodPreferenceModifier "
            "oralDiet.fluidConsistencyType oralDiet.nutrient.modifier oralDiet.texture.foodType "
            "oralDiet.texture.modifier oralDiet.type supplement.type"
        ),
        "Observation": (
            "bodySite category code component.code component.dataAbsentReason "
            "component.interpretation component.referenceRange.appliesTo "
            "component.referenceRange.type component.valueCodeableConcept dataAbsentReason "
            "interpretation method referenceRange.appliesTo referenceRange.type "
            "valueCodeableConcept"
        ),
        "Patient": "communication.language contact.relationship maritalStatus",
        "Procedure": (
            "bodySite category code complication focalDevice.action followUp outcome "
            "performer.function reasonCode statusReason usedCode"
        ),
        "RelatedPerson": "communication.language relationship",
        "RiskAssessment": "code method prediction.outcome prediction.qualitativeRisk reasonCode",
        "ServiceRequest": (
            "asNeededCodeableConcept bodySite category code locationCode orderDetail performerType reasonCode"
        ),
        "Specimen": (
            "collection.bodySite collection.fastingStatusCodeableConcept collection.method "
            "condition container.additiveCodeableConcept container.type processing.procedure type"
        ),
    }
)
"""Elements that are concepts: codes with words."""
QUANTITIES: Mapping[str, frozenset[str]] = _paths(
    {
        "AllergyIntolerance": "onsetAge",
        "Condition": "abatementAge onsetAge",
        "Device": "property.valueQuantity",
        "FamilyMemberHistory": "ageAge condition.onsetAge deceasedAge",
        "Goal": "target.detailQuantity target.dueDuration",
        "Immunization": "doseQuantity",
        "NutritionOrder": (
            "enteralFormula.administration.quantity enteralFormula.administration.rateQuantity "
            "enteralFormula.caloricDensity enteralFormula.maxVolumeToDeliver "
            "oralDiet.nutrient.amount supplement.quantity"
        ),
        "Observation": (
            "component.referenceRange.high component.referenceRange.low component.valueQuantity "
            "referenceRange.high referenceRange.low valueQuantity"
        ),
        "Procedure": "performedAge",
        "ServiceRequest": "quantityQuantity",
        "Specimen": (
            "collection.duration collection.fastingStatusDuration collection.quantity "
            "container.capacity container.specimenQuantity"
        ),
    }
)
"""Elements that are amounts with a unit."""
