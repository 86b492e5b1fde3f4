"""A question answered with the vital signs answers the same one of another form: the form itself says so."""

import pytest

from carenurse.app.content import form_resource
from carenurse.app.visit_carrying import carried_answers
from carenurse.app.visit_forms import shipped_form
from carenurse.app.visit_open import draft_of
from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.session import Session
from tests.carenurse.app.visits import NOW, Household, type_in


def _numbers(link: str, code: str, most: int) -> Resource:
    same = {"url": urls.SAME_QUESTION, "valueCoding": {"system": "http://loinc.org", "code": code}}
    options = [{"valueCoding": {"code": f"n{n}", "display": str(n)}} for n in range(most + 1)]
    return {
        "linkId": link,
        "text": link,
        "type": "choice",
        "extension": [same] if code else [],
        "answerOption": options,
    }


def _form(*items: Resource) -> Resource:
    return {"resourceType": "Questionnaire", "status": "active", "url": "urn:test:own", "item": list(items)}


def test_pain_typed_with_the_vital_signs_is_picked_on_the_pain_scale(home: Household) -> None:
    living = home.living()
    living.add_form(draft_of(home.records, home.encounter, "pain-nrs"))

    type_in(living, "pain", "5")

    (answer,) = living.form("pain-nrs").answers("nrs")
    assert living.form("pain-nrs").item("nrs").options[5].answer == answer
    assert living.source("pain-nrs", Place("nrs")) == "vital-signs"


def test_any_form_may_say_that_its_question_is_the_same(home: Household) -> None:
    living = home.living()
    type_in(living, "pain", "7")
    type_in(living, "rr", "12")
    own = _form(
        _numbers("how-bad", "72514-3", 10), _numbers("breaths", "9279-1", 20), _numbers("else", "", 10)
    )
    target = Session(load(own), now=NOW)

    found = carried_answers(living.form("vital-signs"), target)

    said = {place.link: answer["valueCoding"]["display"] for place, answer in found.items()}
    assert said == {"how-bad": "7", "breaths": "12"}


@pytest.mark.parametrize("value", [{"valueString": "pain"}, {"valueCoding": {"code": 7}}, {}])
def test_a_statement_that_makes_no_sense_is_none(value: Resource) -> None:
    item = _numbers("how-bad", "", 10) | {"extension": [{"url": urls.SAME_QUESTION, **value}]}

    assert load(_form(item)).index["how-bad"].same_question == ("", "")


def test_the_pain_scale_says_it_itself() -> None:
    (first, *_) = form_resource("pain-nrs")["item"]
    told = [one for one in first["extension"] if one["url"] == urls.SAME_QUESTION]

    assert [one["valueCoding"]["code"] for one in told] == ["72514-3"]
    assert shipped_form("vital-signs")[0].index["pain"].codes[0]["code"] == "72514-3"
