from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.schedule_facts import Block, BlockState, OrderLedger, Week
from carenurse.clinical import planned_visit
from carenurse.scheduling.ledger import Ledger, LedgerWeek
from tests.ui.accessibility import faults
from tests.ui.schedule.conftest import ZONE, Office, at
from tests.ui.showing import button, show
from ui.schedule.geometry import lay_out
from ui.schedule.ledger_strip import LedgerStrip
from ui.schedule.page import SchedulePage
from ui.schedule.words import tell_block, week_title
from ui.shell.top_bar import TopBar
from ui.widgets.boxes import column, holder
from ui.widgets.dress import dress
from ui.widgets.page import Route
from ui.widgets.text import Label

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> Iterator[SchedulePage]:
    made = show(SchedulePage(office.noted.desk, ZONE), qtbot)
    yield made
    made.hide()


def start_of(office: Office, identity: str) -> object:
    stored = office.records.get("Appointment", identity)
    assert stored is not None
    return planned_visit.decode(stored).start


def test_the_week_is_titled_and_says_its_visits_to_a_screen_reader(
    page: SchedulePage, office: Office
) -> None:
    office.add(office.rosa, 6, "09:30", reason="Heart")

    page.arrive(Route("schedule"))

    assert page.title == "1 to 7 Mar"
    assert page.canvas.accessibleDescription() == "1 visit"
    page.presenter.choose(office.records.all_of("Appointment")[0]["id"])
    assert page.canvas.accessibleDescription() == "Fri 6 Mar, 09:30 to 10:15, Rosa Delgado, Heart"


def test_keys_select_move_and_turn(page: SchedulePage, office: Office) -> None:
    identity = office.add(office.rosa, 6, "09:30")
    page.arrive(Route("schedule"))

    QTest.keyClick(page.canvas, Key.Key_Down)
    QTest.keyClick(page.canvas, Key.Key_Down, Modifier.AltModifier)
    assert start_of(office, identity) == at(6, "09:45")
    QTest.keyClick(page.canvas, Key.Key_Left, Modifier.AltModifier)
    assert start_of(office, identity) == at(5, "09:45")
    QTest.keyClick(page.canvas, Key.Key_Right, Modifier.ControlModifier)
    assert page.title == "8 to 14 Mar"


def test_the_list_moves_visits_with_the_same_keys(page: SchedulePage, office: Office) -> None:
    identity = office.add(office.rosa, 6, "09:30")
    page.arrive(Route("schedule"))
    page.presenter.show_mode("list")
    page.presenter.choose(identity)

    QTest.keyClick(page.list, Key.Key_Up, Modifier.AltModifier)

    assert start_of(office, identity) == at(6, "09:15")
    page.list.choose(identity)
    QTest.keyClick(page.list, Key.Key_Return)
    assert page.form.isVisible()


def test_arrows_cross_to_the_nearest_visit_of_another_day(page: SchedulePage, office: Office) -> None:
    early, late = office.add(office.rosa, 5, "09:30"), office.add(office.pike, 5, "15:00")
    friday = office.add(office.rosa, 6, "14:00")
    page.arrive(Route("schedule"))
    page.presenter.choose(friday)

    QTest.keyClick(page.canvas, Key.Key_Left)

    assert page.canvas.accessibleDescription().startswith("Thu 5 Mar, 15:00")
    QTest.keyClick(page.canvas, Key.Key_Up)
    assert page.canvas.accessibleDescription().startswith("Thu 5 Mar, 09:30")
    assert {early, late}


def test_the_mouse_carries_a_visit_and_its_conflict_is_said_on_the_way(
    page: SchedulePage, office: Office
) -> None:
    office.add(office.pike, 5, "09:00")
    identity = office.add(office.rosa, 5, "13:00")
    page.arrive(Route("schedule"))
    viewport = page.canvas.viewport()
    start = page.canvas.block_rect(identity).center()
    up = QPoint(0, -round(page.canvas.grid.hour_height * 3.5))

    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Modifier.NoModifier, start)
    QTest.mouseMove(viewport, start + up / 2)
    QTest.mouseMove(viewport, start + up)
    assert button(page, "Keep both")
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Modifier.NoModifier, start + up)

    assert start_of(office, identity) == at(5, "09:30")
    fix = button(page, "Move to 10:15")
    QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert start_of(office, identity) == at(5, "10:15")


