"""How a form asks to be shown: styled words, controls, columns, links, help, pictures, languages."""

import time
from typing import Any

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.form import Item
from carenurse.forms.loading import load
from carenurse.forms.refusals import RefusedFormError
from carenurse.forms.rendering import from_markdown, from_xhtml, web_address, words_of_pieces
from carenurse.forms.translating import in_language
from tests.carenurse.forms.filling import session
from tests.carenurse.forms.made import choice, form, item
from tests.yardstick import times_slower


def control(code: str) -> Resource:
    return {"url": urls.ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"code": code}]}}


def aside(code: str, text: str, **more: Any) -> Resource:
    return {"linkId": f"{code}-x", "type": "display", "text": text, "extension": [control(code)], **more}


def said_in(language: str, words: str) -> Resource:
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": words}]
    return {"extension": [{"url": urls.TRANSLATION, "extension": parts}]}


def read(raw: Resource) -> Item:
    return load(form(raw)).index["q"]


def degraded(raw: Resource) -> dict[str, str]:
    return {one.name: one.why for one in load(form(raw)).report.degraded}


@pytest.mark.feature("rendering-xhtml")
def test_xhtml_is_read_through_an_allow_list_into_plain_pieces() -> None:
    html = (
        "<div>Take <b>two</b> <i>now</i><script>alert(1)</script><style>x</style><br/>"
        '<ul><li>a &amp; b</li></ul><img src="http://example.org/x" alt="a heart"/>'
        '<a href="javascript:x">bad</a> <a href="https://example.org/h">good</a></div>'
    )
    pieces = from_xhtml(html)
    assert words_of_pieces(pieces) == "Take two now\n• a & b\na heartbad good"
    assert [one.text for one in pieces if one.style.strong] == ["two"]
    assert [one.text.strip() for one in pieces if one.style.italic] == ["now"]
    assert [(one.text, one.link) for one in pieces if one.link] == [("good", "https://example.org/h")]
    raw = item("q", _text={"extension": [{"url": urls.XHTML, "valueString": "<b>Bold</b> words"}]})
    looks = [(one.text, one.style.strong) for one in read(raw).look.rich]
    assert looks == [("Bold", True), (" words", False)]


@pytest.mark.parametrize(
    "broken", ["<b>open", "</p></p>", "<", "<a href=", "&#xffffffff;", "<b><i>x</b></i>" * 500]
)
def test_broken_xhtml_never_crashes(broken: str) -> None:
    assert isinstance(from_xhtml(broken), tuple)


@pytest.mark.feature("rendering-markdown")
def test_markdown_is_read_into_the_same_pieces() -> None:
    pieces = from_markdown(
        "# Head\nTake **two** and _rest_ [help](https://example.org)\n- one\n<script>x</script>"
    )
    assert words_of_pieces(pieces) == "Head\nTake two and rest help\n• one"
    assert [one.text for one in pieces if one.style.strong] == ["Head", "two"]
    assert [one.link for one in pieces if one.link] == ["https://example.org"]
    raw = item("q", _text={"extension": [{"url": urls.MARKDOWN, "valueMarkdown": "a **b**"}]})
    assert read(raw | {"text": ""}).text == "a b"


@pytest.mark.feature("criticalExtension refusal")
def test_a_critical_extension_that_is_not_done_refuses_the_form_in_words() -> None:
    critical = urls.SDC + "sdc-rendering-criticalExtension"
    mapped = urls.SDC + "sdc-questionnaire-targetStructureMap"
    with pytest.raises(RefusedFormError, match="targetStructureMap") as refused:
        load(form(item("q"), modifierExtension=[{"url": critical, "valueCanonical": mapped}]))
    assert refused.value.feature == "criticalExtension refusal"
    load(form(item("q"), modifierExtension=[{"url": critical, "valueCanonical": urls.TOGGLE}]))


