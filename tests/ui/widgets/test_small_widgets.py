import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import faults
from tests.ui.keys import press, type_into
from ui.shell.status_bar import StatusBar, in_words
from ui.widgets.banner import BannerFacts, PatientBanner
from ui.widgets.boxes import column, empty_out, holder
from ui.widgets.buttons import Button
from ui.widgets.goal_track import GoalTrack, Progress
from ui.widgets.message import Message
from ui.widgets.palette import Answer, Entry, FindOrDo
from ui.widgets.segments import Segments
from ui.widgets.sparkline import Sparkline, Trend
from ui.widgets.tabs import Tabs
from ui.widgets.text import Label
from ui.widgets.theme import Theme, theme
from ui.widgets.toast import Toast
from ui.widgets.trend_tile import Tile, TrendTile
from ui.widgets.two_line import CELL, Cell, TwoLine, set_up_list

WEIGHTS = Trend(((168.2, 167.0, 169.8),), "169.8 pounds, up 1.6 since 27 February", high=171.4, out=True)
ROSA = BannerFacts(
    name="Rosa Delgado",
    line="78 years · born 14 Mar 1947",
    short_line="78",
    allergies=("Penicillin (hives)", "adhesive tape", "latex", "sulfa antibiotics (rash)", "shellfish"),
    allergens=("Penicillin", "adhesive tape", "latex", "sulfa antibiotics", "shellfish"),
    alerts="Dog, call first",
    alert_count=1,
)


def a_window(qtbot: QtBot, width: int = 1280) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(width, 720)
    window.show()
    return window


def test_a_trend_says_in_words_what_it_draws(qtbot: QtBot) -> None:
    spark = Sparkline(WEIGHTS)
    qtbot.addWidget(spark)

    assert spark.accessibleName() == "169.8 pounds, up 1.6 since 27 February"
    spark.show_trend(None)
    assert spark.accessibleName() == ""


def test_a_trend_of_one_value_or_none_can_be_drawn(qtbot: QtBot) -> None:
    for lines in ((), ((),), ((84.0,),), ((84.0, 84.0),)):
        spark = Sparkline(Trend(lines, "pulse", at=(1.0, 1.0)), dots=True)
        qtbot.addWidget(spark)
        assert not spark.grab().isNull()


def test_a_tile_is_a_button_that_says_everything(qtbot: QtBot) -> None:
    tile = TrendTile(
        Tile("Weight", "169.8", "lb", "home log, 3 Mar", "up 1.6", "up", "Call at 5 lb", WEIGHTS, out=True)
    )
    qtbot.addWidget(tile)
    tile.resize(tile.sizeHint())

    assert tile.accessibleName() == "Weight: 169.8 lb"
    assert tile.accessibleDescription() == "up 1.6, home log, 3 Mar, Call at 5 lb"
    assert not tile.grab().isNull()


def test_a_goal_can_be_drawn_whatever_its_direction(qtbot: QtBot) -> None:
    for start, now, low, high in (
        (0, 4, 10, None),
        (15, 7, None, 5),
        (168, 171, 163, 169),
        (3, 3, None, None),
    ):
        track = GoalTrack(Progress(start, now, low, high, "words"))
        qtbot.addWidget(track)
        assert not track.grab().isNull()


def a_banner(window: QWidget, facts: BannerFacts) -> PatientBanner:
    banner = PatientBanner()
    QVBoxLayout(window).addWidget(banner)
    banner.show_facts(facts)
    return banner


def words_of(banner: PatientBanner) -> str:
    return " ".join(label.text() for label in banner.findChildren(Label))


def test_with_less_room_the_reactions_go_and_every_allergen_stays(qtbot: QtBot) -> None:
    window = a_window(qtbot, 1000)
    banner = a_banner(window, ROSA)

    assert all(name in words_of(banner) for name in ROSA.allergens)
    assert "hives" not in words_of(banner)
    assert not banner.findChildren(Button)
    told = next(label for label in banner.findChildren(Label) if "Penicillin" in label.text())
    assert "hives" in told.accessibleName()


def test_allergies_without_room_are_counted_and_never_cut(qtbot: QtBot) -> None:
    many = tuple(f"Substance number {number}" for number in range(20))
    window = a_window(qtbot, 1000)
    banner = a_banner(window, replace(ROSA, allergies=many, allergens=many))

    more = next(button for button in banner.findChildren(Button) if "more" in button.text())
    shown = [name for name in many if re.search(rf"{name}\b", words_of(banner))]
    assert more.text() == f"and {len(many) - len(shown)} more"
    assert all(name in more.toolTip() for name in many)


