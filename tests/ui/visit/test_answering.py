from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.visit_session import VITALS
from carenurse.app.visit_worksheet import Place
from tests.carenurse.app.visits import CARE, NOW, Household
from tests.ui.desk import NotedDesk
from tests.ui.keys import focus, press, type_into
from tests.ui.visit.stage import at
from ui.visit.goal_section import GoalSection
from ui.visit.leaving_section import LeavingSection
from ui.visit.medicine_section import MedicineSection
from ui.visit.page import AUTOSAVE_MS, VisitPage
from ui.widgets.fields.digits import DigitsField
from ui.widgets.page import Route
from ui.widgets.text import Label


def care_row(page: VisitPage) -> DigitsField:
    found: QWidget | None = at(page, "care", CARE)
    while found is not None and not isinstance(found, DigitsField):
        found = found.parentWidget()
    assert found is not None
    return found


def test_not_done_asks_for_the_reason_and_typing_it_leaves_the_answer(
    page: VisitPage, home: Household, qtbot: QtBot
) -> None:
    row = care_row(page)
    not_done = next(one for one in row.findChildren(QAbstractButton) if one.text() == "Not done")
    qtbot.waitUntil(lambda: not not_done.visibleRegion().isEmpty())

    QTest.mouseClick(not_done, Qt.MouseButton.LeftButton)
    reason = focus()
    assert reason.accessibleName() == "Why not?"
    type_into(reason, "Daughter did it")
    page.leave()

    done = home.living().sheet.intervention(CARE)
    assert (done.state, done.reason) == ("not-given", "Daughter did it")


def test_letters_never_answer_in_the_rows_of_care(page: VisitPage, home: Household) -> None:
    row = care_row(page)
    done, not_done = row.findChildren(QAbstractButton)

    press(done, Qt.Key.Key_D, "d")
    assert row.text() == ""

    press(not_done, Qt.Key.Key_Space, " ")
    press(not_done, Qt.Key.Key_D, "d")
    page.leave()
    assert home.living().sheet.intervention(CARE).state == "not-given"


def test_steady_typing_does_not_put_the_saving_off(
    page: VisitPage, home: Household, noted: NotedDesk, qtbot: QtBot
) -> None:
    page.jot.take_cursor()
    before = len(noted.saved)

    def is_saved_while_she_types_on() -> bool:
        press(page.jot.box, Qt.Key.Key_unknown, "a")
        return len(noted.saved) > before

    qtbot.waitUntil(is_saved_while_she_types_on, timeout=4 * AUTOSAVE_MS)

    assert len(page.jot.box.toPlainText()) - len(home.living().sheet.jot) <= 2


def leaving(page: VisitPage) -> LeavingSection:
    page.go_to(Place("leaving", "", "form"))
    box = page.writing.box("leaving")
    assert box is not None
    assert isinstance(box.body, LeavingSection)
    return box.body


def visible(page: QWidget) -> list[QWidget]:
    return [one for one in page.findChildren(QWidget) if one.isVisible()]


def named(page: QWidget, name: str) -> QWidget:
    found = [one for one in visible(page) if one.accessibleName() == name]
    assert found, name
    return found[0]


def comes(page: QWidget, name: str, qtbot: QtBot) -> QWidget:
    qtbot.waitUntil(lambda: any(one.accessibleName() == name for one in visible(page)))
    return named(page, name)


def test_one_call_can_be_used_for_all_open_flags(page: VisitPage, home: Household) -> None:
    for question, value in (("hr", "150"), ("rr", "40"), ("spo2", "84")):
        type_into(at(page, VITALS, question), value)
    section = leaving(page)
    assert not named(section, "Same call for all flags").isEnabled()
    type_into(named(section, "Who was told"), "Dr. Nwosu")

    named(section, "Same call for all flags").setFocus()
    press(named(section, "Same call for all flags"), Qt.Key.Key_Space, " ")
    page.leave()

    living = home.living()
    asked = [flag for flag in living.flags() if flag.asks_to_tell]
    assert len(asked) > 2
    told = [living.sheet.told_about(flag.key) for flag in asked]
    assert {one.who for one in told if one} == {"Dr. Nwosu"}
    assert len({one.about for one in told if one}) == len(asked)


