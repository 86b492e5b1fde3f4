"""What of an item moves with the answers: limits, texts, choices, rules; groups; files; value sets."""

from decimal import Decimal
from typing import Any

import pytest

from carenurse.app.content import SHIPPED
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.forms import urls
from carenurse.forms.form import Unit
from carenurse.forms.library import Library
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.refusals import RefusedFormError
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.filling import NOW, PATIENT, session
from tests.carenurse.forms.made import (
    answer_of,
    calculated,
    choice,
    coding,
    expression,
    form,
    item,
    query,
    response,
)


def cqf(text: str) -> Resource:
    return {"extension": [expression(urls.CQF_EXPRESSION, text)]}


def options_of(made: Session, link: str) -> list[str]:
    return [option.text for option in made.item(link).options]


@pytest.mark.feature("cqf-expression on texts and limits")
@pytest.mark.parametrize("url", [urls.CQF_EXPRESSION, urls.FHIR + "cqf-calculatedValue"])
def test_a_text_and_a_limit_follow_the_answers(url: str) -> None:
    limit = {"url": urls.MAX_VALUE, "_valueInteger": {"extension": [expression(url, answer_of("a"))]}}
    text = {"extension": [expression(url, f"'At most ' + {answer_of('a')}.toString()")]}
    made = session(item("a", "integer"), item("b", "integer", extension=[limit], _text=text))
    assert made.item("b").maximum is None
    made.type_in("a", "5")
    made.type_in("b", "6")
    assert (made.item("b").text, made.item("b").maximum) == ("At most 5", 5)
    assert [one.code for one in made.problems()] == ["range"]
    changes = made.type_in("a", "7")
    assert Place("b") in changes.calculated
    assert made.problems() == ()


def test_limits_that_cross_let_no_value_stand() -> None:
    low = {"url": urls.MIN_VALUE, "_valueInteger": cqf("9")}
    high = {"url": urls.MAX_VALUE, "_valueInteger": cqf("3")}
    made = session(item("a", "integer", extension=[low, high]))
    made.type_in("a", "5")
    assert {one.code for one in made.problems()} == {"range"}


def test_an_expression_that_fails_is_a_visible_trouble_and_the_written_text_stays() -> None:
    made = session(item("a", "integer", _text=cqf("1 / 'x'")))
    assert made.item("a").text == "Question a"
    assert "could not be done" in made.trouble("a")


def test_an_expression_in_a_place_that_is_not_done_is_told() -> None:
    raw = item("a", _type=cqf("'x'"))
    assert "cqf-expression" in [one.name for one in load(form(raw)).report.degraded]


def toggle(code: str, text: str) -> Resource:
    parts = [{"url": "option", "valueCoding": {"code": code}}, expression("expression", text)]
    return {"url": urls.TOGGLE, "extension": parts}


@pytest.mark.feature("answerOptionsToggleExpression")
def test_a_choice_is_on_offer_only_while_its_switch_is_on() -> None:
    raw = choice("c", {"x": 1, "y": 2, "z": 3}, extension=[toggle("y", f"{answer_of('a')} > 3")])
    made = session(item("a", "integer"), raw)
    assert options_of(made, "c") == ["X", "Z"]
    made.type_in("a", "4")
    assert options_of(made, "c") == ["X", "Y", "Z"]
    made.answer("c", coding("y"))
    assert made.problems() == ()
    made.type_in("a", "1")
    assert "no longer" in made.problem("c")
    assert not made.completion().may_complete
    assert made.answers("c") == (coding("y"),), "the answer stays visible"


@pytest.mark.feature("answerExpression")
def test_choices_are_worked_out_from_other_answers() -> None:
    asked = item("b", "choice", extension=[expression(urls.ANSWER_EXPRESSION, answer_of("a"))])
    made = session(choice("a", {"x": 1, "y": 2}, repeats=True), asked)
    made.answer("a", coding("x"), coding("y"))
    assert options_of(made, "b") == ["X", "Y"]
    made.type_in("b", "Y")
    assert made.answers("b")[0]["valueCoding"]["code"] == "y"
    made.answer("a", coding("x"))
    assert made.problem("b")


