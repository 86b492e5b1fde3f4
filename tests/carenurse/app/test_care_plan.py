from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from carenurse.app.care_plan import care_plan, plan_resource
from carenurse.app.plan_changes import (
    add_from_template,
    close_goal,
    reopen_problem,
    resolve_problem,
    save_care,
    save_goal,
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
)
from carenurse.app.plan_facts import CareCard, PlanView
from carenurse.app.ports import Records
from carenurse.app.undo import take_back
from carenurse.careplan.plan import Trend
from carenurse.careplan.progress import Track
from carenurse.clinical import patient, procedure, visit, vital_sign
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.names import PersonName
from carenurse.clinical.problem import Rating
from carenurse.errors import ExpectedError

NOW = datetime(2026, 3, 4, 10, 42, tzinfo=UTC)


@pytest.fixture
def rosa(records: Records) -> str:
    value = patient.Patient(id=new_id(), name=PersonName(("Rosa",), "Delgado"), fictional=True)
    keep(records, patient.encode(value))
    return value.id


def keep(records: Records, *resources: Resource) -> None:
    with records.work() as work:
        for resource in resources:
            work.put(resource)


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


def test_an_empty_plan_is_empty(records: Records, rosa: str) -> None:
    found = seen(records, rosa)

    assert (found.name, found.given, found.bands, found.own_words, found.gaps) == (
        "Rosa Delgado",
        "Rosa",
        (),
        None,
        0,
    )


def test_a_template_fills_the_plan_and_the_care_plan_names_it_all(records: Records, rosa: str) -> None:
    changed = add_from_template(records, rosa, "falls", ["PB0027", "goal-1", "intervention-1"], NOW)

    (band,) = seen(records, rosa).bands
    assert changed.said == "3 items added to the plan"
    assert band.problem is not None
    assert (band.problem.title, band.problem.caption) == (
        "Walking and falls",
        "Neuro-musculo-skeletal function",
    )
    assert [card.gap for card in band.care] == [""]
    assert band.care[0].new_today
    (plan,) = records.of_patient(rosa, "CarePlan")
    assert [len(plan[name]) for name in ("addresses", "goal", "activity")] == [1, 1, 1]
    with pytest.raises(ExpectedError, match="already"):
        add_from_template(records, rosa, "falls", ["PB0027", "goal-1"], NOW)


def test_a_template_can_be_taken_back_as_a_whole(records: Records, rosa: str) -> None:
    changed = add_from_template(records, rosa, "falls", ["PB0027", "goal-1", "intervention-1"], NOW)

    take_back(records, changed.undo)

    assert seen(records, rosa).bands == ()
    assert {one["lifecycleStatus"] for one in records.of_patient(rosa, "Goal")} == {"entered-in-error"}


def test_a_goal_shows_start_now_and_track_from_the_newest_value(records: Records, rosa: str) -> None:
    _, goal = problem_with_goal(records, rosa)
    weight(records, rosa, "77.8", "kg")

    (card,) = seen(records, rosa).bands[0].goals

    assert card.id == goal
    assert (card.start, card.now, card.unit) == (Decimal("168.2"), Decimal("171.5"), "lb")
    assert card.track is Track.OFF
    assert card.now_on == date(2026, 3, 4)
    assert card.value.words == "Sleep flat."


def test_a_systolic_goal_reads_the_pressure_panel(records: Records, rosa: str) -> None:
    heart = save_problem(records, ProblemDraft(rosa, omaha="PB0029"), NOW).ids[0]
    save_goal(records, GoalDraft(rosa, problem=heart, text="Under 130", measure="8480-6", high="130"), NOW)
    reading = vital_sign.VitalSign(id=new_id(), patient=rosa, when=Moment.at(NOW), status="final")
    keep(records, vital_sign.encode(vital_sign.blood_pressure(reading, Decimal(128), Decimal(80))))

    (card,) = seen(records, rosa).bands[0].goals

    assert (card.now, card.track) == (Decimal(128), Track.MET)


def test_an_omaha_rating_can_be_the_measure_of_a_goal(records: Records, rosa: str) -> None:
    ratings = {"RS0300": Rating(2, 4, 4)}
    heart = save_problem(records, ProblemDraft(rosa, omaha="PB0029", ratings=ratings), NOW).ids[0]
    save_goal(records, GoalDraft(rosa, problem=heart, text="Minimal signs", measure="RS0300", low="4"), NOW)

    band = seen(records, rosa).bands[0]

    assert band.goals[0].track is Track.MET
    assert band.problem is not None
    assert band.problem.trend is Trend.BETTER


