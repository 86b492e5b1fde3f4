"""The alerts over the chart: ended with a reason, in one act."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.alerts import open_alerts
from carenurse.app.ports import Records
from tests.carenurse.app.visits import NOW, PATIENT, household
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from ui.patients.alerts_panel import AlertsPanel
from ui.patients.chart_page import ChartPage
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.page import Route


def _chart(records: Records, qtbot: QtBot) -> ChartPage:
    household(records)
    with records.work() as work:
        about = {"subject": {"reference": f"Patient/{PATIENT}"}, "code": {"text": "Suicide risk"}}
        work.put({"resourceType": "Flag", "id": "f1", "status": "active"} | about)
    page = ChartPage(NotedDesk(InlineBackground(records), FixedClock(NOW)).desk)
    qtbot.addWidget(page)
    page.resize(1208, 636)
    page.show()
    page.arrive(Route("chart", PATIENT))
    QApplication.processEvents()
    return page


def _button(page: ChartPage, words: str) -> Button:
    panel = page.findChild(AlertsPanel)
    assert panel is not None
    return next(one for one in panel.findChildren(Button) if one.text() == words)


def _why(page: ChartPage) -> TextField:
    panel = page.findChild(AlertsPanel)
    assert panel is not None
    return panel.findChildren(TextField)[0]


def test_an_alert_ends_with_the_reason_that_is_written(records: Records, qtbot: QtBot) -> None:
    page = _chart(records, qtbot)
    assert not _why(page).isVisible()
    _button(page, "End alert").click()
    assert not _button(page, "It is over").isEnabled()

    QTest.keyClicks(_why(page).line, "Safety plan made with Dr. Osei")
    _button(page, "It is over").click()

    assert open_alerts(records, PATIENT, NOW.date()) == ()
    page.arrive(Route("chart", PATIENT))
    panel = page.findChild(AlertsPanel)
    assert panel is not None
    assert not panel.isVisible()


def test_what_is_typed_comes_back_after_the_lock(records: Records, qtbot: QtBot) -> None:
    page = _chart(records, qtbot)
    _button(page, "End alert").click()
    QTest.keyClicks(_why(page).line, "Safety pl")
    kept = page.unfinished()

    page.leave()
    again = ChartPage(NotedDesk(InlineBackground(records), FixedClock(NOW)).desk)
    qtbot.addWidget(again)
    again.take_up(kept)
    again.arrive(Route("chart", PATIENT))

    assert _why(again).text() == "Safety pl"