def test_escape_gives_a_drag_up(page: SchedulePage, office: Office) -> None:
    identity = office.add(office.rosa, 5, "13:00")
    page.arrive(Route("schedule"))
    viewport = page.canvas.viewport()
    start = page.canvas.block_rect(identity).center()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Modifier.NoModifier, start)
    QTest.mouseMove(viewport, start - QPoint(0, 60))

    QTest.keyClick(page.canvas, Key.Key_Escape)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Modifier.NoModifier, start - QPoint(0, 60))

    assert start_of(office, identity) == at(5, "13:00")


def test_a_double_click_in_an_empty_place_begins_a_visit_there(page: SchedulePage, office: Office) -> None:
    office.add(office.rosa, 5, "13:00")
    page.arrive(Route("schedule"))
    rect = page.canvas.block_rect(office.records.all_of("Appointment")[0]["id"])
    empty = rect.topLeft() + QPoint(20, -round(page.canvas.grid.hour_height * 1.9))

    QTest.mouseDClick(page.canvas.viewport(), Qt.MouseButton.LeftButton, Modifier.NoModifier, empty)

    assert page.form.isVisible()
    page.presenter.cancel_form()
    assert not page.form.isVisible()


def test_the_form_finds_a_person_and_plans(page: SchedulePage, office: Office) -> None:
    page.arrive(Route("schedule", part="add"))
    QTest.keyClicks(page.form.search, "pik")
    QTest.keyClick(page.form.search, Key.Key_Return)
    page.form.day.line.clear()
    QTest.keyClicks(page.form.day.line, "fri")
    page.form.clock.line.clear()
    QTest.keyClicks(page.form.clock.line, "14:00")

    page.primary()

    (kept,) = office.records.all_of("Appointment")
    assert planned_visit.decode(kept).start == at(6, "14:00")


def test_the_reason_is_asked_before_a_visit_is_missed(page: SchedulePage, office: Office) -> None:
    identity = office.add(office.rosa, 6, "09:30")
    page.arrive(Route("schedule"))
    page.presenter.choose(identity)
    QTest.mouseClick(button(page, "Missed"), Qt.MouseButton.LeftButton)

    page.primary()
    assert page.ending.reason.state == "invalid"
    page.ending.reason.set_text("other")
    page.ending.reason_chosen("other")
    page.primary()
    assert page.ending.words.state == "invalid"
    QTest.keyClicks(page.ending.words.line, "Flood")
    page.primary()

    stored = office.records.get("Appointment", identity)
    assert stored is not None
    assert (stored["status"], planned_visit.decode(stored).cancel_reason) == ("noshow", "Flood")


def test_narrow_pages_fold_the_columns_and_a_conflict_opens_the_right_one(
    page: SchedulePage, office: Office
) -> None:
    office.add(office.pike, 6, "09:00")
    identity = office.add(office.rosa, 6, "09:30")
    page.arrive(Route("schedule"))
    page.resize(800, 600)

    assert not page.tray.isVisible()
    assert not page.inspector.isVisible()
    page.presenter.choose(identity)
    assert page.inspector.isVisible()
    page.presenter.choose("")
    QTest.keyClick(page, Key.Key_F4)
    assert page.inspector.isVisible()
    assert not page.tray.isVisible()
    QTest.keyClick(page, Key.Key_F4)
    assert page.tray.isVisible()
    assert not page.inspector.isVisible()
    QTest.keyClick(page, Key.Key_F4)
    assert not page.tray.isVisible()


def test_the_page_paints_in_both_looks_and_at_every_zoom(
    qapp: QApplication, office: Office, qtbot: QtBot
) -> None:
    office.add(office.pike, 6, "09:00")
    office.add(office.rosa, 6, "09:30")
    for percent in (80, 100, 200):
        dress(qapp, "dark", percent)
        page = show(SchedulePage(office.noted.desk, ZONE), qtbot, Route("schedule"))
        assert page.width() == 1208
        assert faults(page) == []
        page.hide()


