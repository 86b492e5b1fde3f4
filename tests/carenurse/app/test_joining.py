"""Whose records these are: kept apart, or joined because the nurse said so."""

import pytest

from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.ports import Records
from carenurse.errors import ExpectedError
from carenurse.exchange.origins import as_received
from carenurse.exchange.refusing import RefusedFileError
from tests.carenurse.app.imports import NOW, SOUTH, of_north, only, take
from tests.carenurse.exchange.files import ONE, THREE, TWO, bundle, entry, person, weight, written


def test_patient_1_of_two_hospitals_stay_two_people(records: Records) -> None:
    take(records, of_north(person("1")))
    take(records, bundle(entry(person("1", "Sandoval", birthDate="1961-01-01"), f"{SOUTH}/Patient/1")))

    assert len(records.find_patients("")) == 2


def test_a_sender_with_the_same_names_but_quite_another_person_is_told_apart(records: Records) -> None:
    number = {"system": "urn:mrn", "value": "1"}
    other = {"system": "urn:mrn", "value": "2"}
    take(records, person("1", identifier=[number]))

    take(records, person("1", "Sandoval", birthDate="1961-01-01", identifier=[other]))
    again = take(records, person("1", "Sandoval", birthDate="1961-01-01", identifier=[other]))

    assert len(records.find_patients("")) == 2
    assert again.same == 1


def test_a_later_file_of_the_same_hospital_finds_its_person(records: Records) -> None:
    take(records, of_north(person("1")))

    report = take(records, of_north(person("1", gender="female"), weight("w", "Patient/1")))

    assert (report.new, report.changed) == (1, 1)
    assert len(records.of_patient(report.patients[0], "Observation")) == 1


def test_a_person_who_looks_like_one_already_here_is_shown_side_by_side(records: Records) -> None:
    take(records, person(ONE, "Núñez"))

    plan = plan_import(records, written(of_north(person("1", "NUNEZ"))), "north.json")

    (alike,) = plan.look_alikes
    assert (alike.existing.id, alike.incoming.name.family) == (ONE, "NUNEZ")
    assert alike.why == ("The same name and birth date.", "The same phone.")


def test_without_a_decision_a_look_alike_stays_a_person_of_their_own_and_the_report_says_so(
    records: Records,
) -> None:
    take(records, person(ONE))

    report = take(records, of_north(person("1")))

    assert len(records.find_patients("")) == 2
    assert any("people of their own" in note or "person of their own" in note for note in report.notes)


def test_joined_records_are_one_person_under_both_names(records: Records) -> None:
    take(records, person(ONE))
    theirs = person("1", "Ferrante-Rossi", identifier=[{"system": "urn:north", "value": "N-77"}])
    plan = plan_import(records, written(of_north(theirs, weight("w", "Patient/1"))), "north.json")

    report = carry_out(records, plan, {plan.look_alikes[0].incoming.id: ONE}, NOW)

    assert records.find_patients("") == [ONE]
    assert records.find_patients("n-77") == [ONE]
    assert report.patients == (ONE,)
    assert report.joined == 1
    assert len(records.of_patient(ONE, "Observation")) == 1
    assert records.get("Patient", ONE) == person(ONE)


def test_a_joined_record_keeps_everything_it_said(records: Records) -> None:
    take(records, person(ONE))
    plan = plan_import(records, written(of_north(person("1"), weight("w", "Patient/1"))), "north.json")
    incoming = plan.look_alikes[0].incoming.id
    carry_out(records, plan, {incoming: ONE}, NOW)

    kept = records.get("Patient", incoming)
    assert kept is not None
    assert as_received(kept) == person("1")
    assert as_received(only(records, "Observation")) == weight("w", "Patient/1")


def test_a_later_file_follows_the_decision_of_the_nurse(records: Records) -> None:
    take(records, person(ONE))
    plan = plan_import(records, written(of_north(person("1"))), "north.json")
    carry_out(records, plan, {plan.look_alikes[0].incoming.id: ONE}, NOW)

    later = plan_import(records, written(of_north(person("1"), weight("w", "Patient/1"))), "later.json")
    report = carry_out(records, later, {}, NOW)

    assert later.look_alikes == ()
    assert (report.new, report.same) == (1, 1)
    assert len(records.of_patient(ONE, "Observation")) == 1


def test_a_person_taken_separately_first_can_be_joined_by_a_later_import(records: Records) -> None:
    take(records, person(ONE))
    take(records, of_north(person("1")))
    plan = plan_import(records, written(of_north(person("1"))), "north.json")
    (incoming, _), *_ = plan.incoming.patients()

    carry_out(records, plan, {incoming: ONE}, NOW)

    assert records.find_patients("") == [ONE]


def test_only_people_of_the_file_can_be_joined(records: Records) -> None:
    take(records, person(ONE))
    plan = plan_import(records, written(person(TWO)), "two.json")

    with pytest.raises(ExpectedError, match="not in this file"):
        carry_out(records, plan, {THREE: ONE}, NOW)


def test_another_person_with_the_same_permanent_id_never_takes_a_chart_over(records: Records) -> None:
    take(records, bundle(entry(person(ONE)), entry(weight(TWO, f"Patient/{ONE}"))))
    other = person(ONE, "Okafor", birthDate="1939-01-09", telecom=[])

    with pytest.raises(RefusedFileError, match="id of somebody else"):
        take(records, other)

    kept = records.get("Patient", ONE)
    assert kept is not None
    assert kept["name"][0]["family"] == "Ferrante"
    assert take(records, person(ONE, "Ferrante-Okafor")).changed == 1, "a name may change"


def test_who_was_put_right_here_is_still_known_by_the_file_that_told_it_otherwise(records: Records) -> None:
    take(records, person(ONE))
    hers = person(ONE, "Okafor", birthDate="1939-01-09")
    with records.work() as work:
        work.put(hers)

    report = take(records, person(ONE))

    assert (report.changed, report.same) == (0, 1)
    assert records.get("Patient", ONE) == hers