def test_a_narrow_banner_folds_alerts_into_a_button_that_says_them(qtbot: QtBot) -> None:
    window = a_window(qtbot, 800)
    banner = PatientBanner()
    QVBoxLayout(window).addWidget(banner)

    banner.show_facts(ROSA)

    (folded,) = [one for one in banner.findChildren(Button) if one.accessibleName().startswith("Alerts: ")]
    assert (folded.accessibleName(), folded.text()) == ("Alerts: Dog, call first", "1 alert")
    assert faults(banner) == []


def test_alerts_and_wishes_without_room_are_said_in_words_and_never_by_a_sign_alone(
    qtbot: QtBot, worn: Theme
) -> None:
    worn.wear("light", 150)
    window = a_window(qtbot, 1280)
    banner = PatientBanner()
    QVBoxLayout(window).addWidget(banner)

    banner.show_facts(replace(ROSA, alert_count=2, wishes="DNR, signed 3 Jan 2026"))

    texts = [button.text() for button in banner.findChildren(Button)]
    assert "2 alerts, wishes" in texts
    assert window.width() == 1280


@pytest.mark.parametrize("width", [800, 1280])
def test_a_finding_nobody_was_told_about_is_red_in_the_bar_and_never_folded(qtbot: QtBot, width: int) -> None:
    window = a_window(qtbot, width)
    finding = "Blood sugar LO, 3 Mar · Oxygen saturation 84 %, 3 Mar"
    crowded = replace(ROSA, untold=finding, alerts="Dog, call first · Fell", alert_count=2, wishes="DNR")

    banner = a_banner(window, crowded)

    def shown() -> list[Label]:
        return [one for one in banner.findChildren(Label) if one.text() == finding and one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    (told,) = shown()
    drawn, ink = told.grab().toImage(), theme().color("critical").rgb()
    assert any(drawn.pixel(x, y) == ink for x in range(drawn.width()) for y in range(drawn.height()))
    folded = [one.text() for one in banner.findChildren(Button) if one.isVisible()]
    assert folded == ["2 alerts, wishes"]
    assert window.width() == width
    assert banner.accessibleDescription().startswith(f"Not yet told to anyone: {finding}")


def test_a_name_of_hundreds_of_letters_ends_in_dots_and_leaves_room_for_the_allergies(qtbot: QtBot) -> None:
    window = a_window(qtbot)
    banner = PatientBanner()
    QVBoxLayout(window).addWidget(banner)

    banner.show_facts(replace(ROSA, name=f"{'A' * 240} {'L' * 250}ongname"))
    qtbot.waitUntil(lambda: any(label.text().startswith("AAA") for label in banner.findChildren(Label)))

    name = next(label for label in banner.findChildren(Label) if label.text().startswith("AAA"))
    assert window.width() == 1280
    qtbot.waitUntil(lambda: 0 < name.width() < 700)
    assert name.toolTip() == name.text()


def test_undo_can_be_had_for_what_the_toast_says(qtbot: QtBot) -> None:
    window = a_window(qtbot)
    toast = Toast(window)
    undone: list[str] = []

    toast.say("Samuel Greer moved to Fri 14:00", lambda: undone.append("moved"))
    toast.take_back()
    toast.take_back()

    assert undone == ["moved"]
    assert not toast.isVisible()


@pytest.fixture
def undoing(qtbot: QtBot) -> "Undoing":
    return Undoing(qtbot)


class Undoing:
    """A page with a Ctrl+Z of its own and a field, and a toast over both."""

    def __init__(self, qtbot: QtBot) -> None:
        self.done: list[str] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.field = QLineEdit(self.window)
        self.button = QPushButton("Answer", self.window)
        self.button.move(0, 80)
        shortcut = QShortcut(QKeySequence("Ctrl+Z"), self.window)
        shortcut.activated.connect(lambda: self.done.append("page"))
        self.toast = Toast(self.window)
        self.window.resize(600, 300)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.button.setFocus()
        self.toast.say("Moved", lambda: self.done.append("toast"))

    def undo(self) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_ctrl_z_takes_back_what_the_toast_says_and_after_that_belongs_to_the_page(undoing: Undoing) -> None:
    undoing.undo()
    assert undoing.done == ["toast"]

    undoing.undo()
    assert undoing.done == ["toast", "page"]


def test_what_is_typed_after_the_toast_is_newer_and_is_taken_back_first(undoing: Undoing) -> None:
    undoing.field.setFocus()
    QTest.keyClicks(undoing.field, "88")

    undoing.undo()

    assert (undoing.done, undoing.field.text()) == ([], "")
    undoing.toast.take_back()  # its button still does
    assert undoing.done == ["toast"]


def test_what_is_pressed_after_the_toast_is_newer_and_its_page_undoes_it(undoing: Undoing) -> None:
    QTest.mouseClick(undoing.button, Qt.MouseButton.LeftButton)

    undoing.undo()

    assert undoing.done == ["page"]


def test_a_toast_forgets_what_an_earlier_one_could_undo(qtbot: QtBot) -> None:
    window = a_window(qtbot)
    toast = Toast(window)
    undone: list[str] = []

    toast.say("First", lambda: undone.append("first"))
    toast.say("Second")
    toast.take_back()

    assert undone == []


def test_a_toast_stays_while_somebody_has_its_undo_under_the_keys(
    qtbot: QtBot, worn: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worn, "tokens", replace(worn.tokens, toast_seconds=0))
    window = a_window(qtbot)
    field, toast = QLineEdit(window), Toast(window)
    field.show()
    toast.move(300, 300)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    toast.say("Moved", lambda: None)
    toast.findChildren(Button)[0].setFocus()
    for _ in range(3):
        with qtbot.waitSignal(toast.findChildren(QTimer)[0].timeout):
            pass
    assert toast.isVisible()

    field.setFocus()
    qtbot.waitUntil(lambda: not toast.isVisible())


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_what_was_done_is_said_in_the_status_bar_and_covers_nothing(
    qtbot: QtBot, worn: Theme, percent: int
) -> None:
    worn.wear("light", percent)
    window = a_window(qtbot)
    bar = StatusBar()
    window.setLayout(column(None, bar, space=0))
    bar.show_saved("10:42")
    bar.show_unsent("945 changes")
    bar.show_received("07:58")
    bar.show_nurse("Dana Whitfield, RN")

    bar.toast.say("Rosa Delgado's visit is moved to Fri 14:00", lambda: None)
    qtbot.waitUntil(bar.toast.isVisible)

    button = bar.toast.findChildren(Button)[0]
    assert bar.rect().contains(bar.toast.geometry())
    assert button.height() >= worn.px(24)
    assert button.geometry().right() <= bar.toast.width()
    assert bar.toast.findChildren(Label)[0].toolTip() == ""
    assert not any(
        piece.geometry().intersects(bar.toast.geometry())
        for piece in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if piece is not bar.toast and piece.isVisible()
    )

    bar.toast.let_go()
    assert "Dana Whitfield, RN" in {label.text() for label in bar.findChildren(Label) if label.isVisible()}


def test_find_or_do_takes_the_first_entry_on_enter(qtbot: QtBot) -> None:
    done: list[str] = []

    def provider(typed: str, answer: Answer) -> None:
        names = ("Rosa Delgado", "Walter Osei", "Print family page")
        answer(
            tuple(Entry(name, lambda name=name: done.append(name)) for name in names if typed in name.lower())
        )

    window = a_window(qtbot)
    palette = FindOrDo(provider, window)
    palette.open()
    line = palette.focusWidget() or palette.findChildren(QWidget)[0]

    type_into(line, "os")
    assert faults(palette) == []
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)

    assert done == ["Walter Osei"]
    assert not palette.isVisible()


def test_a_late_answer_to_earlier_letters_is_not_shown(qtbot: QtBot) -> None:
    waiting: list[Answer] = []
    window = a_window(qtbot)
    palette = FindOrDo(lambda _typed, answer: waiting.append(answer), window)
    palette.open()
    line = palette.findChildren(QWidget)[0]
    type_into(line, "r")

    waiting[-1]((Entry("Rosa", lambda: None),))
    waiting[0]((Entry("Walter", lambda: None),))

    spoken = [child.accessibleName().strip() for child in palette.findChildren(QWidget)]
    assert "Rosa" in spoken
    assert "Walter" not in spoken


def test_esc_closes_find_or_do_without_doing_anything(qtbot: QtBot) -> None:
    window = a_window(qtbot)
    palette = FindOrDo(lambda _typed, answer: answer(()), window)
    palette.open()

    with qtbot.waitSignal(palette.closed):
        press(palette.findChildren(QWidget)[0], Qt.Key.Key_Escape)


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
