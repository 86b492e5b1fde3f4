"""FHIR JSON as it comes in: realistic elements, mixed with what no specification foresaw."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from carenurse.clinical.systems import ABSENT_UNKNOWN, BCP47, HL7, LOINC, OMAHA, OWN, OWN_CODES

Json = st.SearchStrategy[Any]

WORDS = st.sampled_from(["Delgado", "Núñez O'Brien", "", " ", "<b>x</b>", "腎臓病", "a" * 200, "line\nline"])
NUMBERS = st.one_of(
    st.integers(-5, 500),
    st.sampled_from([Decimal("72.50"), Decimal("0.1"), Decimal("1E+5"), Decimal("76.92837465019283")]),
)
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, WORDS)
ANYTHING: Json = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abcxyz"), inner, max_size=3)
    ),
    max_leaves=6,
)
DATES = st.sampled_from(["1941", "1941-03", "1941-03-05", "2026-02-30", "soon", ""])
TIMES = st.sampled_from(
    [
        "2026-02-27T10:42:00-05:00",
        "2026-02-27T15:42:00.123Z",
        "2026-02-27",
        "2026",
        "0001-01-01T00:00:00+14:00",
    ]
)
FOREIGN = "https://other.example.org/StructureDefinition/"
CODES = st.sampled_from(
    [
        (LOINC, "8480-6"),
        (LOINC, "29463-7"),
        (LOINC, "2708-6"),
        (LOINC, "85354-9"),
        (OMAHA, "PB0029"),
        (OMAHA, "TG0031"),
        (OMAHA, "CG0002"),
        (OMAHA, "RM0003"),
        (BCP47, "es"),
        (OWN_CODES, "full-code"),
        (OWN_CODES, "notify-parameters"),
        (ABSENT_UNKNOWN, "no-known-allergies"),
        (HL7 + "condition-clinical", "active"),
        (HL7 + "condition-ver-status", "confirmed"),
        (HL7 + "allergyintolerance-clinical", "resolved"),
        (HL7 + "allergyintolerance-verification", "refuted"),
        (HL7 + "consentcategorycodes", "dnr"),
        (HL7 + "v3-RoleCode", "HPOWATT"),
        (HL7 + "v3-ActReason", "HTEST"),
        ("urn:oid:1.2.3", "X-1"),
    ]
)


def objects(**members: Json) -> Json:
    """Make objects that have some of these members, now and then one that nobody knows."""
    return st.fixed_dictionaries({}, optional=members)


def some(entries: Json) -> Json:
    return st.lists(entries, min_size=1, max_size=3)


def _extension(url: str, **value: Json) -> Json:
    return st.fixed_dictionaries({"url": st.just(url), **value})


def _coding(pair: tuple[str, str], display: str) -> dict[str, str]:
    system, code = pair
    return {"system": system, "code": code} | ({"display": display} if display else {})


CODINGS: Json = st.builds(_coding, CODES, WORDS)
CONCEPTS = objects(coding=some(CODINGS), text=WORDS.filter(bool))
REFERENCES = objects(
    reference=st.sampled_from(
        [
            "Patient/1",
            "Practitioner/2",
            "https://other.example.org/fhir/Patient/3",
            "urn:uuid:0b9a0e4e-0000-4000-8000-000000000001",
            "#med",
            "Condition/9",
            "Goal/4",
            "ServiceRequest/5",
            "Encounter/6",
            "Composition/7",
            "Appointment/8",
            "QuestionnaireResponse/10",
            "Group/11",
        ]
    ),
    display=WORDS.filter(bool),
    type=st.sampled_from(["Patient", "Practitioner"]),
)
QUANTITIES = objects(
    value=NUMBERS,
    unit=st.sampled_from(["kg", "lbs", "mmHg"]),
    code=st.sampled_from(["kg", "[lb_av]", "mm[Hg]"]),
    system=st.just("http://unitsofmeasure.org"),
    comparator=st.sampled_from(["<", ">="]),
)
PERIODS = objects(start=TIMES, end=TIMES)
RANGES = objects(low=QUANTITIES, high=QUANTITIES)
NOTES = objects(text=WORDS.filter(bool), time=TIMES)
DIVS = st.sampled_from(
    [
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>A &amp; B</p><table><tr><td>1</td></tr></table></div>',
        "<div",
        "",
    ]
)
OWN_WORDS = (
    *("access-notes", "may-know", "own-words", "series", "sha-256", "given-to"),
    *("why-ended", "meter-word", "missed-reason"),
)
EXTENSIONS = some(
    st.one_of(
        _extension(FOREIGN + "anything", valueString=WORDS),
        _extension(FOREIGN + "nested", extension=st.lists(objects(url=WORDS), max_size=2)),
        *(_extension(OWN + name, valueString=WORDS.filter(bool)) for name in OWN_WORDS),
        _extension(
            OWN + "knowledge-rating",
            extension=some(_extension("now", valueInteger=st.integers(1, 5))),
        ),
        _extension(OWN + "omaha-modifier", valueCodeableConcept=CONCEPTS),
        _extension(OWN + "urgent-range", valueRange=RANGES),
        _extension(OWN + "start-value", valueDecimal=NUMBERS),
        _extension(
            "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal", valueReference=REFERENCES
        ),
    )
)
NAMES = objects(
    use=st.sampled_from(["official", "usual", "old", "maiden"]),
    family=WORDS,
    given=st.lists(st.one_of(WORDS, st.none()), max_size=3),
    _given=st.lists(st.one_of(st.none(), st.just({"id": "g"})), max_size=3),
    prefix=st.lists(WORDS, max_size=2),
    text=WORDS,
    period=PERIODS,
)
CONTACTS = objects(
    system=st.sampled_from(["phone", "email", "sms"]), value=WORDS, use=st.sampled_from(["home", "mobile"])
)
ADDRESSES = objects(
    use=st.sampled_from(["home", "old", "work"]),
    type=st.sampled_from(["postal", "both"]),
    line=st.lists(st.one_of(WORDS, st.none()), max_size=2),
    city=WORDS,
    postalCode=WORDS,
    text=WORDS,
)
IDENTIFIERS = objects(system=WORDS, value=WORDS, type=CONCEPTS, use=st.just("usual"))
TELECOMS, HUMAN_NAMES = some(CONTACTS), some(NAMES)
LANGUAGES = some(objects(language=CONCEPTS, preferred=st.booleans()))
DOSAGES = some(
    objects(
        text=WORDS,
        asNeededBoolean=st.booleans(),
        asNeededCodeableConcept=CONCEPTS,
        route=CONCEPTS,
        timing=objects(code=CONCEPTS, repeat=objects(frequency=NUMBERS, period=NUMBERS, periodUnit=WORDS)),
        doseAndRate=some(objects(doseQuantity=QUANTITIES)),
    )
)
VALUES = {
    "valueQuantity": QUANTITIES,
    "valueInteger": NUMBERS,
    "valueString": WORDS,
    "valueCodeableConcept": CONCEPTS,
}

ELEMENTS: dict[str, Json] = {
    "abatementDateTime": TIMES,
    "abatementPeriod": PERIODS,
    "achievementStatus": CONCEPTS,
    "active": st.booleans(),
    "actual": st.booleans(),
    "address": some(ADDRESSES),
    "addresses": some(REFERENCES),
    "agent": some(objects(who=REFERENCES)),
    "appointment": some(REFERENCES),
    "author": some(REFERENCES),
    "authoredOn": TIMES,
    "basedOn": some(REFERENCES),
    "beneficiary": REFERENCES,
    "birthDate": DATES,
    "cancelationReason": CONCEPTS,
    "category": some(CONCEPTS),
    "class": CODINGS,
    "clinicalStatus": CONCEPTS,
    "code": CONCEPTS,
    "comment": WORDS,
    "communication": LANGUAGES,
    "component": some(objects(code=CONCEPTS, **VALUES)),
    "contained": some(st.just({"resourceType": "Medication", "id": "med", "code": {"text": "Testamol"}})),
    "content": some(objects(attachment=objects(contentType=WORDS, title=WORDS, url=WORDS))),
    "context": objects(encounter=some(REFERENCES)),
    "criticality": st.sampled_from(["low", "high"]),
    "date": TIMES,
    "dateTime": TIMES,
    "deceasedBoolean": st.booleans(),
    "deceasedDateTime": TIMES,
    "derivedFrom": some(REFERENCES),
    "description": st.one_of(CONCEPTS, WORDS),
    "dispenseRequest": objects(validityPeriod=PERIODS),
    "dosage": DOSAGES,
    "dosageInstruction": DOSAGES,
    "effectiveDateTime": TIMES,
    "effectivePeriod": PERIODS,
    "encounter": REFERENCES,
    "end": TIMES,
    "evidence": some(objects(code=some(CONCEPTS), detail=some(REFERENCES))),
    "for": REFERENCES,
    "gender": st.sampled_from(["female", "male"]),
    "id": st.sampled_from(["1", "0b9a0e4e-0000-4000-8000-000000000001"]),
    "identifier": some(IDENTIFIERS),
    "interpretation": some(CONCEPTS),
    "lifecycleStatus": WORDS,
    "medicationCodeableConcept": CONCEPTS,
    "medicationReference": REFERENCES,
    "medium": some(CONCEPTS),
    "member": some(objects(entity=REFERENCES, inactive=st.booleans())),
    "meta": objects(tag=some(CODINGS), profile=some(WORDS), versionId=WORDS),
    "name": st.one_of(HUMAN_NAMES, WORDS),
    "note": some(NOTES),
    "occurrenceTiming": objects(code=CONCEPTS),
    "onsetDateTime": TIMES,
    "onsetPeriod": PERIODS,
    "onsetString": WORDS,
    "owner": REFERENCES,
    "participant": some(
        objects(actor=REFERENCES, individual=REFERENCES, status=WORDS, role=some(CONCEPTS), member=REFERENCES)
    ),
    "patient": REFERENCES,
    "payor": some(REFERENCES),
    "performedDateTime": TIMES,
    "performer": some(objects(actor=REFERENCES)),
    "performerType": CONCEPTS,
    "period": PERIODS,
    "provision": objects(period=PERIODS),
    "policyRule": CONCEPTS,
    "qualification": some(objects(code=CONCEPTS)),
    "quantityRange": RANGES,
    "reaction": some(objects(manifestation=some(CONCEPTS), severity=WORDS)),
    "reason": some(CONCEPTS),
    "reasonCode": some(CONCEPTS),
    "reasonReference": some(REFERENCES),
    "recipient": some(REFERENCES),
    "recorded": TIMES,
    "recordedDate": TIMES,
    "relatesTo": some(objects(code=WORDS, targetReference=REFERENCES)),
    "relationship": some(CONCEPTS),
    "requester": REFERENCES,
    "restriction": objects(period=PERIODS),
    "section": some(objects(title=WORDS, text=objects(status=WORDS, div=DIVS), code=CONCEPTS)),
    "sent": TIMES,
    "start": TIMES,
    "startDate": DATES,
    "status": WORDS,
    "statusReason": CONCEPTS,
    "subject": REFERENCES,
    "target": some(
        objects(
            reference=WORDS,
            measure=CONCEPTS,
            detailRange=RANGES,
            detailQuantity=QUANTITIES,
            detailInteger=NUMBERS,
            dueDate=DATES,
        )
    ),
    "telecom": TELECOMS,
    "title": WORDS,
    "topic": CONCEPTS,
    "type": st.one_of(CONCEPTS, some(CONCEPTS)),
    "verificationStatus": CONCEPTS,
    **VALUES,
}
"""Elements of many resources, as their definitions have them."""

_NASTY: dict[str, Json] = {
    name: st.one_of(made, made, ANYTHING)  # wrong shapes are the rarer half
    for name, made in ELEMENTS.items()
}
_UNKNOWN = {
    "extension": st.one_of(EXTENSIONS, ANYTHING),
    "modifierExtension": ANYTHING,
    "text": objects(status=WORDS, div=DIVS),
    "vendorThing": ANYTHING,
    **{
        f"_{name}": ANYTHING
        for name in ("birthDate", "status", "gender", "onsetDateTime", "valueString", "title")
    },
}


def _with_kind(kind: str, made: Json) -> Json:
    return made.map(lambda held: {"resourceType": kind, **held})


def _few(elements: dict[str, Json], extra: dict[str, Json]) -> Json:
    """Make objects of a handful of these elements: a whole one would rarely come to an end."""
    names = st.lists(st.sampled_from(sorted(elements)), unique=True, max_size=8)
    more = st.lists(st.sampled_from(sorted(extra)), unique=True, max_size=3) if extra else st.just([])
    return st.tuples(names, more).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {name: elements[name] for name in chosen[0]} | {name: extra[name] for name in chosen[1]}
        )
    )


def nasty(kind: str, *, near: tuple[str, ...] = ()) -> Json:
    """Make resources of a kind with anything in them; ``near`` names elements that shall be frequent."""
    close = st.fixed_dictionaries({}, optional={name: _NASTY[name] for name in near if name in _NASTY})
    far = _few(_NASTY, _UNKNOWN)
    return _with_kind(kind, st.tuples(far, close).map(lambda both: both[0] | both[1]))


def proper(kind: str, *, near: tuple[str, ...]) -> Json:
    """Make resources whose elements all have the shape that FHIR gives them."""
    close = {name: ELEMENTS[name] for name in near if name in ELEMENTS}
    return _with_kind(kind, st.fixed_dictionaries({}, optional={**close, "extension": EXTENSIONS}))
