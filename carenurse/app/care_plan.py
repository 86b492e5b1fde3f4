"""The care plan of one person as its screen shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain

from carenurse.app.draft_values import Standing, draft_values, running_visit, standing
from carenurse.app.plan_content import PlanContent, plan_content
from carenurse.app.plan_facts import (
    CareCard,
    GoalCard,
    PlanBand,
    PlanView,
    ProblemCard,
    RatingLine,
    ResolvedProblem,
    SuggestedProblem,
)
from carenurse.app.plan_findings import suggested
from carenurse.app.plan_values import ValueThen
from carenurse.app.ports import Reading, Records
from carenurse.app.undo import in_error
from carenurse.app.visit_worksheet import Worksheet
from carenurse.app.visit_worksheet_record import WORKSHEET
from carenurse.app.visit_worksheet_record import decode as decode_worksheet
from carenurse.careplan.care_plan_record import is_home_plan, own_words
from carenurse.careplan.plan import (
    Band,
    Plan,
    bands,
    goal_gaps,
    in_plan,
    intervention_gaps,
    is_active_goal,
    is_active_intervention,
    tell_gaps,
    trend,
)
from carenurse.careplan.progress import Track, progress_of
from carenurse.careplan.terms import BEHAVIOR, KNOWLEDGE, STATUS, Terms
from carenurse.clinical import goal as goals
from carenurse.clinical import intervention, problem, procedure, units
from carenurse.clinical import patient as patients
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import linked
from carenurse.clinical.fhir import Resource
from carenurse.clinical.goal import Goal
from carenurse.clinical.intervention import Intervention
from carenurse.clinical.problem import Problem, Rating
from carenurse.clinical.systems import ICD10CM

_SCALES = (KNOWLEDGE, BEHAVIOR, STATUS)


def care_plan(records: Records, patient: str, now: datetime) -> PlanView:
    """Read the plan of a person."""
    content = plan_content()
    plan = plan_of(records, patient)
    conditions = [
        problem.decode(one) for one in records.of_patient(patient, "Condition") if not in_error(one)
    ]
    person = records.get("Patient", patient)
    name = patients.decode(person).name if person else patients.Patient().name
    running = running_visit(records, patient)
    done = _done(records, patient, running, now.date())
    making = _Making(records, patient, now.date(), content.terms, done, draft_values(records, running, now))
    omaha = frozenset(one.omaha for one in plan.problems if one.omaha)
    return PlanView(
        patient=patient,
        name=name.display,
        given=name.given[0] if name.given else name.display,
        own_words=own_words(plan_resource(records, patient)),
        bands=tuple(making.band(one) for one in bands(plan)),
        suggestions=_suggestions(records, patient, content, omaha, now),
        listed=tuple((one.id, one.text) for one in conditions if one.active and not in_plan(one, plan)),
        resolved=_resolved(conditions),
        visit=running,
        diagnoses=frozenset(
            coding.code for one in conditions for coding in one.codings if coding.system == ICD10CM
        ),
        omaha=omaha,
    )


def plan_of(records: Reading, patient: str) -> Plan:
    """Collect what is in force, in the order in which it came onto the plan."""
    conditions = [problem.decode(one) for one in reversed(records.of_patient(patient, "Condition"))]
    aims = [goals.decode(one) for one in reversed(records.of_patient(patient, "Goal"))]
    orders = [
        one for one in reversed(records.of_patient(patient, "ServiceRequest")) if one.get("intent") == "plan"
    ]
    care = [intervention.decode(one) for one in orders]
    return Plan(
        tuple(one for one in conditions if one.active),
        tuple(one for one in aims if is_active_goal(one)),
        tuple(one for one in care if is_active_intervention(one)),
    )


def plan_resource(records: Reading, patient: str) -> Resource | None:
    """Find the home care plan in force: this nurse's, else a colleague's.

    A plan that another system brought is read in the chart, never written on: ours stands beside it.
    """
    found = [
        one for one in records.of_patient(patient, "CarePlan") if one.get("status") in ("active", "draft")
    ]
    mine = (one for one in found if linked(one.get("author"), "Practitioner") == records.me)
    ours = (one for one in found if is_home_plan(one))
    return next(chain(mine, ours), None)


@dataclass(frozen=True, slots=True)
class _Done:
    """What was done of the plan: on which day last, and in the visit that is going on."""

    last: Mapping[str, date]
    today: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Making:
    """Makes the cards of one person's plan."""

    records: Reading
    patient: str
    today: date
    terms: Terms
    done: _Done
    drafts: Mapping[str, ValueThen]

    def band(self, band: Band) -> PlanBand:
        return PlanBand(
            self._problem(band.problem) if band.problem else None,
            tuple(self._goal(one, band) for one in band.goals),
            tuple(self._care(one, band) for one in band.interventions),
        )

    def _problem(self, value: Problem) -> ProblemCard:
        term = self.terms.problem(value.omaha)
        title = value.text or (term.plain if term else "")
        published = term.display if term and term.display != title else ""
        signs = ", ".join(sign.words for sign in value.signs if sign.words)
        state = self.terms.state(value.modifier)
        told = state.display if state and state.display != "Actual" else ""
        caption = " · ".join(part for part in (published, told, signs) if part)
        return ProblemCard(value, title, caption, trend(value), self._ratings(value))

    def _ratings(self, value: Problem) -> tuple[RatingLine, ...]:
        rated = {KNOWLEDGE: value.knowledge, BEHAVIOR: value.behavior, STATUS: value.status}
        shown = {scale: rating for scale, rating in rated.items() if rating != Rating()}
        if not shown:
            return ()
        kept = [problem.decode(one.resource) for one in self.records.versions("Condition", value.id)]
        names = {scale.code: scale.display for scale in self.terms.scales}
        return tuple(
            RatingLine(scale, names[scale], rating, _history(rating, [_scale(one, scale) for one in kept]))
            for scale, rating in shown.items()
        )

    def _goal(self, value: Goal, band: Band) -> GoalCard:
        found = self._standing(value, band)
        start, now, before = self._start(value, band), found.now, found.before
        gaps = goal_gaps(value, band)
        return GoalCard(
            value=value,
            track=self._track(value, start, now),
            start=start,
            now=now.value if now else None,
            now_on=now.day if now else None,
            unit=units.shown(value.unit),
            gap=tell_gaps(gaps),
            gaps=gaps,
            draft=found.draft,
            before=before.value if before else None,
            before_on=before.day if before else None,
            before_track=self._track(value, start, before) if before else None,
        )

    def _track(self, value: Goal, start: Decimal | None, now: ValueThen | None) -> Track:
        return progress_of(value, now.value if now else None, self.today, start).track

    def _start(self, value: Goal, band: Band) -> Decimal | None:
        if value.measure in _SCALES and band.problem and not value.start_value:
            start = _scale(band.problem, value.measure).start
            return None if start is None else Decimal(start)
        return value.start_value

    def _standing(self, value: Goal, band: Band) -> Standing:
        """Give the value now; an Omaha scale is rated on the problem itself."""
        if value.measure in _SCALES and band.problem:
            now, when = _scale(band.problem, value.measure).now, band.problem.recorded
            return Standing(None if now is None else ValueThen(Decimal(now), "", _day(when), None))
        return standing(self.records, self.patient, value.measure, value.unit, self.drafts, today=self.today)

    def _care(self, value: Intervention, band: Band) -> CareCard:
        gaps = intervention_gaps(value, band)
        return CareCard(
            value=value,
            done_today=value.id in self.done.today,
            last_done=self.done.last.get(value.id),
            new_today=_day(value.authored) == self.today,
            gap=tell_gaps(gaps),
            gaps=gaps,
        )


