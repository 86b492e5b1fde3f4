"""Five years of a history as another system writes it, for the tour to take over. Nobody in it exists.

Ids are short and its own, references relative, some resources contained, some of kinds that CareNurse does
not show, some elements extensions that it has never seen: all of it must come out again as it went in.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from carenurse.clinical.fhir import Resource, kind_of, write_json

HOSPITAL = "https://records.saltmere-general.example.org"
PATIENT = "4711"
YEARS = 5
_SNOMED, _LOINC, _UCUM = "http://snomed.info/sct", "http://loinc.org", "http://unitsofmeasure.org"
_FICTIONAL: Resource = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
_QUARTER = 91
_DRIFT = (0, 3, -2, 5, 1, -4, 2, 6, -1, 4)
"""How far readings stray from their trend, so that no two visits look alike."""


def foreign_bundle(today: date) -> Resource:
    """Make the Bundle: a collection, newest last, with everything of the last five years."""
    entries = [_entry(one) for one in _resources(today)]
    return {
        "resourceType": "Bundle",
        "id": "saltmere-general-export-0093",
        "meta": {"tag": [_FICTIONAL]},
        "type": "collection",
        "timestamp": f"{today}T06:30:00-05:00",
        "entry": entries,
    }


def foreign_file(today: date) -> bytes:
    """Write the Bundle as a file."""
    return write_json(foreign_bundle(today))


def _entry(resource: Resource) -> Resource:
    return {"fullUrl": f"{HOSPITAL}/fhir/{kind_of(resource)}/{resource['id']}", "resource": resource}


def _resources(today: date) -> Iterator[Resource]:
    yield _patient()
    yield from _around()
    yield from _problems(today)
    yield from _medicines(today)
    for number in range(YEARS * 4):
        yield from _quarter(number, today - timedelta(days=_QUARTER * (YEARS * 4 - number)))
    yield from _unknown_kinds(today)


def _made(kind: str, identity: str, **elements: object) -> Resource:
    return {"resourceType": kind, "id": identity, "meta": {"versionId": "3", "tag": [_FICTIONAL]}, **elements}


def _about() -> Resource:
    return {"reference": f"Patient/{PATIENT}", "display": "DELGADO, ROSA M"}


def _concept(system: str, code: str, display: str) -> Resource:
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


def _patient() -> Resource:
    return _made(
        "Patient",
        PATIENT,
        extension=[
            {"url": f"{HOSPITAL}/portal-account", "valueBoolean": True},
            {"url": f"{HOSPITAL}/preferred-pharmacy", "valueString": "Harbor Street Pharmacy"},
        ],
        identifier=[{"use": "usual", "system": f"{HOSPITAL}/mrn", "value": "SG-0047110"}],
        active=True,
        name=[
            {"use": "official", "family": "Delgado", "given": ["Rosa", "María"], "_family": _family_mark()}
        ],
        telecom=[{"system": "phone", "value": "555-0116", "use": "home", "rank": 1}],
        gender="female",
        birthDate="1947-03-14",
        address=[{"use": "home", "line": ["27 Cannery St #3"], "city": "Saltmere", "country": "US"}],
        maritalStatus=_concept("http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "W", "Widowed"),
        multipleBirthBoolean=False,
    )


def _family_mark() -> Resource:
    return {"extension": [{"url": f"{HOSPITAL}/name-checked", "valueDate": "2021-02-11"}]}


def _around() -> Iterator[Resource]:
    yield _made("Organization", "sg", name="Saltmere General Hospital", active=True)
    yield _made(
        "Practitioner",
        "dr-17",
        name=[{"family": "Nwosu", "given": ["Amara"], "prefix": ["Dr."]}],
        active=True,
    )


def _problems(today: date) -> Iterator[Resource]:
    found = (
        ("84114007", "Heart failure", today.year - 2),
        ("38341003", "High blood pressure", today.year - 5),
        ("44054006", "Type 2 diabetes", today.year - 4),
        ("239873007", "Osteoarthritis of the knee", today.year - 3),
    )
    for number, (code, words, since) in enumerate(found):
        yield _made(
            "Condition",
            f"c{number}",
            clinicalStatus=_concept(
                "http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Active"
            ),
            code=_concept(_SNOMED, code, words),
            subject=_about(),
            onsetDateTime=str(since),
            recordedDate=f"{since}-06-02",
            extension=[{"url": f"{HOSPITAL}/billing-rank", "valuePositiveInt": number + 1}],
        )


def _medicines(today: date) -> Iterator[Resource]:
    listed = (("Lisinopril", "10 mg once a day", 5), ("Metformin", "500 mg with meals", 4))
    for number, (name, dose, years) in enumerate(listed):
        yield _made(
            "MedicationRequest",
            f"m{number}",
            status="active",
            intent="order",
            contained=[{"resourceType": "Medication", "id": "med", "code": {"text": name}}],
            medicationReference={"reference": "#med"},
            subject=_about(),
            authoredOn=f"{today.year - years}-03-09",
            requester={"reference": "Practitioner/dr-17"},
            dosageInstruction=[{"sequence": 1, "text": dose, "asNeededBoolean": False}],
        )


def _quarter(number: int, day: date) -> Iterator[Resource]:
    visit = f"v{number}"
    stray = _DRIFT[number % len(_DRIFT)]
    yield _made(
        "Encounter",
        visit,
        status="finished",
        **{"class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}},
        type=[_concept(_SNOMED, "185349003", "Check-up")],
        subject=_about(),
        period={"start": f"{day}T09:10:00-05:00", "end": f"{day}T09:40:00-05:00"},
        serviceProvider={"reference": "Organization/sg"},
    )
    weight = Decimal("158.0") + stray + number // 4 * 2
    yield _reading(visit, day, ("29463-7", "Body weight"), weight, "[lb_av]")
    yield _reading(visit, day, ("8867-4", "Heart rate"), Decimal(74 + stray), "/min")
    yield _pressure(visit, day, 138 + 2 * stray, 78 + stray)
    if number % 2:
        yield _reading(visit, day, ("4548-4", "Hemoglobin A1c"), Decimal("7.10") + Decimal(stray) / 10, "%")
    if number % 4 == 0:
        yield _letter(visit, day)


def _reading(visit: str, day: date, what: tuple[str, str], value: Decimal, unit: str) -> Resource:
    code, words = what
    return _made(
        "Observation",
        f"{visit}-{code}",
        status="final",
        category=[
            _concept(
                "http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs", "Vital signs"
            )
        ],
        code=_concept(_LOINC, code, words),
        subject=_about(),
        encounter={"reference": f"Encounter/{visit}"},
        effectiveDateTime=f"{day}T09:15:00-05:00",
        valueQuantity={"value": value, "unit": unit, "system": _UCUM, "code": unit},
        device={"display": "Clinic scale 2"},
    )


def _pressure(visit: str, day: date, upper: int, lower: int) -> Resource:
    parts = (("8480-6", "Systolic blood pressure", upper), ("8462-4", "Diastolic blood pressure", lower))
    return _made(
        "Observation",
        f"{visit}-bp",
        status="final",
        code=_concept(_LOINC, "85354-9", "Blood pressure"),
        subject=_about(),
        encounter={"reference": f"Encounter/{visit}"},
        effectiveDateTime=f"{day}T09:15:00-05:00",
        component=[
            {
                "code": _concept(_LOINC, code, words),
                "valueQuantity": {"value": value, "unit": "mmHg", "system": _UCUM, "code": "mm[Hg]"},
            }
            for code, words, value in parts
        ],
    )


def _letter(visit: str, day: date) -> Resource:
    return _made(
        "DocumentReference",
        f"{visit}-letter",
        status="current",
        type=_concept(_LOINC, "11488-4", "Consultation note"),
        subject=_about(),
        date=f"{day}T11:00:00-05:00",
        description="Letter of the heart clinic",
        content=[{"attachment": {"contentType": "text/plain", "data": "U2VlbiB0b2RheS4gU3RhYmxlLg=="}}],
        context={"encounter": [{"reference": f"Encounter/{visit}"}]},
    )


def _unknown_kinds(today: date) -> Iterator[Resource]:
    """Kinds that CareNurse keeps and does not show."""
    yield _made(
        "ImagingStudy",
        "is1",
        status="available",
        subject=_about(),
        started=f"{today.year - 2}-05-04T10:00:00-05:00",
        numberOfSeries=1,
    )
    yield _made(
        "Basic",
        "b1",
        code={"text": "Parking permit"},
        subject=_about(),
        extension=[{"url": f"{HOSPITAL}/permit-until", "valueDate": f"{today.year + 1}-01-31"}],
    )
