"""Signing a visit changes of the person what the nurse agreed to beside an answer, and nothing else."""

from dataclasses import replace

import pytest

from carenurse.app.form_library import looked_at, take_in
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_open import draft_of, open_visit
from carenurse.app.visit_person import agreed_person
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_sign import sign_visit
from carenurse.forms import urls
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.proposals import with_agreement
from tests.carenurse.app.visits import NOW, PATIENT, Household
from tests.carenurse.forms.made import form, item

BORN = "http://hl7.org/fhir/StructureDefinition/Patient#Patient.birthDate"


def asked(home: Household, *, also_required: bool = False) -> VisitSession:
    begun = {"url": urls.ITEM_EXTRACTION, "valueCode": "Patient"}
    raw = form(
        item("g", "group", extension=[begun], item=[item("b", "date", definition=BORN)]),
        item("r", required=also_required),
    )
    opened = open_visit(home.records, home.encounter, NOW)
    forms = tuple(
        replace(one, form=load(raw), response=None) if one.key == "skin-check" else one
        for one in opened.forms
    )
    return VisitSession(replace(opened, forms=forms), lambda: NOW)


@pytest.mark.parametrize(("agrees", "complete"), [(True, True), (False, True), (True, False)])
def test_only_an_agreed_answer_of_a_complete_form_changes_the_person(
    home: Household, *, agrees: bool, complete: bool
) -> None:
    living = asked(home, also_required=not complete)
    patient = home.records.get("Patient", PATIENT)
    assert patient is not None
    answer = with_agreement({"valueDate": "1950-01-01"}, on=agrees)
    living.answer("skin-check", Place("b"), (answer,))
    changed = agreed_person(living, patient)
    if agrees and complete:
        assert changed == {**patient, "birthDate": "1950-01-01"}
    else:
        assert changed is None


def test_signing_writes_the_agreed_birth_date_into_the_record(home: Household) -> None:
    begun = {"url": urls.ITEM_EXTRACTION, "valueCode": "Patient"}
    raw = form(
        item("g", "group", extension=[begun], item=[item("b", "date", definition=BORN)]),
        id="own",
        url="urn:example:own",
        version="1",
        title="Our own form",
    )
    name = take_in(home.records, looked_at(home.records, raw), NOW)
    living = home.living()
    living.add_form(draft_of(home.records, home.encounter, name))
    answer = with_agreement({"valueDate": "1950-01-01"}, on=True)
    living.answer(name, Place("b"), (answer,))
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)
    sign_visit(home.records, home.encounter, NOW, "a reason")
    patient = home.records.get("Patient", PATIENT)
    assert patient is not None
    assert patient["birthDate"] == "1950-01-01"
