"""Changing the care plan: each change is one unit of work with audit, and can be taken back.

Nothing is deleted: what ends gets an ending status and its day. A line that was already carried out keeps its
words; when they change, a new line replaces it and the old one stays in the record.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carenurse.app.care_plan import plan_of, plan_resource, running_worksheet
from carenurse.app.draft_values import running_visit
from carenurse.app.meanwhile import refuse_if_changed
from carenurse.app.plan_content import plan_content
from carenurse.app.plan_drafts import (
    CareDraft,
    GoalDraft,
    ProblemDraft,
    care_draft,
    care_faults,
    goal_draft,
    goal_faults,
    problem_draft,
    problem_faults,
    read_due,
    read_number,
)
from carenurse.app.plan_facts import PlanChanged
from carenurse.app.ports import Reading, Records, Work
from carenurse.app.undo import Changes
from carenurse.app.visit_worksheet import InterventionDone
from carenurse.app.visit_worksheet_record import encode as encode_worksheet
from carenurse.careplan.building import Making, merge, new_problem
from carenurse.careplan.care_plan_record import new_care_plan, with_items, with_own_words, with_template
from carenurse.careplan.terms import BEHAVIOR, KNOWLEDGE, STATUS
from carenurse.clinical import goal as goals
from carenurse.clinical import intervention, problem
from carenurse.clinical.coding import Coding, Concept
from carenurse.clinical.dates import Moment, PartialDate
from carenurse.clinical.fhir import Resource, new_id, reference_to
from carenurse.clinical.goal import Goal
from carenurse.clinical.intervention import Intervention
from carenurse.clinical.problem import Problem
from carenurse.clinical.shapes import as_list
from carenurse.clinical.systems import OMAHA
from carenurse.errors import ExpectedError
from carenurse.translations import tr, trn


def add_from_template(
    records: Records, patient: str, template: str, ticked: Sequence[str], now: datetime
) -> PlanChanged:
    """Add what was ticked of a template; what stands on the plan already is left as it is.

    Raises ExpectedError when nothing of it is new.
    """
    content = plan_content()
    chosen = content.template(template)
    making = Making(patient, content.terms, now, new_id)
    found = merge(chosen, ticked, plan_of(records, patient), making) if chosen else None
    if found is None or not found.count:
        raise ExpectedError(
            tr("Everything that is ticked stands on the plan already."), tr("Tick something else, or close.")
        )
    made = [
        *(problem.encode(one) for one in found.problems),
        *(goals.encode(one) for one in found.goals),
        *(intervention.encode(one) for one in found.interventions),
    ]
    said = trn("{number} item added to the plan", "{number} items added to the plan", found.count)
    return _keep(records, patient, said, made, now, template=template)


def save_problem(records: Records, draft: ProblemDraft, now: datetime) -> PlanChanged:
    """Add or change a problem. Raises ExpectedError while its form has a fault."""
    _refuse(problem_faults(draft))
    before = _get(records, "Condition", draft.id)
    visit = running_visit(records, draft.patient)
    value = problem.decode(before) if before else replace(_fresh_problem(draft, now), visit=visit)
    refuse_if_changed(draft.opened, problem_draft(value).opened)
    wanted = {KNOWLEDGE: "knowledge", BEHAVIOR: "behavior", STATUS: "status"}
    changed = replace(
        value,
        text=draft.text.strip() or value.text,
        modifier=draft.modifier,
        signs=_signs(value, draft),
        note=draft.note.strip(),
        **{name: draft.ratings[scale] for scale, name in wanted.items() if scale in draft.ratings},
    )
    said = tr("Problem changed") if before else tr("Problem added")
    return _keep(records, draft.patient, said, [problem.encode(changed, onto=before)], now)


def save_goal(records: Records, draft: GoalDraft, now: datetime) -> PlanChanged:
    """Add or change a goal. Raises ExpectedError while its form has a fault."""
    _refuse(goal_faults(draft, now.date()))
    before = _get(records, "Goal", draft.id)
    value = (
        goals.decode(before)
        if before
        else Goal(
            id=new_id(),
            patient=draft.patient,
            started=PartialDate.of(now.date()),
            lifecycle="active",
            achievement="in-progress",
        )
    )
    refuse_if_changed(draft.opened, goal_draft(value).opened)
    due = read_due(draft.due, now.date()) if draft.due.strip() else None
    changed = replace(
        value,
        problems=_first(draft.problem, value.problems),
        text=draft.text.strip(),
        words=draft.words.strip(),
        measure=draft.measure,
        unit=draft.unit,
        start_value=read_number(draft.start),
        target_low=read_number(draft.low),
        target_high=read_number(draft.high),
        due=PartialDate.of(due) if due else None,
    )
    said = tr("Goal changed") if before else tr("Goal added")
    return _keep(records, draft.patient, said, [goals.encode(changed, onto=before)], now)


def save_care(records: Records, draft: CareDraft, now: datetime) -> PlanChanged:
    """Add or change an intervention; one that was carried out already is replaced when its words change."""
    _refuse(care_faults(draft))
    before = _get(records, "ServiceRequest", draft.id)
    value = (
        intervention.decode(before)
        if before
        else Intervention(id=new_id(), patient=draft.patient, status="active", authored=Moment.at(now))
    )
    refuse_if_changed(draft.opened, care_draft(value).opened)
    changed = replace(
        value,
        problems=_first(draft.problem, value.problems),
        goals=draft.goals,
        text=draft.text.strip(),
        category=draft.category,
        target=draft.target,
        frequency=draft.frequency.strip(),
        performer=draft.performer.strip(),
        note=draft.note.strip(),
    )
    kept = [intervention.encode(changed, onto=before)]
    if before and changed.text != value.text and records.where("Procedure", "based-on", value.id):
        kept = _superseded(before, changed, now)
    said = tr("Intervention changed") if before else tr("Intervention added")
    return _keep(records, draft.patient, said, kept, now)


def resolve_problem(records: Records, identity: str, now: datetime) -> PlanChanged:
    """Close a problem with its day; goals and interventions that serve no other problem end with it."""
    before = _there(records, "Condition", identity)
    value = problem.decode(before)
    plan = plan_of(records, value.patient)
    ended = [problem.encode(replace(value, clinical_status="resolved", ended=Moment.at(now)), onto=before)]
    only = {identity}
    ended += [_end_goal(records, aim.id, _last(aim)) for aim in plan.goals if set(aim.problems) == only]
    ended += [
        intervention.encode(
            replace(care, status="completed"), onto=_there(records, "ServiceRequest", care.id)
        )
        for care in plan.interventions
        if set(care.problems) == only
    ]
    return _keep(records, value.patient, tr("Problem resolved"), ended, now)


def reopen_problem(records: Records, identity: str, reason: str, now: datetime) -> PlanChanged:
    """Open a resolved problem again, with the reason as a dated note of the nurse.

    The day on which it was closed stays in the version before (FHIR's con-4 allows no end on an active
    problem). Goals and interventions that ended with it stay ended: what is to be done now is decided anew.
    Raises ExpectedError without a reason, and where the same problem is on the plan already.
    """
    if not reason.strip():
        raise ExpectedError(
            tr("A problem is opened again with a reason."), tr("Write what is seen or said now.")
        )
    before = _there(records, "Condition", identity)
    value = problem.decode(before)
    if value.omaha and value.omaha in {one.omaha for one in plan_of(records, value.patient).problems}:
        raise ExpectedError(tr("This problem is on the plan already."), tr("Change the one on the plan."))
    again = problem.encode(replace(value, clinical_status="active", ended=None), onto=before)
    opened = {name: held for name, held in again.items() if not name.lstrip("_").startswith("abatement")}
    opened["note"] = [
        *as_list(opened.get("note")),
        {
            "authorReference": {"reference": f"Practitioner/{records.me}"},
            "time": Moment.at(now).text,
            "text": tr("Opened again: {reason}", reason=" ".join(reason.split())),
        },
    ]
    return _keep(records, value.patient, tr("Problem opened again"), [opened], now)


def close_goal(records: Records, identity: str, now: datetime, *, met: bool) -> PlanChanged:
    """Close a goal: met, or given up."""
    resource = _end_goal(records, identity, "completed" if met else "cancelled", achieved=met)
    said = tr("Goal met") if met else tr("Goal ended")
    return _keep(records, goals.decode(resource).patient, said, [resource], now)


def stop_care(records: Records, identity: str, now: datetime) -> PlanChanged:
    """Stop an intervention; what was done of it stays in the record."""
    before = _there(records, "ServiceRequest", identity)
    value = intervention.decode(before)
    stopped = intervention.encode(replace(value, status="revoked"), onto=before)
    return _keep(records, value.patient, tr("Intervention stopped"), [stopped], now)


def set_own_words(records: Records, patient: str, text: str, now: datetime) -> PlanChanged:
    """Put the person's own words at the head of the plan. Raises ExpectedError when nothing was said."""
    words = " ".join(text.split()).strip('“”" ')
    if not words:
        raise ExpectedError(tr("Nothing is written."), tr("Write what the person says, in their words."))
    with records.work() as work:
        changes = Changes(work)
        plan = plan_resource(work, patient) or new_care_plan(new_id(), patient, work.me, now)
        changes.put(with_own_words(plan, words, now))
    return PlanChanged(tr("Own words kept"), (), changes.undo())