@pytest.mark.feature("adaptive forms")
def test_an_adaptive_form_is_refused_in_words() -> None:
    adaptive = {"url": urls.SDC + "sdc-questionnaire-questionnaireAdaptive", "valueBoolean": True}
    with pytest.raises(RefusedFormError, match="one by one from a server"):
        load(form(extension=[adaptive]))


@pytest.mark.feature("item controls")
@pytest.mark.feature("autocomplete, drop-down, radio-button, check-box")
@pytest.mark.feature("spinner")
@pytest.mark.parametrize(
    "code", ["autocomplete", "drop-down", "radio-button", "check-box", "spinner", "slider"]
)
def test_the_control_of_a_question_is_read_and_no_word_is_lost_about_it(code: str) -> None:
    raw = item("q", "integer", extension=[control(code)])
    assert read(raw).control == code
    assert degraded(raw) == {}


@pytest.mark.parametrize("code", ["gtable", "table", "htable", "grid", "page", "tab-container"])
def test_a_group_control_is_done_in_full(code: str) -> None:
    assert code not in degraded(item("q", "group", extension=[control(code)], item=[item("a")]))


def test_a_control_nobody_knows_is_told() -> None:
    report = load(form(item("q", extension=[control("hologram")]))).report
    assert ("hologram", "ignored") in [(one.name, one.level) for one in report.features]


@pytest.mark.feature("slider and sliderStepValue")
@pytest.mark.feature("help, flyover, legal, unit, lower and upper")
def test_help_of_every_kind_stands_beside_its_question() -> None:
    kinds = ("help", "flyover", "unit", "lower", "upper")
    raw = item(
        "q",
        "integer",
        extension=[control("slider"), {"url": urls.SLIDER_STEP, "valueInteger": 5}],
        item=[*(aside(kind, f"the {kind}") for kind in kinds), aside("legal", "the law")],
    )
    look = read(raw).look
    assert [look.help, look.flyover, look.unit_words, look.lower, look.upper] == [
        f"the {one}" for one in kinds
    ]
    assert look.step == 5
    asked = [place.link for place in session(raw).places()]
    assert asked == ["q", "legal-x"], "legal text keeps a row of its own; the others stand beside"


@pytest.mark.feature("columnCount")
@pytest.mark.feature("width")
@pytest.mark.feature("collapsible")
@pytest.mark.feature("choiceOrientation")
@pytest.mark.feature("shortText")
@pytest.mark.feature("entryFormat")
@pytest.mark.feature("openLabel")
def test_columns_width_folding_and_labels_are_read() -> None:
    raw = choice(
        "q",
        {"a": 1},
        extension=[
            {"url": urls.COLUMN_COUNT, "valuePositiveInt": 3},
            {"url": urls.WIDTH, "valueQuantity": {"value": 50, "code": "%"}},
            {"url": urls.COLLAPSIBLE, "valueCode": "default-closed"},
            {"url": urls.ORIENTATION, "valueCode": "horizontal"},
            {"url": urls.SHORT_TEXT, "valueString": "Short"},
            {"url": urls.ENTRY_FORMAT, "valueString": "nnn-nn"},
            {"url": urls.OPEN_LABEL, "valueString": "Other, say which"},
        ],
    )
    found = read(raw)
    assert (found.look.columns, found.look.width, found.look.collapsible) == (3, "50%", "default-closed")
    assert (found.orientation, found.short, found.entry_format) == ("horizontal", "Short", "nnn-nn")
    assert found.open_label == "Other, say which"
    assert degraded(raw) == {}


@pytest.mark.feature("supportLink and supportHyperlink")
@pytest.mark.parametrize("name", ["questionnaire-supportLink", "questionnaire-supportHyperlink"])
def test_a_support_link_is_a_web_address_under_both_names_and_nothing_else(name: str) -> None:
    links = [
        {"url": urls.FHIR + name, "valueUri": uri} for uri in ("https://example.org/a", "file:///etc/passwd")
    ]
    assert read(item("q", extension=links)).look.links == ("https://example.org/a",)
    assert web_address("javascript:alert(1)") == web_address("http://a b") == ""


