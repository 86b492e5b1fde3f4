"""Findings of a visit and the problems they suggest for the plan, while the visit is still going on."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.app.plan_changes import PlanChanged, save_problem
from carenurse.app.plan_content import plan_content
from carenurse.app.plan_drafts import ProblemDraft
from carenurse.app.ports import Records
from carenurse.app.visit_flags import sound
from carenurse.app.visit_readings import for_suggestions
from carenurse.app.visit_session import VisitSession
from carenurse.careplan.suggestions import suggest


@dataclass(frozen=True, slots=True)
class SuggestedHere:
    """A problem that today's findings suggest: its Omaha code, plain words, and why."""

    problem: str
    title: str
    reason: str
    urgent: bool


def suggestions_of(visit: VisitSession, now: datetime) -> tuple[SuggestedHere, ...]:
    """Suggest problems that are not on the plan, from what was measured and answered in this visit."""
    content = plan_content()
    readings = sound(visit.readings(), visit.opened.limits)
    today = {one.code for one in readings}
    earlier = [sign for signs in visit.opened.earlier.values() for sign in signs if sign.code in today]
    measured = tuple(for_suggestions(readings, earlier, visit.opened.limits, now))
    found = suggest(content.rules, measured, visit.answered(), visit.opened.problems)
    terms = [(one, content.terms.problem(one.problem)) for one in found]
    return tuple(
        SuggestedHere(one.problem, term.plain, " ".join(one.reasons), one.urgent)
        for one, term in terms
        if term
    )


def add_suggested(records: Records, patient: str, suggested: SuggestedHere, now: datetime) -> PlanChanged:
    """Put a suggested problem on the plan, with the finding as its note; the change can be taken back."""
    draft = ProblemDraft(patient, omaha=suggested.problem, text=suggested.title, note=suggested.reason)
    return save_problem(records, draft, now)
