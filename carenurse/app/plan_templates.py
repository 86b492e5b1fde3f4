"""The templates as the plan's tick list offers them to one person."""

from dataclasses import dataclass

from carenurse.app.care_plan import plan_of
from carenurse.app.plan_content import plan_content
from carenurse.app.plan_facts import PlanView
from carenurse.app.ports import Records
from carenurse.careplan.building import already_there
from carenurse.careplan.templates import Template, fits


@dataclass(frozen=True, slots=True)
class TemplateOffer:
    """One template, and which of its keys stand on the plan already."""

    template: Template
    there: frozenset[str]


def offers(plan: PlanView) -> tuple[tuple[str, str], ...]:
    """List templates as (id, title): those that fit the person's diagnoses or problems first."""

    def rank(template: Template) -> tuple[int, str]:
        shared = sum(1 for problem in template.problems if problem.code in plan.omaha)
        return (0 if fits(template, plan.diagnoses) else 1 if shared else 2, template.title)

    ordered = sorted(plan_content().templates, key=rank)
    return tuple((template.id, template.title) for template in ordered)


def offer(records: Records, patient: str, identity: str) -> TemplateOffer | None:
    """Set one template beside the plan of a person."""
    template = plan_content().template(identity)
    if template is None:
        return None
    return TemplateOffer(template, already_there(template, plan_of(records, patient)).keys)