def test_the_call_above_is_taken_from_the_next_row_and_no_finding_goes(
    page: VisitPage, home: Household
) -> None:
    for question, value in (("hr", "150"), ("rr", "40"), ("spo2", "84")):
        type_into(at(page, VITALS, question), value)
    section = leaving(page)
    assert not [one for one in visible(section) if one.accessibleName().startswith("The same as above")]
    rows = len([one for one in visible(section) if one.accessibleName() == "How"])
    type_into(named(section, "Who was told"), "Dr. Nwosu")
    type_into(named(section, "How"), "phone")
    _, second = [one for one in visible(section) if one.accessibleName() == "Not told yet because"][:2]
    type_into(second, "line is busy")

    same = named(section, "The same as above: Dr. Nwosu, phone")
    same.setFocus()
    press(same, Qt.Key.Key_Space, " ")
    page.leave()

    living = home.living()
    asked = [flag for flag in living.flags() if flag.asks_to_tell]
    told = [living.sheet.told_about(flag.key) for flag in asked]
    assert {(one.who, one.how, one.when) for one in told if one} == {("Dr. Nwosu", "phone", NOW)}
    assert [living.sheet.not_told_because(flag.key) for flag in asked].count("line is busy") == 1
    assert len([one for one in told if one]) == len(asked) - 1
    assert len([one for one in visible(section) if one.accessibleName() == "How"]) == rows
    assert not [one for one in visible(section) if one.accessibleName().startswith("The same as above")]


def test_another_call_says_about_what(page: VisitPage, qtbot: QtBot) -> None:
    section = leaving(page)
    press(named(section, "Somebody else was told"), Qt.Key.Key_Space, " ")
    type_into(comes(section, "About what", qtbot), "new walker")
    type_into(named(section, "Who was told"), "Elena")
    page.presenter.review()

    assert "Elena" in page.sign.words_of("told")
    assert "about: new walker" in page.sign.words_of("told")


def test_same_as_last_time_is_never_typed_into_a_number(page: VisitPage, noted: NotedDesk) -> None:
    field = at(page, VITALS, "weight")

    press(field, Qt.Key.Key_Equal, "=")

    assert isinstance(field, QLineEdit)
    assert field.text() == ""
    assert "not taken over" in noted.said[-1]


def test_the_unit_is_changed_by_a_key_and_judged_again(page: VisitPage) -> None:
    field = at(page, VITALS, "temp")
    type_into(field, "100.5")
    flagged = page.presenter.flags_at(VITALS, "temp")

    QTest.keyClick(field, Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)

    assert QApplication.focusWidget() is field
    visit = page.presenter.visit
    assert visit is not None
    (answer,) = visit.form(VITALS).answers("temp")
    assert answer["valueQuantity"]["code"] == "Cel"
    assert page.presenter.flags_at(VITALS, "temp") != flagged


def test_tab_never_stops_at_a_unit(page: VisitPage) -> None:
    field = at(page, VITALS, "weight")
    box = page.writing.box(VITALS)
    assert box is not None
    units = [one for one in box.findChildren(QAbstractButton) if "unit" in one.toolTip()]

    assert units
    assert not [one for one in units if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    QTest.mouseClick(units[0], Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is field


def test_undo_in_an_empty_field_takes_the_last_answer_back(page: VisitPage) -> None:
    type_into(at(page, VITALS, "hr"), "88")
    field = at(page, VITALS, "rr")

    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    visit = page.presenter.visit
    assert visit is not None
    assert visit.form(VITALS).answers("hr") == ()
    for key, more in ((Qt.Key.Key_Y, False), (Qt.Key.Key_Z, True)):
        shift = Qt.KeyboardModifier.ShiftModifier if more else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier | shift)
        assert visit.form(VITALS).answers("hr") == ({"valueInteger": 88},)
        page.presenter.undo()


def test_escape_leads_from_the_note_back_to_the_question(page: VisitPage) -> None:
    field = at(page, VITALS, "hr")
    page.presenter.review()

    press(focus(), Qt.Key.Key_Escape)

    assert QApplication.focusWidget() is field


def test_what_was_said_at_the_teaching_stands_in_the_note(page: VisitPage, qtbot: QtBot) -> None:
    page.go_to(Place("teaching", "", "form"))
    box = page.writing.box("teaching")
    assert box is not None
    press(named(box, "Add a topic"), Qt.Key.Key_Space, " ")
    type_into(comes(box, "What was taught", qtbot), "Weigh daily")
    type_into(named(box, "What the person said or did"), "I call at 3 pounds")
    page.presenter.review()

    assert page.sign.words_of("taught").endswith("I call at 3 pounds.")


def test_the_goal_says_at_once_how_it_stands_by_the_value_typed_today(
    page: VisitPage, home: Household
) -> None:
    goal = home.records.get("Goal", "g1") or {}
    measure = {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]}
    high = {"high": {"value": 169, "code": "[lb_av]"}}
    with home.records.work() as work:
        work.put(goal | {"target": [{"measure": measure, "detailRange": high}]})
    page.arrive(Route("visit", home.encounter))
    page.go_to(Place("goals", "", "form"))
    type_into(at(page, VITALS, "weight"), "171.6")

    section = page.findChild(GoalSection)
    assert section is not None
    said = [label.text() for label in section.findChildren(Label)]
    assert "Today 171.6 lb, was 166.4 on 27 Feb. Before: Met" in said


