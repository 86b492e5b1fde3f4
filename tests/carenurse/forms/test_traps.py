"""What published forms get wrong or write in their own way: no wrong number, nothing silently empty."""

import sys
from collections.abc import Callable
from decimal import Decimal
from types import FrameType
from typing import Any

import pytest

from carenurse.forms import urls
from carenurse.forms.fhirpath import Expression
from carenurse.forms.loading import load
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.filling import NOW, PATIENT, session
from tests.carenurse.forms.made import answer_of, calculated, choice, coding, expression, form, item

SCORE = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


@pytest.mark.parametrize(
    "total",
    [
        f"%resource.item.answer.valueCoding.extension.where(url = '{SCORE}').valueDecimal.sum()",
        f"%resource.item.answer.value.extension('{SCORE}').value.sum()",
        f"%resource.item.answer.valueCoding.extension.where(url = '{SCORE}').value.sum()",
        f"%resource.descendants().valueCoding.extension.where(url = '{SCORE}').valueDecimal.sum()",
        f"%resource.item.answer.value.extension.where(url = '{SCORE}').value.aggregate($this + $total, 0)",
        "%resource.item.answer.value.ordinal().sum()",
        "%resource.item.answer.weight().sum()",
    ],
)
def test_a_score_that_stands_on_the_option_reaches_a_total_that_reads_the_answer(total: str) -> None:
    filling = session(
        choice("eat", {"alone": 10, "helped": 5}),
        choice("walk", {"alone": 15, "wheels": 5}),
        calculated("t", "decimal", total),
    )
    filling.answer("eat", coding("alone"))
    filling.answer("walk", coding("wheels"))
    assert filling.answers("t") == ({"valueDecimal": Decimal(15)},)


def test_a_name_with_a_dash_is_one_name_where_the_form_gives_it() -> None:
    filling = session(
        item("temp", "decimal"),
        calculated("t", "boolean", "%has-fever"),
        calculated("u", "integer", "%count-1"),
        extension=[
            expression(urls.VARIABLE, f"{answer_of('temp')} > 38", "has-fever"),
            expression(urls.VARIABLE, "5", "count"),
        ],
    )
    filling.type_in("temp", "38.4")
    assert filling.answers("t") == ({"valueBoolean": True},)
    assert filling.answers("u") == ({"valueInteger": 4},)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("iif(true, 1, 2, 3, 4)", "iif()"),
        ("iif(true)", "iif()"),
        ("%resource.item.answer.value.conformsTo('x')", "conformsTo()"),
        ("1.type().name", "type()"),
        ("%resource.item.answer.value.ofType(string1)", "string1"),
        ("%nowhere", "%nowhere"),
        ("1 +", "stops too early"),
    ],
)
def test_what_cannot_be_computed_is_said_on_the_item_and_in_the_report(wrong: str, words: str) -> None:
    loaded = load(form(item("a", "integer"), calculated("t", "integer", wrong)))
    filling = Session(loaded, None, Context(patient=PATIENT), NOW)
    assert filling.answers("t") == ()
    assert words in filling.trouble("t")
    assert [(one.name, one.items) for one in loaded.report.degraded] == [("calculatedExpression", ("t",))]
    assert words in loaded.report.degraded[0].why


def test_every_name_of_the_guide_has_its_value() -> None:
    people: dict[str, Any] = {
        "encounter": {"resourceType": "Encounter", "id": "e1", "status": "in-progress"},
        "user": {"resourceType": "Practitioner", "id": "n1", "gender": "female"},
    }
    raw = form(
        item("a", "integer"),
        calculated("resource", "string", "%resource.resourceType & ' ' & %rootResource.status"),
        calculated("context", "string", "%context.linkId"),
        calculated("questionnaire", "string", "%questionnaire.url"),
        calculated("qitem", "string", "%qitem.text"),
        calculated("patient", "date", "%patient.birthDate"),
        calculated("encounter", "string", "%encounter.status"),
        calculated("user", "string", "%user.gender"),
        calculated("age", "integer", "today().toString().substring(0, 4).toInteger() - 1947"),
    )
    filling = Session(load(raw), None, Context(patient=PATIENT, **people), NOW)
    said = {place.link: [*filling.answers(place)] for place in filling.places()}
    assert said["questionnaire"] == [{"valueString": "urn:t:form"}]
    assert said["qitem"] == [{"valueString": "Question qitem"}]
    assert said["context"] == [{"valueString": "context"}]
    assert said["patient"] == [{"valueDate": "1947-03-14"}]
    assert said["encounter"] == [{"valueString": "in-progress"}]
    assert said["user"] == [{"valueString": "female"}]
    assert said["age"] == [{"valueInteger": 79}]
    assert "QuestionnaireResponse" in said["resource"][0]["valueString"]


