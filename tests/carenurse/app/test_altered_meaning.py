"""What may mean something else than it says is said so everywhere, and on no paper for a family."""

from typing import Any

import pytest

from carenurse.app.alerts import open_alerts, resolve
from carenurse.app.allergies_typed import allergy_words, keep_allergies
from carenurse.app.banner import banner
from carenurse.app.caseload import find_people
from carenurse.app.chart import chart
from carenurse.app.family_page import family_draft
from carenurse.app.ports import Records
from carenurse.app.read_entry import read_entry
from carenurse.app.timeline import timeline
from carenurse.clinical import alert, medicine, problem
from carenurse.clinical.altered import is_altered
from carenurse.clinical.fhir import Resource
from tests.carenurse.app.visits import NOW, PATIENT, household

MARK = "(may mean something else: see the original)"
ODD = [{"url": "https://example.org/negated", "valueBoolean": True}]
WHO = {"reference": f"Patient/{PATIENT}"}


def _kept(kind: str, **more: Any) -> Resource:
    return {"resourceType": kind, "id": f"odd-{kind.lower()}", "modifierExtension": ODD, **more}


FLAG = _kept("Flag", status="active", subject=WHO, code={"text": "Dog bites"})
ALLERGY = _kept("AllergyIntolerance", patient=WHO, code={"text": "Penicillin"})
MEDICINE = _kept(
    "MedicationStatement",
    status="active",
    subject=WHO,
    medicationCodeableConcept={"text": "Warfarin 5 mg"},
    effectivePeriod={"start": "2020-01-01"},
)
PROBLEM = _kept(
    "Condition",
    subject=WHO,
    clinicalStatus={"coding": [{"code": "active"}]},
    code={"text": "Diabetes", "coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "E11.9"}]},
)
CODE_STATUS = _kept(
    "Consent",
    status="active",
    patient=WHO,
    scope={"coding": [{"code": "adr"}]},
    category=[
        {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentcategorycodes", "code": "dnr"}]}
    ],
)


def _put(records: Records, *resources: Resource) -> str:
    home = household(records)
    with records.work() as work:
        for resource in resources:
            work.put(resource)
    return home.encounter


def test_the_bar_marks_allergies_alerts_and_wishes(records: Records) -> None:
    _put(records, FLAG, ALLERGY, CODE_STATUS)

    bar = banner(records, PATIENT, NOW.date())

    assert f"Penicillin {MARK}" in bar.allergies
    assert f"Dog bites {MARK}" in bar.alerts
    assert f"DNR {MARK}" in bar.wishes


def test_that_there_are_no_allergies_is_not_taken_at_its_word(records: Records) -> None:
    none = _kept("AllergyIntolerance", patient=WHO, code={"text": "No known allergies"})
    _put(records, none)

    bar = banner(records, PATIENT, NOW.date())

    assert not bar.no_known_allergies
    assert f"No known allergies {MARK}" in bar.allergies


def test_the_chart_and_the_list_of_people_mark_medicines_and_problems(records: Records) -> None:
    _put(records, MEDICINE, PROBLEM, FLAG)

    shown = chart(records, PATIENT, NOW)
    (row,) = [one for one in find_people(records, "", NOW).rows if one.patient == PATIENT]

    assert f"Warfarin 5 mg {MARK}" in [one.name for one in shown.medicines]
    assert f"Diabetes {MARK}" in [one.problem.text for one in shown.problems]
    assert f"Diabetes {MARK}" in row.problems
    assert f"Dog bites {MARK}" in row.alerts


@pytest.mark.parametrize("resource", [FLAG, ALLERGY, MEDICINE, PROBLEM], ids=lambda one: one["resourceType"])
def test_what_happened_marks_it_and_the_entry_says_what_is_not_understood(
    records: Records, resource: Resource
) -> None:
    _put(records, resource)
    reference = f"{resource['resourceType']}/{resource['id']}"

    (line,) = [one for one in timeline(records, PATIENT, NOW).entries if one.reference == reference]
    read = read_entry(records, reference, NOW)

    assert line.title.endswith(MARK)
    assert read.parts[0].title == "What this record means is not sure"
    assert "https://example.org/negated" in read.parts[0].text


def test_no_paper_for_a_family_says_any_of_it(records: Records) -> None:
    encounter = _put(records, ALLERGY, MEDICINE, PROBLEM)

    summary = family_draft(records, encounter, now=NOW).summary

    assert summary.allergies == ()
    assert (*summary.medicines, *summary.listed) == ()


def test_the_warning_is_never_written_into_the_record(records: Records) -> None:
    _put(records, FLAG, ALLERGY)
    with records.work() as work:
        keep_allergies(work, PATIENT, f"{allergy_words(work, PATIENT)}, Latex", NOW.date())
    resolve(records, open_alerts(records, PATIENT, NOW.date())[0].alert, "The dog moved out", NOW)

    assert records.get("AllergyIntolerance", str(ALLERGY["id"])) == ALLERGY
    ended = records.get("Flag", str(FLAG["id"])) or {}
    assert (ended["code"], ended["modifierExtension"]) == (FLAG["code"], ODD)


@pytest.mark.parametrize(
    "part",
    [
        {"dosage": [{"text": "one", "modifierExtension": ODD}]},
        {"implicitRules": "https://example.org/rules"},
    ],
)
def test_a_part_or_rules_of_another_house_change_the_meaning_too(part: Resource) -> None:
    assert medicine.decode({k: v for k, v in MEDICINE.items() if k != "modifierExtension"} | part).altered


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"modifierExtension": []},
        {"extension": [{"url": "urn:x", "modifierExtension": ODD}]},
        {"contained": [MEDICINE]},
    ],
)
def test_a_plain_record_is_said_plainly(plain: Resource) -> None:
    held = {k: v for k, v in FLAG.items() if k != "modifierExtension"} | plain

    assert not is_altered(held)
    assert alert.decode(held).text == "Dog bites"


def test_a_new_text_is_kept_and_the_modifier_with_it() -> None:
    changed = problem.encode(problem.decode(PROBLEM), onto=PROBLEM)

    assert changed == PROBLEM
