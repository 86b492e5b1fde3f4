from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.plan_changes import set_own_words
from carenurse.clinical import goal, problem, vital_sign
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import new_id
from carenurse.clinical.problem import Rating
from tests.fakes import FixedClock, SlowBackground
from tests.ui.accessibility import faults
from tests.ui.careplan.conftest import NOW, Planned
from tests.ui.desk import NotedDesk
from tests.ui.showing import button, show
from ui.careplan.items import CareItem, GoalItem, Item, ProblemItem
from ui.careplan.page import PlanPage
from ui.careplan.words_form import WordsForm
from ui.widgets.buttons import Button
from ui.widgets.fields.check import Check
from ui.widgets.message import Message
from ui.widgets.page import Route
from ui.widgets.panels import EmptyState
from ui.widgets.theme import Look, Theme

Key = Qt.Key
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot, planned: Planned) -> Iterator[PlanPage]:
    made = show(PlanPage(planned.noted.desk), qtbot, Route("plan", planned.rosa))
    yield made
    made.hide()


def item(page: PlanPage, identity: str) -> Item:
    QApplication.processEvents()
    return next(one for one in page.findChildren(Item) if one.identity == identity and one.isVisibleTo(page))


def test_three_lanes_stand_side_by_side_and_speak(page: PlanPage, planned: Planned) -> None:
    assert page.patient == planned.rosa
    heart, aim, weigh = (item(page, one) for one in (planned.heart, planned.goal, planned.weigh))
    assert isinstance(heart, ProblemItem)
    assert isinstance(aim, GoalItem)
    assert isinstance(weigh, CareItem)
    lefts = [one.mapTo(page, QPoint()).x() for one in (heart, aim, weigh)]
    assert lefts == sorted(set(lefts))
    assert weigh.accessibleName() == "Weigh, Nurse, each visit"
    assert item(page, planned.bar).accessibleName() == (
        "Grab bar, No one owns this and nobody said how often."
    )


def test_keys_walk_tick_and_open(page: PlanPage, planned: Planned) -> None:
    planned.begin_visit()
    page.arrive(Route("plan", planned.rosa))
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Right, Key.Key_Space):
        QTest.keyClick(page, key)

    ticks = [one.isChecked() for one in item(page, planned.weigh).findChildren(Check)]
    assert ticks == [True]
    QTest.keyClick(page, Key.Key_Return)
    assert page.sheet.form is page.sheet.care
    QTest.keyClick(page, Key.Key_Escape)
    assert page.sheet.form is None


def test_a_box_cannot_be_ticked_outside_a_visit_and_says_why(page: PlanPage, planned: Planned) -> None:
    (tick,) = item(page, planned.weigh).findChildren(Check)

    assert not tick.isEnabled()
    assert tick.toolTip() == "Start the visit, then tick what was done."


def test_fix_opens_the_form_at_what_is_missing_and_closes_the_gap(page: PlanPage, planned: Planned) -> None:
    QTest.mouseClick(button(page, "Fix"), Left)
    assert page.sheet.care.performer.line.hasFocus()
    QTest.keyClicks(page.sheet.care.performer.line, "Elena")
    QTest.keyClicks(page.sheet.care.frequency.line, "once")

    page.primary()

    (line,) = [one for one in planned.records.all_of("ServiceRequest") if one["id"] == planned.bar]
    assert line["performerType"]["text"] == "Elena"
    assert not any(one.text() == "Fix" for one in page.findChildren(Button) if one.isVisibleTo(page))


def test_a_problem_is_added_with_signs_and_ratings(page: PlanPage, planned: Planned) -> None:
    QTest.mouseClick(button(page, "Problem"), Left)
    form = page.sheet.problem
    assert form.term.list.findData("PB0029") < 0
    form.term.set_text("PB0024")
    form.term.edited.emit("PB0024")
    assert form.text.text() == "Pain"
    form.ratings["RS0300"].now.set_text("2")
    form.ratings["RS0300"].aim.set_text("4")

    page.primary()

    added = next(
        value
        for one in planned.records.all_of("Condition")
        if (value := problem.decode(one)).omaha == "PB0024"
    )
    assert added.status == Rating(2, 2, 4)
    assert added.modifier == "RM0003"


def test_a_goal_form_speaks_the_unit_of_its_measure(page: PlanPage, planned: Planned) -> None:
    page.presenter.begin_goal(planned.heart)
    form = page.sheet.goal
    form.text.set_text("Pain 4 or less")
    form.measure.set_text("72514-3")
    form.measure.edited.emit("72514-3")
    form.high.set_text("four")
    page.primary()
    assert form.high.state == "invalid"
    form.high.set_text("4")
    page.primary()

    added = next(
        value for one in planned.records.all_of("Goal") if (value := goal.decode(one)).measure == "72514-3"
    )
    assert (added.target_high, added.unit, added.problems) == (4, "{score}", (planned.heart,))


def test_a_template_is_ticked_line_by_line(page: PlanPage, planned: Planned) -> None:
    page.presenter.begin_template("chf")
    form = page.sheet.template
    assert not form.checks["PB0029"].isEnabled()
    for key, check in form.checks.items():
        check.setChecked(key == "goal-1")
    assert form.keep_button.text() == "Add 1 item"

    page.primary()

    assert len(planned.records.all_of("Goal")) == 2
    assert page.sheet.form is None


