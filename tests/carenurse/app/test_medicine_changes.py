"""A medicine written down at the home: kept as told, corrected, stopped; no prescriber's line is touched."""

from dataclasses import replace
from datetime import timedelta

import pytest

from carenurse.app.caseload import find_people
from carenurse.app.chart import chart
from carenurse.app.medicine_alike import alike
from carenurse.app.medicine_changes import MedicineChanged, correct, stop, stop_problems, typed_of, write_down
from carenurse.app.medicine_list import medicine_list
from carenurse.app.medicine_page import medicines_shown
from carenurse.app.medicine_typed import TypedMedicine, check
from carenurse.app.ports import Records
from carenurse.app.undo import take_back
from carenurse.app.visit_state import note_of
from carenurse.clinical.fhir import Resource, reference_to
from carenurse.errors import ExpectedError
from tests.carenurse.app.visits import NOW, PATIENT, Household, household

WATER = TypedMedicine(
    name="Furosemide",
    strength="40 mg tablets",
    dose="one each morning",
    reason="swelling",
    prescriber="Dr. Osei",
    since="Mar 2021",
    found="in the kitchen",
)
ORDER: Resource = {
    "resourceType": "MedicationRequest",
    "id": "r1",
    "status": "active",
    "intent": "order",
    "subject": {"reference": f"Patient/{PATIENT}"},
    "medicationCodeableConcept": {"text": "Lisinopril 10 mg tablet"},
    "authoredOn": "2026-01-05",
    "dosageInstruction": [{"text": "one a day"}],
}


def _kept(changed: MedicineChanged) -> Resource:
    return changed.undo.steps[0].after


def _done(home: Household) -> str:
    return next(one.text for one in note_of(home.living(), NOW) if one.name == "done")


def test_a_medicine_written_down_is_a_statement_of_the_persons_own(records: Records) -> None:
    home = household(records)

    made = _kept(write_down(records, PATIENT, WATER, NOW))

    assert made["medicationCodeableConcept"] == {"text": "Furosemide 40 mg tablets"}
    assert made["dosage"] == [{"text": "one each morning"}]
    assert made["effectivePeriod"] == {"start": "2021-03"}
    assert made["informationSource"] == {"reference": f"Patient/{PATIENT}"}
    assert made["context"] == {"reference": f"Encounter/{home.encounter}"}
    assert made["dateAsserted"].startswith("2026-03-04T10:42")
    assert (made["status"], made["reasonCode"]) == ("active", [{"text": "swelling"}])


def test_it_stands_on_the_list_marked_as_told_with_all_that_was_said(records: Records) -> None:
    household(records)
    write_down(records, PATIENT, WATER, NOW)

    (line,) = medicines_shown(records, PATIENT, NOW).taken

    assert (line.name, line.dose) == ("Furosemide 40 mg tablets", "one each morning")
    assert line.source == "as told at home, not checked with the prescriber"
    assert line.facts == "for swelling; prescribed by Dr. Osei; since Mar 2021; found: in the kitchen"
    assert chart(records, PATIENT, NOW).medicines[0].told_at_home


def test_the_note_of_the_visit_says_what_was_written_down(records: Records) -> None:
    home = household(records)
    write_down(records, PATIENT, WATER, NOW)

    assert _done(home).startswith(
        "On the list as told at home, not checked with the prescriber: Furosemide 40 mg tablets: one each "
        "morning (for swelling; prescribed by Dr. Osei; since Mar 2021; found: in the kitchen)."
    )


def test_who_takes_it_is_found_by_its_name_until_it_is_over(records: Records) -> None:
    household(records)
    made = _kept(write_down(records, PATIENT, WATER, NOW))

    assert [one.patient for one in find_people(records, "furosemide", NOW).rows] == [PATIENT]

    stop(records, reference_to(made), "", "Dr. Osei said so", NOW)
    assert find_people(records, "furosemide", NOW).rows == ()


def test_a_correction_keeps_what_was_there_before(records: Records) -> None:
    household(records)
    reference = reference_to(_kept(write_down(records, PATIENT, WATER, NOW)))
    typed = typed_of(records, reference, NOW)
    assert typed == WATER

    correct(records, reference, replace(typed, strength="20 mg tablets", dose="one at noon"), NOW)

    (line,) = medicine_list(records, PATIENT).taken
    assert (line.name, line.dose) == ("Furosemide 20 mg tablets", "one at noon")
    assert len(records.versions(*reference.split("/"))) == 2
    assert str(line.since) == "2021-03"


def test_a_line_that_somebody_changed_meanwhile_is_not_written_over(records: Records) -> None:
    household(records)
    reference = reference_to(_kept(write_down(records, PATIENT, WATER, NOW)))
    opened = typed_of(records, reference, NOW)
    correct(records, reference, replace(opened, dose="two each morning"), NOW)

    with pytest.raises(ExpectedError, match="Somebody else changed this"):
        correct(records, reference, replace(opened, reason="ankles"), NOW, opened=opened)

    assert typed_of(records, reference, NOW).dose == "two each morning"


