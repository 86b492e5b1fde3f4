"""What was typed into a visit that another laptop signed meanwhile stands beside its note, word for word."""

import pytest

from carenurse.app.visit_begin import VisitClosedError
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_late_words import keep_late_words
from carenurse.app.visit_readback import save_addendum
from carenurse.app.visit_session import VITALS
from carenurse.app.visit_sign import sign_visit
from carenurse.app.visit_worksheet import Place
from carenurse.errors import ExpectedError
from carenurse.forms.nodes import Place as Question
from tests.carenurse.app.visits import NOW, Household

RATE = ({"valueInteger": 22},)


def test_only_what_the_record_does_not_say_is_kept_and_only_once(home: Household) -> None:
    living = home.living()
    living.answer(VITALS, Question("rr"), RATE)
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)
    living.change_sheet(Place("jot", "jot", "form"), lambda sheet: sheet.with_jot("She was dizzy at noon"))
    late = living.drafts().resources
    sign_visit(home.records, home.encounter, NOW, "Called away")

    with pytest.raises(VisitClosedError):
        save_draft(home.records, home.encounter, late, NOW)
    for _ in range(2):
        keep_late_words(home.records, home.encounter, late, NOW)

    words = home.signed().draft
    assert words.count("She was dizzy at noon") == 1
    assert "22" not in words


def test_an_answer_is_kept_with_its_question_behind_words_that_were_begun(home: Household) -> None:
    living = home.living()
    living.answer(VITALS, Question("rr"), RATE)
    late = living.drafts().resources
    sign_visit(home.records, home.encounter, NOW, "Called away")
    save_addendum(home.records, home.encounter, "Begun before", NOW)

    keep_late_words(home.records, home.encounter, late, NOW)

    first, *rest = home.signed().draft.splitlines()
    assert first == "Begun before"
    assert any(line.endswith("Breathing: 22 /min") for line in rest)


def test_where_there_is_no_signed_note_nothing_is_kept_and_that_is_said(home: Household) -> None:
    living = home.living()
    living.answer(VITALS, Question("rr"), RATE)

    with pytest.raises(ExpectedError, match="no signed note"):
        keep_late_words(home.records, home.encounter, living.drafts().resources, NOW)