def test_w_writes_out_the_signs_of_the_system_in_which_the_cursor_stands(
    page: VisitPage, home: Household
) -> None:
    page.presenter.taking.add("head-to-toe")
    field = at(page, "head-to-toe", "h2t-ss3101")
    assert page.footer.limits_button.isEnabled()

    press(field, Qt.Key.Key_W, "w")
    assert "is answered" in page.presenter.why_not_within_limits("head-to-toe", "h2t-ss3101")

    page.leave()
    session = home.living().form("head-to-toe")
    assert session.answers("h2t-ss3107")
    assert not session.answers("h2t-ss4601")


def test_a_medicine_taken_differently_asks_how_and_the_list_is_looked_at_by_one_press(
    page: VisitPage, home: Household
) -> None:
    medicine = {
        "resourceType": "MedicationStatement",
        "id": "m1",
        "status": "active",
        "subject": {"reference": "Patient/p1"},
        "medicationCodeableConcept": {"text": "Testamol 5 mg"},
    }
    with home.records.work() as work:
        work.put(medicine)
    page.arrive(Route("visit", home.encounter))
    at(page, "medicines", "list")
    section = page.findChild(MedicineSection)
    assert section is not None
    buttons = {one.text(): one for one in section.findChildren(QAbstractButton)}

    press(buttons["Looked at today"], Qt.Key.Key_Space, " ")
    press(buttons["Differently"], Qt.Key.Key_Space, " ")

    [note] = section.findChildren(QLineEdit)
    assert note.accessibleName() == "How, and why: Testamol 5 mg"
    type_into(note, "Only when dizzy")
    page.leave()
    sheet = home.living().sheet
    assert sheet.list_looked_at == "yes"
    assert sheet.medicine("MedicationStatement/m1").note == "Only when dizzy"


def test_a_blood_pressure_typed_with_its_stroke_answers_both_fields(page: VisitPage, home: Household) -> None:
    field = at(page, VITALS, "sbp")

    type_into(field, "128/76")
    at(page, VITALS, "hr")

    assert [at(page, VITALS, one).property("text") for one in ("sbp", "dbp")] == ["128", "76"]
    page.leave()
    kept = home.living().form(VITALS)
    assert [kept.answers(one) for one in ("sbp", "dbp")] == [
        ({"valueInteger": 128},),
        ({"valueInteger": 76},),
    ]


def test_nonsense_behind_the_stroke_is_told_at_the_second_field(page: VisitPage, home: Household) -> None:
    type_into(at(page, VITALS, "sbp"), "128/7o")
    second = at(page, VITALS, "dbp")

    assert second.property("text") == "7o"
    assert second.accessibleDescription()
    page.leave()
    assert home.living().form(VITALS).answers("sbp") == ({"valueInteger": 128},)


def test_undo_brings_back_what_was_typed_and_is_no_answer(page: VisitPage, home: Household) -> None:
    field = at(page, VITALS, "hr")
    type_into(field, "15a")
    at(page, VITALS, "rr")
    at(page, VITALS, "hr").setProperty("text", "")
    type_into(field, "88")
    at(page, VITALS, "rr")
    assert home.living().form(VITALS).answers("hr") == ({"valueInteger": 88},)

    page.presenter.undo()
    assert field.property("text") == "15a"
    assert field.accessibleDescription()
    page.presenter.redo()
    assert (field.property("text"), field.accessibleDescription()) == ("88", "")
    page.presenter.undo()
    page.presenter.undo()
    assert field.property("text") == ""
