"""Each coming to a person's record is one entry of the trail; going on looking at it is none."""

from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from tests.carenurse.store.resources import patient
from tests.fakes import InlineBackground
from tests.kept import keep
from ui.shell.openings import Openings
from ui.widgets.page import Page, Route

VISIT = {"resourceType": "Encounter", "id": "e1", "subject": {"reference": "Patient/p1"}}


def test_each_coming_to_somebody_is_noted_once(records: Records, qtbot: QtBot) -> None:
    keep(records, patient("p1"), patient("p2", "Okoye"), VISIT)
    openings, page = Openings(InlineBackground(records)), Page()
    qtbot.addWidget(page)
    way = (
        Route("today"),
        Route("chart", "p1"),
        Route("chart", "p1"),
        Route("visit", "e1"),
        Route("chart", "p2"),
        Route("today"),
        Route("chart", "p2"),
    )

    for route in way:
        openings.arrived(route, page)

    read = [(one.subject, one.detail) for one in records.audit_trail() if one.action == "read"]
    chart_of_p2 = ("Patient/p2", "chart")
    assert read == [chart_of_p2, chart_of_p2, ("Patient/p1", "visit"), ("Patient/p1", "chart")]


def test_a_page_that_knows_its_person_without_being_told_counts(records: Records, qtbot: QtBot) -> None:
    keep(records, patient("p1"))
    page = Page()
    qtbot.addWidget(page)
    page.set_heading("", patient="p1")

    Openings(InlineBackground(records)).arrived(Route("plan"), page)

    assert records.audit_trail(limit=1)[0].detail == "plan"
