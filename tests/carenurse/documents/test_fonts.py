from hypothesis import given, settings
from hypothesis import strategies as st

from carenurse.documents.bidi import join_arabic, separate_arabic, visual_order
from carenurse.documents.fonts import Fonts
from carenurse.documents.lines import Span, Style, line_width, wrap
from carenurse.documents.tagged import Element, TaggedPdf
from tests.carenurse.documents.reading_back import complaints, text_of

FONTS = Fonts()
BODY = Style(14, 19)


def _printed(text: str) -> bytes:
    fonts = Fonts()
    pdf = TaggedPdf("Try", "en-US", fonts)
    pdf.new_page()
    with pdf.element(Element("P")):
        pdf.text(40, 60, fonts.prepare(text), 14)
    return pdf.finish()


def test_a_blood_pressure_beside_arabic_keeps_its_slash_and_its_order() -> None:
    data = _printed("محمد 128/72 and 142/86 → ≥ ✓")

    assert "128/72" in text_of(data)
    assert "142/86 → ≥ ✓" in text_of(data)
    assert complaints(data) == []


def test_an_arabic_name_is_joined_and_drawn_from_the_right() -> None:
    joined = join_arabic("محمد")

    assert joined == "\ufee3\ufea4\ufee4\ufeaa"
    assert separate_arabic(joined) == "محمد"
    assert [place for place, _ in visual_order(joined)] == [3, 2, 1, 0]


def test_lam_and_alef_become_one_letter() -> None:
    assert join_arabic("سلام") == "\ufeb3\ufefc\ufee1"


def test_a_hebrew_name_between_english_words_turns_around_alone() -> None:
    text = "Ms. כהן (Haifa)"
    drawn = "".join(text[place] for place, _ in visual_order(text))

    assert drawn == "Ms. ןהכ (Haifa)"


def test_a_telephone_number_never_turns_around() -> None:
    text = "שלום 555-0142"
    drawn = "".join(text[place] for place, _ in visual_order(text))

    assert "555" in drawn
    assert "0142" in drawn
    assert drawn.index("555") < drawn.index("0142")


def test_accents_are_composed_and_invisible_marks_go() -> None:
    assert FONTS.prepare("Zoe\u0308\u200b \u202eevil\u202c") == "Zoë evil"


def test_what_no_font_draws_is_named_in_brackets() -> None:
    fonts = Fonts()

    assert fonts.prepare("a\u0007陳") == "a[U+0007][ideograph 9673]".lower().replace("u+", "u+")
    assert fonts.missing == {"u+0007", "ideograph 9673"}


def test_letters_that_need_joining_and_do_not_get_it_are_told() -> None:
    fonts = Fonts()
    fonts.prepare("हिन्दी")

    assert fonts.unshaped == {"Devanagari"}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.floats(min_value=60, max_value=500))
def test_wrapping_loses_nothing_and_stays_inside(text: str, width: float) -> None:
    lines = wrap(FONTS, [Span(text)], BODY, width)

    kept = "".join(span.text for line in lines for span in line)
    assert kept.replace(" ", "") == FONTS.prepare(text).replace(" ", "").replace("\n", "")
    for line in lines:
        letters = sum(len(span.text) for span in line)
        assert letters <= 1 or line_width(FONTS, line, BODY.size) <= width + 0.01


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_makes_an_accessible_file(text: str) -> None:
    assert complaints(_printed(text)) == []


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="אבגد محل12 /-()abc.", max_size=40))
def test_drawing_order_shows_every_letter_once(text: str) -> None:
    assert sorted(place for place, _ in visual_order(text)) == list(range(len(text)))
