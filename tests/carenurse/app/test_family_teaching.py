"""What was taught, as it stands on the family's page."""

from dataclasses import replace

from carenurse.app.family_sources import learned, taught
from carenurse.app.ports import Records
from carenurse.app.visit_worksheet import Taught, Worksheet
from carenurse.documents.family_summary import render
from tests.carenurse.documents.reading_back import text_of
from tests.carenurse.documents.rosa import rosa


def lines(records: Records, *rows: Taught) -> list[str]:
    return [one.words.text for one in taught(records, "v", Worksheet(teaching=rows))]


def test_the_learners_own_words_are_printed(records: Records) -> None:
    row = Taught(row="1", topic="Float heels", result="repeated-back", note="I lift them with the pillow")

    assert lines(records, row) == ["Float heels: I lift them with the pillow."]


def test_our_own_words_about_a_lesson_are_in_spanish_and_the_lesson_is_marked(records: Records) -> None:
    row = Taught(row="1", topic="Teach the 3 warning signs", result="needs-more")
    sheet = Worksheet(teaching=(row,))
    (again,) = [one.words for one in taught(records, "v", sheet)]
    (use,) = [one.words for one in learned(records, "v", sheet)]
    page = text_of(render(replace(rosa(), to_do=(use,), teach_back=(again,)), "es").pdf)

    assert "Use lo que aprendió hoy: En inglés: the 3 warning signs." in page
    assert "Lo repasaremos otra vez: En inglés: The 3 warning signs." in page
    assert "Use what you learned today: the 3 warning signs." in text_of(
        render(replace(rosa(), to_do=(use,))).pdf
    )
    assert [one.text for one in replace(rosa(), to_do=(use,)).in_other_languages("es")].count(
        "the 3 warning signs."
    ) == 1


def test_without_words_it_is_said_that_it_was_told_back(records: Records) -> None:
    row = Taught(row="1", topic="Float heels", result="repeated-back")

    assert lines(records, row) == ["You told it back: Float heels."]