def test_ratings_keep_their_history_over_the_versions(records: Records, rosa: str) -> None:
    draft = ProblemDraft(rosa, omaha="PB0029", ratings={"RS0100": Rating(2, 2, 4)})
    heart = save_problem(records, draft, NOW).ids[0]
    for now in (3, 4):
        ratings = {"RS0100": Rating(2, now, 4)}
        save_problem(
            records, ProblemDraft(rosa, id=heart, text="Heart and circulation", ratings=ratings), NOW
        )

    band = seen(records, rosa).bands[0]

    assert band.problem is not None
    (line,) = band.problem.ratings
    assert (line.name, line.history) == ("Knowledge", (2, 3, 4))
    assert band.problem.title == "Heart and circulation"


def test_signs_that_are_ticked_stand_in_the_caption(records: Records, rosa: str) -> None:
    save_problem(records, ProblemDraft(rosa, omaha="PB0029", modifier="RM0002", signs=("SS2901",)), NOW)

    card = seen(records, rosa).bands[0].problem

    assert card is not None
    assert card.caption == "Circulation · Potential · edema"


def test_a_line_without_owner_is_an_amber_gap_until_it_is_fixed(records: Records, rosa: str) -> None:
    heart, goal = problem_with_goal(records, rosa)
    bar = save_care(records, CareDraft(rosa, problem=heart, goals=(goal,), text="Grab bar"), NOW).ids[0]
    assert seen(records, rosa).gaps == 1

    save_care(
        records,
        CareDraft(
            rosa, id=bar, problem=heart, goals=(goal,), text="Grab bar", frequency="once", performer="Elena"
        ),
        NOW,
    )

    assert seen(records, rosa).gaps == 0


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


def test_a_diagnosis_from_elsewhere_is_listed_beside_the_plan(records: Records, rosa: str) -> None:
    gout: Resource = {
        "resourceType": "Condition",
        "id": new_id(),
        "code": {
            "coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M10.9"}],
            "text": "Gout",
        },
        "subject": {"reference": f"Patient/{rosa}"},
    }
    keep(records, gout)

    found = seen(records, rosa)

    assert found.bands == ()
    assert found.listed == ((gout["id"], "Gout"),)
    assert found.diagnoses == {"M10.9"}


def test_a_finding_suggests_a_problem_until_it_is_on_the_plan(records: Records, rosa: str) -> None:
    weight(records, rosa, "166.0", days_ago=5)
    weight(records, rosa, "171.5")

    (found,) = seen(records, rosa).suggestions

    assert (found.title, found.term) == ("Heart and circulation", "Circulation")
    assert found.suggestion.reasons == (
        "Weight rose 2.5 kg in 5 days; 5 lb (2.3 kg) in a week can be fluid.",
    )
    save_problem(records, ProblemDraft(rosa, omaha="PB0029"), NOW)
    assert seen(records, rosa).suggestions == ()


def test_answers_of_a_form_suggest_too(records: Records, rosa: str) -> None:
    response: Resource = {
        "resourceType": "QuestionnaireResponse",
        "id": new_id(),
        "questionnaire": "urn:carenurse:questionnaire/phq9|1.0",
        "status": "in-progress",
        "subject": {"reference": f"Patient/{rosa}"},
        "authored": NOW.isoformat(),
        "item": [
            {
                "linkId": "phq9-9",
                "text": "Thoughts",
                "answer": [{"valueCoding": {"code": "LA6569-3", "display": "Several days"}}],
            }
        ],
    }
    keep(records, response)

    (found,) = seen(records, rosa).suggestions

    assert found.suggestion.urgent


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


def test_a_plan_that_another_system_brought_is_never_written_on(records: Records) -> None:
    who = "f3c8b6f6-7f66-4a71-9f3e-000000000001"
    foreign = {
        "resourceType": "CarePlan",
        "id": "f3c8b6f6-7f66-4a71-9f3e-000000000002",
        "status": "active",
        "intent": "order",
        "title": "Respiratory therapy",
        "subject": {"reference": f"Patient/{who}"},
        "period": {"start": "2026-03-01"},
    }
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": who})
        work.put(foreign)

    assert plan_resource(records, who) is None