@pytest.mark.feature("itemMedia")
def test_a_picture_inside_the_form_is_there_and_one_elsewhere_is_not_fetched() -> None:
    media = {
        "url": urls.ITEM_MEDIA,
        "valueAttachment": {"contentType": "image/png", "data": "aGk=", "title": "Foot"},
    }
    (picture,) = read(item("q", extension=[media])).look.media
    assert (picture.kind, picture.data, picture.title) == ("image/png", "aGk=", "Foot")
    away = {
        "url": urls.ITEM_MEDIA,
        "valueAttachment": {"contentType": "text/html", "data": "aGk=", "url": "http://x"},
    }
    assert read(item("q", extension=[away])).look.media[0].data == ""


@pytest.mark.feature("usageMode")
def test_what_is_for_display_only_is_not_asked() -> None:
    shown_only = item("a", extension=[{"url": urls.USAGE_MODE, "valueCode": "display"}])
    asked_only = item("b", extension=[{"url": urls.USAGE_MODE, "valueCode": "capture"}])
    made = session(shown_only, asked_only)
    assert [place.link for place in made.places()] == ["b"]


@pytest.mark.feature("displayCategory")
@pytest.mark.feature("hidden")
@pytest.mark.feature("optionPrefix")
def test_instructions_hidden_items_and_prefixes_of_choices_are_known() -> None:
    category = {"url": urls.DISPLAY_CATEGORY, "valueCodeableConcept": {"coding": [{"code": "instructions"}]}}
    told = {"linkId": "t", "type": "display", "text": "Ask gently", "extension": [category]}
    raw = choice("q", {"a": 1}, item=[told])
    raw["answerOption"][0]["extension"].append({"url": urls.OPTION_PREFIX, "valueString": "A)"})
    found = read(raw)
    assert (found.instructions, found.options[0].prefix) == ("Ask gently", "A)")
    made = session(item("h", extension=[{"url": urls.HIDDEN, "valueBoolean": True}]), item("v"))
    assert [place.link for place in made.places()] == ["v"]


@pytest.mark.feature("translations in the form")
def test_a_form_is_given_in_the_language_it_carries_and_answers_stay_the_same() -> None:
    raw = choice(
        "q",
        {"y": 1},
        _text=said_in("es", "¿Come bien?"),
        item=[aside("help", "Help", _text=said_in("es", "Ayuda"))],
    )
    raw["answerOption"][0]["valueCoding"]["_display"] = said_in("es", "Sí")
    loaded = load(form(raw, item("plain")))
    spanish = in_language(loaded, "es-MX")
    asked = spanish.index["q"]
    assert (asked.text, asked.options[0].text, asked.look.help, asked.help) == (
        "¿Come bien?",
        "Sí",
        "Ayuda",
        "Ayuda",
    )
    assert asked.options[0].answer == loaded.index["q"].options[0].answer
    assert spanish.index["plain"].text == "Question plain"
    assert in_language(loaded, "fr") is loaded
    assert loaded.languages == ("es",)


@pytest.mark.parametrize(
    "piece", ["[a](", "[", '<p a="', "<![CDATA[", "<!--", "**a", "_a", "`", "<", "<p>", "&#x;"]
)
def test_hostile_words_of_a_form_are_read_in_proportion_to_their_length(piece: str) -> None:
    """The cubic pattern of links once took hours; the time of the process is measured, not of the wall."""
    began = time.process_time()
    from_markdown(piece * 20_000)
    from_xhtml(piece * 20_000)

    assert time.process_time() - began < 2 * times_slower()


def test_a_broken_off_tag_is_text_and_an_empty_one_closes_itself() -> None:
    assert words_of_pieces(from_xhtml('<p>one<b/> two <a href="https://example.org/')).startswith("one two")
    assert not any(piece.style.strong for piece in from_xhtml("<b/>plain"))
