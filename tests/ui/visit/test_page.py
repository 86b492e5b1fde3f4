from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.read_entry import read_entry
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_session import VITALS
from carenurse.app.visit_worksheet import Place
from carenurse.clinical.fhir import Resource
from tests.carenurse.app.visits import NOW, PATIENT, Household
from tests.ui.accessibility import faults
from tests.ui.desk import NotedDesk
from tests.ui.keys import focus, press, type_into
from tests.ui.showing import ROOM
from tests.ui.visit.stage import at, on_stage
from ui.visit.page import VisitPage
from ui.widgets.page import Route
from ui.widgets.sparkline import Sparkline
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.where import place_of


def built(page: VisitPage) -> int:
    boxes = (page.writing.box(key) for key in page.writing.keys)
    return sum(1 for box in boxes if box and box.body is not None)


@pytest.fixture
def page(page: VisitPage, qtbot: QtBot) -> VisitPage:
    qtbot.waitUntil(lambda: built(page) >= 2)
    return page


def told_faults(page: VisitPage) -> list[str]:
    found = faults(page)
    print(found)  # noqa: T201  # pytest shows it when the test fails
    return found


def test_typing_is_saved_within_a_second_without_leaving_the_field(
    page: VisitPage, home: Household, qtbot: QtBot
) -> None:
    type_into(at(page, VITALS, "rr"), "22")

    qtbot.waitUntil(lambda: bool(home.living().form(VITALS).answers("rr")), timeout=1000)

    assert home.living().form(VITALS).answers("rr") == ({"valueInteger": 22},)
    assert page.footer.mark.isVisible()


def test_a_flag_comes_under_its_row_and_the_focus_stays(page: VisitPage) -> None:
    field = at(page, VITALS, "spo2")

    type_into(field, "84")

    assert QApplication.focusWidget() is field
    spoken = [
        shown.accessibleName() for shown in page.findChildren(QWidget) if "84 %" in shown.accessibleName()
    ]
    assert spoken


def test_a_digit_answers_and_goes_on(page: VisitPage, home: Household) -> None:
    page.presenter.taking.add("phq9")
    first = at(page, "phq9", "phq9-1")

    press(first, Qt.Key.Key_2, "2")

    assert QApplication.focusWidget() is not first
    page.leave()
    assert home.living().form("phq9").answers("phq9-1")


def test_f8_goes_to_the_next_unanswered_question(page: VisitPage) -> None:
    at(page, VITALS, "weight")

    page.next_unanswered()

    assert focus().accessibleName().startswith("Systolic")


def test_n_says_no_and_w_answers_no_checklist(page: VisitPage, home: Household) -> None:
    first = at(page, "skin-check", "sk-1")
    press(first, Qt.Key.Key_N, "n")
    assert home.living().form("skin-check").completion().answered == 1

    press(at(page, "skin-check", "sk-3"), Qt.Key.Key_W, "w")

    assert home.living().form("skin-check").completion().answered == 1
    assert not page.footer.limits_button.isEnabled()
    assert "one by one" in page.footer.limits_button.toolTip()


def test_the_jot_pad_is_kept(page: VisitPage, home: Household) -> None:
    page.jot.take_cursor()
    page.jot.box.insertPlainText("Shoes don't close since Sunday")

    page.leave()

    assert home.living().sheet.jot == "Shoes don't close since Sunday"


def test_opening_again_lands_on_the_same_question(page: VisitPage, home: Household, qtbot: QtBot) -> None:
    type_into(at(page, VITALS, "hr"), "88")
    page.leave()

    page.arrive(Route("visit", home.encounter))

    qtbot.waitUntil(lambda: bool(QApplication.focusWidget()))
    assert focus().accessibleName().startswith("Pulse")


def test_the_unit_that_is_typed_is_the_unit_that_is_kept(page: VisitPage, home: Household) -> None:
    type_into(at(page, VITALS, "weight"), "171.6")
    page.leave()

    (answer,) = home.living().form(VITALS).answers("weight")
    assert answer["valueQuantity"]["code"] == "[lb_av]"


