"""The care plan of a person of the demo: episode, problems with ratings, goals, care, visit orders."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from carenurse.app.demo.building import INVENTED, coding, concept, hl7, link
from carenurse.app.demo.chart import Chart
from carenurse.app.demo.stories import Aim, Care, Trouble, conditions
from carenurse.careplan.care_plan_record import with_own_words
from carenurse.clinical.coding import Coding, Concept
from carenurse.clinical.dates import Moment, PartialDate
from carenurse.clinical.fhir import Resource
from carenurse.clinical.goal import Goal
from carenurse.clinical.goal import encode as encode_goal
from carenurse.clinical.intervention import Intervention
from carenurse.clinical.intervention import encode as encode_intervention
from carenurse.clinical.problem import NO_RATING, Problem, Rating
from carenurse.clinical.problem import encode as encode_problem
from carenurse.clinical.systems import ACT_CODE, OMAHA

_MODIFIERS = {"actual": "RM0003", "potential": "RM0002", "promotion": "RM0001"}
_FIRST_VISIT = time(10)
_CERTIFIED_DAYS = 60
"""Medicare home health certifies 60 days at a time, the start of care being day 1 (42 CFR 484.205)."""


def certified(start: date, today: date, recert: int | None = None) -> tuple[date, date]:
    """Give the certification period of today; ``recert`` puts its last day so many days from today."""
    if recert is not None:
        last = today + timedelta(days=recert)
        return last - timedelta(days=_CERTIFIED_DAYS - 1), last
    first = start + timedelta(days=(today - start).days // _CERTIFIED_DAYS * _CERTIFIED_DAYS)
    return first, first + timedelta(days=_CERTIFIED_DAYS - 1)


def episode(chart: Chart) -> Resource:
    """Make the EpisodeOfCare; it ends with the certification period in force."""
    first, last = certified(chart.start, chart.frame.today, chart.person.recert)
    return chart.make(
        "EpisodeOfCare",
        "care",
        status="active",
        type=[hl7("episodeofcare-type", "hacc", "Home and Community Care")],
        patient=chart.whose,
        managingOrganization=link(chart.team.agency, str(chart.team.agency["name"])),
        period={"start": min(chart.start, first).isoformat(), "end": last.isoformat()},
        careManager=link(chart.team.nurse),
    )


def whole_plan(chart: Chart) -> Iterator[Resource]:
    """Make problems, goals, care and visit order, and the CarePlan that holds them together."""
    problems: list[Resource] = []
    goals: list[Resource] = []
    orders: list[Resource] = []
    shared = [told for one in chart.conditions for told in one.problems]
    for number, told in enumerate(chart.person.problems or shared):
        about = _problem(chart, number, told)
        aims = [_goal(chart, f"{number}/{rank}", aim, about) for rank, aim in enumerate(told.goals)]
        for rank, care in enumerate(told.interventions):
            orders.append(_care(chart, f"{number}/{rank}", care, (about, *aims)))
        problems.append(about)
        goals += aims
    orders.append(visit_order(chart))
    yield from (*problems, *goals, *orders)
    yield _care_plan(chart) | {
        "addresses": [link(one) for one in problems],
        "goal": [link(one) for one in goals],
        "activity": [{"reference": link(one)} for one in orders],
    }


def visit_order(chart: Chart) -> Resource:
    """Make the physician's order of visits, its text as signed."""
    first, last = certified(chart.start, chart.frame.today, chart.person.recert)
    text = chart.person.order or chart.conditions[0].order
    return chart.make(
        "ServiceRequest",
        "visits",
        status="active",
        intent="order",
        category=[hl7("service-type", "25", "Home care")],
        code=concept(text, coding(ACT_CODE, "HH", "home health")),
        subject=chart.whose,
        occurrencePeriod={"start": first.isoformat(), "end": last.isoformat()},
        authoredOn=first.isoformat(),
        requester=link(chart.doctor),
        patientInstruction=chart.person.preferences,
    )


def _problem(chart: Chart, number: int, told: Trouble) -> Resource:
    words = conditions().terms
    ratings = {scale: Rating(*values) for scale, values in told.ratings.items()}
    kept = Problem(
        id=chart.make("Condition", number)["id"],
        patient=chart.patient["id"],
        text=told.words,
        omaha=told.code,
        codings=(Coding(OMAHA, told.code, words[told.code]),),
        clinical_status="active",
        verification="confirmed",
        modifier=_MODIFIERS[told.modifier],
        signs=tuple(Concept("", (Coding(OMAHA, sign, words[sign]),)) for sign in told.signs),
        onset=Moment.on(chart.start),
        recorded=Moment.on(chart.start),
        knowledge=ratings.get("knowledge", NO_RATING),
        behavior=ratings.get("behavior", NO_RATING),
        status=ratings.get("status", NO_RATING),
    )
    return encode_problem(kept) | {"meta": {"tag": [INVENTED]}}


def _goal(chart: Chart, label: str, told: Aim, about: Resource) -> Resource:
    kept = Goal(
        id=chart.make("Goal", label)["id"],
        patient=chart.patient["id"],
        problems=(about["id"],),
        text=told.text,
        words=told.words,
        measure=told.measure or "",
        unit=told.unit or "",
        start_value=told.start,
        target_low=told.low,
        target_high=told.high,
        started=PartialDate.of(chart.start),
        due=PartialDate.of(chart.frame.today + timedelta(days=told.due)),
        lifecycle="active",
        achievement=told.achievement,
    )
    made: Resource = encode_goal(kept) | {"meta": {"tag": [INVENTED]}}
    target: Resource = made["target"][0]
    if "detailRange" in target:
        target.setdefault("measure", concept(told.text))  # FHIR constraint gol-1: no detail without a measure
    return made


def _care(chart: Chart, label: str, told: Care, about: tuple[Resource, ...]) -> Resource:
    problem, *aims = about
    kept = Intervention(
        id=chart.make("ServiceRequest", label)["id"],
        patient=chart.patient["id"],
        problems=(problem["id"],),
        goals=tuple(one["id"] for one in aims),
        text=told.text,
        category=told.category,
        target=told.target,
        frequency=told.frequency,
        status="active",
        performer=told.performer,
        authored=Moment.on(chart.start),
    )
    return encode_intervention(kept) | {"meta": {"tag": [INVENTED]}}


def _care_plan(chart: Chart) -> Resource:
    system = "http://hl7.org/fhir/us/core/CodeSystem/careplan-category"
    made = chart.make(
        "CarePlan",
        "plan",
        status="active",
        intent="plan",
        category=[concept("", coding(system, "assess-plan"))],
        title="Home care plan",
        subject=chart.whose,
        period={"start": chart.start.isoformat()},
        created=chart.start.isoformat(),
        author=link(chart.team.nurse),
    )
    said = datetime.combine(chart.start, _FIRST_VISIT, chart.frame.offset)
    return with_own_words(made, chart.person.own_words, said) if chart.person.own_words else made
