"""Any published form in the window: several answers, sliders, files, folding, choices that move."""

import base64
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from carenurse.app.visit_forms import shipped_form
from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.nodes import Place
from carenurse.forms.prior import prior
from tests.carenurse.forms.made import answer_of, calculated, choice, expression, item, response
from tests.ui.forms.test_view import FakeSource, form, shown
from tests.ui.keys import press, type_into
from ui.forms.attaching import FileEditor
from ui.forms.choosing import ChecksEditor, ListEditor
from ui.forms.editing import TypedEditor
from ui.forms.rows import QuestionRow
from ui.forms.several import SeveralEditor
from ui.forms.shapes import shape_of
from ui.forms.side_rows import CarriedRow, PriorRow, RepeatRow, TextRow
from ui.forms.sliding import SliderEditor, SpinnerEditor
from ui.forms.slots import Folds, Slots
from ui.forms.view import FormView
from ui.widgets.buttons import Button
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.text import Label


def control(code: str) -> Resource:
    return {"url": urls.ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"code": code}]}}


def limits(low: int, high: int) -> list[Resource]:
    return [{"url": urls.MIN_VALUE, "valueInteger": low}, {"url": urls.MAX_VALUE, "valueInteger": high}]


def words(view: FormView) -> str:
    return "\n".join(label.text() for label in view.findChildren(Label) if label.isVisibleTo(view))


def button(view: FormView, name: str) -> Button:
    return next(
        one for one in view.findChildren(Button) if name in one.accessibleName() or name in one.text()
    )


def test_a_question_that_repeats_takes_several_typed_answers(qtbot: QtBot) -> None:
    source = FakeSource(form(item("a", "integer", repeats=True)))
    view = shown(qtbot, source)
    (editor,) = view.findChildren(SeveralEditor)
    button(view, "Another answer").click()
    fields = [part.field for part in editor.parts]
    for field, text in zip(fields, ("3", "x"), strict=True):
        field.set_text(text)
        field.edited.emit(text)
    assert source.session.answers("a") == ({"valueInteger": 3},)
    fields[1].set_text("5")
    fields[1].edited.emit("5")
    assert source.session.answers("a") == ({"valueInteger": 3}, {"valueInteger": 5})


def test_ticks_take_other_words_and_one_that_stands_alone_unticks_the_rest(qtbot: QtBot) -> None:
    raw: Resource = choice("c", {"x": 1, "y": 2, "none": 0}, repeats=True)
    raw["type"] = "open-choice"
    raw["answerOption"][2]["extension"].append({"url": urls.OPTION_EXCLUSIVE, "valueBoolean": True})
    raw["extension"] = [
        {"url": urls.COLUMN_COUNT, "valueInteger": 2},
        {"url": urls.OPEN_LABEL, "valueString": "Else"},
    ]
    source = FakeSource(form(raw))
    view = shown(qtbot, source)
    (editor,) = view.findChildren(ChecksEditor)
    editor.checks[0].click()
    editor.other.set_text("a cane")
    editor.other.edited.emit("a cane")
    said = [
        answer.get("valueString") or answer["valueCoding"]["code"] for answer in source.session.answers("c")
    ]
    assert said == ["x", "a cane"]
    editor.checks[2].click()
    assert [answer["valueCoding"]["code"] for answer in source.session.answers("c")] == ["none"]
    assert editor.checks[0].x() != editor.checks[2].x() or editor.checks[0].y() != editor.checks[1].y()


def test_a_slider_answers_when_it_is_moved_and_a_spinner_by_its_buttons(qtbot: QtBot) -> None:
    step = {"url": urls.SLIDER_STEP, "valueInteger": 5}
    ends = [
        {"linkId": name, "type": "display", "text": name, "extension": [control(name)]}
        for name in ("lower", "upper")
    ]
    source = FakeSource(
        form(
            item("s", "integer", extension=[control("slider"), step, *limits(0, 20)], item=ends),
            item("n", "integer", extension=[control("spinner"), *limits(2, 4)]),
        )
    )
    view = shown(qtbot, source)
    (slider,), (spinner,) = view.findChildren(SliderEditor), view.findChildren(SpinnerEditor)
    assert source.session.answers("s") == ()
    press(slider.bar, Qt.Key.Key_Home)
    assert source.session.answers("s") == ({"valueInteger": 0},)
    slider.bar.setValue(3)
    assert source.session.answers("s") == ({"valueInteger": 15},)
    assert "lower" in words(view)
    for _ in range(4):
        button(view, "More: Question n").click()
    assert source.session.answers("n") == ({"valueInteger": 4},)
    assert spinner.isVisible()


