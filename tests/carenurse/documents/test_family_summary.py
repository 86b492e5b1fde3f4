from dataclasses import replace

import pytest

from carenurse.documents.family_facts import Contact, MedicineChange, Section, Words
from carenurse.documents.family_summary import render
from carenurse.documents.labels import LANGUAGES, Language
from tests.carenurse.documents.reading_back import complaints, text_of
from tests.carenurse.documents.rosa import rosa


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_accessible_in_every_language_and_size(language: Language, *, large: bool) -> None:
    assert complaints(render(rosa(), language, large=large).pdf) == []


def test_the_ordinary_paper_has_two_pages_and_nothing_to_say_about_it() -> None:
    rendered = render(rosa())

    assert rendered.pages == 2
    assert rendered.notes == ()
    assert not rendered.too_hard


def test_the_same_facts_give_the_same_bytes() -> None:
    assert render(rosa(), "es").pdf == render(rosa(), "es").pdf


def test_a_reader_meets_the_blocks_in_the_order_of_importance() -> None:
    text = text_of(render(rosa()).pdf)

    order = [
        "Your visit summary",
        "Wednesday, March 4, 10 to 11 in the morning",
        "Rosa Delgado",
        "Your body is holding water",
        "Call 911 if",
        "You have chest pain",
        "Call the nurse today if",
        "Your ankles get bigger",
        "Who to call",
        "Harbor Home Nursing, day or night",
        "555-0142",
        "Anyone in a crisis, or thinking of suicide: call 988, day or night.",
        "To do before the next visit",
        "Allergies: penicillin, adhesive tape",
        "Next visit",
        "Friday, March 6, between 9 and 11 in the morning.",
        "Dana will come. She will take blood for a test.",
        "What we found",
        "172.2 pounds",
        "163 to 169",
        "Higher than your goal",
        "128 over 72",
        "up to 150 over 90",
        "93 of 100",
        "92 or more",
        "Your medicines: what changed",
        "Furosemide 40 mg. Water pill.",
        "Ibuprofen. Do not take it.",
        "Your 6 other medicines are the same as before.",
        "Your goal",
        "“I want to walk to the market.” You walk 4 minutes now.",
        "In your own words",
        "Questions for the doctor",
    ]
    rest = text
    for phrase in order:
        found = rest.find(phrase)
        assert found >= 0, f"{phrase!r} is missing or out of order"
        rest = rest[found + len(phrase) :]


def test_the_foot_says_who_prepared_it_and_which_page_it_is() -> None:
    text = text_of(render(rosa()).pdf)

    assert "Prepared March 4, 2026, 11:09 a.m. by Dana Whitfield, registered nurse" in text
    assert "Page 1 of 2" in text
    assert "Keep this paper where others can find it. Page 2 of 2" in text


def test_spanish_translates_the_fixed_words_and_the_times_and_marks_what_is_not_translated() -> None:
    summary = replace(
        rosa(), main_message=Words("Drink less.", translations=(("es", "Beba menos líquido."),))
    )

    rendered = render(summary, "es")
    text = text_of(rendered.pdf)

    assert "Miércoles 4 de marzo, de 10 a 11 de la mañana" in text
    assert "Viernes 6 de marzo, entre las 9 y las 11 de la mañana." in text
    assert "Llame al 911 si En inglés:" in text
    assert "Beba menos líquido." in text
    assert "Drink less." not in text
    assert "Algunas líneas no están en español. Pídanos un intérprete." in text
    assert any("not in the language of the paper" in note for note in rendered.notes)
    assert any("translated by machine" in note for note in rendered.notes)


def test_allergies_in_english_are_marked_on_a_spanish_paper_for_the_eye_and_for_the_screen_reader() -> None:
    known = replace(
        rosa(),
        **dict.fromkeys(("emergency", "call_today", "to_do", "found", "medicines", "goals"), ()),
        **dict.fromkeys(("contacts", "teach_back", "questions"), ()),
        main_message=None,
        next_visit=None,
    )
    alone = render(replace(known, allergies=()), "es")
    both = render(known, "es")
    theirs = render(replace(known, allergies=(Words("penicilina", "es"),)), "es")

    assert "Alergias: En inglés: penicillin, adhesive tape" in text_of(both.pdf)
    assert "Algunas líneas no están en español." in text_of(both.pdf)
    assert (alone.pdf.count(b"/Lang (en)"), both.pdf.count(b"/Lang (en)")) == (0, 2)
    assert any(note.startswith("2 lines are not in the language") for note in both.notes)
    assert "Alergias: penicilina" in text_of(theirs.pdf)
    assert complaints(both.pdf) == []


def test_words_of_the_patient_in_spanish_are_marked_on_an_english_paper() -> None:
    summary = replace(rosa(), questions=(Words("¿Hay un autobús?", "es"),))

    text = text_of(render(summary).pdf)

    assert "In Spanish: ¿Hay un autobús?" in text
    assert "Some lines are not in English." in text


