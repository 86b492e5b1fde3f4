"""Trends, tiles, goals, choices, tabs, messages and rows."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractButton, QListView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import faults
from tests.ui.keys import press
from ui.shell.status_bar import in_words
from ui.widgets.boxes import column, empty_out, holder
from ui.widgets.goal_track import GoalTrack, Progress
from ui.widgets.message import Message
from ui.widgets.segments import Segments
from ui.widgets.sparkline import Sparkline, Trend
from ui.widgets.tabs import Tabs
from ui.widgets.text import Label
from ui.widgets.trend_tile import Tile, TrendTile
from ui.widgets.two_line import CELL, Cell, TwoLine, set_up_list

WEIGHTS = Trend(((168.2, 167.0, 169.8),), "169.8 pounds, up 1.6 since 27 February", high=171.4, out=True)


def colors_of(widget: QWidget) -> int:
    """Count the colors of what is drawn: one for an empty place."""
    drawn = widget.grab().toImage()
    return len({drawn.pixel(x, y) for x in range(drawn.width()) for y in range(drawn.height())})


def test_a_trend_says_in_words_what_it_draws(qtbot: QtBot) -> None:
    spark = Sparkline(WEIGHTS)
    qtbot.addWidget(spark)

    assert spark.accessibleName() == "169.8 pounds, up 1.6 since 27 February"
    spark.show_trend(None)
    assert spark.accessibleName() == ""


def test_a_trend_of_one_value_or_none_can_be_drawn(qtbot: QtBot) -> None:
    for lines, ink in (((), False), (((),), False), (((84.0,),), True), (((84.0, 84.0),), True)):
        spark = Sparkline(Trend(lines, "pulse", at=(1.0, 1.0)), dots=True)
        qtbot.addWidget(spark)
        assert (colors_of(spark) > 1) is ink, lines


def test_a_tile_is_a_button_that_says_everything(qtbot: QtBot) -> None:
    tile = TrendTile(
        Tile("Weight", "169.8", "lb", "home log, 3 Mar", "up 1.6", "up", "Call at 5 lb", WEIGHTS, out=True)
    )
    qtbot.addWidget(tile)
    tile.resize(tile.sizeHint())

    assert tile.accessibleName() == "Weight: 169.8 lb"
    assert tile.accessibleDescription() == "up 1.6, home log, 3 Mar, Call at 5 lb"
    assert not tile.grab().isNull()


def test_a_value_without_room_in_its_tile_says_that_it_goes_on_and_tells_itself_whole(qtbot: QtBot) -> None:
    digits = "7.2 and thirty digits more than a tile has room for"
    tile = TrendTile(Tile("Pulse", digits, "/min", "Wed 11 Feb", "first value", "", "No limits set", WEIGHTS))
    qtbot.addWidget(tile)
    tile.resize(tile.sizeHint())
    tile.grab()

    assert tile.shown_value.endswith("…")
    assert tile.shown_value[:-1] == digits[: len(tile.shown_value) - 1]
    assert tile.toolTip().splitlines()[0] == f"{digits} /min"
    assert tile.accessibleName() == f"Pulse: {digits} /min"
    tile.resize(tile.width() * 5, tile.height())
    tile.grab()
    assert (tile.shown_value, tile.toolTip()) == (digits, WEIGHTS.words)


def test_a_blood_pressure_has_room_in_the_narrowest_tile(qtbot: QtBot) -> None:
    tile = TrendTile(Tile("Blood pressure", "228/126", "mmHg", "3 Mar", "up 8", "up", "Call at 180", WEIGHTS))
    qtbot.addWidget(tile)
    tile.resize(tile.minimumSizeHint())
    tile.grab()

    assert tile.shown_value == "228/126"
    assert tile.toolTip() == f"228/126 mmHg\n{WEIGHTS.words}", "its unit is left out there"


def test_a_goal_can_be_drawn_whatever_its_direction(qtbot: QtBot) -> None:
    for start, now, low, high in (
        (0, 4, 10, None),
        (15, 7, None, 5),
        (168, 171, 163, 169),
        (3, 3, None, None),
    ):
        track = GoalTrack(Progress(start, now, low, high, "words"))
        qtbot.addWidget(track)
        assert colors_of(track) > 1


def test_a_choice_of_several_is_told_by_its_code(qtbot: QtBot) -> None:
    segments = Segments("Whose", (("mine", "Mine"), ("team", "Team")))
    qtbot.addWidget(segments)
    segments.choose("mine")
    segments.show()
    told: list[str] = []
    segments.chosen.connect(told.append)

    segments.findChildren(QAbstractButton)[1].click()

    assert told == ["team"]
    assert segments.current() == "team"
    assert faults(segments) == []


def test_tabs_walk_with_the_arrows_and_count(qtbot: QtBot) -> None:
    tabs = Tabs((("overview", "Overview"), ("visits", "Visits"), ("plan", "Plan")))
    qtbot.addWidget(tabs)
    tabs.choose("overview")
    tabs.count("visits", "3")
    tabs.count("plan", "4 differ", "caution")
    tabs.show()
    told: list[str] = []
    tabs.chosen.connect(told.append)

    press(tabs, Qt.Key.Key_Right)
    press(tabs, Qt.Key.Key_Left)

    assert told == ["visits", "overview"]
    assert faults(tabs) == []


def test_a_message_is_spoken_whole(qtbot: QtBot) -> None:
    message = Message("critical", "Up 5.2 lb in 5 days.", "Tell Dr. Nwosu today.", action="Draft the call")
    qtbot.addWidget(message)
    message.speak()

    assert message.accessibleName() == "Up 5.2 lb in 5 days. Tell Dr. Nwosu today."
    with qtbot.waitSignal(message.acted):
        message.button.click()


def test_rows_are_as_high_as_the_tokens_say(qtbot: QtBot) -> None:
    view = QListView()
    qtbot.addWidget(view)
    model = QStandardItemModel(view)
    for cell in (
        Cell("Today", "4 people", group=True),
        Cell("Rosa Delgado", "78", icon="users", right="10:00", chip="Draft"),
    ):
        item = QStandardItem(cell.spoken)
        item.setData(cell, CELL)
        model.appendRow(item)
    set_up_list(view, "Patients")
    view.setModel(model)
    view.show()

    assert isinstance(view.itemDelegate(), TwoLine)
    assert [view.sizeHintForRow(number) for number in (0, 1)] == [30, 54]
    assert Cell("Rosa Delgado", "78", chip="Draft", right="10:00").spoken == "Rosa Delgado, 78, Draft, 10:00"
    assert not view.grab().isNull()


def test_a_layout_can_be_emptied(qtbot: QtBot) -> None:
    layout = column(Label("one"), 8, column(Label("two")), None)
    page = holder(layout)
    qtbot.addWidget(page)

    empty_out(layout)

    assert layout.count() == 0


def test_times_in_the_status_bar_say_the_day_when_it_is_not_today() -> None:
    now = datetime(2026, 3, 4, 10, 42, tzinfo=UTC)

    assert in_words(datetime(2026, 3, 4, 7, 58, tzinfo=UTC), now) == "07:58"
    assert in_words(datetime(2026, 3, 3, 18, 5, tzinfo=UTC), now) == "yesterday 18:05"
    assert in_words(datetime(2026, 2, 27, 18, 5, tzinfo=UTC), now) == "27 Feb 18:05"
    assert in_words(None, now) == ""
