"""What a form begins with from the record: observations, populated groups, queries."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.fhirpath import ExpressionError
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.queries import Record, read_query, search
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.filling import NOW, PATIENT
from tests.carenurse.forms.made import calculated, choice, expression, form, item, query, response


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