def test_at_150_percent_in_a_small_window_the_week_can_be_read_and_so_can_the_warning(
    qapp: QApplication, office: Office, qtbot: QtBot
) -> None:
    dress(qapp, "dark", 150)
    page, bar = SchedulePage(office.noted.desk, ZONE), TopBar()
    window = holder(column(bar, page, space=0))
    qtbot.addWidget(window)
    window.resize(1172, 680)
    window.show()
    page.arrive(Route("schedule"))
    bar.show_page(page)
    for turns in (0, 4):
        page.presenter.turn(turns)
        bar.show_page(page)
        QApplication.processEvents()
        title = next(label for label in bar.findChildren(Label) if label.text() == page.title)
        assert (title.toolTip(), window.width()) == ("", 1172), page.title

    week = LedgerWeek(date(2026, 3, 1), ordered=2)
    warned = OrderLedger("p", "Rosa", "2w1", "o", Ledger((week,)), ("1 ordered visit is not planned.",))
    strip = LedgerStrip()
    qtbot.addWidget(strip)
    strip.show()
    strip.resize(760, 129)
    strip.show_order(warned, date(2026, 3, 4), date(2026, 3, 1))
    beneath = strip.height()
    strip.resize(1700, 129)
    assert beneath > strip.height(), "the warning has a line of its own only where it has no room"


def test_an_empty_weekend_is_narrow_and_a_busy_one_is_not() -> None:
    days = tuple(date(2026, 3, day) for day in range(1, 8))
    free = lay_out(days, (), 700, hour_height=54, weekend_width=44, hours=(8, 18))
    block = Block("a", "rosa", "Rosa", "Rosa", at(7, "06:30"), at(7, "19:15"), "", BlockState.PLANNED)
    busy = lay_out(days, (block,), 700, hour_height=54, weekend_width=44, hours=(8, 18))

    assert free.column(days[0]) == (0, 44)
    assert free.lefts[-1] == 700
    assert busy.column(days[6])[1] > 44
    assert (busy.first_hour, busy.last_hour) == (6, 20)


def test_a_place_in_the_grid_is_a_quarter_of_an_hour() -> None:
    days = tuple(date(2026, 3, day) for day in range(1, 8))
    grid = lay_out(days, (), 700, hour_height=60, weekend_width=40, hours=(8, 18))

    assert grid.moment_at(50, 97, at(4, "10:00")) == at(2, "09:30")
    assert grid.moment_at(5000, 99999, at(4, "10:00"), length=60) == at(7, "23:00")
    assert grid.moment_at(-5, -9999, at(4, "10:00")) == at(1, "00:00")


def test_a_week_over_the_end_of_a_month_names_both() -> None:
    assert week_title(date(2026, 3, 29)) == "29 Mar to 4 Apr"
    assert Week(date(2026, 3, 1), (), ()).blocks == ()
    block = Block(
        "a", "rosa", "Rosa", "Rosa", at(7, "09:00"), at(7, "09:30"), "", BlockState.MISSED, why="Flood"
    )
    assert tell_block(block) == "Sat 7 Mar, 09:00 to 09:30, Rosa, Missed, Flood"


def test_a_screen_reader_stumbles_over_nothing(page: SchedulePage, office: Office) -> None:
    office.add(office.pike, 6, "09:00")
    identity = office.add(office.rosa, 6, "09:30")
    page.arrive(Route("schedule"))
    page.presenter.choose(identity)
    QApplication.processEvents()
    assert faults(page) == []
    page.presenter.begin_add()
    QApplication.processEvents()
    assert faults(page) == []
    page.presenter.cancel_form()
    page.presenter.begin_ending("miss")
    QApplication.processEvents()
    assert faults(page) == []
    page.presenter.cancel_form()
    page.presenter.show_mode("list")
    QApplication.processEvents()
    assert faults(page) == []
