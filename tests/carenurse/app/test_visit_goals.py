"""Goals follow what is measured in the visit that goes on; what stood before stands beside it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from carenurse.app.care_plan import care_plan
from carenurse.app.chart import chart
from carenurse.app.draft_values import running_visit
from carenurse.app.ports import Records
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_goals import goals_today
from carenurse.careplan.progress import Track
from carenurse.clinical import vital_sign
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, new_id
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


def test_a_visit_that_was_left_open_says_nothing_about_today(home: Household) -> None:
    living = home.living()
    type_in(living, "weight", "171.6", "[lb_av]")
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)
    later = NOW + timedelta(days=6)
    newer = vital_sign.VitalSign(
        id=new_id(),
        patient=PATIENT,
        code="29463-7",
        value=Decimal("165.0"),
        unit="[lb_av]",
        when=Moment.at(later - timedelta(days=1)),
        status="final",
    )
    with home.records.work() as work:
        work.put(vital_sign.encode(newer))

    [card] = [one for band in care_plan(home.records, PATIENT, later).bands for one in band.goals]

    assert (card.now, card.draft) == (Decimal("165.0"), False)


def test_a_stay_in_a_hospital_is_no_visit_of_hers(home: Household) -> None:
    stay: Resource = {
        "resourceType": "Encounter",
        "id": new_id(),
        "status": "in-progress",
        "class": {"code": "IMP"},
        "subject": {"reference": f"Patient/{PATIENT}"},
        "period": {"start": NOW.isoformat()},
    }
    with home.records.work() as work:
        work.put(stay)

    assert running_visit(home.records, PATIENT) == home.encounter


@pytest.mark.parametrize("typed", ["1800", "-5"])
def test_what_cannot_be_right_moves_no_goal(home: Household, typed: str) -> None:
    living = home.living()

    type_in(living, "weight", typed, "[lb_av]")

    assert goals_today(living, NOW) == ()
