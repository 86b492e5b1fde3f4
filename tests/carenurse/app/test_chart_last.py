"""What the chart tells the next nurse at once."""

from datetime import timedelta

from carenurse.app.chart_last import Found, last_seen
from carenurse.app.ports import Records
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_sign import sign_visit
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.app.visit_worksheet import Told
from tests.carenurse.app.visits import NOW, PATIENT, household, question_nine


def test_findings_scores_and_who_was_told_stand_in_the_chart_after_signing(records: Records) -> None:
    home = household(records)
    living = question_nine(home)
    flag = next(one for one in living.flags() if one.section == "phq9")
    told = Told("nine", flag=flag.key, about=flag.why, who="Dr. Osei", when=NOW)
    living.change_sheet(Cursor("leaving", "nine", "form"), lambda sheet: sheet.with_told(told))
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)
    sign_visit(home.records, home.encounter, NOW, "Called away")

    last = last_seen(home.records, PATIENT, NOW + timedelta(days=1))

    assert last.encounter == home.encounter
    assert last.found == (Found(flag.why, f"Told Dr. Osei, {NOW:%H:%M}"),)
    assert any("Minimal" in score or "minimal" in score for score in last.scores)


def test_a_person_nobody_visited_has_no_last_visit(records: Records) -> None:
    assert last_seen(records, "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002", NOW).encounter == ""
