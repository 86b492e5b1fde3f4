"""The care plan of a person of the demo: episode, problems with ratings, goals, care, visit orders."""

from datetime import date, timedelta

from carenurse.app.demo.building import Frame, coding, concept, hl7, link, omaha, quantity
from carenurse.app.demo.cast import Staff
from carenurse.app.demo.stories import Aim, Care, Person, Trouble
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import ACT_CODE, LOINC, OWN

RATING = OWN + "StructureDefinition/problem-rating"
OWN_WORDS = OWN + "StructureDefinition/own-words"
_SHOWN_UNITS = {
    "[lb_av]": "lb",
    "{score}": "",
    "mm[Hg]": "mmHg",
    "cm2": "cm²",
    "d": "days",
    "{signs}": "signs",
}
_CATEGORIES = {
    "TGC": ("CG0001", "Teaching, Guidance, and Counseling"),
    "TP": ("CG0002", "Treatments and Procedures"),
    "CM": ("CG0003", "Case Management"),
    "S": ("CG0004", "Surveillance"),
}
_MODIFIERS = {
    "actual": ("RM0003", "Actual"),
    "potential": ("RM0002", "Potential"),
    "promotion": ("RM0001", "Health Promotion"),
}
_RATINGS = {"knowledge": "RS0100", "behavior": "RS0200", "status": "RS0300"}
_CERTIFIED_DAYS = 60
"""A certification period of Medicare home health is 60 days, the start of care being day 1 (42 CFR 484.205)."""


def certified(start: date, today: date, recert: int | None = None) -> tuple[date, date]:
    """Give the certification period that today lies in; ``recert`` sets its last day so many days from today."""
    if recert is not None:
        last = today + timedelta(days=recert)
        return last - timedelta(days=_CERTIFIED_DAYS - 1), last
    first = start + timedelta(days=(today - start).days // _CERTIFIED_DAYS * _CERTIFIED_DAYS)
    return first, first + timedelta(days=_CERTIFIED_DAYS - 1)


def episode(frame: Frame, label: str, person: Person, whose: Resource, start: date, team: Staff) -> Resource:
    """Make the EpisodeOfCare with its certification period in force."""
    first, last = certified(start, frame.today, person.recert)
    return frame.resource(
        "EpisodeOfCare",
        label,
        status="active",
        type=[hl7("episodeofcare-type", "hacc", "Home and Community Care")],
        patient=link(whose),
        managingOrganization=link(team.agency, str(team.agency["name"])),
        period={"start": min(start, first).isoformat(), "end": last.isoformat()},
        careManager=link(team.nurse),
    )


def problem(
    frame: Frame, label: str, told: Trouble, words: dict[str, str], whose: Resource, since: date
) -> Resource:
    """Make the Condition of a nursing problem with its ratings."""
    return frame.resource(
        "Condition",
        label,
        clinicalStatus=hl7("condition-clinical", "active"),
        verificationStatus=hl7("condition-ver-status", "confirmed"),
        category=[hl7("condition-category", "problem-list-item", "Problem List Item")],
        code=concept(told.words, omaha(told.code, words[told.code]), omaha(*_MODIFIERS[told.modifier])),
        subject=link(whose),
        onsetDateTime=since.isoformat(),
        recordedDate=since.isoformat(),
        evidence=[{"code": [concept("", omaha(sign, words[sign]))]} for sign in told.signs],
        extension=[_rating(name, values) for name, values in told.ratings.items()],
    )


def _rating(name: str, values: tuple[int, int, int]) -> Resource:
    parts = [{"url": "rating", "valueCode": _RATINGS[name]}]
    parts += [
        {"url": when, "valueInteger": value}
        for when, value in zip(("start", "now", "target"), values, strict=True)
    ]
    return {"url": RATING, "extension": parts}


def goal(frame: Frame, label: str, told: Aim, about: Resource, whose: Resource, since: date) -> Resource:
    """Make a Goal: the measure as its description, the person's own words beside it."""
    made = frame.resource(
        "Goal",
        label,
        lifecycleStatus="active",
        achievementStatus=hl7("goal-achievement", told.achievement),
        description=concept(told.text),
        subject=link(whose),
        startDate=since.isoformat(),
        target=[_target(frame, told)],
        addresses=[link(about)],
        note=[{"text": told.words}],
    )
    made["expressedBy"] = link(whose)
    return made


def _target(frame: Frame, told: Aim) -> Resource:
    target: Resource = {}
    if told.measure:
        target["measure"] = concept("", coding(LOINC, told.measure))
    elif told.unit:
        target["measure"] = concept(told.text)
    if told.unit:
        shown = _SHOWN_UNITS.get(told.unit, told.unit)
        ends = {"low": told.low, "high": told.high}
        target["detailRange"] = {
            name: quantity(end, told.unit, shown) for name, end in ends.items() if end is not None
        }
        target["extension"] = [
            {
                "url": OWN + "StructureDefinition/goal-start",
                "valueQuantity": quantity(told.start, told.unit, shown),
            }
        ]
    target["dueDate"] = (frame.today + timedelta(days=told.due)).isoformat()
    return target


def care(
    frame: Frame,
    label: str,
    told: Care,
    about: Resource,
    aims: list[Resource],
    words: dict[str, str],
    whose: Resource,
    team: Staff,
    since: date,
) -> Resource:
    """Make the ServiceRequest of one intervention."""
    code, display = _CATEGORIES[told.category]
    return frame.resource(
        "ServiceRequest",
        label,
        status="active",
        intent="plan",
        category=[concept(told.category, omaha(code, display))],
        code=concept(told.text, omaha(told.target, words[told.target])),
        subject=link(whose),
        occurrenceTiming={"code": {"text": told.frequency}} if told.frequency else None,
        authoredOn=since.isoformat(),
        requester=link(team.nurse),
        performerType=concept(told.performer) if told.performer else None,
        reasonReference=[link(about)],
        supportingInfo=[link(one) for one in aims],
    )


def visit_order(
    frame: Frame, label: str, text: str, person: Person, whose: Resource, start: date, doctor: Resource
) -> Resource:
    """Make the physician's order of visits, its text as signed."""
    first, last = certified(start, frame.today, person.recert)
    return frame.resource(
        "ServiceRequest",
        label,
        status="active",
        intent="order",
        category=[hl7("service-type", "25", "Home care")],
        code=concept(text, coding(ACT_CODE, "HH", "home health")),
        subject=link(whose),
        occurrencePeriod={"start": first.isoformat(), "end": last.isoformat()},
        authoredOn=first.isoformat(),
        requester=link(doctor),
        patientInstruction=person.preferences,
    )


def care_plan(
    frame: Frame,
    label: str,
    person: Person,
    whose: Resource,
    start: date,
    problems: list[Resource],
    goals: list[Resource],
    orders: list[Resource],
    team: Staff,
) -> Resource:
    """Make the CarePlan that holds all of it together, headed by the person's own words."""
    return frame.resource(
        "CarePlan",
        label,
        status="active",
        intent="plan",
        category=[
            concept("", coding("http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "assess-plan"))
        ],
        title="Home care plan",
        description=person.own_words,
        subject=link(whose),
        period={"start": start.isoformat()},
        created=start.isoformat(),
        author=link(team.nurse),
        addresses=[link(one) for one in problems],
        goal=[link(one) for one in goals],
        activity=[{"reference": link(one)} for one in orders],
    )
