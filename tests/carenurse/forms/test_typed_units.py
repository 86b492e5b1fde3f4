"""A unit typed behind the number says what the number is; a limit is said in the unit that was typed."""

from decimal import Decimal

import pytest

from carenurse.app.content import shipped_form
from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.answers import UnreadableError, read_typed
from carenurse.forms.form import Form
from carenurse.forms.loading import load
from carenurse.forms.session import Session
from tests.carenurse.forms.filling import NOW, session
from tests.carenurse.forms.made import form, item

VITALS: Form = shipped_form("vital-signs")


def typed(link: str, text: str, shown: int = 0) -> tuple[str, str]:
    asked = VITALS.index[link]
    answer = read_typed(asked, text, asked.all_units[shown])
    assert answer is not None
    amount = answer["valueQuantity"]
    return str(amount["value"]), amount["code"]


@pytest.mark.parametrize(
    ("link", "text", "shown", "value", "code"),
    [
        ("temp", "36.8 C", 1, "36.8", "Cel"),
        ("temp", "36,8°C", 1, "36.8", "Cel"),
        ("temp", "36.80 celsius", 1, "36.80", "Cel"),
        ("temp", "98.6 F", 0, "98.6", "[degF]"),
        ("temp", "98.6", 1, "98.6", "[degF]"),
        ("weight", "80 kg", 1, "80", "kg"),
        ("weight", "176.4lbs.", 0, "176.4", "[lb_av]"),
        ("weight", "80500 g", 1, "80.5", "kg"),
        ("glucose", "5.5 mmol", 0, "5.5", "mmol/L"),
        ("glucose", "99 mg/dl", 1, "99", "mg/dL"),
    ],
)
def test_the_unit_behind_a_number_wins_over_the_one_beside_the_field(
    link: str, text: str, shown: int, value: str, code: str
) -> None:
    assert typed(link, text, shown) == (value, code)


@pytest.mark.parametrize(
    ("kind", "unit", "text", "answer"),
    [
        ("integer", "/min", "80 bpm", {"valueInteger": 80}),
        ("decimal", "Cel", "98.6 F", {"valueDecimal": Decimal(37)}),
        ("decimal", "cm", "2 m", {"valueDecimal": Decimal(200)}),
        ("integer", "cm", "70 cm", {"valueInteger": 70}),
    ],
)
def test_a_question_of_one_unit_takes_the_number_converted_into_it(
    kind: str, unit: str, text: str, answer: Resource
) -> None:
    fixed = {"url": urls.UNIT, "valueCoding": {"code": unit, "display": unit}}
    asked = load(form(item("q", kind, extension=[fixed]))).index["q"]
    assert read_typed(asked, text) == answer


@pytest.mark.parametrize(
    ("link", "text"), [("temp", "36.8 kg"), ("weight", "5 stones"), ("hr", "80 C"), ("glucose", "5 mm")]
)
def test_a_unit_that_is_none_of_the_question_is_said_with_those_that_are(link: str, text: str) -> None:
    asked = VITALS.index[link]
    with pytest.raises(UnreadableError, match="no unit of this question") as problem:
        read_typed(asked, text)
    assert all(one.text in problem.value.remedy for one in asked.all_units)


def test_words_that_are_no_number_are_still_none() -> None:
    for text in ("C", "about 36 C", "36 to 37", "1.2.3", "--3 C"):
        with pytest.raises(UnreadableError):
            read_typed(VITALS.index["temp"], text)


def limit(url: str, value: int) -> Resource:
    amount = {"value": value, "code": "mg/dL", "unit": "mg/dL", "system": "http://unitsofmeasure.org"}
    return {"url": url, "valueQuantity": amount}


def glucose() -> Session:
    units = [
        {"url": urls.UNIT_OPTION, "valueCoding": {"code": code, "display": code}}
        for code in ("mg/dL", "mmol/L")
    ]
    limits = [limit(urls.MIN_QUANTITY, 20), limit(urls.MAX_QUANTITY, 600)]
    return session(item("q", "quantity", code=[{"code": "41653-7"}], extension=[*units, *limits]))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5.5 mmol/L", ""),
        ("33 mmol/L", ""),
        ("34 mmol/L", "33.3 mmol/L or less"),
        ("1 mmol/L", "1.1 mmol/L or more"),
        ("700 mg/dL", "600 mg/dL or less"),
        ("100", ""),
    ],
)
def test_a_glucose_is_refused_in_the_unit_that_the_nurse_typed(text: str, words: str) -> None:
    made = glucose()
    made.type_in("q", text)
    assert words in made.problem("q")
    assert bool(words) is bool(made.problem("q"))


def test_a_temperature_typed_in_the_other_unit_is_kept_as_typed() -> None:
    made = Session(VITALS, now=NOW)
    made.type_in("temp", "36.8 C", VITALS.index["temp"].units[1])
    assert made.problem("temp") == ""
    assert made.answers("temp")[0]["valueQuantity"]["unit"] == "°C"


@pytest.mark.parametrize("text", ["1,500", "12,000 mL", "-1,000"])
def test_a_comma_that_may_part_thousands_is_asked_about_and_never_guessed(text: str) -> None:
    with pytest.raises(UnreadableError, match="two ways") as said:
        read_typed(load(form(item("a", "decimal"))).index["a"], text)
    assert text.partition(" ")[0].replace(",", "") in said.value.remedy


@pytest.mark.parametrize(("text", "value"), [("0,125", "0.125"), ("36,8", "36.8"), ("1500,125", "1500.125")])
def test_any_other_comma_is_a_point(text: str, value: str) -> None:
    read = read_typed(load(form(item("a", "decimal"))).index["a"], text)
    assert read == {"valueDecimal": Decimal(value)}
