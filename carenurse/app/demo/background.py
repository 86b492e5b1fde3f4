"""What stands in a banner and behind it: allergies, alerts, wishes, diagnoses, medicines, stays, calls."""

from collections.abc import Iterator
from decimal import Decimal

from carenurse.app.demo.building import INVENTED, coding, concept, hl7, link
from carenurse.app.demo.cast import hospital, relative
from carenurse.app.demo.chart import Chart
from carenurse.app.demo.measuring import SIGNS
from carenurse.app.demo.stories import Call, Caution, Medicine, Stay, Substance, Wish, conditions
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource
from carenurse.clinical.own_limit import OwnLimit, Span
from carenurse.clinical.own_limit import encode as encode_limit
from carenurse.clinical.systems import ABSENT_UNKNOWN, ACT_CODE, HL7, ICD10CM, OWN, OWN_CODES, RXNORM

_ALLERGENS = OWN + "codes/allergy"
_WISHES = {"full-code": ("Full code", OWN_CODES), "dnr": ("DNR", HL7 + "consentcategorycodes")}
_DIAGNOSED_DAYS_AGO = 200


def around(chart: Chart) -> Iterator[Resource]:
    """Make everything that is true of the person before any visit."""
    person = chart.person
    for number, kin in enumerate(person.contacts):
        yield relative(chart.frame, f"{chart.label}/{number}", kin, chart.patient)
    yield from _allergies(chart)
    yield from (_alert(chart, number, told) for number, told in enumerate(person.alerts))
    if person.wish:
        yield _wish(chart, person.wish)
    if person.hospital:
        yield _stay(chart, person.hospital)
    yield from (_limit(chart, vital, span) for vital, span in person.limits.items())
    yield from (_call(chart, number, told) for number, told in enumerate(person.calls))
    shared = [code for one in chart.conditions for code in one.diagnoses]
    yield from (_diagnosis(chart, code) for code in dict.fromkeys(person.diagnoses or shared))
    usual = [told for one in chart.conditions for told in one.medicines]
    yield from (_medicine(chart, number, told) for number, told in enumerate(person.medicines or usual))


def _allergies(chart: Chart) -> Iterator[Resource]:
    for number, told in enumerate(chart.person.allergies):
        yield _allergy(chart, number, told)
    if not chart.person.allergies:
        none = coding(ABSENT_UNKNOWN, "no-known-allergies", "No known allergies")
        yield _intolerance(chart, "none") | {"code": concept("No known allergies", none)}


def _allergy(chart: Chart, number: int, told: Substance) -> Resource:
    system = RXNORM if told.code and told.code.isdigit() else _ALLERGENS
    listed = [coding(system, told.code, told.substance)] if told.code else []
    return _intolerance(chart, number) | {
        "category": [told.category],
        "criticality": told.criticality,
        "code": concept(told.substance.removesuffix(" (class)"), *listed),
        "reaction": [{"manifestation": [concept(words)]} for words in told.reactions],
    }


def _intolerance(chart: Chart, label: object) -> Resource:
    return chart.make(
        "AllergyIntolerance",
        label,
        clinicalStatus=hl7("allergyintolerance-clinical", "active"),
        verificationStatus=hl7("allergyintolerance-verification", "confirmed"),
        patient=chart.whose,
        recordedDate=chart.start.isoformat(),
    )


def _alert(chart: Chart, number: int, told: Caution) -> Resource:
    since = chart.frame.ago(told.days)
    category = "admin" if told.category == "administrative" else told.category
    return chart.make(
        "Flag",
        number,
        status="active",
        category=[hl7("flag-category", category)],
        code=concept(told.text.format(date=f"{since.day} {since:%b}")),
        subject=chart.whose,
        period={"start": since.isoformat()},
    )


def _wish(chart: Chart, told: Wish) -> Resource:
    text, system = _WISHES[told.code]
    return chart.make(
        "Consent",
        "wish",
        status="active",
        scope=hl7("consentscope", "adr", "Advanced Care Directive"),
        category=[concept("", coding(system, told.code))],
        patient=chart.whose,
        dateTime=chart.frame.ago(told.days).isoformat(),
        policyRule=concept(text),
    )


def _diagnosis(chart: Chart, code: str) -> Resource:
    words = conditions().diagnoses[code]
    return chart.make(
        "Condition",
        code,
        clinicalStatus=hl7("condition-clinical", "active"),
        verificationStatus=hl7("condition-ver-status", "confirmed"),
        category=[hl7("condition-category", "encounter-diagnosis", "Encounter Diagnosis")],
        code=concept(words, coding(ICD10CM, code, words)),
        subject=chart.whose,
        recordedDate=chart.frame.ago(_DIAGNOSED_DAYS_AGO).isoformat(),
    )


def _medicine(chart: Chart, number: int, told: Medicine) -> Resource:
    since = chart.frame.ago(told.since)
    return chart.make(
        "MedicationStatement",
        number,
        status="active",
        medicationCodeableConcept=concept(told.name, coding(RXNORM, told.code, told.name)),
        subject=chart.whose,
        effectivePeriod={"start": since.isoformat()},
        dateAsserted=max(since, chart.start).isoformat(),
        reasonCode=[concept(told.reason)],
        dosage=[{"text": told.dose, "asNeededBoolean": told.as_needed}],
    )


def _stay(chart: Chart, told: Stay) -> Resource:
    start, end = (chart.frame.ago(days).isoformat() for days in (told.start, told.end))
    made = chart.make("Encounter", "stay", status="finished", subject=chart.whose)
    return made | {
        "class": coding(ACT_CODE, "IMP", "inpatient encounter"),
        "period": {"start": start, "end": end},
        "reasonCode": [concept(told.reason)],
        "serviceProvider": link(hospital(chart.frame, told.name), told.name),
    }


def _call(chart: Chart, number: int, told: Call) -> Resource:
    sent = chart.frame.at(chart.frame.ago(told.days), told.time).isoformat()
    return chart.make(
        "Communication",
        number,
        status="completed",
        category=[hl7("communication-category", "notification", "Notification")],
        subject=chart.whose,
        topic=concept(told.text),
        sent=sent,
        received=sent,
        recipient=[link(chart.team.nurse)],
        sender={"display": told.sender},
        payload=[{"contentString": told.text}],
    )


def _limit(chart: Chart, vital: str, span: tuple[Decimal, Decimal]) -> Resource:
    sign = SIGNS[vital]
    kept = OwnLimit(
        id=chart.make("ServiceRequest", f"limit/{vital}")["id"],
        patient=chart.patient["id"],
        code=sign.code,
        label=sign.words,
        notify=Span(*span, sign.unit),
        ordered_by=" ".join(["Dr.", *chart.doctor["name"][0]["given"], chart.doctor["name"][0]["family"]]),
        since=Moment.on(chart.start),
        status="active",
    )
    return encode_limit(kept) | {"meta": {"tag": [INVENTED]}}
