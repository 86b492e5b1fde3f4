"""The templates as the plan's tick list offers them to one person."""

from dataclasses import dataclass

from carenurse.app.care_plan import plan_of, plan_resource
from carenurse.app.plan_content import plan_content
from carenurse.app.plan_facts import PlanView
from carenurse.app.ports import Reading, Records
from carenurse.careplan.building import Present, already_there
from carenurse.careplan.care_plan_record import templates_of
from carenurse.careplan.templates import Template, fits


@dataclass(frozen=True, slots=True)
class TemplateOffer:
    """One template, and which of its keys stand on the plan already."""

    template: Template
    there: frozenset[str]


def offers(plan: PlanView) -> tuple[tuple[str, str], ...]:
    """List templates as (id, title): those that fit the person's diagnoses or problems first."""
    ordered = sorted(plan_content().templates, key=lambda one: (_distance(one, plan), one.title))
    return tuple((template.id, template.title) for template in ordered)


def best_offer(plan: PlanView) -> str:
    """Give the id of the template that fits best; empty where none fits: nothing is chosen for the nurse."""
    near = [one for one in plan_content().templates if _distance(one, plan) < _FOREIGN]
    best = min(near, key=lambda one: (_distance(one, plan), one.title), default=None)
    return best.id if best else ""


_FOREIGN = 2


def _distance(template: Template, plan: PlanView) -> int:
    if fits(template, plan.diagnoses):
        return 0
    return 1 if any(problem.code in plan.omaha for problem in template.problems) else _FOREIGN


def offer(records: Records, patient: str, identity: str) -> TemplateOffer | None:
    """Set one template beside the plan of a person."""
    template = plan_content().template(identity)
    if template is None:
        return None
    return TemplateOffer(template, already_there(template, plan_of(records, patient)).keys)


def templates_in_use(records: Reading, patient: str) -> frozenset[str]:
    """Name the templates that stand on a person's plan, whatever the diagnoses say.

    One does when the plan names it and holds a problem of it, or (plans of before that was kept) when it
    holds a goal or an intervention that only this template has.
    """
    plan = plan_of(records, patient)
    named = templates_of(plan_resource(records, patient))
    there = {one.id: already_there(one, plan) for one in plan_content().templates}
    held = [identity for present in there.values() for identity in _items(present)]
    return frozenset(
        name
        for name, present in there.items()
        if (name in named and present.problems) or any(held.count(one) == 1 for one in _items(present))
    )


def _items(present: Present) -> frozenset[str]:
    return frozenset((*present.goals.values(), *present.interventions.values()))