def test_nothing_ticked_cannot_be_added(page: PlanPage) -> None:
    page.presenter.begin_template("chf")
    for check in page.sheet.template.checks.values():
        check.setChecked(False)

    assert not page.sheet.template.keep_button.isEnabled()
    assert page.sheet.template.keep_button.toolTip() == "Tick what should be added."


def test_own_words_are_changed_at_the_side(page: PlanPage, planned: Planned) -> None:
    QTest.mouseClick(button(page, "Ask and write it"), Left)
    assert isinstance(page.sheet.form, WordsForm)
    QTest.keyClicks(page.sheet.words.field.box, "Walk again.")

    page.primary()

    assert button(page, "Change with Rosa")
    assert planned.records.all_of("CarePlan")[0]["description"] == "Walk again."


def test_an_empty_plan_says_how_to_begin(page: PlanPage, planned: Planned) -> None:
    page.presenter.resolve(planned.heart)

    assert button(page, "Add from template")
    assert [one.accessibleName() for one in page.findChildren(EmptyState)] == ["No care plan yet"]


def test_a_resolved_problem_is_opened_again_from_the_plan(page: PlanPage, planned: Planned) -> None:
    page.presenter.resolve(planned.heart)
    QTest.mouseClick(button(page, "Open again"), Left)
    assert page.sheet.form is page.sheet.reopen
    page.primary()
    assert page.sheet.form is page.sheet.reopen  # it asks for the reason
    QTest.keyClicks(page.sheet.reopen.field.box, "Ankles swollen")

    page.primary()

    assert page.sheet.form is None
    assert item(page, planned.heart)


def test_a_click_marks_and_a_double_click_opens(page: PlanPage, planned: Planned) -> None:
    QTest.mouseClick(item(page, planned.goal), Left)
    assert page.presenter.chosen == planned.goal
    QTest.mouseDClick(item(page, planned.goal), Left)
    assert page.sheet.form is page.sheet.goal


def test_a_finding_opens_the_problem_it_suggests(page: PlanPage, planned: Planned) -> None:
    page.arrive(Route("plan", planned.rosa, "PB0012"))

    assert page.sheet.form is page.sheet.problem
    assert page.sheet.problem.draft().omaha == "PB0012"


def test_a_suggestion_says_why_and_opens_its_template(page: PlanPage, planned: Planned) -> None:
    score = vital_sign.VitalSign(
        id=new_id(),
        patient=planned.rosa,
        code="44261-6",
        label="PHQ-9",
        value=Decimal(12),
        unit="{score}",
        when=Moment.at(NOW),
        status="final",
    )
    with planned.records.work() as work:
        work.put(vital_sign.encode(score))
    page.arrive(Route("plan", planned.rosa))

    add = next(one for one in page.findChildren(Button) if one.accessibleName() == "Add Mood")
    spoken = [one.accessibleName() for one in page.findChildren(Message) if one.button is add]
    assert spoken == ["Mood is not on the plan. PHQ-9 is 12; 10 or more asks for a closer look at mood."]
    QTest.mouseClick(add, Left)
    assert page.sheet.template.template.text() == "depression"


@pytest.mark.parametrize("width", [1208, 900, 560])
@pytest.mark.parametrize(("look", "percent"), [("light", 80), ("dark", 150), ("light", 200)])
def test_the_page_fits_every_width_zoom_and_look(
    worn: Theme, planned: Planned, qtbot: QtBot, *, look: Look, percent: int, width: int
) -> None:
    set_own_words(planned.records, planned.rosa, "A long sentence about the market. " * 12, NOW)
    worn.wear(look, percent)
    room = max(width, 560 * percent // 100)
    page = PlanPage(planned.noted.desk)
    qtbot.addWidget(page)
    page.resize(room, 600)
    page.show()
    page.arrive(Route("plan", planned.rosa))
    QApplication.processEvents()

    assert page.width() == room
    assert page.minimumSizeHint().width() <= room


def test_a_screen_reader_stumbles_over_nothing(page: PlanPage, planned: Planned) -> None:
    planned.begin_visit()
    page.arrive(Route("plan", planned.rosa))
    openings = (
        page.presenter.cancel,
        page.presenter.begin_problem,
        page.presenter.begin_goal,
        page.presenter.begin_care,
        page.presenter.begin_words,
        page.presenter.begin_template,
    )
    for opening in openings:
        opening()
        QApplication.processEvents()
        assert faults(page) == []


def test_a_reason_to_open_a_problem_again_that_is_not_resolved_is_told_and_leaves_no_trace(
    page: PlanPage, planned: Planned
) -> None:
    page.take_up({"form": "reopen", "problem": "gone", "text": "It came back."})
    (told,) = planned.noted.failures
    assert "not among the resolved ones any more. What you had typed as the reason was not kept." in str(told)

    page.presenter.begin_problem()
    assert page.unfinished() == {}, "nothing was typed in this one"


def test_a_form_that_is_opened_before_the_one_that_was_begun_is_there_is_not_taken_for_it(
    planned: Planned, qtbot: QtBot
) -> None:
    slow = SlowBackground(planned.records)
    page = PlanPage(NotedDesk(slow, FixedClock(NOW)).desk)
    qtbot.addWidget(page)
    page.arrive(Route("plan", planned.rosa))
    begun = {"form": "words", "text": "Sleep at home."}
    page.take_up(begun)

    page.presenter.begin_problem()
    page.show()
    assert page.sheet.unfinished() == {}

    slow.answer()
    assert page.unfinished() == begun