def test_a_file_is_put_in_named_and_taken_away(qtbot: QtBot, tmp_path: Path) -> None:
    paper = tmp_path / "letter.pdf"
    paper.write_bytes(b"%PDF")
    big = tmp_path / "big.pdf"
    big.write_bytes(b"0" * 2_000_001)
    source = FakeSource(form(item("f", "attachment")))
    view = shown(qtbot, source)
    (editor,) = view.findChildren(FileEditor)
    editor.choose = lambda: str(paper)
    with qtbot.waitSignal(editor.chosen):
        button(view, "Choose a file").click()
    (answer,) = source.session.answers("f")
    attachment = answer["valueAttachment"]
    assert (attachment["contentType"], attachment["title"], attachment["size"]) == (
        "application/pdf",
        "letter.pdf",
        4,
    )
    assert base64.b64decode(attachment["data"]) == b"%PDF"
    assert "letter.pdf" in words(view)
    editor.choose = lambda: str(big)
    button(view, "Choose a file").click()
    qtbot.waitUntil(lambda: "larger" in words(view))
    assert source.session.answers("f") == (answer,)
    button(view, "Take it away").click()
    assert source.session.answers("f") == ()


def test_choices_follow_the_answers_and_records_are_picked_from_a_list(qtbot: QtBot) -> None:
    asked = item("b", "choice", extension=[expression(urls.ANSWER_EXPRESSION, answer_of("a"))])
    source = FakeSource(form(choice("a", {"x": 1, "y": 2}, repeats=True), asked))
    view = shown(qtbot, source)
    (ticks,) = view.findChildren(ChecksEditor)
    ticks.checks[1].click()
    view.refresh()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in view.findChildren(ListEditor)))
    (choices,) = [one for one in view.findChildren(ListEditor) if one.isVisible()]
    assert isinstance(choices.field, ChoiceField)
    assert [choices.field.list.itemText(at) for at in range(choices.field.list.count())] == ["Y"]


def test_help_links_pictures_and_styled_words_stand_with_the_question(qtbot: QtBot) -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue] the stubs want bytes
    media = {"contentType": "image/png", "data": base64.b64encode(held.data()).decode(), "title": "A foot"}
    raw = item(
        "q",
        prefix="3.",
        _text={"extension": [{"url": urls.XHTML, "valueString": "Look at <b>both</b> feet"}]},
        extension=[
            {"url": urls.SUPPORT_LINK, "valueUri": "https://example.org/feet"},
            {"url": urls.ITEM_MEDIA, "valueAttachment": media},
        ],
        item=[{"linkId": "h", "type": "display", "text": "Shoes off", "extension": [control("help")]}],
    )
    view = shown(qtbot, FakeSource(form(raw)))
    assert "3. Look at both feet" in words(view)
    assert "Shoes off" in words(view)
    assert button(view, "example.org").toolTip() == "https://example.org/feet"
    assert [one.accessibleName() for one in view.findChildren(QLabel) if not one.pixmap().isNull()] == [
        "A foot"
    ]


def test_a_heading_that_folds_hides_its_questions_until_one_is_asked_for(qtbot: QtBot) -> None:
    closed = {"url": urls.COLLAPSIBLE, "valueCode": "default-closed"}
    source = FakeSource(form(item("g", "group", extension=[closed], item=[item("a")]), item("b")))
    view = shown(qtbot, source)
    assert [row.item.link for row in view.findChildren(QuestionRow)] == ["b"]
    assert view.focus_question("a") is not None
    assert {row.item.link for row in view.findChildren(QuestionRow)} == {"a", "b"}
    view.findChildren(TextRow)[0].folded.emit()
    qtbot.waitUntil(lambda: [row.item.link for row in view.findChildren(QuestionRow)] == ["b"])


def test_no_more_repetitions_are_offered_than_the_form_allows(qtbot: QtBot) -> None:
    most = {"url": urls.MAX_OCCURS, "valueInteger": 2}
    source = FakeSource(form(item("g", "group", repeats=True, extension=[most], item=[item("a")])))
    view = shown(qtbot, source)
    assert button(view, "Another: Question g").isVisible()
    source.add(Place("g", (0,)))
    qtbot.waitUntil(lambda: any(row.isVisible() for row in view.findChildren(RepeatRow)))
    assert not any(one.isVisible() for one in view.findChildren(Button) if "Another" in one.text())