def tick(records: Records, encounter: str, order: str, now: datetime, *, done: bool) -> None:
    """Put down in the visit that is going on that an intervention was (or was not yet) done.

    Raises ExpectedError when no visit to this person is open.
    """
    running = records.get("Encounter", encounter) if encounter else None
    if running is None or running.get("status") != "in-progress":
        raise ExpectedError(
            tr("No visit to this person is open."), tr("Start the visit, then tick what was done.")
        )
    with records.work() as work:
        before, sheet = running_worksheet(work, encounter)
        row = replace(sheet.intervention(f"ServiceRequest/{order}"), state="given" if done else "", reason="")
        changed = sheet.with_intervention(InterventionDone(row.order, row.state, row.reason, row.detail))
        resource = encode_worksheet(changed, running, now, before)
        work.put(resource, draft=True)
        work.record("update", reference_to(resource))


def _keep(
    records: Records,
    patient: str,
    said: str,
    resources: Sequence[Resource],
    now: datetime,
    *,
    template: str = "",
) -> PlanChanged:
    """Keep items and name them (and the template they are from) in the CarePlan, all in one unit of work."""
    with records.work() as work:
        changes = Changes(work)
        for resource in resources:
            changes.put(resource)
        _name_in_plan(work, changes, patient, resources, now, template=template)
    return PlanChanged(said, tuple(str(one["id"]) for one in resources), changes.undo())