def test_a_third_page_and_a_long_list_are_told_and_everything_is_printed() -> None:
    steps = tuple(Words(f"Do the step with number {number}.") for number in range(1, 41))
    rendered = render(replace(rosa(), to_do=steps))

    assert any("has 3 pages" in note for note in rendered.notes)
    assert any("40 things to do" in note for note in rendered.notes)
    assert "Do the step with number 40." in text_of(rendered.pdf)
    assert complaints(rendered.pdf) == []


def test_a_thousand_lines_are_printed_to_the_last() -> None:
    long = Words("\n".join(f"Line {number} of the note." for number in range(1, 1001)))
    rendered = render(replace(rosa(), found=(long,), emergency=(long,)))

    assert "Line 1000 of the note. Call the nurse today if" in text_of(rendered.pdf)
    assert complaints(rendered.pdf) == []


def test_a_name_of_five_hundred_letters_wraps_and_is_printed_whole() -> None:
    rendered = render(replace(rosa(), patient="Wilhelmina" * 50))

    assert text_of(rendered.pdf).replace(" ", "").count("Wilhelmina") >= 50
    assert complaints(rendered.pdf) == []


def test_markup_and_file_addresses_are_only_text() -> None:
    hostile = '<img src="file:///etc/passwd"/> <b>bold</b> ) Tj ET %s {name} \\'
    text = text_of(render(replace(rosa(), patient=hostile, found=(Words(hostile),))).pdf)

    assert hostile in text


@pytest.mark.parametrize(
    "text", ["a\rb", "a\u2028b\x85c", "\n\n", "", "\x00", " " * 600, "\u202e" + "x" * 300]
)
def test_strange_text_in_every_place_still_makes_an_accessible_paper(text: str) -> None:
    summary = replace(
        rosa(),
        patient=text,
        nurse=text,
        agency=text,
        phone=text,
        allergies=(Words(text),),
        contacts=(Contact(Words(text), text, text),),
        found=(Words(text),),
        emergency=(Words(text),),
        to_do=(Words(text),),
        main_message=Words(text),
    )

    assert complaints(render(summary, "es").pdf) == []
    assert complaints(render(summary, large=True).pdf) == []


def test_a_character_that_cannot_be_printed_is_named_and_told() -> None:
    rendered = render(replace(rosa(), patient="陳 Wong"))

    assert "[ideograph 9673] Wong" in text_of(rendered.pdf)
    assert any("ideograph 9673" in note for note in rendered.notes)


def test_hard_text_is_told_and_very_hard_text_is_not_to_be_handed_out() -> None:
    hard = Words(
        "Administration of diuretic medication necessitates meticulous documentation of volumetric "
        "alterations, particularly considering preexisting cardiovascular pathology."
    )
    rendered = render(replace(rosa(), found=(hard,) * 12))

    assert rendered.too_hard
    assert any("Make it simpler" in note for note in rendered.notes)


def test_an_empty_visit_still_makes_a_paper_that_says_what_is_open() -> None:
    empty = replace(
        rosa(),
        main_message=None,
        emergency=(),
        call_today=(),
        contacts=(),
        to_do=(),
        next_visit=None,
        found=(),
        readings=(),
        medicines=(),
        same_medicines=0,
        goals=(),
        teach_back=(),
        questions=(),
        allergies=(),
        agency="",
        visit_end=None,
    )
    rendered = render(empty)
    text = text_of(rendered.pdf)

    assert complaints(rendered.pdf) == []
    assert "We will call you to agree on the day." in text
    assert "Allergies: not written down yet. Please tell us." in text


def test_no_known_allergies_is_said_in_words() -> None:
    text = text_of(render(replace(rosa(), allergies=(), no_known_allergies=True)).pdf)

    assert "Allergies: none that we know of" in text


def test_a_palliative_plan_names_the_nurse_before_the_emergency_number() -> None:
    text = text_of(render(replace(rosa(), call_us_first=True)).pdf)

    assert "Call us, not 911, if" in text
    assert "Call 911" not in text


def test_further_sections_stand_under_their_own_headings() -> None:
    wound = Section("woundCare", (Words("Wash your hands first."),))
    text = text_of(render(replace(rosa(), sections=(wound,))).pdf)

    assert "Wound care Wash your hands first." in text


def test_medicines_that_did_not_change_lose_their_doses_before_the_paper_gets_a_third_page() -> None:
    listed = tuple(
        MedicineChange(
            "same", f"Medicine {number}", (Words(f"Take {number} tablets by mouth every morning."),)
        )
        for number in range(1, 41)
    )
    full = replace(rosa(), listed=listed[:3])
    many = render(replace(rosa(), listed=listed))

    assert "Take 2 tablets by mouth every" in text_of(render(full).pdf)
    assert many.pages == 2
    text = text_of(many.pdf)
    assert all(f"Medicine {number}" in text for number in range(1, 41))
    assert "Take 2 tablets by mouth every" not in text
    assert any("left off" in note for note in many.notes)
