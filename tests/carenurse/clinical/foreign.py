"""Resources in the manner of other systems, with invented people: fixtures for what real files look like."""

from carenurse.clinical.fhir import Resource, read_json


def generated_patient() -> Resource:
    """Write a patient as a generator does: many identifiers, extensions, a maiden name."""
    return read_json("""{
      "resourceType": "Patient", "id": "6b7f0a52-3a0f-4f7e-9a53-0c7b3f1c0001",
      "meta": {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]},
      "text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'>made up</div>"},
      "extension": [
        {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "F"},
        {"url": "https://other.example.org/years", "valueDecimal": 0.0100}],
      "identifier": [{"system": "https://other.example.org/mrn", "value": "M-77",
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]}},
        {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "000-00-0000"}],
      "name": [{"use": "maiden", "family": "Ficticia", "given": ["Rosa"]},
        {"use": "official", "family": "Núñez", "given": ["Rosa", null, "María"],
         "_given": [null, {"extension": [{"url": "https://other.example.org/unknown"}]}, {"id": "m"}],
         "prefix": ["Mrs."]}],
      "telecom": [{"system": "email", "value": "rosa@example.org"},
        {"system": "phone", "value": "(555) 555-0142", "use": "home", "rank": 1}],
      "gender": "female", "birthDate": "1941-03-05",
      "_birthDate": {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
        "valueDateTime": "1941-03-05T04:10:00-05:00"}]},
      "address": [{"use": "old", "line": ["9 Gone St"]},
        {"line": ["0 Nowhere Ln", "Apt 3"], "city": "Nullville", "state": "ZZ", "postalCode": "00000",
         "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/geolocation",
           "extension": [{"url": "latitude", "valueDecimal": 0.10}]}]}],
      "communication": [
        {"language": {"text": "English", "coding": [{"system": "urn:ietf:bcp:47", "code": "en"}]}},
        {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "es", "display": "Spanish"}]},
         "preferred": true}]
    }""")


def summary_allergy() -> Resource:
    """Write an allergy as a patient summary does: words only, no status."""
    return read_json("""{
      "resourceType": "AllergyIntolerance", "id": "a-1",
      "patient": {"reference": "Patient/p-1", "display": "X"},
      "code": {"text": "testicillin"}, "criticality": "high",
      "reaction": [
        {"manifestation": [{"text": "Hives"}, {"text": "Itching"}], "severity": "severe"},
        {"manifestation": [
          {"coding": [{"system": "urn:oid:1.2.3", "code": "7", "display": "Swelling"}]}]}]
    }""")


def hospital_order() -> Resource:
    """Write an order as a hospital does: contained medicine, coded dose, no words."""
    return read_json("""{
      "resourceType": "MedicationRequest", "id": "r-1", "status": "active", "intent": "order",
      "contained": [{"resourceType": "Medication", "id": "m1", "code": {"coding": [
        {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "0",
         "display": "Testolol 25 MG"}]}}],
      "medicationReference": {"reference": "#m1"}, "subject": {"reference": "Patient/p-1"},
      "authoredOn": "2026-01-10", "dosageInstruction": [{"sequence": 1,
        "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}, "route": {"text": "oral"},
        "asNeededCodeableConcept": {"text": "pain"},
        "doseAndRate": [{"doseQuantity": {"value": 1.50, "unit": "tablet"}}]}]
    }""")


def clinic_pressure() -> Resource:
    """Write a blood pressure as a clinic does: old panel code, parts, a cuff."""
    return read_json("""{
      "resourceType": "Observation", "id": "o-1", "status": "final",
      "category": [{"coding": [{"code": "vital-signs"}]}],
      "code": {"coding": [{"system": "http://loinc.org", "code": "55284-4", "display": "Blood Pressure"}],
        "text": "BP"},
      "subject": {"reference": "https://other.example.org/fhir/Patient/p-1"},
      "effectivePeriod": {"start": "2026-02-27T10:42:00-05:00"}, "bodySite": {"text": "left arm"},
      "component": [
        {"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
         "valueQuantity": {"value": 132, "unit": "mmHg", "code": "mm[Hg]",
           "system": "http://unitsofmeasure.org"}},
        {"code": {"text": "Cuff"}, "valueString": "large"},
        {"code": {"coding": [{"system": "http://loinc.org", "code": "8462-4"}]},
         "valueQuantity": {"value": 78, "unit": "mmHg"}}]
    }""")
