"""Answers about the person's own data: proposed beside the question, kept only where the nurse agrees."""

from typing import Any

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.definitions import defined_resources
from carenurse.forms.extraction import extract_all
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.proposals import Proposal, changed_person, proposals_of, with_agreement
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.filling import NOW
from tests.carenurse.forms.made import choice, form, item
from tests.carenurse.forms.test_after_filling import ORIGIN

BASE = "http://hl7.org/fhir/StructureDefinition/"
ROSA: Resource = {
    "resourceType": "Patient",
    "id": "p1",
    "meta": {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]},
    "name": [{"use": "official", "family": "Example", "given": ["Rosa"]}],
    "telecom": [
        {"system": "phone", "use": "home", "value": "555-0100"},
        {"system": "phone", "use": "mobile", "value": "555-0101"},
    ],
    "address": [{"use": "home", "line": ["1 Nowhere Lane"], "city": "Testville", "text": "1 Nowhere Lane"}],
}


def at(path: str, kind: str = "Patient") -> str:
    return f"{BASE}{kind}#{kind}.{path}"


def fixed(path: str, value: str) -> Resource:
    parts = [{"url": "definition", "valueUri": at(path)}, {"url": "fixed-value", "valueCode": value}]
    return {"url": urls.DEFINITION_VALUE, "extension": parts}


def about_the_person() -> Resource:
    begun = {"url": urls.ITEM_EXTRACTION, "valueCode": "Patient"}
    phone = item(
        "phone",
        definition=at("telecom:mobile.value"),
        extension=[fixed("telecom:mobile.system", "phone"), fixed("telecom:mobile.use", "mobile")],
    )
    line = item("line", definition=at("address.line"))
    return item(
        "g", "group", extension=[begun], item=[phone, line, item("city", definition=at("address.city"))]
    )


def filling(*more: Resource) -> Session:
    return Session(load(form(about_the_person(), *more)), None, Context(patient=ROSA), NOW)


def agree(made: Session, link: str) -> None:
    made.answer(link, *(with_agreement(one, on=True) for one in made.answers(link)))


@pytest.mark.feature("definition-based extraction")
def test_an_answer_that_differs_says_what_the_record_has_and_changes_nothing_by_itself() -> None:
    made = filling()
    made.type_in("phone", "555-0199")
    made.type_in("city", "Testville")
    assert proposals_of(made, ROSA) == {Place("phone"): Proposal("555-0101", agreed=False)}
    assert changed_person(made, ROSA) == ROSA
    assert extract_all(made, ORIGIN) == []


@pytest.mark.feature("definition-based extraction")
def test_what_is_agreed_to_is_laid_over_the_record_and_the_rest_of_it_stays() -> None:
    made = filling()
    for link, text in (("phone", "555-0199"), ("line", "2 Nowhere Lane"), ("city", "Elsewhere")):
        made.type_in(link, text)
    for link in ("phone", "line"):
        agree(made, link)
    person = changed_person(made, ROSA)
    assert person["telecom"] == [
        ROSA["telecom"][0],
        {"system": "phone", "use": "mobile", "value": "555-0199"},
    ]
    assert person["address"] == [{"use": "home", "line": ["2 Nowhere Lane"], "city": "Testville"}]
    assert (person["name"], person["meta"]) == (ROSA["name"], ROSA["meta"])
    assert proposals_of(made, ROSA)[Place("phone")].agreed
    assert ROSA["telecom"][1]["value"] == "555-0101", "the record itself is not touched"


def test_an_answer_typed_anew_has_to_be_agreed_to_anew_and_the_mark_survives_a_draft() -> None:
    made = filling()
    made.type_in("phone", "555-0199")
    agree(made, "phone")
    again = Session(made.form, made.to_response(), Context(patient=ROSA), NOW)
    assert changed_person(again, ROSA) != ROSA
    again.type_in("phone", "555-0198")
    assert changed_person(again, ROSA) == ROSA
    assert with_agreement(with_agreement({"valueString": "x"}, on=True), on=False) == {"valueString": "x"}


def test_a_former_address_is_left_alone_and_a_new_kind_of_number_is_added() -> None:
    ended = {**ROSA, "address": [{**ROSA["address"][0], "period": {"end": "2020-01-01"}}], "telecom": []}
    made = filling()
    made.type_in("phone", "555-0199")
    made.type_in("city", "Elsewhere")
    for link in ("phone", "city"):
        agree(made, link)
    person = changed_person(made, ended)
    assert person["address"] == [ended["address"][0], {"city": "Elsewhere"}]
    assert person["telecom"] == [{"system": "phone", "use": "mobile", "value": "555-0199"}]


def test_without_a_person_or_for_another_form_nothing_is_proposed() -> None:
    made = filling()
    made.type_in("phone", "555-0199")
    assert proposals_of(made, None) == {}
    plain = Session(load(form(item("a", definition=at("gender")))), None, Context(patient=ROSA), NOW)
    plain.type_in("a", "x")
    assert proposals_of(plain, ROSA) == {}


def record(kind: str, *items: Resource) -> Session:
    begun = {"url": urls.ITEM_EXTRACTION, "valueCode": kind}
    return Session(load(form(item("g", "group", extension=[begun], item=list(items)))), None, None, NOW)


@pytest.mark.feature("definition-based extraction")
def test_answers_take_the_shape_of_their_elements() -> None:
    weight = {"url": urls.UNIT, "valueCoding": {"code": "kg", "display": "kg"}}
    made = record(
        "Observation",
        choice("what", {"x": 1}, definition=at("code", "Observation")),
        item("much", "decimal", extension=[weight], definition=at("valueQuantity", "Observation")),
        item("note", definition=at("note", "Observation")),
        choice("state", {"final": 1}, definition=at("status", "Observation")),
    )
    for link, text in (("what", "X"), ("much", "70.5"), ("note", "after tea"), ("state", "FINAL")):
        made.type_in(link, text)
    (found,) = defined_resources(made, "r1")
    assert found["code"] == {"coding": [{"system": "urn:t", "code": "x", "display": "X"}], "text": "X"}
    assert (found["valueQuantity"]["code"], str(found["valueQuantity"]["value"])) == ("kg", "70.5")
    assert found["note"] == [{"text": "after tea"}]
    assert found["status"] == "final"


@pytest.mark.feature("definition-based extraction")
def test_two_slices_of_one_element_are_two_entries() -> None:
    made = record(
        "RelatedPerson",
        item("home", definition=at("telecom:home.value", "RelatedPerson")),
        item("work", definition=at("telecom:work.value", "RelatedPerson")),
    )
    made.type_in("home", "555-0100")
    made.type_in("work", "555-0111")
    (found,) = defined_resources(made, "r1")
    assert found["telecom"] == [{"value": "555-0100"}, {"value": "555-0111"}]


@pytest.mark.feature("definition-based extraction")
@pytest.mark.parametrize("kind", ["Encounter", "MedicationRequest", "Practitioner", "hologram"])
def test_a_kind_that_no_form_makes_is_refused_in_the_report(kind: str) -> None:
    told: list[Any] = list(record(kind, item("a")).form.report.as_json()["refused_features"])
    assert [(one["feature"], one["items"]) for one in told] == [("definitionExtract", ["g"])]
    assert kind in told[0]["why"]
