"""Late answers are compared row by row: nothing that was typed is left out for its looks."""

from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from carenurse.app.visit_late_forms import rows_of_form
from carenurse.app.visit_late_rows import late_lines
from carenurse.clinical.fhir import Resource
from carenurse.forms.form import Form
from carenurse.forms.loading import load
from carenurse.forms.urls import CARRIED, COMMENT

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WOUNDS: Resource = {
    "resourceType": "Questionnaire",
    "url": "http://example.org/wounds",
    "status": "active",
    "item": [
        {
            "linkId": "w",
            "type": "group",
            "text": "Wound",
            "repeats": True,
            "item": [
                {"linkId": "w.where", "type": "string", "text": "Where"},
                {"linkId": "w.long", "type": "decimal", "text": "Length (cm)"},
            ],
        },
        {
            "linkId": "body",
            "type": "group",
            "text": "Body",
            "item": [{"linkId": "pain", "type": "integer", "text": "Pain?"}],
        },
    ],
}
WORDS = st.text(st.sampled_from("abc de"), max_size=6).map(str.strip)
LENGTHS = st.sampled_from([None, Decimal(2), Decimal(3)])
FILLED = st.lists(st.tuples(WORDS, LENGTHS), max_size=4)


def wound(where: str, length: Decimal | int | None) -> Resource:
    answers: list[Resource] = []
    if where:
        answers.append({"linkId": "w.where", "text": "Where", "answer": [{"valueString": where}]})
    if length is not None:
        answers.append({"linkId": "w.long", "text": "Length (cm)", "answer": [{"valueDecimal": length}]})
    return {"linkId": "w", "text": "Wound", "item": answers}


def pain(number: int, **more: object) -> Resource:
    answered = {"linkId": "pain", "text": "Pain?", "answer": [{"valueInteger": number, **more}]}
    return {"linkId": "body", "text": "Body", "item": [answered]}


def said(
    signed: list[Resource], late: list[Resource], *, same: bool = True, form: Form | None = None
) -> list[str]:
    before, after = (rows_of_form({"item": deepcopy(one)}, form, "Skin", NOW) for one in (signed, late))
    return list(late_lines(before, after, same_paper=same))


def test_the_second_wound_is_whole_though_it_is_as_long_as_the_first() -> None:
    for form in (None, load(WOUNDS)):
        assert said([wound("left heel", 3)], [wound("left heel", 3), wound("sacrum", 3)], form=form) == [
            "Skin, Wound 2: Where: sacrum; Length (cm): 3"
        ]


def test_two_wounds_that_say_the_same_are_two() -> None:
    assert len(said([wound("heel", 3)], [wound("heel", 3)] * 3)) == 2


def test_a_wound_is_whole_where_one_thing_of_it_changed() -> None:
    assert said([wound("heel", 3)], [wound("heel", 4)]) == ["Skin, Wound 1: Where: heel; Length (cm): 4"]


def test_what_was_taken_out_of_a_wound_is_named_behind_it() -> None:
    assert said([wound("heel", 3)], [wound("heel", None)]) == [
        "Skin, Wound 1: Where: heel",
        "Taken out: Skin, Wound 1: Length (cm): 3",
    ]


def test_a_wound_that_was_taken_out_is_said_and_the_others_are_not_said_again() -> None:
    three = [wound("heel", 3), wound("sacrum", 2), wound("hip", 3)]

    assert said(three, three[1:]) == ["Taken out: Skin, Wound 1: Where: heel; Length (cm): 3"]


def test_an_answer_that_was_taken_out_is_said() -> None:
    assert said([pain(7)], [], form=load(WOUNDS)) == ["Taken out: Skin, Body, Pain: 7"]


def test_of_a_paper_that_was_begun_apart_nothing_was_taken_out() -> None:
    assert said([pain(7), wound("heel", 3)], [wound("hip", 3)], same=False, form=load(WOUNDS)) == [
        "Skin, Wound 1: Where: hip; Length (cm): 3"
    ]


def test_a_comment_is_typed_too_and_an_answer_carried_over_is_not() -> None:
    noted = pain(7)
    noted["item"][0]["extension"] = [{"url": COMMENT, "valueString": "at night"}]
    carried = pain(7, extension=[{"url": CARRIED, "valueDateTime": "2026-11-20"}])

    assert said([pain(7)], [noted], form=load(WOUNDS)) == ["Skin, Body, Pain (comment): at night"]
    assert said([], [carried], form=load(WOUNDS)) == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(signed=FILLED, late=FILLED)
def test_every_word_that_the_signed_form_has_not_stands_under_its_row(
    signed: list[tuple[str, Decimal | None]], late: list[tuple[str, Decimal | None]]
) -> None:
    before, after = ([wound(*one) for one in rows] for rows in (signed, late))
    lines = [one for one in said(before, after, form=load(WOUNDS)) if not one.startswith("Taken out")]
    untold = list(signed)

    for number, row in enumerate(late, 1):
        mine = [line for line in lines if line.startswith(f"Skin, Wound {number}: ")]
        if mine:
            where, length = row
            (line,) = mine
            assert f"Where: {where}" in line or not where
            assert f"Length (cm): {length}" in line or length is None
        elif any(row_part not in ("", None) for row_part in row):
            untold.remove(row)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(rows=FILLED)
def test_of_what_was_signed_as_it_is_nothing_is_said(rows: list[tuple[str, Decimal | None]]) -> None:
    wounds = [wound(*one) for one in rows]

    assert said(wounds, wounds) == []
