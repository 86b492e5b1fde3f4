"""Choices with looks and pictures of their own, long lists that are searched, records to name, widths."""

import base64

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.made import choice, item
from tests.ui.forms.test_answering_any_form import control, words
from tests.ui.forms.test_view import NOW, FakeSource, form, shown
from tests.ui.keys import press, type_into
from ui.forms.choosing import ListEditor, RadiosEditor
from ui.forms.editing import TypedEditor
from ui.forms.widths import asked_width
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.search_choice import SearchChoice
from ui.widgets.text import Label


def drawn() -> str:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue] the stubs want bytes
    return base64.b64encode(held.data()).decode()


@pytest.mark.feature("itemAnswerMedia")
@pytest.mark.feature("styled choices")
def test_a_choice_shows_its_picture_and_its_styled_words_and_a_press_on_them_picks_it(qtbot: QtBot) -> None:
    raw = choice("q", {"a": 1, "b": 2, "c": 3}, extension=[control("drop-down")])
    picture = {"contentType": "image/png", "data": drawn(), "title": "A sad face"}
    raw["answerOption"][0]["extension"].append({"url": urls.ANSWER_MEDIA, "valueAttachment": picture})
    raw["answerOption"][1]["valueCoding"]["_display"] = {
        "extension": [{"url": urls.XHTML, "valueString": '<b style="color:red">Bad</b> day'}]
    }
    source = FakeSource(form(raw))
    view = shown(qtbot, source)
    (shown_picture,) = [one for one in view.findChildren(QLabel) if one.accessibleName() == "A sad face"]
    assert shown_picture.pixmap().width() == 8
    assert "Bad day" in words(view)
    QTest.mouseClick(shown_picture, Qt.MouseButton.LeftButton)
    assert source.session.answers("q")[0]["valueCoding"]["code"] == "a"
    (styled,) = [one for one in view.findChildren(Label) if one.text() == "Bad day"]
    QTest.mouseClick(styled, Qt.MouseButton.LeftButton)
    assert source.session.answers("q")[0]["valueCoding"]["code"] == "b"
    assert [one.accessibleName() for one in view.findChildren(QRadioButton)] == ["A", "B", "C"]


def long_list(**more: object) -> Resource:
    names = ("Heart failure", "Acute heart attack", "Chronic kidney disease", "Gout", "Psoriasis", "Asthma")
    options = [{"valueCoding": {"system": "urn:t", "code": name[:3], "display": name}} for name in names]
    return item("q", "choice", answerOption=options, **more)


@pytest.mark.feature("lookup")
@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("code", ["lookup", "autocomplete"])
def test_a_lookup_is_searched_by_any_words_in_any_order_from_the_keyboard(qtbot: QtBot, code: str) -> None:
    source = FakeSource(form(long_list(extension=[control(code)])))
    view = shown(qtbot, source)
    assert view.focus_question("q") is not None
    (field,) = view.findChildren(SearchChoice)
    assert field.matches("heart") == ["Heart failure", "Acute heart attack"]
    assert field.matches("dis kid") == ["Chronic kidney disease"]
    assert field.matches("zz") == []
    type_into(field.line, "dis kid")
    press(field.line, Qt.Key.Key_Return)
    assert source.session.answers("q")[0]["valueCoding"]["display"] == "Chronic kidney disease"
    assert field.text() == "Chronic kidney disease"
    assert source.session.form.report.degraded == ()


@pytest.mark.feature("lookup")
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_words_that_match_nothing_are_no_answer_and_what_was_chosen_comes_back(qtbot: QtBot) -> None:
    source = FakeSource(form(long_list(extension=[control("lookup")]), item("after")))
    view = shown(qtbot, source)
    source.chosen(Place("q"), [source.session.item("q").options[3].answer])
    assert view.focus_question("q") is not None
    (field,) = view.findChildren(SearchChoice)
    assert field.text() == "Gout"
    field.line.selectAll()
    type_into(field.line, "nonsense")
    assert view.focus_question("after") is not None
    assert field.text() == "Gout"
    assert source.session.answers("q")[0]["valueCoding"]["display"] == "Gout"


def test_a_drop_down_stays_a_list_while_it_is_short(qtbot: QtBot) -> None:
    view = shown(qtbot, FakeSource(form(long_list(extension=[control("drop-down")]))))
    assert len(view.findChildren(ChoiceField)) == 1
    assert view.findChildren(SearchChoice) == []


def test_an_open_choice_of_short_words_takes_other_words_too(qtbot: QtBot) -> None:
    source = FakeSource(form({**choice("q", {"x": 1, "y": 2}), "type": "open-choice"}))
    view = shown(qtbot, source)
    view.findChildren(QRadioButton)[0].click()
    assert source.session.answers("q")[0]["valueCoding"]["code"] == "x"
    (editor,) = view.findChildren(RadiosEditor)
    assert editor.other.isVisibleTo(view)
    editor.other.line.setFocus()
    type_into(editor.other.line, "some other thing")
    assert source.session.answers("q") == ({"valueString": "some other thing"},)
    assert not any(one.isChecked() for one in view.findChildren(QRadioButton))


@pytest.mark.feature("reference")
def test_a_reference_is_picked_from_the_record_and_somebody_else_is_typed(qtbot: QtBot) -> None:
    people = [
        {"resourceType": "Practitioner", "id": name, "name": [{"text": f"{name} Example"}]}
        for name in ("Nora", "Otis")
    ]
    kind = {"url": urls.REFERENCE_RESOURCE, "valueCode": "Practitioner"}
    raw = form(item("q", "reference", extension=[kind]))
    source = FakeSource(raw)
    source.session = Session(load(raw), None, Context(record={"Practitioner": people}), NOW)
    view = shown(qtbot, source)
    (editor,) = view.findChildren(ListEditor)
    assert isinstance(editor.field, ChoiceField)
    editor.field.list.setCurrentIndex(1)
    editor.field.list.activated.emit(1)
    assert source.session.answers("q")[0]["valueReference"]["reference"] == "Practitioner/Otis"
    assert editor.other.isVisibleTo(view)
    editor.other.line.setFocus()
    type_into(editor.other.line, "the neighbor")
    assert source.session.answers("q") == ({"valueReference": {"display": "the neighbor"}},)


@pytest.mark.feature("width")
def test_a_field_is_as_wide_as_the_form_asks_where_the_page_has_room(qtbot: QtBot) -> None:
    def wide(value: int, code: str) -> dict[str, object]:
        return {"url": urls.WIDTH, "valueQuantity": {"value": value, "code": code}}

    raw = form(item("a", extension=[wide(100, "px")]), item("b", extension=[wide(40, "%")]), item("c"))
    view = shown(qtbot, FakeSource(raw))
    short, share, free = (one.field.width() for one in view.findChildren(TypedEditor))
    assert short == 100
    assert all(one.field.x() == 0 for one in view.findChildren(TypedEditor))
    assert short < share <= 288
    assert free > short
    view.resize(360, 600)
    assert all(one.field.geometry().right() <= one.width() for one in view.findChildren(TypedEditor))


@pytest.mark.feature("width")
@pytest.mark.parametrize(
    ("written", "pixels"),
    [
        ("50%", 360),
        ("200px", 200),
        ("10em", 150),
        ("1px", 56),
        ("9999px", 720),
        ("", 0),
        ("wide", 0),
        ("0%", 0),
    ],
)
def test_a_width_is_read_in_the_units_of_css_and_kept_within_the_page(written: str, pixels: int) -> None:
    assert asked_width(written) == pixels