def test_a_stop_has_its_day_and_reason_and_can_be_taken_back(records: Records) -> None:
    home = household(records)
    reference = reference_to(_kept(write_down(records, PATIENT, WATER, NOW)))

    done = stop(records, reference, "2 Mar", "too dizzy, says the daughter", NOW)

    shown = medicines_shown(records, PATIENT, NOW)
    assert shown.taken == ()
    assert "no longer taken since 2 Mar; too dizzy, says the daughter" in shown.stopped[0].facts
    assert "No longer taken, as told at home: Furosemide 40 mg tablets" in _done(home)

    take_back(records, done.undo)
    assert [one.reference for one in medicines_shown(records, PATIENT, NOW).taken] == [reference]


def test_an_order_of_a_prescriber_is_not_touched_when_the_home_no_longer_takes_it(records: Records) -> None:
    household(records)
    with records.work() as work:
        work.put(ORDER)

    done = stop(records, "MedicationRequest/r1", "yesterday", "ran out", NOW)

    assert records.get("MedicationRequest", "r1") == ORDER
    shown = medicines_shown(records, PATIENT, NOW)
    assert (shown.taken, [one.name for one in shown.stopped]) == ((), ["Lisinopril 10 mg tablet"])
    take_back(records, done.undo)
    assert [one.name for one in medicine_list(records, PATIENT).taken] == ["Lisinopril 10 mg tablet"]


def test_what_is_told_at_home_hides_no_order_of_the_same_name(records: Records) -> None:
    household(records)
    with records.work() as work:
        work.put(ORDER)

    write_down(records, PATIENT, TypedMedicine("Lisinopril", "10 mg tablet", "two a day"), NOW)

    assert sorted(one.dose for one in medicine_list(records, PATIENT).taken) == ["one a day", "two a day"]


def test_a_line_that_somebody_else_wrote_is_not_corrected_here(records: Records) -> None:
    household(records)
    with records.work() as work:
        work.put(ORDER)

    with pytest.raises(ExpectedError, match="Somebody else wrote this line"):
        correct(records, "MedicationRequest/r1", WATER, NOW)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (TypedMedicine("   "), "name", "Write the name as it stands on the box."),
        (TypedMedicine("a" * 500), "name", "That is longer than 300 letters. Keep it short."),
        (TypedMedicine("Aspirin", dose="a" * 500), "dose", "That is longer than 300 letters. Keep it short."),
        (TypedMedicine("Aspirin", since="5 Mar 2026"), "since", "That lies in the future."),
        (TypedMedicine("Aspirin", since="2031"), "since", "That lies in the future."),
        (
            TypedMedicine("Aspirin", since="for ages"),
            "since",
            "Write a day, month or year, such as 14 Mar 2021, Mar 2021 or 2021.",
        ),
    ],
)
def test_what_cannot_be_kept_is_said_under_its_field(typed: TypedMedicine, field: str, sentence: str) -> None:
    assert check(typed, NOW.date()) == {field: sentence}


def test_nothing_is_kept_of_what_has_a_fault(records: Records) -> None:
    household(records)

    with pytest.raises(ExpectedError):
        write_down(records, PATIENT, TypedMedicine(dose="one each morning"), NOW)

    assert records.of_patient(PATIENT, "MedicationStatement") == []


def test_a_stop_asks_for_a_reason_and_no_day_to_come() -> None:
    tomorrow = (NOW + timedelta(days=1)).date().isoformat()

    assert set(stop_problems(tomorrow, "", NOW)) == {"day", "why"}
    assert stop_problems("", "ran out", NOW) == {}


@pytest.mark.parametrize("name", ["furosemide", "FUROSEMID", "Furosemide 20 mg", "furosemida"])
def test_what_looks_like_a_line_of_the_list_is_shown_first(records: Records, name: str) -> None:
    household(records)
    write_down(records, PATIENT, WATER, NOW)

    assert [one.name for one in alike(records, PATIENT, name).medicines] == ["Furosemide 40 mg tablets"]


@pytest.mark.parametrize("name", ["Metoprolol 40 mg tablets", "Aspirin", "one"])
def test_another_medicine_of_the_same_form_is_not_alike(records: Records, name: str) -> None:
    household(records)
    write_down(records, PATIENT, WATER, NOW)

    assert not alike(records, PATIENT, name).found


def test_an_allergy_to_what_is_written_down_is_shown(records: Records) -> None:
    household(records)
    with records.work() as work:
        work.put(
            {
                "resourceType": "AllergyIntolerance",
                "id": "al1",
                "patient": {"reference": f"Patient/{PATIENT}"},
                "code": {"text": "Penicillin"},
            }
        )

    assert alike(records, PATIENT, "Penicillin V").allergens == ("Penicillin",)


@pytest.mark.parametrize("nobody", ["", "somebody-else"])
def test_no_medicine_is_written_down_for_nobody(nobody: str, records: Records) -> None:
    with pytest.raises(ExpectedError, match="not on this laptop"):
        write_down(records, nobody, TypedMedicine(name="Furosemide"), NOW)

    assert records.all_of("MedicationStatement") == []
