"""What changes a plan: lines ticked, reworded and stopped, problems resolved and opened again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from carenurse.app.plan_changes import (
    close_goal,
    reopen_problem,
    resolve_problem,
    save_care,
    save_problem,
    set_own_words,
    stop_care,
    tick,
)
from carenurse.app.plan_drafts import (
    CareDraft,
    GoalDraft,
    ProblemDraft,
    care_faults,
    goal_faults,
    problem_faults,
    read_number,
)
from carenurse.app.plan_facts import CareCard
from carenurse.app.ports import Records
from carenurse.app.undo import take_back
from carenurse.clinical import procedure
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import new_id
from carenurse.errors import ExpectedError
from carenurse.forms import answers
from carenurse.forms.answers import UnreadableError
from tests.carenurse.app.plans import NOW, problem_with_goal, running_visit, seen
from tests.kept import keep


def test_ticking_puts_it_into_the_open_visit_and_only_there(records: Records, rosa: str) -> None:
    heart, _ = problem_with_goal(records, rosa)
    care = save_care(records, CareDraft(rosa, problem=heart, text="Weigh"), NOW).ids[0]
    with pytest.raises(ExpectedError, match="No visit"):
        tick(records, "", care, NOW, done=True)
    encounter = running_visit(records, rosa)

    tick(records, encounter, care, NOW, done=True)

    found = seen(records, rosa)
    assert found.visit == encounter
    assert found.bands[0].care[0].done_today
    tick(records, encounter, care, NOW, done=False)
    assert not seen(records, rosa).bands[0].care[0].done_today


def test_words_of_a_line_that_was_carried_out_are_never_rewritten(records: Records, rosa: str) -> None:
    heart, _ = problem_with_goal(records, rosa)
    old = save_care(records, CareDraft(rosa, problem=heart, text="Furosemide 20 mg"), NOW).ids[0]
    done = procedure.InterventionDone(
        id=new_id(),
        patient=rosa,
        intervention=old,
        status="completed",
        when=Moment.at(NOW - timedelta(days=2)),
    )
    keep(records, procedure.encode(done))
    card = seen(records, rosa).find(old)
    assert isinstance(card, CareCard)
    assert card.last_done == date(2026, 3, 2)

    changed = save_care(records, CareDraft(rosa, id=old, problem=heart, text="Furosemide 40 mg"), NOW)

    (line,) = seen(records, rosa).bands[0].care
    assert line.value.text == "Furosemide 40 mg"
    assert line.id != old
    former, new = (records.get("ServiceRequest", one) for one in (old, line.id))
    assert former is not None
    assert new is not None
    assert (former["status"], former["code"]["text"]) == ("revoked", "Furosemide 20 mg")
    assert new["replaces"] == [{"reference": f"ServiceRequest/{old}"}]
    take_back(records, changed.undo)
    assert [one.id for one in seen(records, rosa).bands[0].care] == [old]


def test_resolving_a_problem_ends_what_serves_it_alone_and_can_be_taken_back(
    records: Records, rosa: str
) -> None:
    heart, goal = problem_with_goal(records, rosa)
    save_care(records, CareDraft(rosa, problem=heart, text="Weigh"), NOW)

    changed = resolve_problem(records, heart, NOW)

    found = seen(records, rosa)
    assert found.bands == ()
    assert [(one.words, one.day) for one in found.resolved] == [("Heart and circulation", NOW.date())]
    stored = records.get("Goal", goal)
    assert stored is not None
    assert stored["lifecycleStatus"] == "cancelled"
    take_back(records, changed.undo)
    assert len(seen(records, rosa).bands[0].care) == 1


def test_a_resolved_problem_is_opened_again_with_a_reason_and_its_history_stays(
    records: Records, rosa: str
) -> None:
    heart, _ = problem_with_goal(records, rosa)
    resolve_problem(records, heart, NOW)
    with pytest.raises(ExpectedError, match="with a reason"):
        reopen_problem(records, heart, "  ", NOW)

    changed = reopen_problem(records, heart, "Ankles swollen since Sunday", NOW)

    found = seen(records, rosa)
    assert [band.problem.id for band in found.bands if band.problem] == [heart]
    assert (found.bands[0].goals, found.resolved) == ((), ())
    stored = records.get("Condition", heart)
    assert stored is not None
    assert not [name for name in stored if name.startswith("abatement")]  # FHIR R4, con-4
    assert stored["note"][-1]["text"] == "Opened again: Ankles swollen since Sunday"
    assert stored["note"][-1]["authorReference"]["reference"] == f"Practitioner/{records.me}"
    assert any("abatementDateTime" in one.resource for one in records.versions("Condition", heart))
    take_back(records, changed.undo)
    assert [one.id for one in seen(records, rosa).resolved] == [heart]


def test_a_problem_is_not_opened_again_beside_its_successor(records: Records, rosa: str) -> None:
    heart, _ = problem_with_goal(records, rosa)
    resolve_problem(records, heart, NOW)
    problem_with_goal(records, rosa)

    with pytest.raises(ExpectedError, match="on the plan already"):
        reopen_problem(records, heart, "Swollen", NOW)


def test_a_goal_is_met_and_a_line_is_stopped(records: Records, rosa: str) -> None:
    heart, goal = problem_with_goal(records, rosa)
    care = save_care(records, CareDraft(rosa, problem=heart, text="Weigh"), NOW).ids[0]

    close_goal(records, goal, NOW, met=True)
    stop_care(records, care, NOW)

    band = seen(records, rosa).bands[0]
    assert (band.goals, band.care) == ((), ())
    stored = records.get("Goal", goal)
    assert stored is not None
    assert stored["lifecycleStatus"] == "completed"
    assert stored["achievementStatus"]["coding"][0]["code"] == "achieved"


def test_own_words_head_the_plan(records: Records, rosa: str) -> None:
    set_own_words(records, rosa, " “I want to walk to the market.” ", NOW - timedelta(days=5))
    set_own_words(records, rosa, "I want to walk to the market.", NOW)

    words = seen(records, rosa).own_words

    assert words is not None
    assert words.text == "I want to walk to the market."
    assert words.said == (date(2026, 2, 27), date(2026, 3, 4))
    with pytest.raises(ExpectedError, match="Nothing is written"):
        set_own_words(records, rosa, "  ", NOW)


def test_forms_say_what_they_still_need() -> None:
    assert problem_faults(ProblemDraft("rosa")) == {"text": "Say what the problem is."}
    assert set(care_faults(CareDraft("rosa"))) == {"text", "problem"}
    draft = GoalDraft("rosa", problem="heart", text="x", low="9", high="7", start="many", due="someday")
    faults = goal_faults(draft, NOW.date())
    assert set(faults) == {"start", "high", "due"}


def test_a_form_with_a_fault_keeps_nothing(records: Records, rosa: str) -> None:
    with pytest.raises(ExpectedError, match="what the problem is"):
        save_problem(records, ProblemDraft(rosa), NOW)
    with pytest.raises(ExpectedError, match="no longer on the plan"):
        save_problem(records, ProblemDraft(rosa, id="gone", text="x"), NOW)
    assert seen(records, rosa).bands == ()


@pytest.mark.parametrize("typed", ["1,500", "abc", "98.6.1", "1e3", "--4"])
def test_a_number_on_the_plan_is_read_as_in_the_forms_of_a_visit(typed: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        answers.read_number(typed)

    faults = goal_faults(GoalDraft("rosa", problem="heart", text="Lighter", start=typed), NOW.date())

    assert faults["start"] == str(refused.value)


@pytest.mark.parametrize(("typed", "value"), [("36,6", "36.6"), (" 172 ", "172"), ("\N{MINUS SIGN}2", "-2")])
def test_what_the_forms_take_the_plan_takes(typed: str, value: str) -> None:
    assert read_number(typed) == answers.read_number(typed) == Decimal(value)
