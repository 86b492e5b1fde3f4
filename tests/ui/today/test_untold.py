"""What nobody was told about stands on Today until the nurse records who was told."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from carenurse.app.some_people import SomePeople
from carenurse.app.untold import tasks_of
from carenurse.app.visit_facts import Flag, Level
from carenurse.app.visit_results import Scene
from carenurse.app.visit_worksheet import Worksheet
from tests.carenurse.app.visits import NOW, PATIENT, household
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.keys import type_into
from tests.ui.showing import show
from ui.today.page import TodayPage
from ui.today.untold import UntoldRow
from ui.widgets.chips import Chip
from ui.widgets.page import Route
from ui.widgets.text import Label
from ui.widgets.theme import theme


@pytest.mark.parametrize("percent", [100, 150])
def test_a_finding_stays_on_today_until_somebody_is_told(
    records: Records, percent: int, qtbot: QtBot
) -> None:
    theme().wear("light", percent)
    home = household(records)
    flag = Flag("phq9/form/flag0", Level.URGENT, "Question 9 is positive", "Call 988", "phq9", "phq9-9")
    with records.work() as work:
        for task in tasks_of([flag], Worksheet(), Scene(PATIENT, home.encounter, records.me, NOW)):
            work.put(task)
    noted = NotedDesk(InlineBackground(records), FixedClock(NOW))
    page = show(TodayPage(noted.desk), qtbot, Route("today"))

    chips = [one for one in page.findChildren(Chip) if one.tone == "critical"]
    assert any(one.words == "Question 9 is positive, 4 Mar" for one in chips)
    row = page.findChildren(UntoldRow)[0]
    words = " ".join(one.text() for one in row.findChildren(Label))
    assert "Question 9 is positive on 4 Mar: not yet told to anyone" in words
    assert "Call 988" in words
    assert not row.button.isEnabled()
    type_into(row.who.line, "Dr. Osei")
    row.button.click()
    QApplication.processEvents()

    assert [one for one in page.findChildren(UntoldRow) if one.isVisible()] == []
    assert noted.said == ["Recorded: Dr. Osei was told."]


def test_words_about_somebody_who_does_not_open_now_are_kept_unseen_and_those_of_what_is_over_are_not(
    records: Records, qtbot: QtBot
) -> None:
    home = household(records)
    flag = Flag("phq9/form/flag0", Level.URGENT, "Question 9 is positive", "Call 988", "phq9", "phq9-9")
    (task,) = tasks_of([flag], Worksheet(), Scene(PATIENT, home.encounter, records.me, NOW))
    with records.work() as work:
        work.put(task)
    form = {"told": {str(task["id"]): "Dr. Os", "settled elsewhere": "Dr. Nwosu"}}
    nobody = SomePeople(records, set(), counted=True)
    hidden = show(TodayPage(NotedDesk(InlineBackground(nobody), FixedClock(NOW)).desk), qtbot)

    hidden.arrive(Route("today"))
    hidden.take_up(form)
    hidden.arrive(Route("today"))

    assert hidden.findChildren(UntoldRow) == []
    kept = hidden.unfinished()
    assert kept == {"told": {str(task["id"]): "Dr. Os"}}
    again = show(TodayPage(NotedDesk(InlineBackground(records), FixedClock(NOW)).desk), qtbot, Route("today"))
    again.take_up(kept)
    assert [one.who.text() for one in again.findChildren(UntoldRow)] == ["Dr. Os"]
