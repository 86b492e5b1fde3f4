"""A form of a hundred questions of every kind, filled in a visit by keys alone, with real key events."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from carenurse.app.form_library import looked_at, take_in
from carenurse.app.visit_places import place_from
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.nodes import Place
from carenurse.forms.session import Session
from tests.carenurse.app.visits import NOW, Household
from tests.ui.accessibility import faults, interactive, spoken_name
from tests.ui.keys import focus, press, type_into
from ui.visit.page import VisitPage
from ui.widgets.where import place_of

SCALE = ("Never", "Some of the time", "Nearly all of the time")
KINDS = ("scale", "boolean", "integer", "decimal", "quantity", "string", "date", "short", "text", "list")
TYPED = {
    "integer": "7",
    "decimal": "3.5",
    "quantity": "12.5",
    "string": "left hip",
    "date": "2026-03-01",
    "text": "walks to the door",
}
COUNT = 100


def coding(words: str, score: int) -> Resource:
    return {
        "extension": [{"url": urls.FHIR + "ordinalValue", "valueDecimal": score}],
        "valueCoding": {"system": "urn:test", "code": words.replace(" ", "-"), "display": words},
    }


def question(number: int) -> Resource:
    kind = KINDS[number // 10]
    made: Resource = {"linkId": f"q{number}", "text": f"Question {number} of {kind}", "required": True}
    match kind:
        case "scale":
            made |= {"type": "choice", "answerOption": [coding(one, at) for at, one in enumerate(SCALE)]}
        case "short":
            made |= {
                "type": "choice",
                "answerOption": [coding(one, at) for at, one in enumerate(("Yes", "No"))],
            }
        case "list":
            names = [f"Place number {at} of the house" for at in range(12)]
            made |= {"type": "choice", "answerOption": [coding(one, at) for at, one in enumerate(names)]}
        case "quantity":
            units = (("kg", "kg"), ("[lb_av]", "lb"))
            made |= {
                "type": "quantity",
                "extension": [
                    {
                        "url": urls.UNIT_OPTION,
                        "valueCoding": {
                            "system": "http://unitsofmeasure.org",
                            "code": code,
                            "display": words,
                        },
                    }
                    for code, words in units
                ],
            }
        case _:
            made |= {"type": kind}
    return made


HUNDRED: Resource = {
    "resourceType": "Questionnaire",
    "url": "https://forms.example.org/Questionnaire/hundred",
    "version": "1",
    "status": "active",
    "title": "A hundred questions",
    "item": [question(number) for number in range(COUNT)],
}


@pytest.fixture
def hundred(home: Household) -> str:
    return take_in(home.records, looked_at(home.records, HUNDRED), NOW)


@pytest.fixture
def page(page: VisitPage, hundred: str) -> VisitPage:
    page.presenter.taking.add(hundred)
    page.go_to(Cursor(hundred, "", "form"))
    return page


def here() -> Place:
    found = place_of(focus())
    assert found is not None
    return place_from(found.question)


def filling(page: VisitPage, name: str) -> Session:
    assert page.presenter.visit is not None
    return page.presenter.visit.form(name)


def shortcut(
    page: VisitPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key as the window system would deliver it, shortcuts first."""
    _ = page
    QTest.keyClick(focus(), key, modifier)


def answer_by_keys(number: int) -> None:
    kind = KINDS[number // 10]
    match kind:
        case "scale" | "short" | "boolean":
            press(focus(), Qt.Key.Key_1, "1")
        case "list":
            press(focus(), Qt.Key.Key_Down)
            press(focus(), Qt.Key.Key_Down)
        case _:
            type_into(focus(), TYPED[kind])


def test_a_hundred_questions_of_every_kind_are_answered_by_keys_alone_and_taken_back_in_order(
    page: VisitPage, home: Household, hundred: str
) -> None:
    for number in range(COUNT):
        if here().link != f"q{number}":
            shortcut(page, Qt.Key.Key_F8)
        assert here().link == f"q{number}"
        answer_by_keys(number)
        assert filling(page, hundred).answers(f"q{number}"), number
    assert filling(page, hundred).completion().may_complete
    page.leave()
    kept = home.living().form(hundred)
    assert kept.completion().answered == COUNT
    assert kept.answers("q20") == ({"valueInteger": 7},)
    assert kept.answers("q70")[0]["valueCoding"]["display"] in ("Yes", "No")

    for _ in range(COUNT):
        page.presenter.undo()
    assert filling(page, hundred).completion().answered == 0


def test_f8_and_shift_f8_walk_what_is_open_both_ways(page: VisitPage) -> None:
    assert here().link == "q0"
    shortcut(page, Qt.Key.Key_F8)
    assert here().link == "q1"
    shortcut(page, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert here().link == "q0"


def test_f2_opens_a_comment_that_is_kept_undone_and_found_again(
    page: VisitPage, home: Household, hundred: str
) -> None:
    shortcut(page, Qt.Key.Key_F8)
    shortcut(page, Qt.Key.Key_F2)
    assert focus().accessibleName().startswith("Comment: Question 1")
    type_into(focus(), "not sure")
    assert filling(page, hundred).comment("q1") == "not sure"
    page.leave()
    assert home.living().form(hundred).comment("q1") == "not sure"
    assert filling(page, hundred).answers("q1") == ()
    page.presenter.undo()
    assert filling(page, hundred).comment("q1") == ""


def test_a_unit_is_changed_by_its_key_and_the_number_is_converted_there_and_back(
    page: VisitPage, hundred: str, qtbot: QtBot
) -> None:
    page.go_to(Cursor(hundred, "q40", "form"))
    qtbot.waitUntil(lambda: focus().isVisible())
    type_into(focus(), "171.6")
    seen: list[tuple[str, str]] = []
    for _ in range(2):
        shortcut(page, Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
        (answer,) = filling(page, hundred).answers("q40")
        seen.append((str(answer["valueQuantity"]["value"]), answer["valueQuantity"]["code"]))
    assert seen == [("77.8", "kg"), ("171.6", "[lb_av]")]


def test_a_screen_reader_finds_name_and_role_of_every_question(
    page: VisitPage, hundred: str, qtbot: QtBot
) -> None:
    for number in range(0, COUNT, 10):
        page.go_to(Cursor(hundred, f"q{number}", "form"))
    page.go_to(Cursor(hundred, f"q{COUNT - 1}", "form"))
    qtbot.waitUntil(lambda: faults(page.writing) == [])
    box = page.writing.box(hundred)
    assert box is not None
    named = {f"q{number}": f"Question {number} of" for number in range(COUNT)}
    for widget in interactive(box):
        place = place_of(widget)
        if place is not None and place.question in named:
            assert named[place.question] in spoken_name(widget) + widget.accessibleDescription()


def test_what_is_wrong_is_said_by_the_field_itself(page: VisitPage, hundred: str) -> None:
    page.go_to(Cursor(hundred, "q20", "form"))
    type_into(focus(), "seven")
    told = " ".join(
        one.accessibleDescription() for one in (focus(), focus().parentWidget()) if one is not None
    )
    assert "number" in told
