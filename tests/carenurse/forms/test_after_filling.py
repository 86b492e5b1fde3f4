"""What is made of a filled form: Observations, last time's answers, words, typed text."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from carenurse.app.content import shipped_form
from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.answers import UnreadableError, choose, read_typed, words_of
from carenurse.forms.extraction import Origin, extract
from carenurse.forms.loading import load
from carenurse.forms.prior import latest, prior
from carenurse.forms.session import Session
from tests.carenurse.forms.filling import NOW
from tests.carenurse.forms.made import choice, form, item, response

ORIGIN = Origin("r1", "Patient/p1", NOW, "Encounter/e1", "Practitioner/n1")


def vital_signs(**typed: str) -> Session:
    session = Session(shipped_form("vital-signs"), now=NOW)
    for link, text in typed.items():
        session.type_in(link, text)
    return session


def test_blood_pressure_is_one_observation_with_two_components() -> None:
    (made,) = extract(vital_signs(sbp="142", dbp="86"), ORIGIN)
    assert made["code"]["coding"][0]["code"] == "85354-9"
    assert [one["valueQuantity"]["value"] for one in made["component"]] == [142, 86]
    assert made["component"][0]["valueQuantity"]["code"] == "mm[Hg]"
    assert made["category"][0]["coding"][0]["code"] == "vital-signs"
    assert "valueQuantity" not in made
    assert made["derivedFrom"] == [{"reference": "QuestionnaireResponse/r1"}]
    assert made["subject"] == {"reference": "Patient/p1"}
    assert made["encounter"] == {"reference": "Encounter/e1"}
    assert made["performer"] == [{"reference": "Practitioner/n1"}]
    assert made["effectiveDateTime"] == "2026-03-04T10:42:00+00:00"
    assert made["status"] == "final"


def test_oxygen_carries_both_codes_and_the_flow() -> None:
    (made,) = extract(vital_signs(spo2="93", o2="Oxygen", o2flow="2.0"), ORIGIN)
    assert [coding["code"] for coding in made["code"]["coding"]] == ["59408-5", "2708-6"]
    assert made["valueQuantity"]["value"] == 93
    assert made["component"][0]["code"]["coding"][0]["code"] == "3151-8"
    assert str(made["component"][0]["valueQuantity"]["value"]) == "2.0"


def test_oxygen_on_air_has_no_flow() -> None:
    session = vital_signs(spo2="95", o2="Oxygen", o2flow="2.0")
    session.type_in("o2", "Air")
    (made,) = extract(session, ORIGIN)
    assert "component" not in made


def test_a_weight_keeps_unit_and_digits_as_typed() -> None:
    session = vital_signs()
    session.type_in("weight", "171.60", session.form.index["weight"].units[1])
    (made,) = extract(session, ORIGIN)
    assert made["valueQuantity"]["code"] == "[lb_av]"
    assert str(made["valueQuantity"]["value"]) == "171.60"


def test_a_score_is_made_only_with_a_total_and_says_its_range() -> None:
    session = Session(shipped_form("phq9"), now=NOW)
    options = session.form.index["phq9-1"].options
    for number in range(1, 9):
        session.answer(f"phq9-{number}", choose(options[2]))
    assert "44261-6" not in {one["code"]["coding"][0]["code"] for one in extract(session, ORIGIN)}
    session.answer("phq9-9", choose(options[0]))
    total = next(one for one in extract(session, ORIGIN) if one["code"]["coding"][0]["code"] == "44261-6")
    assert total["valueQuantity"]["value"] == 16
    assert total["interpretation"] == [{"text": "Moderately severe"}]
    assert total["category"][0]["coding"][0]["code"] == "survey"


def test_extracting_twice_makes_the_same_resources_and_codes_can_be_left_out() -> None:
    session = vital_signs(sbp="142", dbp="86", hr="88")
    assert extract(session, ORIGIN) == extract(session, ORIGIN)
    assert [one["code"]["coding"][0]["code"] for one in extract(session, ORIGIN, leave_out=["8867-4"])] == [
        "85354-9"
    ]


def test_a_choice_becomes_a_concept() -> None:
    (made,) = extract(vital_signs(acvpu="New confusion"), ORIGIN)
    assert made["valueCodeableConcept"]["text"] == "New confusion"


def test_last_time_comes_with_words_and_date_and_says_what_may_carry() -> None:
    loaded = load(
        form(
            choice("c", {"x": 1}),
            item("w", "integer", extension=[{"url": urls.NEVER_CARRY, "valueBoolean": True}]),
            item("g", "group", item=[item("deep", "boolean", item=[item("deeper")])]),
        )
    )
    earlier = response(
        {"linkId": "c", "answer": [{"valueCoding": {"code": "x"}, "extension": [{"url": "urn:t"}]}]},
        {"linkId": "w", "answer": [{"valueInteger": 3}]},
        {
            "linkId": "g",
            "item": [
                {
                    "linkId": "deep",
                    "answer": [
                        {
                            "valueBoolean": True,
                            "item": [{"linkId": "deeper", "answer": [{"valueString": "y"}]}],
                        }
                    ],
                }
            ],
        },
        {"linkId": "stranger", "answer": [{"valueString": "z"}]},
        authored="2026-02-27T10:00:00-05:00",
    )
    found = prior(loaded, earlier)
    assert set(found) == {"c", "w", "deep", "deeper"}
    assert (found["c"].words, found["c"].when, found["c"].may_carry) == (
        "X",
        "2026-02-27T10:00:00-05:00",
        True,
    )
    assert found["c"].answers == ({"valueCoding": {"code": "x"}},)
    assert not found["w"].may_carry
    assert found["deep"].words == "yes"
    assert prior(loaded, None) == {}


def test_each_question_shows_the_last_time_it_was_answered() -> None:
    loaded = load(form(item("a"), item("b")))
    newer = response({"linkId": "a", "answer": [{"valueString": "new"}]}, authored="2026-03-01")
    older = response(
        {"linkId": "a", "answer": [{"valueString": "old"}]},
        {"linkId": "b", "answer": [{"valueString": "old"}]},
        authored="2026-02-01",
    )
    wrong = response({"linkId": "b", "answer": [{"valueString": "wrong"}]}) | {"status": "entered-in-error"}
    found = latest(loaded, [wrong, newer, older])
    assert (found["a"].words, found["a"].when, found["b"].words) == ("new", "2026-03-01", "old")


def question(kind: str, **more: Any) -> Any:
    return load(form(item("q", kind, **more))).index["q"]


TYPED: list[tuple[str, str, Resource]] = [
    ("integer", " 88 ", {"valueInteger": 88}),
    ("integer", "-3", {"valueInteger": -3}),
    ("integer", "88.0", {"valueInteger": 88}),
    ("decimal", "98,6", {"valueDecimal": Decimal("98.6")}),
    ("decimal", "98.60", {"valueDecimal": Decimal("98.60")}),
    ("decimal", ".5", {"valueDecimal": Decimal("0.5")}),
    ("decimal", "5.", {"valueDecimal": Decimal(5)}),
    ("boolean", "Yes", {"valueBoolean": True}),
    ("boolean", "n", {"valueBoolean": False}),
    ("string", " a ", {"valueString": "a"}),
    ("text", "a\nb ", {"valueString": "a\nb "}),
    ("url", "http://example.org", {"valueUri": "http://example.org"}),
    ("date", "1947", {"valueDate": "1947"}),
    ("date", "1947-03", {"valueDate": "1947-03"}),
    ("date", "1947-03-14", {"valueDate": "1947-03-14"}),
    ("dateTime", "2026-03-04T10:42:00-05:00", {"valueDateTime": "2026-03-04T10:42:00-05:00"}),
    ("dateTime", "2026-03-04", {"valueDateTime": "2026-03-04"}),
    ("time", "10:42", {"valueTime": "10:42:00"}),
    ("time", "10:42:30", {"valueTime": "10:42:30"}),
    ("quantity", "7", {"valueQuantity": {"value": Decimal(7)}}),
]


@pytest.mark.parametrize(("kind", "text", "expected"), TYPED)
def test_what_was_typed_becomes_an_answer(kind: str, text: str, expected: Resource) -> None:
    found = read_typed(question(kind), text)
    assert found == expected
    assert str(found) == str(expected) or kind == "decimal"


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("integer", "abc", "“abc” is not a number."),
        ("integer", "1.5", "“1.5” is not a whole number."),
        ("decimal", "1.2.3", "“1.2.3” is not a number."),
        ("decimal", "1e5", "not a number"),
        ("decimal", "NaN", "not a number"),
        ("decimal", "9" * 60, "not a number"),
        ("quantity", "heavy", "not a number"),
        ("date", "yesterday", "not a date"),
        ("date", "2026-02-30", "not a date"),
        ("date", "10:42", "not a date"),
        ("time", "25:00", "not a date or time"),
        ("boolean", "maybe", "neither yes nor no"),
        ("attachment", "x", "cannot be typed"),
    ],
)
def test_nonsense_gets_a_sentence(kind: str, text: str, words: str) -> None:
    with pytest.raises(UnreadableError) as problem:
        read_typed(question(kind), text)
    assert words in problem.value.sentence
    assert problem.value.remedy


def test_nothing_typed_is_no_answer() -> None:
    assert read_typed(question("integer"), "  ") is None


def test_a_choice_is_typed_by_words_or_code_and_only_an_open_one_takes_others() -> None:
    asked = load(form(choice("q", {"x": 1}))).index["q"]
    assert read_typed(asked, "X") == read_typed(asked, "x") == dict(asked.options[0].answer)
    with pytest.raises(UnreadableError, match="not one of the choices"):
        read_typed(asked, "other")
    opened = load(form(choice("q", {"x": 1}) | {"type": "open-choice"})).index["q"]
    assert read_typed(opened, "other") == {"valueString": "other"}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"valueBoolean": False}, "no"),
        ({"valueInteger": 3}, "3"),
        ({"valueDecimal": Decimal("72.50")}, "72.50"),
        ({"valueQuantity": {"value": Decimal("171.6"), "unit": "lb"}}, "171.6 lb"),
        ({"valueCoding": {"code": "x", "display": "Extra"}}, "Extra"),
        ({"valueReference": {"reference": "Patient/1", "display": "Rosa"}}, "Rosa"),
        ({"valueDate": "2026-03"}, "2026-03"),
        ({}, ""),
    ],
)
def test_an_answer_is_said_in_words(answer: Resource, words: str) -> None:
    assert words_of(answer) == words


def test_the_time_of_an_observation_keeps_its_offset() -> None:
    late = Origin("r1", "Patient/p1", datetime(2026, 3, 4, 22, 0, tzinfo=UTC))
    (made,) = extract(vital_signs(hr="88"), late)
    assert made["effectiveDateTime"].endswith("+00:00")
    assert "encounter" not in made
