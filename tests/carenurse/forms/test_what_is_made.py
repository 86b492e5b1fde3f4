"""What is made of a filled form at its end: records of templates and of definitions."""

from typing import Any

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.definitions import defined_resources
from carenurse.forms.extraction import Origin, extract, extract_all, unmade
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.templates import filled_templates
from tests.carenurse.forms.filling import NOW, session
from tests.carenurse.forms.made import choice, form, item

ORIGIN = Origin("r1", "Patient/p1", NOW)


@pytest.mark.feature("template-based extraction")
@pytest.mark.feature("definition-based extraction")
def test_a_template_that_fails_on_the_answers_says_so_and_its_observations_stay() -> None:
    held = template(
        code={"text": "x", "_text": value_from("(1 / item.where(linkId = 'a').answer.value).round(item)")}
    )
    extracted = {
        "url": urls.TEMPLATE_EXTRACT,
        "extension": [{"url": "template", "valueReference": {"reference": "#t"}}],
    }
    made = session(item("a", "integer"), contained=[held], extension=[extracted])
    made.type_in("a", "3")
    assert unmade(made)
    assert unmade(session(item("a"))) == ""


def template(**more: Any) -> Resource:
    return {"resourceType": "Condition", "id": "t", "subject": {"reference": "Patient/p1"}, **more}


def value_from(text: str) -> Resource:
    return {"extension": [{"url": urls.TEMPLATE_VALUE, "valueString": text}]}


@pytest.mark.feature("template-based extraction")
def test_a_template_is_filled_once_for_each_repetition_and_drops_what_is_empty() -> None:
    held = template(
        code={"text": "written", "_text": value_from("item.where(linkId = 'name').answer.value")},
        _recordedDate=value_from("item.where(linkId = 'since').answer.value"),
        note=[
            {
                "extension": [
                    {"url": urls.TEMPLATE_CONTEXT, "valueString": "item.where(linkId = 'note').answer"}
                ],
                "text": "x",
                "_text": value_from("value"),
            }
        ],
    )
    extracted = {
        "url": urls.TEMPLATE_EXTRACT,
        "extension": [{"url": "template", "valueReference": {"reference": "#t"}}],
    }
    group = item(
        "g",
        "group",
        repeats=True,
        extension=[extracted],
        item=[item("name"), item("since", "date"), item("note")],
    )
    made = session(group, contained=[held])
    made.type_in(Place("name", (0,)), "Falls")
    made.type_in(Place("since", (0,)), "2026-02")
    made.add(Place("g", (0,)))
    made.type_in(Place("name", (1,)), "COPD")
    made.type_in(Place("note", (1,)), "since years")
    one, two = filled_templates(made, "r1")
    assert (one["code"], one["recordedDate"]) == ({"text": "Falls"}, "2026-02")
    assert "note" not in one
    assert (two["code"], two["note"]) == ({"text": "COPD"}, [{"text": "since years"}])
    assert "recordedDate" not in two
    assert one["id"] != two["id"]
    assert [one, two] == list(filled_templates(made, "r1"))


@pytest.mark.feature("definition-based extraction")
def test_answers_go_where_their_definitions_say() -> None:
    base = "http://hl7.org/fhir/StructureDefinition/"
    begun = {
        "url": urls.DEFINITION_EXTRACT,
        "extension": [{"url": "definition", "valueCanonical": f"{base}RelatedPerson"}],
    }
    fixed = {
        "url": urls.DEFINITION_VALUE,
        "extension": [
            {"url": "definition", "valueUri": f"{base}RelatedPerson#RelatedPerson.active"},
            {"url": "fixed-value", "valueBoolean": True},
        ],
    }
    made = session(
        item(
            "g",
            "group",
            extension=[begun, fixed],
            item=[
                item("family", definition=f"{base}RelatedPerson#RelatedPerson.name.family"),
                item("given", definition=f"{base}RelatedPerson#RelatedPerson.name.given"),
                choice("kind", {"DAU": 0}, definition=f"{base}RelatedPerson#RelatedPerson.relationship"),
            ],
        )
    )
    made.type_in("family", "Example")
    made.type_in("given", "Ana")
    made.type_in("kind", "DAU")
    (person,) = defined_resources(made, "r1")
    assert person["name"] == [{"family": "Example", "given": ["Ana"]}]
    assert person["active"] is True
    assert person["relationship"][0]["coding"][0]["code"] == "DAU"
    old = {"url": urls.ITEM_EXTRACTION, "valueCode": "Condition"}
    onset = item("o", definition=f"{base}Condition#Condition.onsetString")
    earlier = session(item("g", "group", extension=[old], item=[onset]))
    earlier.type_in("o", "last winter")
    assert [one["onsetString"] for one in defined_resources(earlier, "r1")] == ["last winter"]


@pytest.mark.feature("observation-based extraction")
def test_new_records_say_whose_they_are_and_a_form_never_changes_the_person() -> None:
    base = "http://hl7.org/fhir/StructureDefinition/"
    makes = [{"url": urls.ITEM_EXTRACTION, "valueCode": kind} for kind in ("Patient", "Condition")]
    made = session(
        item(
            "p",
            "group",
            extension=[makes[0]],
            item=[item("a", definition=f"{base}Patient#Patient.name.family")],
        ),
        item(
            "c",
            "group",
            extension=[makes[1]],
            item=[item("b", definition=f"{base}Condition#Condition.onsetString")],
        ),
        item(
            "o",
            "integer",
            code=[{"code": "8867-4"}],
            extension=[{"url": urls.OBSERVATION_EXTRACT, "valueBoolean": True}],
        ),
    )
    for link, text in (("a", "Other"), ("b", "winter"), ("o", "80")):
        made.type_in(link, text)
    found = extract_all(made, ORIGIN)
    assert [one["resourceType"] for one in found] == ["Observation", "Condition"]
    assert found[1]["subject"] == {"reference": "Patient/p1"}
    assert extract(made, ORIGIN) == found[:1]


def test_a_template_that_cannot_be_filled_is_told_when_the_form_is_read() -> None:
    held = template(note=[{"_text": value_from("item.hologram()")}])
    found = load(form(item("a"), contained=[held])).report.degraded
    assert [one.name for one in found] == ["templateExtract"]
    assert "hologram" in found[0].why
