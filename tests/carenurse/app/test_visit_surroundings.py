"""What of the record the forms of a visit are given: the kinds they ask for, and no others."""

from carenurse.app.content import SHIPPED, shipped_questionnaire, shipped_value_set
from carenurse.app.ports import Records
from carenurse.app.visit_surroundings import record_for
from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.loading import load
from tests.carenurse.app.visits import PATIENT, household
from tests.carenurse.forms.made import form, item, query


def asking(text: str) -> Resource:
    return item("q", "choice", extension=[query(urls.ANSWER_EXPRESSION, text)])


def test_only_what_the_forms_ask_for_is_read(records: Records) -> None:
    household(records)
    plain, problems = load(form(item("a"))), load(form(asking("Condition?patient={{%patient.id}}")))
    nurses = load(form(asking("Practitioner?active=true"), asking("Patient?_id=x") | {"linkId": "p"}))

    assert record_for(records, PATIENT, [plain]) == {}
    assert {kind: len(found) for kind, found in record_for(records, PATIENT, [plain, problems]).items()} == {
        "Condition": len(records.of_patient(PATIENT, "Condition"))
    }
    assert [one["id"] for one in record_for(records, PATIENT, [nurses])["Patient"]] == [PATIENT]
    assert "Practitioner" in record_for(records, PATIENT, [nurses])


def test_the_shipped_library_finds_by_address_and_version() -> None:
    found = shipped_questionnaire("urn:carenurse:questionnaire/phq9")
    assert found is not None
    assert SHIPPED.form(f"{found['url']}|{found['version']}") is found
    assert SHIPPED.form(f"{found['url']}|0.0.1") is None
    assert shipped_value_set("http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1") is not None
    assert shipped_value_set("urn:nowhere") is None
