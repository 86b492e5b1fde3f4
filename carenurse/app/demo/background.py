"""What stands in a banner and behind it: allergies, alerts, wishes, diagnoses, medicines, hospital stays, calls."""

from collections.abc import Iterator

from carenurse.app.demo.building import Frame, coding, concept, hl7, link
from carenurse.app.demo.stories import Call, Caution, Medicine, Person, Stay, Substance, Wish
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import ABSENT_UNKNOWN, ACT_CODE, HL7, ICD10CM, OWN, OWN_CODES, RXNORM

_ALLERGENS = OWN + "CodeSystem/allergen"
_WISHES = {"full-code": ("Full code", OWN_CODES), "dnr": ("DNR", HL7 + "consentcategorycodes")}


def allergies(frame: Frame, label: str, person: Person, whose: Resource) -> Iterator[Resource]:
    """Make the AllergyIntolerances; a person with none has the statement that none are known."""
    for number, told in enumerate(person.allergies):
        yield _allergy(frame, f"{label}/{number}", told, whose)
    if not person.allergies:
        none = coding(ABSENT_UNKNOWN, "no-known-allergies", "No known allergies")
        yield frame.resource(
            "AllergyIntolerance",
            f"{label}/none",
            clinicalStatus=hl7("allergyintolerance-clinical", "active"),
            verificationStatus=hl7("allergyintolerance-verification", "confirmed"),
            code=concept("No known allergies", none),
            patient=link(whose),
        )


def _allergy(frame: Frame, label: str, told: Substance, whose: Resource) -> Resource:
    system = RXNORM if told.code and told.code.isdigit() else _ALLERGENS
    listed = [coding(system, told.code, told.substance)] if told.code else []
    return frame.resource(
        "AllergyIntolerance",
        label,
        clinicalStatus=hl7("allergyintolerance-clinical", "active"),
        verificationStatus=hl7("allergyintolerance-verification", "confirmed"),
        category=[told.category],
        criticality=told.criticality,
        code=concept(told.substance.removesuffix(" (class)"), *listed),
        patient=link(whose),
        reaction=[{"manifestation": [concept(words)]} for words in told.reactions],
    )


def alert(frame: Frame, label: str, told: Caution, whose: Resource) -> Resource:
    """Make a Flag."""
    since = frame.ago(told.days)
    day = f"{since.day} {since:%b}"
    return frame.resource(
        "Flag",
        label,
        status="active",
        category=[hl7("flag-category", "admin" if told.category == "administrative" else told.category)],
        code=concept(told.text.format(date=day)),
        subject=link(whose),
        period={"start": since.isoformat()},
    )


def wish(frame: Frame, label: str, told: Wish, whose: Resource) -> Resource:
    """Make the Consent about resuscitation."""
    text, system = _WISHES[told.code]
    return frame.resource(
        "Consent",
        label,
        status="active",
        scope=hl7("consentscope", "adr", "Advanced Care Directive"),
        category=[concept("", coding(system, told.code))],
        patient=link(whose),
        dateTime=frame.ago(told.days).isoformat(),
        policyRule=concept(text),
    )


def diagnosis(frame: Frame, label: str, code: str, words: str, whose: Resource) -> Resource:
    """Make the Condition of a medical diagnosis."""
    return frame.resource(
        "Condition",
        label,
        clinicalStatus=hl7("condition-clinical", "active"),
        verificationStatus=hl7("condition-ver-status", "confirmed"),
        category=[hl7("condition-category", "encounter-diagnosis", "Encounter Diagnosis")],
        code=concept(words, coding(ICD10CM, code, words)),
        subject=link(whose),
        recordedDate=frame.ago(200).isoformat(),
    )


def medicine(frame: Frame, label: str, told: Medicine, whose: Resource) -> Resource:
    """Make a MedicationStatement."""
    since = frame.ago(told.since)
    return frame.resource(
        "MedicationStatement",
        label,
        status="active",
        medicationCodeableConcept=concept(told.name, coding(RXNORM, told.code, told.name)),
        subject=link(whose),
        effectivePeriod={"start": since.isoformat()},
        dateAsserted=max(since, frame.ago(60)).isoformat(),
        reasonCode=[concept(told.reason)],
        dosage=[{"text": told.dose, "asNeededBoolean": told.as_needed}],
    )


def stay(frame: Frame, label: str, told: Stay, whose: Resource) -> list[Resource]:
    """Make the Encounter of a hospital stay and the hospital."""
    hospital = frame.resource("Organization", told.name, active=True, name=told.name)
    return [
        hospital,
        frame.resource(
            "Encounter",
            label,
            **{"class": coding(ACT_CODE, "IMP", "inpatient encounter")},
            status="finished",
            subject=link(whose),
            period={"start": frame.ago(told.start).isoformat(), "end": frame.ago(told.end).isoformat()},
            reasonCode=[concept(told.reason)],
            serviceProvider=link(hospital, told.name),
        ),
    ]


def call(frame: Frame, label: str, told: Call, whose: Resource, nurse: Resource) -> Resource:
    """Make the Communication of a message to the nurse."""
    sent = frame.at(frame.ago(told.days), told.time).isoformat()
    return frame.resource(
        "Communication",
        label,
        status="completed",
        category=[hl7("communication-category", "notification", "Notification")],
        subject=link(whose),
        topic=concept(told.text),
        sent=sent,
        received=sent,
        recipient=[link(nurse)],
        sender={"display": told.sender},
        payload=[{"contentString": told.text}],
    )
