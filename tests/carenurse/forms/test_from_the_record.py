"""What a form begins with from the record, what is made of it at the end, and what carries from last time."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.definitions import defined_resources
from carenurse.forms.extraction import Origin, extract, extract_all, unmade
from carenurse.forms.fhirpath import ExpressionError
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.prior import asked_anew, prior
from carenurse.forms.queries import Record, read_query, search
from carenurse.forms.session import Context, Session
from carenurse.forms.templates import filled_templates
from tests.carenurse.forms.made import (
    NOW,
    PATIENT,
    answer_of,
    calculated,
    choice,
    expression,
    form,
    item,
    response,
    session,
)

ORIGIN = Origin("r1", "Patient/p1", NOW)


def observation(code: str, days_ago: int, **value: Any) -> Resource:
    return {
        "resourceType": "Observation",
        "id": f"{code}-{days_ago}",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": (NOW - timedelta(days=days_ago)).isoformat(),
        **value,
    }


def weight(days_ago: int, value: str, unit: str) -> Resource:
    quantity = {"value": Decimal(value), "unit": unit, "code": unit}
    return observation("29463-7", days_ago, valueQuantity=quantity)


def filled(*items: Resource, record: Record | None = None, **more: Any) -> Session:
    return Session(load(form(*items, **more)), None, Context(patient=PATIENT, record=record), NOW)


def period(days: int) -> Resource:
    return {"url": urls.LINK_PERIOD, "valueDuration": {"value": days, "code": "d"}}


def weighed(kind: str, days: int) -> Resource:
    unit = {"url": urls.UNIT, "valueCoding": {"code": "kg", "display": "kg"}}
    return item("w", kind, code=[{"code": "29463-7"}], extension=[period(days), unit])


@pytest.mark.feature("observation-based population")
def test_the_newest_observation_within_the_period_begins_a_question_in_its_unit() -> None:
    record = {"Observation": [weight(2, "72.5", "kg"), weight(9, "80", "kg")]}
    assert filled(weighed("decimal", 7), record=record).answers("w") == ({"valueDecimal": Decimal("72.5")},)
    old = {"Observation": [weight(9, "80", "kg")]}
    assert filled(weighed("decimal", 7), record=old).answers("w") == ()
    pounds = {"Observation": [weight(1, "100", "[lb_av]")]}
    (answer,) = filled(weighed("quantity", 7), record=pounds).answers("w")
    assert (answer["valueQuantity"]["code"], round(answer["valueQuantity"]["value"])) == ("kg", 45)
    wrong = {
        "Observation": [weight(1, "80", "mm[Hg]"), weight(2, "72", "kg") | {"status": "entered-in-error"}]
    }
    assert filled(weighed("decimal", 7), record=wrong).answers("w") == ()


def test_an_observed_choice_begins_a_choice_only_with_one_of_its_options() -> None:
    asked = choice("c", {"x": 1}, code=[{"code": "77-7"}], extension=[period(30)])
    for code, count in (("x", 1), ("unknown", 0)):
        value = {"coding": [{"system": "urn:t", "code": code}]}
        record = {"Observation": [observation("77-7", 1, valueCodeableConcept=value)]}
        assert len(filled(asked, record=record).answers("c")) == count


def query(url: str, text: str, name: str = "") -> Resource:
    return {
        "url": url,
        "valueExpression": {"name": name, "language": "application/x-fhir-query", "expression": text},
    }


def condition(name: str, status: str = "active") -> Resource:
    return {
        "resourceType": "Condition",
        "id": name,
        "code": {"text": name},
        "subject": {"reference": "Patient/p1"},
        "clinicalStatus": {"coding": [{"code": status}]},
        "recordedDate": "2026-02-01",
    }


@pytest.mark.feature("itemPopulationContext")
@pytest.mark.feature("launchContext")
@pytest.mark.feature("initialExpression")
def test_a_group_is_repeated_for_each_thing_that_its_context_finds() -> None:
    context = query(
        urls.POPULATION_CONTEXT, "Condition?patient={{%patient.id}}&clinical-status=active", "problem"
    )
    name = item("name", extension=[expression(urls.INITIAL_EXPRESSION, "%problem.code.text")])
    record = {"Condition": [condition("Falls"), condition("Gone", "resolved"), condition("COPD")]}
    made = filled(item("g", "group", repeats=True, extension=[context], item=[name]), record=record)
    said = [made.answers(Place("name", (at,)))[0]["valueString"] for at in range(2)]
    assert said == ["Falls", "COPD"]
    assert made.form.report.degraded == ()
    empty = filled(item("g", "group", repeats=True, extension=[context], item=[name]), record={})
    assert empty.answers(Place("name", (0,))) == ()


def populated() -> Resource:
    context = query(urls.POPULATION_CONTEXT, "Condition?patient={{%patient.id}}", "problem")
    count = "%resource.item.item.where(linkId = 'word').count().toString()"
    said = calculated("said", "string", f"%problem.code.text & ': ' & {count}")
    return item("g", "group", repeats=True, extension=[context], item=[item("word"), said])


@pytest.mark.feature("itemPopulationContext")
def test_a_draft_opened_again_names_what_each_group_was_begun_with() -> None:
    record = {"Condition": [condition("Falls"), condition("COPD")]}
    made = filled(populated(), record=record)
    made.add(Place("g", (1,)))
    made.type_in(Place("word", (1,)), "worse")
    draft = made.to_response()
    newer = {"Condition": [condition("New"), *reversed(record["Condition"])]}
    again = Session(made.form, draft, Context(patient=PATIENT, record=newer), NOW)
    assert again.answers(Place("said", (1,))) == ({"valueString": "COPD: 1"},)
    assert again.answers(Place("said", (2,))) == made.answers(Place("said", (2,)))
    again.type_in(Place("word", (0,)), "twice")
    assert again.answers(Place("said", (0,))) == ({"valueString": "Falls: 2"},)
    assert urls.POPULATED not in str(again.to_response("completed"))


@pytest.mark.feature("itemPopulationContext")
def test_what_a_group_was_begun_with_and_is_gone_is_said_and_never_another_one() -> None:
    made = filled(populated(), record={"Condition": [condition("Falls")]})
    made.type_in(Place("word", (0,)), "once")
    draft = made.to_response()
    gone = {"Condition": [condition("COPD")]}
    again = Session(made.form, draft, Context(patient=PATIENT, record=gone), NOW)
    assert again.answers(Place("said", (0,))) == ()
    assert "no longer in the record" in again.trouble(Place("said", (0,)))


@pytest.mark.feature("itemPopulationContext")
@pytest.mark.parametrize("count", [1, 2])
def test_an_older_draft_is_looked_up_anew_only_where_it_cannot_be_mistaken(count: int) -> None:
    record = {"Condition": [condition(name) for name in ("Falls", "COPD")][:count]}
    word = {"linkId": "word", "answer": [{"valueString": "once"}]}
    draft = response({"linkId": "g", "item": [word]})
    again = Session(load(form(populated())), draft, Context(patient=PATIENT, record=record), NOW)
    said = again.answers(Place("said", (0,)))
    assert said == (({"valueString": "Falls: 1"},) if count == 1 else ())
    assert bool(again.trouble(Place("said", (0,)))) is (count != 1)


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


@pytest.mark.feature("sourceQueries")
def test_source_queries_are_answered_from_the_record() -> None:
    bundle = {
        "resourceType": "Bundle",
        "id": "before",
        "type": "batch",
        "entry": [{"request": {"method": "GET", "url": "Condition?patient={{%patient.id}}&_count=1"}}],
    }
    source = {"url": urls.SOURCE_QUERIES, "valueReference": {"reference": "#before"}}
    begun = expression(urls.INITIAL_EXPRESSION, "%before.entry[0].resource.entry.resource.code.text")
    made = filled(
        item("a", extension=[begun]),
        record={"Condition": [condition("Falls"), condition("COPD")]},
        contained=[bundle],
        extension=[source],
    )
    assert made.answers("a") == ({"valueString": "Falls"},)
    bad = {**bundle, "entry": [{"request": {"url": "Condition?colour=red"}}]}
    assert [one.name for one in load(form(contained=[bad], extension=[source])).report.degraded] == [
        "sourceQueries"
    ]


def test_a_variable_may_be_a_query_and_gives_a_bundle() -> None:
    found = query(urls.VARIABLE, "Condition?patient={{%patient.id}}", "problems")
    made = filled(
        calculated("n", "integer", "%problems.entry.count()"),
        record={"Condition": [condition("Falls"), condition("COPD")]},
        extension=[found],
    )
    assert made.answers("n") == ({"valueInteger": 2},)


SEARCHES = {
    "Observation?code=http://loinc.org|29463-7": ["29463-7-2", "29463-7-9"],
    "Observation?code=29463-7&_sort=date&_count=1": ["29463-7-9"],
    "Observation?code=8867-4,29463-7&date=ge2026-02-28": ["29463-7-2"],
    "Observation?code=urn:other|29463-7": [],
    "Observation?subject=Patient/p1&status=final": ["29463-7-2", "29463-7-9"],
    "Observation?patient=p2": [],
    "Observation/29463-7-9": ["29463-7-9"],
    "Encounter?status=finished": [],
}


@pytest.mark.parametrize("text", SEARCHES)
def test_queries_of_the_record(text: str) -> None:
    record = {"Observation": [weight(2, "72", "kg"), weight(9, "80", "kg")]}
    assert [one["id"] for one in search(text, record)] == SEARCHES[text]


def test_a_query_that_is_not_done_is_an_error() -> None:
    with pytest.raises(ExpressionError, match="colour"):
        read_query("Condition?colour=red")


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


EARLIER = response(
    {"linkId": "a", "answer": [{"valueString": "stairs"}]},
    {"linkId": "pain", "answer": [{"valueString": "back"}]},
    {"linkId": "b", "answer": [{"valueString": "old"}]},
    authored="2026-03-03T10:00:00+00:00",
)


def test_carried_answers_are_marked_and_count_for_nothing_until_they_are_confirmed() -> None:
    raw = form(
        item("a", required=True),
        item("pain", text="Where is the pain?"),
        item("b"),
        calculated("n", "integer", f"{answer_of('a')}.count()"),
    )
    loaded = load(raw)
    made = Session(loaded, None, Context(), NOW)
    made.type_in("b", "mine")
    assert made.carry(prior(loaded, EARLIER)) == (Place("a"),)
    assert made.carried_from("a") == "2026-03-03T10:00:00+00:00"
    assert made.completion().answered == 1
    assert made.open_items() == (Place("a"),)
    assert made.answers("n") == ({"valueInteger": 0},)
    again = Session(loaded, made.to_response(), Context(), NOW)
    assert again.unconfirmed() == (Place("a"),), "a draft keeps the mark"
    again.confirm(*again.unconfirmed())
    assert (again.carried_from("a"), again.open_items()) == ("", ())
    assert again.answers("n") == ({"valueInteger": 1},)
    assert again.answers("a") == ({"valueString": "stairs"},)


def test_an_unconfirmed_answer_is_left_out_of_a_completed_response() -> None:
    loaded = load(form(item("a"), item("b")))
    made = Session(loaded, None, Context(), NOW)
    made.type_in("b", "x")
    made.carry(prior(loaded, EARLIER))
    assert [one["linkId"] for one in made.to_response("completed")["item"]] == ["b"]


ANEW: list[tuple[Resource, bool]] = [
    (item("q", text="Does she have stairs?"), False),
    (item("q", text="Has she fallen since last time?"), True),
    (item("q", text="How bad is the pain?"), True),
    (item("q", text="¿Tiene dolor?"), True),
    (item("q", "quantity", text="Length"), True),
    (item("q", "integer", text="Children", code=[{"code": "8867-4"}]), True),
    (item("q", "integer", text="How many stairs?"), False),
    (item("g", "group", text="Wound", item=[item("q", text="Color")]), True),
    (item("q", text="Any", extension=[{"url": urls.NEVER_CARRY, "valueBoolean": True}]), True),
]


@pytest.mark.parametrize(("raw", "anew"), ANEW)
def test_pain_vital_signs_falls_and_wounds_are_asked_anew_in_any_form(raw: Resource, anew: bool) -> None:  # noqa: FBT001 - a column of the table
    loaded = load(form(raw))
    assert asked_anew(loaded, loaded.index["q"]) is anew


def test_a_template_that_cannot_be_filled_is_told_when_the_form_is_read() -> None:
    held = template(note=[{"_text": value_from("item.hologram()")}])
    found = load(form(item("a"), contained=[held])).report.degraded
    assert [one.name for one in found] == ["templateExtract"]
    assert "hologram" in found[0].why
