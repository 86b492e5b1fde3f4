"""Why a person needs this nurse now: one sentence, the most pressing first."""

from datetime import timedelta

from carenurse.app.caseload import CaseloadRow, KnownCaseload, find_people
from carenurse.app.ports import Records
from carenurse.app.untold import tell, untold
from carenurse.app.visit_begin import start_visit
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_sign import sign_visit
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.app.visit_worksheet import Told
from carenurse.app.why_now import Need
from tests.carenurse.app.visits import NOW, PATIENT, household, question_nine
from tests.demo_day import NOW as DEMO_NOW
from tests.kept import keep


def _row(records: Records, words: str = "", *, later: timedelta = timedelta()) -> CaseloadRow:
    return next(one for one in find_people(records, words, NOW + later).rows if one.patient == PATIENT)


def test_a_visit_that_goes_on_is_not_signed(records: Records) -> None:
    household(records)

    why = _row(records).why

    assert (why.need, why.sentence) == (Need.UNSIGNED, "The visit of Wed 4 Mar is not signed")


def test_a_finding_nobody_was_told_about_comes_before_everything(records: Records) -> None:
    home = household(records)
    living = question_nine(home)
    flag = next(one for one in living.flags() if one.section == "phq9")
    silent = Told("nine", flag=flag.key, about=flag.why, why_not="No signal")
    living.change_sheet(Cursor("leaving", "nine", "form"), lambda sheet: sheet.with_told(silent))
    save_draft(records, home.encounter, living.drafts().resources, NOW)
    sign_visit(records, home.encounter, NOW, "Called away")
    start_visit(records, NOW, patient=PATIENT)

    assert _row(records).why.need is Need.UNTOLD
    assert _row(records).why.sentence.endswith("not yet told to anyone")

    tell(records, untold(records, PATIENT)[0].task, "Dr. Osei", NOW)
    assert _row(records).why.need is Need.UNSIGNED


def test_a_planned_visit_that_was_not_made_is_said_until_somebody_was_there(records: Records) -> None:
    household(records)
    for resource in records.all_of("Encounter"):
        if resource["status"] == "in-progress":
            with records.work() as work:
                work.put(resource | {"status": "entered-in-error"})
    with records.work() as work:
        planned = work.get("Appointment", "a1") or {}
        work.put(planned | {"status": "booked"})

    why = _row(records, later=timedelta(days=1)).why

    assert (why.need, why.sentence) == (Need.MISSED, "The visit of Wed 4 Mar was not made")


def test_the_demo_says_what_is_new_and_what_is_for_today(demo: Records) -> None:
    rows = {one.name: one.why for one in find_people(demo, "", DEMO_NOW).rows}

    rosa = rows["Rosa Delgado"]
    assert rosa.need is Need.NEWS
    assert rosa.sentence.startswith("Ankles bigger, two pillows at night")
    assert "Weight 169.8 lb, up " in rosa.evidence
    assert rows["Joan Abbott"].sentence
    assert all(one.sentence for one in rows.values())


def test_a_visit_that_comes_near_within_the_hour_is_said_as_before_and_anew_alike(demo: Records) -> None:
    rosa = demo.find_patients("rosa delgado")[0]
    first, *others = demo.between("Appointment", DEMO_NOW, DEMO_NOW + timedelta(days=90), patient=rosa)
    near = DEMO_NOW.replace(minute=30)
    moved = {"start": (near + timedelta(days=2)).isoformat(), "end": (near + timedelta(days=2)).isoformat()}
    keep(demo, first | moved, *(one | {"status": "cancelled"} for one in others))
    known = KnownCaseload()

    rows = [
        next(one for one in found.rows if one.patient == rosa)
        for found in (
            find_people(demo, "", near - timedelta(minutes=10), known=known),
            find_people(demo, "", near + timedelta(minutes=10), known=known),
            find_people(demo, "", near + timedelta(minutes=10)),
            find_people(demo, "", near + timedelta(hours=1)),
        )
    ]

    assert [one.why.need for one in rows] == [Need.ALERT, Need.ALERT, Need.ALERT, Need.NEWS]


def test_what_is_typed_into_the_search_is_answered_without_looking_for_news(demo: Records) -> None:
    (row,) = find_people(demo, "rosa delgado", DEMO_NOW).rows

    assert row.why.need is Need.TODAY
    assert row.why.sentence.startswith("10:00: ")