def test_the_whole_page_can_be_read_and_pressed(page: VisitPage, qtbot: QtBot) -> None:
    for key in page.writing.keys:
        page.go_to(Place(key, "", "form"))
    qtbot.waitUntil(lambda: built(page) == len(page.writing.keys))
    qtbot.waitUntil(lambda: told_faults(page) == [])

    page.presenter.review()
    qtbot.waitUntil(lambda: told_faults(page) == [])


def test_signing_shows_the_visit_to_be_read(page: VisitPage, home: Household, noted: NotedDesk) -> None:
    page.presenter.review()
    page.sign.reason.set_text("called away")

    page.presenter.sign("called away")

    assert page.signed.isVisible()
    assert not page.footer.isVisible()
    assert noted.saved
    page.arrive(Route("visit", home.encounter))
    assert page.signed.isVisible()


def test_an_addendum_is_kept_as_it_is_typed_and_comes_back_after_a_kill(
    page: VisitPage, home: Household, noted: NotedDesk, qtbot: QtBot
) -> None:
    page.presenter.sign("called away")
    assert page.patient == "p1"  # whose banner the window shows
    type_into(page.signed.text.box, "The left ankle")
    qtbot.waitUntil(lambda: "Saved" in page.signed.kept.text(), timeout=1500)

    with on_stage(noted, home.encounter, qtbot) as again:
        assert again.patient == "p1"
        assert again.signed.text.text() == "The left ankle"
        assert again.signed.kept.text() == "Begun earlier, not signed yet"
    entry = read_entry(home.records, f"Encounter/{home.encounter}", NOW)
    assert ("Addendum, not signed yet", "Addendum\nThe left ankle") in [
        (one.title, one.text) for one in entry.parts
    ]


def test_long_notes_and_long_names_do_not_break_the_page(page: VisitPage, home: Household) -> None:
    page.leave()
    living = home.living()
    living.change_sheet(
        Place(), lambda sheet: sheet.with_jot("\n".join(f"line {number}" for number in range(1000)))
    )
    save_draft(home.records, home.encounter, living.drafts().resources, NOW + timedelta(minutes=1))
    person = dict(home.records.get("Patient", "p1") or {})
    person["name"] = [{"family": "D" * 500, "given": ["Rosa"]}]
    with home.records.work() as work:
        work.put(person)

    page.arrive(Route("visit", home.encounter))
    page.presenter.review()

    assert page.width() == 1208
    assert page.sign.words_of("said").endswith("line 999")


@pytest.mark.parametrize("percent", [150])
def test_at_150_percent_the_page_still_fits_the_window(page: VisitPage, percent: int) -> None:
    assert page.width() == ROOM[percent][0]


def unseen(page: VisitPage) -> str:
    """Name the field with the cursor if it is out of view, or not in the section of the rail."""
    under = QApplication.focusWidget()
    place = place_of(under)
    if under is None or place is None:
        return ""
    named = next((key for key, button in page.rail.buttons.items() if button.isChecked()), "")
    whole = under.visibleRegion().boundingRect().contains(under.rect())
    return "" if whole and named == place.section else f"{place} {named}"


def all_sections_built(page: VisitPage, qtbot: QtBot) -> None:
    for key in page.writing.keys:
        page.go_to(Place(key, "", "form"))
    qtbot.waitUntil(lambda: built(page) == len(page.writing.keys))


def test_the_page_follows_the_cursor_through_all_questions(page: VisitPage, qtbot: QtBot) -> None:
    page.presenter.taking.add("phq9")
    page.go_to(Place("arrival", "", "form"))

    for _ in range(25):
        page.next_unanswered()
        qtbot.waitUntil(lambda: unseen(page) == "")
        press(focus(), Qt.Key.Key_Tab)
        qtbot.waitUntil(lambda: unseen(page) == "")


