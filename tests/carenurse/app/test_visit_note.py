from datetime import UTC, datetime

from carenurse.app.visit_facts import AgreedGoal, Finding, PlannedCare
from carenurse.app.visit_note import PARAGRAPHS, NoteFacts, NoteParagraph, assemble
from carenurse.app.visit_worksheet import (
    GoalWord,
    InterventionDone,
    NextVisit,
    Paragraph,
    Taught,
    Told,
    Worksheet,
)

WEIGH = PlannedCare("ServiceRequest/s1", "Weigh and look at the ankles")
TEACH = PlannedCare("ServiceRequest/s2", "Teach the zone sheet")
WALK = AgreedGoal("Goal/g1", "Walks 20 steps", words="Walking with Elena")


def note(sheet: Worksheet, **facts: object) -> dict[str, NoteParagraph]:
    all_facts = {
        "reason": "Heart failure check",
        "found": (),
        "care": (WEIGH, TEACH),
        "goals": (WALK,),
    } | facts
    written = assemble(NoteFacts(sheet=sheet, **all_facts))  # pyright: ignore[reportArgumentType]  # a test's shorthand
    return {paragraph.name: paragraph for paragraph in written}


def test_an_untouched_visit_has_all_paragraphs_and_says_what_is_missing() -> None:
    paragraphs = note(Worksheet())

    assert tuple(paragraphs) == PARAGRAPHS
    assert paragraphs["why"].text == "Heart failure check."
    assert paragraphs["goals"].holes == ("Walking with Elena: no word",)
    assert len(paragraphs["done"].holes) == 2
    assert paragraphs["next"].holes == ("No next visit agreed",)


def test_each_paragraph_tells_what_was_done_and_where_that_is_from() -> None:
    sheet = Worksheet(
        homebound_help="needs a walker and one person",
        jot="Shoes don't close since Sunday",
        interventions=(
            InterventionDone("ServiceRequest/s1", "given", detail="ankles 2+"),
            InterventionDone("ServiceRequest/s2", "not-given", reason="too tired"),
        ),
        goals=(GoalWord("Goal/g1", "better", "6 of 7 days"),),
        teaching=(Taught("1", "weigh every morning", "Elena", "showing", "repeated-back", "Will call"),),
        told=(
            Told(
                "1",
                "weight",
                "Weight up",
                "Dr. Nwosu",
                "phone",
                datetime(2026, 3, 4, 10, 51, tzinfo=UTC),
                "Will call back",
            ),
        ),
        next_visit=NextVisit(
            start=datetime(2026, 3, 6, 9, 0, tzinfo=UTC), reason="potassium test", bring="tubes"
        ),
    )
    found = (Finding("vitals", "Vital signs", "Weight 171.6 lb, up 5.2 since 27 Feb"),)

    paragraphs = note(sheet, found=found)

    assert paragraphs["why"].text == "Heart failure check. Homebound: needs a walker and one person."
    assert paragraphs["why"].sources == ("Schedule", "Arrival")
    assert paragraphs["said"].text == "Shoes don't close since Sunday"
    assert paragraphs["found"].sources == ("Vital signs",)
    assert paragraphs["done"].text == (
        "Weigh and look at the ankles: ankles 2+.\nNot done: Teach the zone sheet (too tired)."
    )
    assert (
        paragraphs["taught"].text
        == "Elena: weigh every morning (showing). Said it back in own words. Will call."
    )
    assert paragraphs["told"].text == "Dr. Nwosu, phone, 10:51, about: Weight up. Will call back."
    assert paragraphs["goals"].text == "Walking with Elena: better, 6 of 7 days."
    assert paragraphs["next"].text == "Visit Fri 6 Mar at 09:00: potassium test. Bring: tubes."
    assert [p.holes for p in paragraphs.values() if p.holes] == [("How the person took it is not written",)]


def test_her_own_words_win_and_stay_when_an_answer_changes_later() -> None:
    sheet = Worksheet(response="Resting").with_paragraph(
        Paragraph("response", text="Resting with legs up.", base="Resting")
    )

    before = note(sheet)["response"]
    after = note(Worksheet(response="Sleeping", paragraphs=sheet.paragraphs))["response"]

    assert (before.text, before.edited, before.changed_since) == ("Resting with legs up.", True, "")
    assert (after.text, after.changed_since) == ("Resting with legs up.", "Sleeping")


def test_no_next_visit_can_be_the_plan() -> None:
    paragraph = note(Worksheet(next_visit=NextVisit(none_because="went to the hospital")))["next"]

    assert paragraph.text == "No next visit: went to the hospital."
    assert paragraph.holes == ()


def test_a_note_of_a_thousand_lines_is_kept_whole() -> None:
    long = "\n".join(f"line {number}" for number in range(1000))

    assert note(Worksheet(jot=long))["said"].text == long


def test_a_goal_of_today_asks_for_no_word_and_is_said_to_be_agreed() -> None:
    goal = AgreedGoal("Goal/g1", "Walks 10 minutes", new=True)

    written = {one.name: one for one in assemble(NoteFacts(Worksheet(), "", (), (), (goal,)))}["goals"]

    assert written.text == "Set today: Walks 10 minutes."
    assert written.holes == ()


def test_care_is_told_with_what_kind_it_is() -> None:
    care = PlannedCare("ServiceRequest/s9", "Infection, new pressure areas", category="Watch")
    sheet = Worksheet().with_intervention(InterventionDone("ServiceRequest/s9", "given", detail="none seen"))

    written = {one.name: one for one in assemble(NoteFacts(sheet, "", (), (care,), ()))}["done"]

    assert written.text == "Watch: Infection, new pressure areas: none seen."


def test_a_lesson_that_was_given_is_not_called_teaching_twice() -> None:
    care = PlannedCare("ServiceRequest/s9", "Teach the zone sheet", category="Teach and guide", teaches=True)
    given = Worksheet(interventions=(InterventionDone("ServiceRequest/s9", "given"),))

    assert note(given, care=(care,))["done"].text == "Teach and guide: The zone sheet."
