"""Words and choices in the looks that a form gives them: a small part of CSS, styled choices, pictures."""

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.form import Item
from carenurse.forms.loading import load
from carenurse.forms.rendering import from_xhtml
from carenurse.forms.styles import NO_STYLE, Style, read_style
from tests.carenurse.forms.made import choice, form, item


def read(raw: Resource) -> Item:
    loaded = load(form(raw))
    assert loaded.report.degraded == ()
    return loaded.index["q"]


@pytest.mark.feature("rendering-style")
@pytest.mark.parametrize(
    ("css", "style"),
    [
        ("color: red; FONT-WEIGHT: bold; font-style:italic", Style(strong=True, italic=True, tone="red")),
        ("color:#0a0", Style(tone="green")),
        ("color: rgb(20, 40, 220)!important", Style(tone="blue")),
        ("color: #808080", Style(tone="gray")),
        ("color: #000000", NO_STYLE),
        ("color: white", NO_STYLE),
        ("background-color: yellow; font-size: 150%", Style(ground="yellow", size="large")),
        ("font-size: 10px", Style(size="small")),
        (
            "font-size: 2em; text-decoration: underline line-through",
            Style(underlined=True, struck=True, size="huge"),
        ),
        ("font-size: 12pt", NO_STYLE),
        (
            "display: none; visibility: hidden; opacity: 0; position: absolute; font-size: 0px",
            Style(size="small"),
        ),
        ("color: expression(alert(1)); background: url(http://example.org/x)", NO_STYLE),
        (";;;:::", NO_STYLE),
    ],
)
def test_of_a_style_only_looks_are_taken_and_nothing_hides_words(css: str, style: Style) -> None:
    assert read_style(css) == style


@pytest.mark.feature("rendering-style")
def test_a_style_on_a_question_is_done_in_full() -> None:
    style = {"url": urls.STYLE, "valueString": "color: red; font-weight: bold"}
    (piece,) = read(item("q", _text={"extension": [style]})).look.rich
    assert (piece.text, piece.style) == ("Question q", Style(strong=True, tone="red"))


@pytest.mark.feature("rendering-xhtml")
def test_styles_inside_xhtml_reach_the_words_in_them_and_end_with_their_element() -> None:
    pieces = from_xhtml(
        '<div><span style="color:#b00020">Never <b>alone</b></span> at night <s>old</s></div>'
    )
    assert [(one.text.strip(), one.style) for one in pieces] == [
        ("Never", Style(tone="red")),
        ("alone", Style(strong=True, tone="red")),
        ("at night", NO_STYLE),
        ("old", Style(struck=True)),
    ]


@pytest.mark.feature("styled choices")
@pytest.mark.feature("itemAnswerMedia")
def test_a_choice_keeps_its_styled_words_and_its_pictures() -> None:
    raw = choice("q", {"a": 1, "b": 2})
    raw["answerOption"][0]["valueCoding"]["_display"] = {
        "extension": [{"url": urls.XHTML, "valueString": "<b>A</b> lot"}]
    }
    drawn = {"contentType": "image/png", "data": "aGk=", "title": "A face that smiles"}
    raw["answerOption"][1]["extension"].append({"url": urls.ANSWER_MEDIA, "valueAttachment": drawn})
    styled, pictured = read(raw).options
    assert [(one.text, one.style.strong) for one in styled.rich] == [("A", True), (" lot", False)]
    assert (styled.text, styled.media) == ("A", ())
    assert [(one.title, one.data) for one in pictured.media] == [("A face that smiles", "aGk=")]
    report = load(form(raw)).report
    assert {"styled choices", "itemAnswerMedia"} <= {one.name for one in report.features}


@pytest.mark.feature("styled choices")
def test_a_choice_of_plain_text_may_be_styled_too() -> None:
    bold = {"extension": [{"url": urls.STYLE, "valueString": "font-weight: bold"}]}
    raw = item(
        "q", "choice", answerOption=[{"valueString": "Yes", "_valueString": bold}, {"valueString": "No"}]
    )
    assert [[one.style.strong for one in option.rich] for option in read(raw).options] == [[True], []]
