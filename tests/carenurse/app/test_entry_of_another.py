"""An entry of somebody's chart stays there: only who brought it may say that it is somebody else's."""

import pytest

from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from tests.carenurse.app.imports import NOW, SOUTH, of_north, only, take
from tests.carenurse.exchange.files import ONE, THREE, TWO, bundle, entry, person, weight, written


def of_south(*resources: Resource) -> Resource:
    return bundle(*(entry(one, f"{SOUTH}/{one['resourceType']}/{one['id']}") for one in resources))


def sandoval(identity: str = TWO) -> Resource:
    return person(identity, "Sandoval", birthDate="1961-01-01", telecom=[])


@pytest.mark.parametrize("subject", [f"Patient/{TWO}", "Group/g"])
def test_another_senders_entry_of_the_same_id_takes_none_out_of_a_chart(
    records: Records, subject: str
) -> None:
    mine = weight(THREE, f"Patient/{ONE}", 70)
    take(records, of_north(person(ONE), mine))
    theirs = of_south(sandoval(), weight(THREE, subject, 99))

    plan = plan_import(records, written(theirs), "south.json")
    report = carry_out(records, plan, {}, NOW)

    assert records.get("Observation", THREE) == mine
    assert len(records.versions("Observation", THREE)) == 1
    assert len(records.of_patient(ONE, "Observation")) == 1
    for told in (plan, report):
        assert any("stays as it is" in note for note in told.notes)
        assert [(one.kind, one.id) for one in told.differing] == [("Observation", THREE)]
    assert (report.new, report.changed, report.same) == (1, 0, 1)
    assert records.get("Patient", TWO)


def test_what_the_nurse_changed_stays_hers_alone_when_another_sender_tells_it_of_somebody_else(
    records: Records,
) -> None:
    hers = weight(THREE, f"Patient/{ONE}", 70)
    with records.work() as work:
        work.put(person(ONE))
        work.put(hers)

    take(records, of_south(sandoval(), weight(THREE, f"Patient/{TWO}", 99)))

    assert [one.resource for one in records.versions("Observation", THREE)] == [hers]


def test_a_hospital_may_put_its_own_entry_right_and_it_is_told(records: Records) -> None:
    people = person("1"), sandoval("2")
    take(records, of_north(*people, weight("w", "Patient/1")))

    report = take(records, of_north(*people, weight("w", "Patient/2")))

    assert (report.changed, report.same) == (1, 2)
    assert "1 record is about somebody else than before, as its sender says now." in report.notes
    assert len(records.of_patient(report.patients[1], "Observation")) == 1


def test_a_sender_that_does_not_bring_the_person_again_moves_nothing(records: Records) -> None:
    take(records, of_north(person("1"), weight("w", "Patient/1", 70)))
    mine = only(records, "Observation")

    report = take(records, of_north(sandoval("2"), weight("w", "Patient/2", 99)))

    assert only(records, "Observation") == mine
    assert [one.kind for one in report.differing] == ["Observation"]


def test_an_entry_follows_the_person_whom_the_nurse_joins(records: Records) -> None:
    take(records, person(ONE))
    take(records, of_north(person("1"), weight(THREE, "Patient/1")))
    plan = plan_import(records, written(of_north(person("1"), weight(THREE, "Patient/1"))), "north.json")
    (incoming, _), *_ = plan.incoming.patients()

    report = carry_out(records, plan, {incoming: ONE}, NOW)
    again = take(records, of_north(person("1"), weight(THREE, "Patient/1")))

    assert only(records, "Observation")["subject"]["reference"] == f"Patient/{ONE}"
    assert [note for note in (*report.notes, *again.notes) if "somebody else" in note] == []
    assert again.changed == 0


def test_an_entry_follows_the_person_whom_its_file_says_to_stand_for_both(records: Records) -> None:
    take(records, of_north(person(ONE), person(TWO), weight(THREE, f"Patient/{ONE}")))
    link = {"other": {"reference": f"Patient/{TWO}"}, "type": "replaced-by"}

    report = take(records, of_north(person(ONE, link=[link]), weight(THREE, f"Patient/{TWO}")))

    assert report.changed == 2
    assert len(records.of_patient(TWO, "Observation")) == 1


def test_a_sender_may_move_an_entry_from_a_person_whom_the_nurse_joined(records: Records) -> None:
    take(records, person(ONE))
    first = of_north(person("1"), weight("w", "Patient/1"))
    plan = plan_import(records, written(first), "north.json")
    carry_out(records, plan, {plan.look_alikes[0].incoming.id: ONE}, NOW)

    report = take(records, of_north(person("1"), sandoval("2"), weight("w", "Patient/2")))

    assert (report.new, report.changed) == (1, 1)
    assert records.of_patient(ONE, "Observation") == []
