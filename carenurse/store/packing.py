"""The JSON of a version takes a third of its room: compressed, with the words that all records use known.

What is kept plain begins with ``{``, what is compressed with ``x``; zlib's own frame names the dictionary and
carries a checksum. The dictionary is never edited: a kept version could not be read without it. Should a
better one be wanted, it is added beside it.
"""

import re
import zlib
from typing import Final

_SMALLEST: Final = 160
_COMPRESSED: Final = b"x"
_LEVEL: Final = 6
_WINDOW: Final = 15
_WORK: Final = 8
_DIGEST: Final = re.compile(rb"[0-9a-f]{64}")
_DIGEST_LENGTH: Final = 64
_PIECE: Final = 250_000
_ROOM: Final = 512
_ONE_PAGE: Final = 3_900
"""What fits into one page of the database beside the other columns of a version, in bytes."""

WORDS: Final = (
    b'"use":"official","family":"given":["prefix":["suffix":["gender":"female""gender":"male""birthDate":"19'
    b'"telecom":[{"system":"phone","value":"555-01"system":"email""use":"home"'
    b'"address":[{"line":["city":"state":"postalCode":"maritalStatus":{"communication":[{"language":{'
    b'"contained":[{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/'
    b'"url":"urn:carenurse:"valueString":"valueCode":"valueBoolean":true"valueBoolean":false"valueDecimal":'
    b'"valueInteger":"valueDateTime":"valueDate":"valueReference":{"valueCoding":{"system":"'
    b'"valueQuantity":{"value":'
    b'"questionnaire":"urn:carenurse:questionnaire/"item":[{"linkId":"text":"answer":[{"valueString":"'
    b'{"linkId":"answer":[{"valueCoding":{"code":"display":"answer":[{"valueDecimal":'
    b'"resourceType":"QuestionnaireResponse","status":"completed","authored":"author":{"reference":"'
    b'"resourceType":"Provenance","target":[{"reference":"Composition/"occurredDateTime":"recorded":"'
    b'"activity":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion","code":"LA"'
    b'"agent":[{"who":{"reference":"Practitioner/"signature":[{"type":[{"system":"urn:iso-astm:E1762-95:2013"'
    b'"resourceType":"Composition","title":"section":[{"title":"text":{"status":"generated","div":'
    b'"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p></p></div>"}'
    b'"resourceType":"Communication","sent":"payload":[{"contentString":"note":[{"text":"time":"'
    b'"resourceType":"Task","intent":"order","owner":{"restriction":{"period":{"end":"description":"'
    b'"resourceType":"Appointment","start":"participant":[{"actor":{"reference":"Patient/"status":"accepted"'
    b'"resourceType":"ServiceRequest","intent":"authoredOn":"occurrencePeriod":{"requester":{'
    b'"resourceType":"CarePlan","activity":[{"reference":{"reference":"ServiceRequest/'
    b'"resourceType":"Goal","lifecycleStatus":"active","achievementStatus":{"description":{"text":"'
    b'"startDate":"target":[{"measure":{"detailQuantity":{"dueDate":"addresses":[{"reference":"Condition/'
    b'"resourceType":"Condition","clinicalStatus":{"coding":[{"system":'
    b'"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"verificationStatus":'
    b'{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]}'
    b'"category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-category","code":"'
    b'"system":"http://snomed.info/sct","code":"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"'
    b'"onsetDateTime":"recordedDate":"resourceType":"MedicationStatement","medicationCodeableConcept":'
    b'{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"dosage":[{"text":"'
    b'"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}}"route":{"doseAndRate":[{"doseQuantity":'
    b'"effectivePeriod":{"start":"dateAsserted":"resourceType":"AllergyIntolerance","resourceType":"Flag"'
    b'"meta":{"tag":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"HTEST"}]},'
    b'"meta":{"versionId":"1","lastUpdated":"identifier":[{"system":"urn:oid:value":"'
    b'{"resourceType":"Encounter","id":"status":"finished","class":{"system":'
    b'"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HH","display":"home health"},'
    b'"class":{"code":"HH"},"subject":{"reference":"Patient/"period":{"start":"20","end":"20'
    b'"component":[{"code":{"coding":[{"interpretation":[{"referenceRange":[{"derivedFrom":[{"reference":'
    b'"QuestionnaireResponse/"performer":[{"reference":"Practitioner/"hasMember":[{"reference":"Observation/'
    b'"code":"8480-6","display":"Systolic blood pressure"code":"8462-4","display":"Diastolic blood pressure"'
    b'"code":"85354-9","display":"Blood pressure"code":"8867-4","display":"Heart rate"code":"9279-1",'
    b'"display":"Respiratory rate"code":"8310-5","display":"Body temperature"code":"59408-5",'
    b'"display":"Oxygen saturation"code":"29463-7","display":"Body weight"code":"72514-3",'
    b'"display":"Pain severity"value":"unit":"mm[Hg]","code":"mm[Hg]"}}"unit":"/min","code":"/min"}}'
    b'"unit":"%","code":"%"}}"unit":"Cel","code":"Cel"}}"unit":"kg","code":"kg"}}"unit":"{score}"'
    b'{"resourceType":"Observation","id":"status":"final","category":[{"coding":[{"system":'
    b'"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],'
    b'"status":"final","code":{"coding":[{"system":"http://loinc.org","code":"display":"'
    b'"}]},"subject":{"reference":"Patient/"},"encounter":{"reference":"Encounter/"},'
    b'"effectiveDateTime":"2026-02-27T10:42:00-05:00","valueQuantity":{"value":,"unit":"",'
    b'"system":"http://unitsofmeasure.org","code":"'
)


def packed(json: bytes) -> bytes:
    """Compress a version that stays. What names a kept file stays plain, so that a purge can look for it."""
    if len(json) < _SMALLEST or _names_a_file(json):
        return json
    press = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _WORK, zdict=WORDS)
    return press.compress(json) + press.flush()


def _names_a_file(json: bytes) -> bool:
    """Look for a digest, a piece at a time: a search through many megabytes would hold up the window."""
    pieces = range(0, len(json), _PIECE)
    return any(_DIGEST.search(json, start, start + _PIECE + _DIGEST_LENGTH) for start in pieces)


def roomy(json: bytes) -> bytes:
    """Write a draft with blanks behind it up to a round length.

    A draft that grows by a word then keeps its length, and the database writes only those of its pages in
    which a byte has changed; a short one stays within one page.
    """
    rounded = len(json) + -len(json) % _ROOM
    return json.ljust(min(rounded, _ONE_PAGE) if len(json) <= _ONE_PAGE else rounded)


def unpacked(kept: bytes) -> bytes:
    """Give the JSON back; blanks behind a draft may be left."""
    if not kept.startswith(_COMPRESSED):
        return kept
    return zlib.decompressobj(zdict=WORDS).decompress(kept)
