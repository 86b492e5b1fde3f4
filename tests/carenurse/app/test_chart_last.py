"""What the chart tells the next nurse at once."""

from datetime import timedelta

from carenurse.app.chart_last import Found, last_seen
from carenurse.app.ports import Records
from tests.carenurse.app.visits import NOW, PATIENT, household, sign_with_question_nine


def test_findings_scores_and_who_was_told_stand_in_the_chart_after_signing(records: Records) -> None:
    home = household(records)
    why = sign_with_question_nine(home)

    last = last_seen(home.records, PATIENT, NOW + timedelta(days=1))

    assert last.encounter == home.encounter
    assert last.found == (Found(why, f"Told Dr. Osei, {NOW:%H:%M}"),)
    assert any("Minimal" in score or "minimal" in score for score in last.scores)


def test_a_person_nobody_visited_has_no_last_visit(records: Records) -> None:
    assert last_seen(records, "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002", NOW).encounter == ""
