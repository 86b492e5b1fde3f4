"""What the care plan shows: templates, goals and their track, ratings, gaps, suggestions."""

from datetime import date
from decimal import Decimal

import pytest

from carenurse.app.care_plan import plan_resource
from carenurse.app.plan_changes import add_from_template, save_care, save_goal, save_problem
from carenurse.app.plan_drafts import CareDraft, GoalDraft, ProblemDraft
from carenurse.app.ports import Records
from carenurse.app.undo import take_back
from carenurse.careplan.plan import Trend
from carenurse.careplan.progress import Track
from carenurse.clinical import vital_sign
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.problem import Rating
from carenurse.errors import ExpectedError
from tests.carenurse.app.plans import NOW, problem_with_goal, seen, weight
from tests.kept import keep


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