@pytest.mark.feature("choiceColumn")
@pytest.mark.feature("reference")
def test_records_are_offered_with_their_columns_and_answered_as_references() -> None:
    columns = [
        {
            "url": urls.CHOICE_COLUMN,
            "extension": [
                {"url": "path", "valueString": "name.family"},
                {"url": "forDisplay", "valueBoolean": True},
            ],
        },
        {
            "url": urls.CHOICE_COLUMN,
            "extension": [
                {"url": "path", "valueString": "telecom.value"},
                {"url": "label", "valueString": "Phone"},
            ],
        },
    ]
    asked = item(
        "q",
        "reference",
        extension=[query(urls.ANSWER_EXPRESSION, "Practitioner?active=true&_sort=family"), *columns],
    )
    people = [
        {"resourceType": "Practitioner", "id": "b", "active": True, "name": [{"family": "Zeta"}]},
        {
            "resourceType": "Practitioner",
            "id": "a",
            "active": True,
            "name": [{"family": "Alpha"}],
            "telecom": [{"value": "555-0101"}],
        },
        {"resourceType": "Practitioner", "id": "c", "active": False, "name": [{"family": "Gone"}]},
    ]
    loaded = load(form(asked))
    made = Session(loaded, None, Context(record={"Practitioner": people}), NOW)
    assert options_of(made, "q") == ["Alpha · Phone: 555-0101", "Zeta"]
    made.answer("q", made.item("q").options[0].answer)
    assert made.answers("q") == ({"valueReference": {"reference": "Practitioner/a", "display": "Alpha"}},)
    assert made.problems() == ()
    assert loaded.report.degraded == ()


def test_without_a_record_a_query_is_a_trouble_and_never_an_empty_list() -> None:
    made = session(
        item("q", "choice", extension=[query(urls.ANSWER_EXPRESSION, "Condition?patient={{%patient.id}}")])
    )
    assert "no record" in made.trouble("q")


@pytest.mark.parametrize("text", ["Condition?colour=red", "not a query", "Condition?code={{%nobody}}"])
def test_a_query_that_is_not_done_is_told_when_the_form_is_read(text: str) -> None:
    assert load(form(item("q", "choice", extension=[query(urls.ANSWER_EXPRESSION, text)]))).report.degraded


@pytest.mark.feature("candidateExpression")
def test_candidates_are_offered_beside_the_written_choices() -> None:
    raw = choice("b", {"x": 1}, extension=[expression(urls.CANDIDATE_EXPRESSION, answer_of("a"))])
    made = session(item("a"), raw | {"type": "open-choice"})
    made.type_in("a", "Rosa")
    assert options_of(made, "b") == ["X", "Rosa"]


def rule(text: str, *, severity: str = "error", name: str = "targetConstraint") -> Resource:
    plain = name == "questionnaire-constraint"
    said = {"url": "expression", "valueString": text} if plain else expression("expression", text)
    parts = [
        {"url": "severity", "valueCode": severity},
        {"url": "human", "valueString": "It must add up."},
        said,
    ]
    return {"url": urls.FHIR + name, "extension": parts}


@pytest.mark.feature("targetConstraint")
@pytest.mark.parametrize("name", ["targetConstraint", "questionnaire-constraint"])
def test_a_rule_of_the_form_is_kept_under_both_names(name: str) -> None:
    made = session(item("a", "integer", extension=[rule(f"{answer_of('a')} > 3", name=name)]))
    assert made.problems() == ()
    made.type_in("a", "2")
    assert [(one.code, one.sentence) for one in made.problems()] == [("constraint", "It must add up.")]
    assert not made.completion().may_complete
    made.type_in("a", "4")
    assert made.problems() == ()


def test_a_rule_on_the_whole_form_and_one_that_only_warns() -> None:
    hard = rule(f"{answer_of('a')} <= {answer_of('b')}")
    made = session(item("a", "integer"), item("b", "integer"), extension=[hard])
    made.type_in("a", "5")
    made.type_in("b", "3")
    assert [one.place for one in made.problems()] == [Place("")]
    soft = session(item("a", "integer", extension=[rule("false", severity="warning")]))
    soft.type_in("a", "1")
    assert [one.warning for one in soft.problems()] == [True]
    assert soft.completion().may_complete