def test_last_times_answers_are_taken_over_and_confirmed_one_by_one_or_all(qtbot: QtBot) -> None:
    source = FakeSource(form(item("a"), item("b"), item("c", text="Any pain?")))
    said = [{"linkId": link, "answer": [{"valueString": "old"}]} for link in ("a", "b", "c")]
    source.priors = dict(prior(source.session.form, response(*said, authored="2026-03-03T10:00:00Z")))
    view = shown(qtbot, source)
    button(view, "Take over 2 answers").click()
    assert len(view.findChildren(CarriedRow)) == 2
    qtbot.waitUntil(lambda: "From 3 Mar" in words(view))
    assert source.session.completion().answered == 0
    view.findChildren(CarriedRow)[0].confirmed.emit()
    assert source.session.completion().answered == 1
    view.findChildren(PriorRow)[-1].confirmed.emit()
    assert source.session.completion().answered == 2


def test_a_calculation_that_cannot_be_done_is_said_where_it_stands(qtbot: QtBot) -> None:
    view = shown(qtbot, FakeSource(form(item("a"), calculated("n", "integer", "1 + 'x'"))))
    assert "could not be done" in words(view)


def test_a_choice_whose_list_is_nowhere_at_hand_is_typed_and_one_worked_out_waits(qtbot: QtBot) -> None:
    asked = item("b", "choice", extension=[expression(urls.ANSWER_EXPRESSION, answer_of("a"))])
    source = FakeSource(
        form(
            item("v", "choice", answerValueSet="urn:nowhere"),
            item("w", "choice", answerValueSet="urn:nowhere", repeats=True),
            item("a"),
            asked,
        )
    )
    view = shown(qtbot, source)
    for link in ("v", "w"):
        assert view.focus_question(link) is not None
        box = QApplication.focusWidget()
        assert box is not None
        type_into(box, "walks")
        assert source.session.answers(link) == ({"valueString": "walks"},)
        assert source.session.problem(link) == ""
    assert "Nothing to choose from yet" in words(view)


def test_the_row_for_another_repetition_stands_below_the_questions_of_the_last() -> None:
    inner = item("in", "group", repeats=True, item=[item("x")])
    source = FakeSource(form(item("g", "group", repeats=True, item=[item("a"), inner]), item("end")))
    source.session.add(Place("in", (0, 0)))
    slots = [
        slot
        for slot in Slots(source, shape_of(source.session.form), {}, Folds(source.session.form)).wanted(
            source.session.places()
        )
        if slot.kind in {"question", "repeat"}
    ]
    said = [(slot.kind[0], slot.place.link, slot.place.at) for slot in slots]
    assert said == [
        ("q", "a", (0,)),
        ("q", "x", (0, 0)),
        ("r", "in", (0, 0)),
        ("q", "x", (0, 1)),
        ("r", "in", (0, 1)),
        ("r", "g", (0,)),
        ("q", "end", ()),
    ]


@pytest.mark.feature("unitOpen")
def test_another_unit_is_typed_behind_the_number_where_the_form_lets_it_in(qtbot: QtBot) -> None:
    grams = {"url": urls.UNIT_OPTION, "valueCoding": {"code": "mg", "display": "mg"}}
    free = {"url": urls.UNIT_OPEN, "valueCode": "optionsOrString"}
    source = FakeSource(
        form(item("a", "quantity", extension=[grams, free]), item("b", "quantity", extension=[grams]))
    )
    view = shown(qtbot, source)
    for link in "ab":
        view.focus_question(link)
        here = QApplication.focusWidget()
        assert here is not None
        type_into(here, "5 drops")
    assert source.session.answers("a") == ({"valueQuantity": {"value": Decimal(5), "unit": "drops"}},)
    assert source.session.problems() == ()
    assert "“drops” is no unit of this question" in source.typed(Place("b"), "5 drops", None)
    again = FormView(source)
    qtbot.addWidget(again)
    assert "5 drops" in [one.text() for one in again.findChildren(QLineEdit)]
    source.session.type_in("a", "7 mg")
    assert source.session.answers("a")[0]["valueQuantity"]["code"] == "mg"


def test_a_unit_typed_behind_a_number_turns_the_chip_and_leaves_the_number(qtbot: QtBot) -> None:
    raw = next(one for one in shipped_form("vital-signs")[0].raw["item"] if one["linkId"] == "temp")
    source = FakeSource(form(item("a", "quantity", extension=raw["extension"]), item("b")))
    view = shown(qtbot, source)
    assert view.focus_question("a") is not None
    box = QApplication.focusWidget()
    assert box is not None
    editor = view.findChildren(TypedEditor)[0]
    editor.use_unit(source.session.form.index["a"].units[1])
    type_into(box, "36.8 C")
    assert source.session.answers("a")[0]["valueQuantity"]["code"] == "Cel"
    assert view.focus_question("b") is not None
    assert editor.field.text() == "36.8"
    assert editor.unit is not None
    assert editor.unit.code == "Cel"