def _name_in_plan(
    work: Work,
    changes: Changes,
    patient: str,
    resources: Sequence[Resource],
    now: datetime,
    *,
    template: str = "",
) -> None:
    plan = plan_resource(work, patient) or new_care_plan(new_id(), patient, work.me, now)
    named = with_items(with_template(plan, template) if template else plan, resources)
    if named != plan:
        changes.put(named)


def _fresh_problem(draft: ProblemDraft, now: datetime) -> Problem:
    making = Making(draft.patient, plan_content().terms, now, new_id)
    if draft.omaha:
        return new_problem(draft.omaha, draft.modifier, making)
    return Problem(
        id=new_id(),
        patient=draft.patient,
        clinical_status="active",
        verification="confirmed",
        recorded=Moment.at(now),
    )


def _signs(value: Problem, draft: ProblemDraft) -> tuple[Concept, ...]:
    """Keep signs of other vocabularies, set those of the Omaha System to what is ticked."""
    term = plan_content().terms.problem(value.omaha)
    if term is None:
        return value.signs
    known = {sign.code: sign.display for sign in term.signs}
    kept = [one for one in value.signs if not any(coding.code in known for coding in one.codings)]
    told = {coding.code: one for one in value.signs for coding in one.codings}
    ticked = [
        told.get(code) or Concept("", (Coding(OMAHA, code, known[code]),))
        for code in draft.signs
        if code in known
    ]
    return (*kept, *ticked)


def _superseded(before: Resource, changed: Intervention, now: datetime) -> list[Resource]:
    """End the old line and make a new one that says what it replaces (ServiceRequest.replaces)."""
    fresh = intervention.encode(replace(changed, id=new_id(), authored=Moment.at(now)))
    fresh["replaces"] = [{"reference": reference_to(before)}]
    old = intervention.encode(replace(intervention.decode(before), status="revoked"), onto=before)
    return [old, fresh]


def _end_goal(records: Reading, identity: str, lifecycle: str, *, achieved: bool = False) -> Resource:
    before = _there(records, "Goal", identity)
    value = goals.decode(before)
    achievement = "achieved" if achieved else value.achievement
    return goals.encode(replace(value, lifecycle=lifecycle, achievement=achievement), onto=before)


def _last(goal: Goal) -> str:
    """Say how a goal ends when its problem does."""
    return "completed" if goal.achievement == "achieved" else "cancelled"


def _first(wanted: str, listed: tuple[str, ...]) -> tuple[str, ...]:
    """Put one problem first, the others that an item serves stay."""
    return (wanted, *(one for one in listed[1:] if one != wanted))


def _get(records: Reading, kind: str, identity: str) -> Resource | None:
    return _there(records, kind, identity) if identity else None


def _there(records: Reading, kind: str, identity: str) -> Resource:
    found = records.get(kind, identity)
    if found is None:
        raise ExpectedError(tr("This is no longer on the plan."), tr("Look at the plan as it is now."))
    return found


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise ExpectedError(next(iter(faults.values())))