@pytest.mark.feature("minOccurs and maxOccurs")
@pytest.mark.feature("repeating questions and groups")
def test_a_group_begins_with_its_least_and_takes_no_more_than_its_most() -> None:
    occurs = [{"url": urls.MIN_OCCURS, "valueInteger": 2}, {"url": urls.MAX_OCCURS, "valueInteger": 3}]
    made = session(item("g", "group", repeats=True, extension=occurs, item=[item("a"), item("b")]))
    assert [place.at for place in made.places() if place.link == "g"] == [(0,), (1,)]
    assert made.open_items() == (Place("a", (0,)), Place("a", (1,)))
    made.type_in(Place("b", (0,)), "x")
    assert made.open_items() == (Place("a", (1,)),)
    assert made.may_add(Place("g", (0,)))
    made.add(Place("g", (1,)))
    assert not made.may_add(Place("g", (0,)))
    with pytest.raises(ExpectedError, match="At most 3"):
        made.add(Place("g", (2,)))
    made.type_in(Place("a", (1,)), "y")
    assert made.completion().may_complete


@pytest.mark.feature("nested items under answers")
def test_each_answer_of_a_repeating_question_has_its_own_questions_below() -> None:
    made = session(choice("q", {"x": 1, "y": 2}, repeats=True, item=[item("how", required=True)]))
    assert made.open_items() == ()
    made.answer("q", coding("x"), coding("y"))
    assert made.open_items() == (Place("how", (0,)), Place("how", (1,)))
    made.type_in(Place("how", (1,)), "much")
    written = made.to_response()["item"][0]["answer"]
    assert "item" not in written[0]
    assert written[1]["item"][0]["answer"] == [{"valueString": "much"}]


@pytest.mark.feature("required and the status gate")
def test_a_group_that_must_be_there_holds_the_form_open() -> None:
    made = session(item("g", "group", required=True, item=[item("a"), item("b")]))
    assert made.open_items() == (Place("a"),)
    made.type_in("b", "x")
    assert made.completion().may_complete


@pytest.mark.feature("attachment")
@pytest.mark.feature("mimeType and maxSize")
def test_a_file_is_judged_by_its_type_and_size() -> None:
    limits = [
        {"url": urls.MIME_TYPE, "valueCode": "image/*"},
        {"url": urls.MAX_SIZE, "valueDecimal": Decimal(10)},
    ]
    made = session(item("f", "attachment", extension=limits))
    made.answer("f", {"valueAttachment": {"contentType": "image/png", "data": "aGk=", "size": 2}})
    assert made.problems() == ()
    made.answer("f", {"valueAttachment": {"contentType": "application/pdf", "size": 2}})
    assert "this kind" in made.problem("f")
    made.answer("f", {"valueAttachment": {"contentType": "image/png", "data": "a" * 40}})
    assert "larger" in made.problem("f")


def value_set(*includes: Resource, **more: Any) -> Resource:
    return {
        "resourceType": "ValueSet",
        "id": "vs",
        "url": "urn:t:vs",
        "compose": {"include": list(includes)},
        **more,
    }


@pytest.mark.feature("contained value set without expansion")
def test_value_sets_are_put_together_from_concepts_systems_and_other_sets() -> None:
    system = {
        "resourceType": "CodeSystem",
        "url": "urn:t:cs",
        "concept": [{"code": "p", "concept": [{"code": "q"}]}],
    }
    inner = value_set({"system": "urn:t", "concept": [{"code": "i"}]}) | {"id": "in", "url": "urn:t:inner"}
    outer = value_set({"valueSet": ["urn:t:inner"]}, {"system": "urn:t:cs"})
    outer["compose"]["exclude"] = [{"system": "urn:t:cs", "concept": [{"code": "p"}]}]
    loaded = load(form(item("a", "choice", answerValueSet="#vs"), contained=[outer, inner, system]))
    assert [option.code for option in loaded.index["a"].options] == ["i", "q"]


@pytest.mark.parametrize(
    "include",
    [
        {"system": "urn:t", "filter": [{"property": "x"}]},
        {"system": "urn:elsewhere"},
        {"valueSet": ["urn:nowhere"]},
        {"valueSet": ["urn:t:vs"]},
    ],
)
def test_a_set_that_cannot_be_told_in_full_is_never_offered_in_part(include: Resource) -> None:
    held = value_set({"system": "urn:t", "concept": [{"code": "x"}]}, include)
    loaded = load(form(item("a", "choice", answerValueSet="#vs"), contained=[held]))
    assert loaded.index["a"].options == ()
    assert [one.name for one in loaded.report.degraded] == ["answerValueSet"]


