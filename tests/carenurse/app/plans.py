"""A small care plan of an invented person, and what is measured for it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from carenurse.app.care_plan import care_plan
from carenurse.app.plan_changes import save_goal, save_problem
from carenurse.app.plan_drafts import GoalDraft, ProblemDraft
from carenurse.app.plan_facts import PlanView
from carenurse.app.ports import Records
from carenurse.clinical import visit, vital_sign
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import new_id
from tests.kept import keep

NOW = datetime(2026, 3, 4, 10, 42, tzinfo=UTC)


def seen(records: Records, who: str, now: datetime = NOW) -> PlanView:
    return care_plan(records, who, now)


def weight(records: Records, who: str, value: str, unit: str = "[lb_av]", days_ago: int = 0) -> None:
    sign = vital_sign.VitalSign(
        id=new_id(),
        patient=who,
        code="29463-7",
        label="Body weight",
        value=Decimal(value),
        unit=unit,
        when=Moment.at(NOW - timedelta(days=days_ago)),
        status="final",
    )
    keep(records, vital_sign.encode(sign))


def problem_with_goal(records: Records, who: str) -> tuple[str, str]:
    heart = save_problem(records, ProblemDraft(who, omaha="PB0029"), NOW).ids[0]
    goal = save_goal(
        records,
        GoalDraft(
            who,
            problem=heart,
            text="Weight within 3 lb of 166 lb",
            words="Sleep flat.",
            measure="29463-7",
            unit="[lb_av]",
            start="168.2",
            low="163",
            high="169",
            due="19 Apr",
        ),
        NOW - timedelta(days=13),
    ).ids[0]
    return heart, goal


def running_visit(records: Records, who: str) -> str:
    value = visit.Visit(
        id=new_id(), patient=who, practitioner=records.me, status="in-progress", began=NOW, setting="HH"
    )
    keep(records, visit.encode(value))
    return value.id
