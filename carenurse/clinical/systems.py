"""The names of the code systems that the record speaks, and of our own few extensions.

Our own names, in records, forms, code lists and on the wire to the office, all begin with ``urn:carenurse:``:
the project has no domain of its own, and a name that is once in a record must stay for ever.
"""

from typing import Final

LOINC: Final = "http://loinc.org"
UCUM: Final = "http://unitsofmeasure.org"
RXNORM: Final = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED: Final = "http://snomed.info/sct"
ICD10CM: Final = "http://hl7.org/fhir/sid/icd-10-cm"
CVX: Final = "http://hl7.org/fhir/sid/cvx"
OMAHA: Final = "https://standards.digital.health.nz/ns/omaha-system"
"""Omaha System codes as Health New Zealand publishes them (PB problems, SS signs, TG targets, RS ratings)."""

HL7: Final = "http://terminology.hl7.org/CodeSystem/"
ABSENT_UNKNOWN: Final = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
ACT_REASON: Final = HL7 + "v3-ActReason"
ACT_CODE: Final = HL7 + "v3-ActCode"
BCP47: Final = "urn:ietf:bcp:47"

OWN: Final = "urn:carenurse:"
OWN_CODES: Final = OWN + "codes/record"
ORIGIN: Final = OWN + "origin"