@pytest.mark.feature("shipped value sets")
@pytest.mark.feature("unitValueSet")
@pytest.mark.feature("quantity with units to choose")
def test_value_sets_that_come_with_the_program_are_at_hand() -> None:
    units = {"url": urls.UNIT_VALUE_SET, "valueCanonical": "http://hl7.org/fhir/ValueSet/ucum-bodyweight"}
    raw = form(
        item("a", "choice", answerValueSet="http://hl7.org/fhir/ValueSet/yesnodontknow|4.0.1"),
        item("w", "quantity", extension=[units]),
    )
    loaded = load(raw, SHIPPED)
    assert [option.text for option in loaded.index["a"].options] == ["Yes", "No", "Don't know"]
    assert Unit("[lb_av]", "lb") in loaded.index["w"].all_units
    assert loaded.report.degraded == ()
    assert {one.name for one in load(raw).report.degraded} == {"answerValueSet", "questionnaire-unitValueSet"}


def part_of(address: str, prefix: str = "") -> Resource:
    given = [{"url": urls.SUB_FORM, "valueCanonical": address}]
    given += [{"url": urls.LINK_PREFIX, "valueString": prefix}] if prefix else []
    return {"linkId": f"sub {address} {prefix}", "type": "display", "text": "A part", "extension": given}


def library(**forms: Resource) -> Library:
    return Library(form=lambda address: forms.get(address.removeprefix("urn:")))


@pytest.mark.feature("modular forms")
def test_a_modular_form_is_put_together_with_its_parts_and_their_logic() -> None:
    part = form(
        item("a", "integer"),
        calculated("twice", "integer", f"{answer_of('a')} * %two"),
        item("c", enableWhen=[{"question": "a", "operator": "exists", "answerBoolean": True}]),
        extension=[expression(urls.VARIABLE, "2", "two")],
        url="urn:part",
    )
    loaded = load(form(item("first"), part_of("urn:part", "p-"), part_of("urn:part")), library(part=part))
    assert list(loaded.index) == ["first", "p-a", "p-twice", "p-c", "a", "twice", "c"]
    made = Session(loaded, now=NOW)
    made.type_in("p-a", "4")
    assert made.answers("p-twice") == ({"valueInteger": 8},)
    assert (made.is_enabled("p-c"), made.is_enabled("c")) == (True, False)
    assert loaded.report.degraded == ()


def test_a_part_that_is_not_at_hand_is_told_and_a_circle_is_refused() -> None:
    assert "not on this laptop" in load(form(part_of("urn:gone"))).report.degraded[0].why
    circle = form(part_of("urn:one"), url="urn:one")
    with pytest.raises(RefusedFormError, match="holds itself"):
        load(circle, library(one=circle))
    twice = form(item("a"), part_of("urn:part"))
    with pytest.raises(RefusedFormError, match="share the linkId"):
        load(twice, library(part=form(item("a"), url="urn:part")))


@pytest.mark.feature("signatureRequired")
def test_a_form_that_asks_for_a_signature_is_signed_by_its_author_at_completion() -> None:
    wanted = {
        "url": urls.SIGNATURE_REQUIRED,
        "valueCodeableConcept": {"coding": [{"code": "1.2.840.10065.1.12.1.1"}]},
    }
    made = session(item("a"), extension=[wanted])
    made.type_in("a", "x")
    assert "extension" not in made.to_response(author="Practitioner/n1")
    done = made.to_response("completed", author="Practitioner/n1", authored=NOW)
    (signed,) = done["extension"]
    assert signed["url"] == urls.SIGNATURE
    assert signed["valueSignature"]["who"] == {"reference": "Practitioner/n1"}
    assert signed["valueSignature"]["type"][0]["code"] == "1.2.840.10065.1.12.1.1"


@pytest.mark.feature("earlier names of extensions")
@pytest.mark.parametrize(
    "home",
    [
        "http://hl7.org/fhir/us/sdc/StructureDefinition/sdc-questionnaire-",
        urls.FHIR + "sdc-questionnaire-",
        urls.FHIR + "questionnaire-",
    ],
)
def test_extensions_are_known_under_the_names_of_earlier_editions(home: str) -> None:
    made = session(item("a", "integer", extension=[expression(home + "calculatedExpression", "1 + 1")]))
    assert made.answers("a") == ({"valueInteger": 2},)


def test_a_draft_that_is_opened_again_has_its_moving_facts() -> None:
    raw = choice("c", {"x": 1, "y": 2}, extension=[toggle("y", f"{answer_of('a')} > 3")])
    earlier = response({"linkId": "a", "answer": [{"valueInteger": 9}]})
    made = Session(load(form(item("a", "integer"), raw)), earlier, Context(patient=PATIENT), NOW)
    assert options_of(made, "c") == ["X", "Y"]