def _resolved(conditions: Sequence[Problem]) -> tuple[ResolvedProblem, ...]:
    over = [one for one in conditions if one.clinical_status == "resolved"]
    told = (ResolvedProblem(one.id, one.text, _day(one.ended)) for one in over)
    return tuple(sorted(told, key=lambda one: one.day or date.min, reverse=True))


def _scale(value: Problem, scale: str) -> Rating:
    return {KNOWLEDGE: value.knowledge, BEHAVIOR: value.behavior, STATUS: value.status}[scale]


def _history(rating: Rating, kept: Sequence[Rating]) -> tuple[int, ...]:
    """Line up the start and every "now" that was kept; what never changed is a level line of two points."""
    values = [rating.start, *(one.now for one in kept), rating.now]
    line = [value for value in values if value is not None]
    steps = [value for value, before in zip(line, [None, *line], strict=False) if value != before]
    return tuple(line[:2] if len(steps) == 1 else steps)


def running_worksheet(records: Reading, encounter: str) -> tuple[Resource | None, Worksheet]:
    """Find the worksheet of a visit, empty when nothing was put down yet."""
    for resource in records.where("QuestionnaireResponse", "encounter", encounter):
        if resource.get("questionnaire") == WORKSHEET:
            return resource, decode_worksheet(resource)
    return None, Worksheet()


def _done(records: Reading, patient: str, visit: str, today: date) -> _Done:
    last: dict[str, date] = {}
    for resource in records.of_patient(patient, "Procedure"):
        value = procedure.decode(resource)
        if value.done and value.intervention and (day := _day(value.when)):
            last.setdefault(value.intervention, day)
    ticked = {one for one, day in last.items() if day == today}
    if visit:
        _, sheet = running_worksheet(records, visit)
        ticked |= {row.order.rpartition("/")[2] for row in sheet.interventions if row.state == "given"}
        ticked -= {row.order.rpartition("/")[2] for row in sheet.interventions if row.state == "not-given"}
    return _Done(last, frozenset(ticked))


def _suggestions(
    records: Reading, patient: str, content: PlanContent, omaha: frozenset[str], now: datetime
) -> tuple[SuggestedProblem, ...]:
    found = suggested(records, patient, content.rules, omaha, now)
    terms = [(one, content.terms.problem(one.problem)) for one in found]
    return tuple(SuggestedProblem(one, term.plain, term.display) for one, term in terms if term)


def _day(moment: Moment | None) -> date | None:
    return moment.date.exact if moment and moment.date else None