def test_a_weight_over_a_height_squared_comes_in_the_unit_that_is_asked_for() -> None:
    unit = {"url": urls.UNIT, "valueCoding": {"code": "kg/m2", "display": "kg/m²"}}
    places = {"url": urls.MAX_DECIMALS, "valueInteger": 1}
    weight, height = answer_of("weight"), answer_of("height")
    filling = session(
        item("weight", "quantity"),
        item("height", "quantity"),
        calculated("bmi", "quantity", f"{weight} / ({height} * {height})", unit, places),
    )
    filling.answer("weight", {"valueQuantity": {"value": Decimal(154), "code": "[lb_av]"}})
    filling.answer("height", {"valueQuantity": {"value": Decimal(170), "code": "cm"}})
    (answer,) = filling.answers("bmi")
    assert answer["valueQuantity"]["code"] == "kg/m2"
    assert answer["valueQuantity"]["value"] == Decimal("24.2")


def test_codes_are_looked_up_in_the_lists_of_the_form_and_references_in_its_surroundings() -> None:
    concepts = [{"code": "a"}, {"code": "b"}]
    told = {
        "resourceType": "ValueSet",
        "id": "known",
        "compose": {"include": [{"system": "urn:t", "concept": concepts}]},
    }
    filling = Session(
        load(
            form(
                choice("q", {"a": 1, "c": 2}),
                calculated("in", "boolean", f"{answer_of('q')}.memberOf('#known')"),
                calculated("out", "boolean", f"{answer_of('q')}.memberOf('urn:elsewhere')"),
                calculated("who", "date", "%encounter.subject.resolve().birthDate"),
                contained=[{**told, "status": "draft"}],
            )
        ),
        None,
        Context(
            patient=PATIENT,
            encounter={"resourceType": "Encounter", "id": "e", "subject": {"reference": "Patient/p1"}},
        ),
        NOW,
    )
    filling.answer("q", coding("a"))
    assert filling.answers("in") == ({"valueBoolean": True},)
    filling.answer("q", coding("c"))
    assert filling.answers("in") == ({"valueBoolean": False},)
    assert filling.answers("out") == ()
    assert "not at hand" in filling.trouble("out")
    assert filling.answers("who") == ({"valueDate": "1947-03-14"},)


def evaluations(work: Callable[[], Any]) -> int:
    """Count how often any expression is evaluated while something is done."""
    count = 0

    def watch(frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event == "call" and frame.f_code is Expression.evaluate.__code__

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_an_expression_is_evaluated_only_when_something_it_reads_has_changed() -> None:
    ten = range(10)
    filling = session(
        *(item(f"q{n}", "integer") for n in ten),
        *(calculated(f"t{n}", "integer", f"{answer_of(f'q{n}')} div 10") for n in ten),
        calculated(
            "grand", "integer", "%resource.item.where(linkId = 't1' or linkId = 't2').answer.value.sum()"
        ),
        item("remark", "string"),
        item("more", "string", extension=[expression(urls.ENABLE_EXPRESSION, f"{answer_of('grand')} > 3")]),
    )
    assert evaluations(lambda: filling.type_in("remark", "nothing reads this")) == 0
    assert evaluations(lambda: filling.type_in("q5", "51")) == 1
    assert evaluations(lambda: filling.type_in("q1", "11")) == 3
    assert evaluations(lambda: filling.type_in("q1", "12")) == 1
    assert evaluations(lambda: filling.type_in("q2", "45")) == 3
    assert filling.answers("grand") == ({"valueInteger": 5},)
    assert filling.is_enabled("more")
