"""What the chart says of a person and of a problem is what the other screens say."""

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app.banner import alerts_of
from carenurse.app.caseload import snapshot
from carenurse.app.ports import Records
from carenurse.careplan.plan import Trend, tell_trend, trend
from carenurse.clinical import problem
from carenurse.errors import ExpectedError
from tests.carenurse.app.visits import NOW, PATIENT, household
from tests.demo_day import NOW as DEMO_NOW
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.showing import show
from ui.careplan.page import PlanPage
from ui.patients.chart_page import ChartPage
from ui.patients.snapshot import SnapshotPane
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.page import Route
from ui.widgets.text import Label


def test_a_person_who_has_died_is_shown_so_everywhere_and_no_visit_is_offered(
    records: Records, qtbot: QtBot
) -> None:
    household(records)
    with records.work() as work:
        for encounter in records.of_patient(PATIENT, "Encounter"):
            work.put(encounter | {"status": "entered-in-error"})
        person = records.get("Patient", PATIENT)
        assert person is not None
        work.put(person | {"deceasedDateTime": "2025-11-02T08:00:00-05:00"})
    noted = NotedDesk(InlineBackground(records), FixedClock(NOW))
    page = ChartPage(noted.desk)
    show(page, qtbot, Route("chart", PATIENT))
    pane = SnapshotPane()
    qtbot.addWidget(pane)
    pane.show_person(snapshot(records, PATIENT, NOW.date()))

    assert alerts_of(records, PATIENT, NOW.date()).all[0] == "Deceased on 2 Nov 2025"
    assert [one for one in page.findChildren(Button) if one.isVisible() and one.text() == "Start visit"] == []
    assert any("Deceased on 2 Nov 2025" in one.text() for one in pane.findChildren(Label))
    with pytest.raises(ExpectedError, match="has died"):
        page.primary()
    assert noted.routes == []


def test_there_is_no_chart_of_nobody(records: Records, qtbot: QtBot) -> None:
    noted = NotedDesk(InlineBackground(records), FixedClock(NOW))
    page = ChartPage(noted.desk)

    with pytest.raises(ExpectedError, match="not on this laptop"):
        show(page, qtbot, Route("chart", "nobody"))
    with pytest.raises(ExpectedError, match="not on this laptop"):
        page.primary()

    assert [one for one in page.findChildren(Button) if one.isVisible() and one.text() == "Start visit"] == []
    assert noted.routes == []


def test_chart_and_plan_say_the_same_of_a_problem(demo: Records, qtbot: QtBot) -> None:
    rosa = demo.find_patients("rosa delgado")[0]
    rated = [trend(problem.decode(one)) for one in demo.of_patient(rosa, "Condition")]
    words = {tell_trend(one) for one in rated if one is not Trend.UNRATED}
    said: list[list[str]] = []
    for make in (ChartPage, PlanPage):
        page = make(NotedDesk(InlineBackground(demo), FixedClock(DEMO_NOW)).desk)
        show(page, qtbot, Route("chart", rosa))
        chips = (label.text() for chip in page.findChildren(Chip) for label in chip.findChildren(Label))
        said.append(sorted(one for one in chips if one in words))

    assert words
    assert said[0] == said[1]