def test_answers_by_digit_and_flags_above_keep_the_cursor_in_view(page: VisitPage, qtbot: QtBot) -> None:
    page.presenter.taking.add("phq9")
    at(page, "phq9", "phq9-1")
    for _ in range(8):
        press(focus(), Qt.Key.Key_3, "3")
        qtbot.waitUntil(lambda: unseen(page) == "")
    for question, value in (("hr", "150"), ("rr", "40"), ("spo2", "84"), ("temp", "104")):
        type_into(at(page, VITALS, question), value)
        qtbot.waitUntil(lambda: unseen(page) == "")


def test_a_letter_typed_out_of_sight_brings_its_field_back(page: VisitPage, qtbot: QtBot) -> None:
    all_sections_built(page, qtbot)
    field = at(page, VITALS, "rr")
    qtbot.waitUntil(lambda: unseen(page) == "")
    bar = page.writing.bar
    bar.triggerAction(bar.SliderAction.SliderToMaximum)
    assert unseen(page)

    type_into(field, "22")

    qtbot.waitUntil(lambda: unseen(page) == "")


@pytest.mark.parametrize("section", ["vital-signs", "skin-check", "goals", "leaving"])
def test_opening_again_shows_the_section_that_the_rail_names(
    page: VisitPage, home: Household, section: str, qtbot: QtBot
) -> None:
    all_sections_built(page, qtbot)
    page.go_to(Place(section, "", "form"))
    page.leave()

    page.arrive(Route("visit", home.encounter))

    qtbot.waitUntil(lambda: bool(QApplication.focusWidget()) and unseen(page) == "")


def test_before_leaving_begins_with_the_findings_that_nobody_was_told_about(
    page: VisitPage, qtbot: QtBot
) -> None:
    all_sections_built(page, qtbot)
    page.presenter.go_to_section("leaving")
    assert focus().accessibleName() == "How the person took it", "there is nothing to tell"
    for question, value in (("hr", "150"), ("rr", "40"), ("spo2", "84")):
        type_into(at(page, VITALS, question), value)

    page.presenter.go_to_section("leaving")

    first = focus()
    assert first.accessibleName().startswith("Who was told")
    qtbot.waitUntil(lambda: unseen(page) == "")
    type_into(first, "Dr. Nwosu")
    page.presenter.go_to_section("leaving")
    assert focus().accessibleName().startswith("Who was told")
    assert focus() is not first


def sugar(number: int, day: str) -> Resource:
    return {
        "resourceType": "Observation",
        "id": f"sugar-{number}",
        "status": "final",
        "subject": {"reference": f"Patient/{PATIENT}"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "41653-7"}]},
        "effectiveDateTime": day,
        "valueQuantity": {"value": Decimal(140 + number), "unit": "mg/dL", "code": "mg/dL"},
    }


@pytest.mark.parametrize(("typed", "edge"), [("LO", True), ("HI", True), ("45", False)])
def test_the_trend_ends_today_a_meters_word_at_its_edge(
    request: pytest.FixtureRequest, home: Household, typed: str, *, edge: bool
) -> None:
    with home.records.work() as work:
        for number, day in enumerate(("2026-02-17", "2026-02-20", "2026-02-24")):
            work.put(sugar(number, day))
    page: VisitPage = request.getfixturevalue("page")

    type_into(at(page, VITALS, "glucose"), typed)
    press(at(page, VITALS, "glucose"), Qt.Key.Key_Tab)

    trend = page.context.findChildren(Sparkline)[-1]
    drawn = trend.grab().toImage()
    ink = theme().color("critical").rgb()
    red = {y for y in range(drawn.height()) for x in range(drawn.width()) if drawn.pixel(x, y) == ink}
    assert red
    assert (min(red) < 4 or max(red) > drawn.height() - 5) == edge
    assert "today" in [shown.text() for shown in page.context.findChildren(Label)]
