"""Reference questions offer what lies in the record, and columns follow the values that they name."""

from typing import Any

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.form import Form
from carenurse.forms.loading import load
from carenurse.forms.populating import kinds_needed
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.filling import NOW
from tests.carenurse.forms.made import answer_of, expression, form, item

RECORD: dict[str, list[Resource]] = {
    "Practitioner": [
        {"resourceType": "Practitioner", "id": "n", "active": True, "name": [{"text": "Nora Example"}]},
        {"resourceType": "Practitioner", "id": "x", "active": False, "name": [{"text": "Xaver Example"}]},
    ],
    "RelatedPerson": [{"resourceType": "RelatedPerson", "id": "d", "name": [{"text": "Dora Example"}]}],
    "Condition": [
        {"resourceType": "Condition", "id": "c", "code": {"text": "COPD"}, "onsetDateTime": "2019-05-01"}
    ],
}


def naming(*kinds: str, **more: Any) -> Form:
    named = [{"url": urls.REFERENCE_RESOURCE, "valueCode": kind} for kind in kinds]
    return load(form(item("q", "reference", extension=[*named, *more.pop("also", [])], **more)))


def offered(loaded: Form, record: dict[str, list[Resource]] | None = None) -> list[str]:
    made = Session(loaded, None, Context(record=RECORD if record is None else record), NOW)
    return [option.text for option in made.item("q").options]


@pytest.mark.feature("reference")
def test_a_reference_is_chosen_from_the_kinds_that_the_form_names() -> None:
    loaded = naming("RelatedPerson", "Practitioner")
    assert kinds_needed(loaded) == {"RelatedPerson", "Practitioner"}
    assert offered(loaded) == ["Dora Example", "Nora Example", "Xaver Example"]
    assert offered(naming("Condition")) == ["COPD · 2019-05-01"]
    assert loaded.report.degraded == ()
    made = Session(loaded, None, Context(record=RECORD), NOW)
    made.answer("q", made.item("q").options[0].answer)
    assert made.answers("q")[0]["valueReference"] == {
        "reference": "RelatedPerson/d",
        "display": "Dora Example",
    }
    assert made.problems() == ()


@pytest.mark.feature("reference")
def test_a_reference_of_no_kind_offers_the_people_around_the_person_and_a_filter_narrows() -> None:
    assert offered(naming()) == ["Dora Example", "Nora Example", "Xaver Example"]
    narrowed = {"url": urls.REFERENCE_FILTER, "valueString": "active=true"}
    assert offered(naming("Practitioner", also=[narrowed])) == ["Nora Example"]
    untold = {"url": urls.REFERENCE_FILTER, "valueString": "colour=red"}
    loaded = naming("Practitioner", also=[untold])
    assert "colour" in loaded.report.degraded[0].why
    assert offered(loaded) == []


@pytest.mark.feature("reference")
def test_without_a_record_nothing_is_offered_and_nothing_is_wrong() -> None:
    made = Session(naming("Practitioner"), None, Context(), NOW)
    assert made.item("q").options == ()
    assert made.trouble("q") == ""
    made.answer("q", {"valueReference": {"display": "the neighbor"}})
    assert made.problems() == ()


@pytest.mark.feature("choiceColumn")
def test_a_column_that_names_a_variable_is_worked_out_again_when_it_changes() -> None:
    column = {
        "url": urls.CHOICE_COLUMN,
        "extension": [{"url": "path", "valueString": "iif(%asks-why = 'yes', code.text, '')"}],
    }
    raw = form(
        item("a"),
        item(
            "q", "reference", extension=[{"url": urls.REFERENCE_RESOURCE, "valueCode": "Condition"}, column]
        ),
        extension=[expression(urls.VARIABLE, answer_of("a"), "asks-why")],
    )
    made = Session(load(raw), None, Context(record=RECORD), NOW)
    assert [option.text for option in made.item("q").options] == ["COPD"]
    made.type_in("a", "yes")
    assert [option.text for option in made.item("q").options] == ["COPD · COPD"]
    made.type_in("a", "no")
    assert [option.text for option in made.item("q").options] == ["COPD"]


def test_a_column_that_cannot_be_read_is_told_and_stays_empty() -> None:
    column = {"url": urls.CHOICE_COLUMN, "extension": [{"url": "path", "valueString": "code.text +"}]}
    loaded = naming("Condition", also=[column])
    assert [one.name for one in loaded.report.degraded] == ["choiceColumn"]
    assert offered(loaded) == ["COPD"]
