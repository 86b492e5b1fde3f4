"""Finding people, registering somebody, and the chart, with the demo's caseload."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from carenurse.app.lease import LeaseState, Standing
from carenurse.app.ports import Records
from carenurse.app.some_people import SomePeople
from tests.demo_day import NOW
from tests.fakes import FixedClock, InlineBackground, SlowBackground
from tests.ui.accessibility import faults
from tests.ui.desk import NotedDesk
from tests.ui.keys import type_into
from tests.ui.showing import button, messages, show, words
from ui.patients.chart_page import ChartPage
from ui.patients.chart_timeline import EntryLine, TimelineList
from ui.patients.page import PatientsPage
from ui.patients.register import RegisterPanel
from ui.widgets.buttons import Button
from ui.widgets.fields.date import DateField
from ui.widgets.page import Route
from ui.widgets.text import Label
from ui.widgets.trend_tile import TrendTile


def noted_desk(records: Records) -> NotedDesk:
    return NotedDesk(InlineBackground(records), FixedClock(NOW))


def test_typing_filters_arrows_select_and_enter_opens(qtbot: QtBot, demo: Records) -> None:
    noted = noted_desk(demo)
    page = PatientsPage(noted.desk)
    show(page, qtbot, Route("patients"))

    QTest.keyClicks(page.search, "delg")
    assert "Rosa Delgado" in words(page)
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    QTest.keyClick(page.search, Qt.Key.Key_Return)

    assert noted.routes[-1] == Route("chart", demo.find_patients("rosa delgado")[0])


class Lease:
    """A laptop that has not met its office for too long."""

    def __init__(self) -> None:
        self.state = LeaseState(Standing.OVER)
        self.asked = 0

    def ask_for_code(self) -> None:
        self.asked += 1


def test_where_nobody_new_can_be_registered_the_form_says_so_and_nothing_else_does(
    qtbot: QtBot, demo: Records
) -> None:
    rosa = demo.find_patients("rosa delgado")[0]
    noted = NotedDesk(InlineBackground(SomePeople(demo, {rosa}, counted=True)), FixedClock(NOW))
    page = PatientsPage(noted.desk)
    show(page, qtbot, Route("patients", part="new"))
    form = page.findChild(RegisterPanel)
    assert isinstance(form, RegisterPanel)

    assert "Nobody new can be registered before this laptop has met its office." in messages(form)
    assert not button(form, "Register").isEnabled()
    assert noted.failures == []
    form.fields["family"].set_text("Wilhelmi")
    page.primary()
    assert demo.find_patients("wilhelmi") == []
    assert form.typed()["family"] == "Wilhelmi", "what is typed waits"


def test_a_search_among_todays_people_says_so_and_leads_to_the_code(qtbot: QtBot, demo: Records) -> None:
    lease = Lease()
    rosa = demo.find_patients("rosa delgado")[0]
    some = SomePeople(demo, {rosa}, counted=True)
    noted = NotedDesk(InlineBackground(some), FixedClock(NOW))
    page = PatientsPage(replace(noted.desk, lease=lease))
    show(page, qtbot, Route("patients"))
    assert not page.code_button.isVisible()

    QTest.keyClicks(page.search, "osei")
    assert "Nobody of today's people; the others do not open now" in words(page)
    page.code_button.click()
    assert lease.asked == 1
    qtbot.waitUntil(lambda: faults(page) == [])

    page.search.selectAll()
    QTest.keyClicks(page.search, "delg")
    assert not page.code_button.isVisible()


def test_enter_opens_nobody_who_was_found_for_other_words(qtbot: QtBot, demo: Records) -> None:
    slow = SlowBackground(demo)
    noted = NotedDesk(slow, FixedClock(NOW))
    page = PatientsPage(noted.desk)
    show(page, qtbot, Route("patients"))
    slow.answer()
    QTest.keyClicks(page.search, "osei")
    slow.answer()

    page.search.selectAll()
    QTest.keyClicks(page.search, "delg")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert noted.routes == []
    slow.answer()

    assert noted.routes == [Route("chart", demo.find_patients("rosa delgado")[0])]


def test_an_enter_that_waits_is_forgotten_when_the_words_change(qtbot: QtBot, demo: Records) -> None:
    slow = SlowBackground(demo)
    noted = NotedDesk(slow, FixedClock(NOW))
    page = PatientsPage(noted.desk)
    show(page, qtbot, Route("patients"))
    QTest.keyClicks(page.search, "delg")
    QTest.keyClick(page.search, Qt.Key.Key_Return)

    QTest.keyClicks(page.search, "a")
    slow.answer()

    assert noted.routes == []


def test_a_person_whose_problems_are_over_is_not_one_of_whom_nothing_is_known(
    qtbot: QtBot, records: Records
) -> None:
    who = {"subject": {"reference": "Patient/p"}, "code": {"text": "Flu"}}
    error = {"coding": [{"code": "entered-in-error"}]}
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": "p", "name": [{"family": "Poe"}]})
        for number in "12":
            over = {"clinicalStatus": {"coding": [{"code": "resolved"}]}, "code": {"text": f"Flu {number}"}}
            work.put({"resourceType": "Condition", "id": f"c{number}", **who, **over})
        work.put({"resourceType": "Condition", "id": "c3", **who, "verificationStatus": error})
    page = ChartPage(noted_desk(records).desk)
    show(page, qtbot, Route("chart", "p"))

    assert "No problem now. 2 are over: Everything has them." in words(page)
    assert "No problem is recorded yet" not in words(page)


def test_an_empty_panel_keeps_its_words_away_from_its_edge_and_ends_without_a_blank_row(
    qtbot: QtBot, records: Records, demo: Records
) -> None:
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": "p", "name": [{"family": "Poe"}]})
    page = ChartPage(noted_desk(records).desk)
    show(page, qtbot, Route("chart", "p"))
    nothing = [one for one in page.findChildren(Label) if one.text() == "Nothing is recorded yet."]
    empty = next(one for one in nothing if one.isVisible())
    qtbot.waitUntil(lambda: min(empty.x(), empty.y()) >= 12)

    full = ChartPage(noted_desk(demo).desk)
    show(full, qtbot, Route("chart", demo.find_patients("rosa delgado")[0]))
    recent = next(one for one in full.findChildren(TimelineList) if one.isVisible())
    lines = recent.findChildren(EntryLine)
    qtbot.waitUntil(lambda: recent.height() - max(line.geometry().bottom() for line in lines) <= 2)


def test_arrows_step_over_the_heads_of_groups(qtbot: QtBot, demo: Records) -> None:
    page = PatientsPage(noted_desk(demo).desk)
    show(page, qtbot, Route("patients"))

    for _ in range(6):
        QTest.keyClick(page.search, Qt.Key.Key_Down)

    assert "Samuel Greer" in words(page)


def test_a_look_alike_is_shown_once_before_somebody_else_is_registered(qtbot: QtBot, demo: Records) -> None:
    noted = noted_desk(demo)
    panel = RegisterPanel(noted.desk)
    qtbot.addWidget(panel)
    for name, typed in (("given", "Rosa"), ("family", "Delgado"), ("born", "14 Mar 1947")):
        panel.fields[name].set_text(typed)

    panel.save()
    assert [button.text() for button in panel.findChildren(Button) if button.text() == "Open this one"]
    assert noted.routes == []

    panel.save()
    assert noted.routes[-1].place == "chart"
    assert len(demo.find_patients("rosa delgado")) == 2


def test_a_birth_date_that_cannot_be_is_said_under_the_field(qtbot: QtBot, records: Records) -> None:
    panel = RegisterPanel(noted_desk(records).desk)
    qtbot.addWidget(panel)
    panel.fields["family"].set_text("Somebody")
    panel.fields["born"].set_text("last spring")

    panel.save()

    assert panel.fields["born"].state == "invalid"
    assert records.all_of("Patient") == []


def test_the_chart_shows_own_words_tiles_medicines_and_what_happened(qtbot: QtBot, demo: Records) -> None:
    page = ChartPage(noted_desk(demo).desk)
    show(page, qtbot, Route("chart", demo.find_patients("rosa delgado")[0]))

    said = words(page)
    assert "“I want to walk to the market with Elena again, and not go back to that hospital.”" in said
    assert [tile.accessibleName() for tile in page.findChildren(TrendTile)][:2] == [
        "Weight: 169.8 lb",
        "Blood pressure: 138/82 mmHg",
    ]
    assert "Spironolactone" in said
    assert "Elena Delgado" in said


def test_an_entry_opens_beside_the_timeline(qtbot: QtBot, demo: Records) -> None:
    page = ChartPage(noted_desk(demo).desk)
    show(page, qtbot, Route("chart", demo.find_patients("rosa delgado")[0]))
    lines = (one for one in page.findChildren(EntryLine) if one.isVisible())
    line = next(one for one in lines if one.entry.title.startswith("Home visit"))

    line.click()

    assert "Lungs clear, weight 166.4, no ankle swelling." in words(page)


def test_starting_the_visit_leads_into_it(qtbot: QtBot, demo: Records) -> None:
    noted = noted_desk(demo)
    page = ChartPage(noted.desk)
    show(page, qtbot, Route("chart", demo.find_patients("rosa delgado")[0]))

    page.primary()

    assert noted.routes[-1].place == "visit"


def test_a_person_with_nothing_recorded_has_a_chart_that_says_so(qtbot: QtBot, records: Records) -> None:
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": "f3c8b6f6-7f66-4a71-9f3e-000000000001"})
    page = ChartPage(noted_desk(records).desk)
    show(page, qtbot, Route("chart", "f3c8b6f6-7f66-4a71-9f3e-000000000001"))

    said = words(page)
    assert "No medicine is on the list yet." in said
    assert "No signed measurements yet" in said


def test_what_is_recorded_of_a_person_can_be_put_right(qtbot: QtBot, demo: Records) -> None:
    noted = noted_desk(demo)
    page = PatientsPage(noted.desk)
    rosa = demo.find_patients("rosa delgado")[0]
    show(page, qtbot, Route("patients", rosa, "edit"))
    (panel,) = page.findChildren(RegisterPanel)
    assert panel.fields["allergies"].text() == "Adhesive or tape, Penicillins"

    panel.fields["street"].set_text("9 Invented Row")
    page.primary()

    assert noted.routes[-1] == Route("chart", rosa)
    assert demo.find_patients("invented row") == [rosa]


def test_the_button_opens_an_empty_form_and_esc_closes_it(qtbot: QtBot, demo: Records) -> None:
    page = PatientsPage(noted_desk(demo).desk)
    show(page, qtbot, Route("patients"))

    QTest.mouseClick(page.top_right[0], Qt.MouseButton.LeftButton)
    (panel,) = page.findChildren(RegisterPanel)
    assert panel.fields["family"].text() == ""

    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_an_empty_list_says_how_somebody_comes_onto_it(qtbot: QtBot, records: Records) -> None:
    noted = noted_desk(records)
    page = PatientsPage(noted.desk)
    show(page, qtbot, Route("patients"))

    assert "Nobody is on your list yet" in words(page)
    assert page.list.isHidden()
    button(page, "Take over records").click()

    assert noted.routes[-1] == Route("office")


def test_what_was_wrong_is_taken_back_when_it_is_written_anew(qtbot: QtBot, records: Records) -> None:
    page = PatientsPage(noted_desk(records).desk)
    show(page, qtbot, Route("patients", part="new"))
    panel = page.findChild(RegisterPanel)
    assert isinstance(panel, RegisterPanel)
    born = panel.fields["born"]
    assert isinstance(born, DateField)
    born.set_text("last spring")
    panel.save()
    assert born.state == "invalid"

    type_into(born.line, "4 Mar 1944")

    assert born.state != "invalid"


def test_the_list_stands_there_before_the_nurse_comes(qtbot: QtBot, demo: Records) -> None:
    background = SlowBackground(demo)
    page = PatientsPage(NotedDesk(background, FixedClock(NOW)).desk)
    qtbot.addWidget(page)
    page.make_ready()
    background.answer()

    show(page, qtbot, Route("patients"))

    assert "24 people on your list" in words(page)
    assert "Joan Abbott" in words(page)


def test_no_empty_chart_is_in_sight_before_the_first_one_is_whole(qtbot: QtBot, demo: Records) -> None:
    rosa = demo.find_patients("rosa delgado")[0]
    background = SlowBackground(demo)
    page = ChartPage(NotedDesk(background, FixedClock(NOW)).desk)
    page.make_ready()
    background.answer()
    show(page, qtbot, Route("chart", rosa))
    before = [one for one in page.findChildren(TimelineList) if one.isVisible()]
    background.answer()

    assert not before
    assert [one for one in page.findChildren(TimelineList) if one.isVisible()]
