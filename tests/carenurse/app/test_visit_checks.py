from dataclasses import replace

from carenurse.app.visit_checks import CheckFacts, OpenForm, check
from carenurse.app.visit_facts import AgreedGoal, Flag, Level, PlannedCare
from carenurse.app.visit_worksheet import (
    FamilyPage,
    GoalWord,
    InterventionDone,
    MedicineSeen,
    NextVisit,
    Taught,
    Told,
    Worksheet,
)

CARE = PlannedCare("ServiceRequest/s1", "Weigh")
GOAL = AgreedGoal("Goal/g1", "Walks 20 steps")
FLAG = Flag("weight", Level.URGENT, "Up 5.2 lb in 5 days.", "Tell the doctor today.", "vitals", "weight")
NOTHING = CheckFacts(Worksheet(), "", (), (), (), ())


def open_keys(facts: CheckFacts) -> list[str]:
    return [one.key for one in check(facts) if not one.fine]


def test_an_empty_visit_is_asked_for_everything_a_note_must_hold() -> None:
    assert open_keys(NOTHING) == ["homebound", "why", "response", "family", "next"]


def test_each_open_check_leads_to_its_place() -> None:
    facts = CheckFacts(
        Worksheet(teaching=(Taught("t1", "weigh"),)),
        "Heart failure check",
        (OpenForm("phq9", "PHQ-9", 2, ("phq9-3", "phq9-4")), OpenForm("pain", "Pain", 1, ())),
        (CARE,),
        (GOAL,),
        (FLAG,),
    )

    places = {one.key: (one.section, one.question) for one in check(facts) if not one.fine}

    assert places["form:phq9"] == ("phq9", "phq9-3")
    assert places["flag:weight"] == ("vitals", "weight")
    assert places["care"] == ("care", "ServiceRequest/s1")
    assert places["goals"] == ("goals", "Goal/g1")
    assert places["teaching"] == ("teaching", "t1")
    assert "form:pain" not in places


def test_a_finished_visit_has_no_open_check() -> None:
    sheet = Worksheet(
        homebound_help="walker",
        homebound_effort="short of breath for an hour",
        response="I understand why",
        interventions=(InterventionDone("ServiceRequest/s1", "not-given", "refused"),),
        goals=(GoalWord("Goal/g1", "worse"),),
        teaching=(Taught("t1", "weigh", result="needs-more"),),
        told=(Told("1", "weight", who="Dr. Nwosu"),),
        next_visit=NextVisit(none_because="discharged"),
        family_page=FamilyPage(given_to="Elena"),
    )
    facts = CheckFacts(sheet, "Check", (OpenForm("pain", "Pain", 1, ()),), (CARE,), (GOAL,), (FLAG,))

    asked = check(facts)

    assert all(one.fine for one in asked)
    assert len(asked) >= 9


def test_leaving_something_out_asks_for_the_reason() -> None:
    sheet = Worksheet(interventions=(InterventionDone("ServiceRequest/s1", "not-given"),))
    facts = CheckFacts(sheet, "Check", (), (CARE,), (), ())

    assert "reasons" in open_keys(facts)


def test_a_flag_that_nobody_must_hear_about_asks_nothing() -> None:
    look = Flag("bmi", Level.LOOK, "Body mass index 17.", "Look at food.", "vitals", "bmi")
    facts = CheckFacts(Worksheet(), "Check", (), (), (), (look,))

    assert "flag:bmi" not in open_keys(facts)


def test_one_check_that_counts_never_lists_a_dozen_rows() -> None:
    care = tuple(PlannedCare(f"ServiceRequest/{number}", f"Care {number}") for number in range(12))
    facts = CheckFacts(Worksheet(), "Check", (), care, (), ())

    sentences = [one.sentence for one in check(facts) if one.key == "care"]

    assert sentences == ["Done or not: 12 planned interventions"]


def test_teaching_that_was_done_asks_what_was_said_back() -> None:
    lesson = replace(CARE, teaches=True)
    given = Worksheet().with_intervention(InterventionDone(lesson.order, "given"))
    taught = given.with_teaching(Taught("t1", lesson.text, "Elena", "", "repeated-back"))

    assert "teaching" in open_keys(CheckFacts(given, "Check", (), (lesson,), (), ()))
    assert "teaching" not in open_keys(CheckFacts(taught, "Check", (), (lesson,), (), ()))
    assert "teaching" not in open_keys(CheckFacts(given, "Check", (), (CARE,), (), ()))


def test_a_medicine_taken_otherwise_asks_how() -> None:
    said = Worksheet().with_medicine(MedicineSeen("MedicationStatement/m1", "differently", "twice a day"))
    unsaid = Worksheet().with_medicine(MedicineSeen("MedicationStatement/m1", "not"))

    assert "medicines" in open_keys(CheckFacts(unsaid, "Check", (), (), (), ()))
    assert "medicines" not in open_keys(CheckFacts(said, "Check", (), (), (), ()))
