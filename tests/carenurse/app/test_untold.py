"""A finding nobody was told about stays open in the record until somebody is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from carenurse.app.banner import alerts_of
from carenurse.app.today import today
from carenurse.app.untold import tell, untold
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_sign import GraveChecksError, OpenChecksError, sign_visit
from carenurse.app.visit_state import note_of
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.app.visit_worksheet import Told
from carenurse.errors import ExpectedError
from tests.carenurse.app.visits import NOW, PATIENT, Household, question_nine

LATER = NOW + timedelta(hours=2)
WHY_NOT = "No signal here, calling from the road"


def keep(home: Household, living: VisitSession) -> None:
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)


def say_why_not(living: VisitSession) -> None:
    flag = next(one for one in living.flags() if one.section == "phq9")
    row = Told("flag-nine", flag=flag.key, about=flag.why, why_not=WHY_NOT)
    living.change_sheet(Cursor("leaving", "flag-nine", "form"), lambda sheet: sheet.with_told(row))


def test_a_red_finding_needs_its_own_answer_whatever_the_reason_for_signing(home: Household) -> None:
    keep(home, question_nine(home))

    with pytest.raises(OpenChecksError):
        sign_visit(home.records, home.encounter, NOW)
    with pytest.raises(GraveChecksError) as refused:
        sign_visit(home.records, home.encounter, NOW, "Called away")

    assert [check.section for check in refused.value.checks] == ["phq9"]
    assert untold(home.records) == ()


def test_signed_with_why_nobody_was_told_it_stays_in_the_bar_and_on_today(home: Household) -> None:
    living = question_nine(home)
    say_why_not(living)
    keep(home, living)
    told = next(one for one in note_of(living, NOW) if one.name == "told")
    sign_visit(home.records, home.encounter, NOW, "Called away")

    left = today(home.records, NOW).untold
    assert [(one.what, one.urgent, one.why_not) for one in left] == [
        ("Thoughts of death or self-harm (question 9)", True, WHY_NOT)
    ]
    assert "988" in left[0].what_to_do
    assert alerts_of(home.records, PATIENT, NOW.date()).all[0] == (
        "Thoughts of death or self-harm (question 9) on 4 Mar: not yet told to anyone"
    )
    assert WHY_NOT in told.text


def test_telling_somebody_closes_it_in_one_act_with_who_and_when(home: Household) -> None:
    living = question_nine(home)
    say_why_not(living)
    keep(home, living)
    sign_visit(home.records, home.encounter, NOW, "Called away")
    task = untold(home.records)[0].task

    with pytest.raises(ExpectedError):
        tell(home.records, task, "  ", LATER)
    tell(home.records, task, "Dr. Osei", LATER)

    assert untold(home.records) == ()
    assert not any("not yet told" in said for said in alerts_of(home.records, PATIENT, NOW.date()).all)
    kept = home.records.get("Task", task)
    assert kept is not None
    assert kept["status"] == "completed"
    call = home.records.get(
        "Communication", kept["output"][0]["valueReference"]["reference"].partition("/")[2]
    )
    assert call is not None
    assert (call["recipient"], call["sent"]) == (
        [{"display": "Dr. Osei"}],
        LATER.isoformat(timespec="seconds"),
    )
    with pytest.raises(ExpectedError):
        tell(home.records, task, "Dr. Osei", LATER)


def test_a_finding_somebody_was_told_about_leaves_nothing_open(home: Household) -> None:
    living = question_nine(home)
    say_why_not(living)
    row = living.sheet.told[0]
    living.change_sheet(
        Cursor("leaving", "flag-nine", "form"),
        lambda sheet: sheet.with_told(replace(row, who="Dr. Osei", why_not="", when=NOW)),
    )
    keep(home, living)

    sign_visit(home.records, home.encounter, NOW, "Called away")

    assert untold(home.records) == ()


def test_the_total_of_the_form_stands_in_the_record_for_the_goal_of_the_mood(home: Household) -> None:
    living = question_nine(home)
    say_why_not(living)
    keep(home, living)

    sign_visit(home.records, home.encounter, NOW, "Called away")

    total = home.records.latest_by_code(PATIENT, "44261-6")[0]
    assert total["valueQuantity"]["value"] == 1
