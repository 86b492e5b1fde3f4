"""Goals follow what is measured in the visit that goes on; what stood before stands beside it."""

from datetime import date

import pytest

from carenurse.app.care_plan import care_plan
from carenurse.app.chart import chart
from carenurse.app.ports import Records
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_goals import goals_today
from carenurse.careplan.progress import Track
from tests.carenurse.app.visits import GOAL, NOW, PATIENT, Household, household, type_in


@pytest.fixture
def home(records: Records) -> Household:
    made = household(records)
    goal = records.get("Goal", GOAL.partition("/")[2]) or {}
    measure = {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]}
    span = {"low": {"value": 163, "code": "[lb_av]"}, "high": {"value": 169, "code": "[lb_av]"}}
    with records.work() as work:
        work.put(goal | {"target": [{"measure": measure, "detailRange": span}]})
    return made


def test_met_follows_the_value_typed_today_beside_the_one_before(home: Household) -> None:
    living = home.living()
    assert goals_today(living, NOW) == ()

    type_in(living, "weight", "171.6", "[lb_av]")

    [told] = goals_today(living, NOW)
    assert (told.goal, told.before) == (GOAL, Track.MET)
    assert told.track is not Track.MET
    assert told.words == "Today 171.6 lb, was 166.4 on 27 Feb"
    type_in(living, "weight", "76", "kg")
    assert goals_today(living, NOW)[0].track is Track.MET


def test_the_plan_follows_the_draft_too(home: Household) -> None:
    living = home.living()
    type_in(living, "weight", "171.6", "[lb_av]")
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)

    [card] = [one for band in care_plan(home.records, PATIENT, NOW).bands for one in band.goals]

    assert (str(card.now), card.draft, str(card.before), card.before_on) == (
        "171.6",
        True,
        "166.4",
        date(2026, 2, 27),
    )
    assert card.before_track is Track.MET
    assert card.track is not Track.MET


def test_the_chart_follows_the_draft_too(home: Household) -> None:
    goal = home.records.get("Goal", GOAL.partition("/")[2]) or {}
    with home.records.work() as work:
        work.put(goal | {"addresses": [{"reference": "Condition/c-PB0029"}]})
    living = home.living()
    type_in(living, "weight", "171.6", "[lb_av]")
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)

    [line] = [one for told in chart(home.records, PATIENT, NOW).problems for one in told.goals]

    assert (str(line.standing.now), line.draft, str(line.before)) == ("171.6", True, "166.4")
