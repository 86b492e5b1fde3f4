"""Taking over records: whole or not at all, twice the same as once, nothing of the nurse's written over."""

from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image

from carenurse.app.caseload import find_people
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.ports import Records
from carenurse.errors import ExpectedError
from carenurse.exchange.origins import as_received
from carenurse.exchange.refusing import RefusedFileError
from tests.carenurse.app.imports import NORTH, NOW, of_north, only, take
from tests.carenurse.exchange.files import ONE, THREE, TWO, bundle, entry, person, weight, written


def test_the_report_counts_new_changed_same_and_not_shown_by_kind(records: Records) -> None:
    odd = {"resourceType": "Claim", "id": TWO}
    take(records, bundle(entry(person(ONE)), entry(weight(THREE, f"Patient/{ONE}"))))

    report = take(
        records,
        bundle(entry(person(ONE)), entry(weight(THREE, f"Patient/{ONE}", 71)), entry(odd)),
    )

    assert (report.new, report.changed, report.same) == (1, 1, 1)
    assert [(one.kind, one.new, one.changed, one.same, one.shown) for one in report.counts] == [
        ("Claim", 1, 0, 0, False),
        ("Observation", 0, 1, 0, True),
        ("Patient", 0, 0, 1, True),
    ]
    assert report.patients == (ONE,)


def test_what_cannot_be_read_is_named_in_the_preview_and_in_the_report(records: Records) -> None:
    broken = {"resourceType": "Patient", "id": "x", "birthDate": "31.12.1950", "name": "Bob"}

    plan = plan_import(records, written(broken), "bob.json")
    report = carry_out(records, plan, {}, NOW)

    said = "Could not be read, kept as it came: Patient/x: birthDate, name"
    assert said in plan.notes
    assert said in report.notes
    assert plan.people[0].name == "Name not recorded (Bob, 31.12.1950, number x)"


def test_two_people_without_a_readable_name_are_told_apart_in_the_list(records: Records) -> None:
    first = {"resourceType": "Patient", "id": "x", "birthDate": "31.12.1950", "name": "Bob"}
    second = {"resourceType": "Patient", "id": "y", "identifier": [{"value": "MRN-77"}]}
    take(records, of_north(first, second))

    names = {row.name for row in find_people(records, "", NOW).rows}

    assert names == {
        "Name not recorded (Bob, 31.12.1950, number x)",
        "Name not recorded (number MRN-77)",
    }


def test_a_whole_record_of_another_system_has_nothing_that_cannot_be_read(records: Records) -> None:
    plan = plan_import(records, written(of_north(person("1"), weight("w", "Patient/1"))), "fine.json")

    assert not any("could not be read" in note.lower() for note in plan.notes)


def test_planning_stores_nothing(records: Records) -> None:
    plan = plan_import(records, written(person(ONE)), "one.json")

    assert [one.new for one in plan.counts] == [1]
    assert records.get("Patient", ONE) is None
    assert records.files() == []


def test_the_same_file_twice_changes_nothing(records: Records) -> None:
    value = of_north(person("1"), weight("w", "Patient/1"))
    take(records, value)
    waiting = len(records.unsent())

    report = take(records, value)

    assert (report.new, report.changed, report.same) == (0, 0, 2)
    assert len(records.unsent()) == waiting
    assert len(records.versions("Observation", str(only(records, "Observation")["id"]))) == 1


def test_the_file_is_kept_as_it_was_received(records: Records) -> None:
    data = b"\xef\xbb\xbf" + written(person(ONE)) + b"\r\n"

    report = carry_out(records, plan_import(records, data, "one.json"), {}, NOW)

    assert records.file(report.file) == data
    assert [one.name for one in records.files()] == ["one.json"]


def test_the_import_is_audited_for_each_person(records: Records) -> None:
    report = take(records, bundle(entry(person(ONE)), entry(person(TWO, "Sandoval"))))

    facts = [(one.subject, one.detail) for one in records.audit_trail() if one.action == "import"]
    assert sorted(facts) == [(f"Patient/{ONE}", report.file), (f"Patient/{TWO}", report.file)]


def test_a_change_made_here_since_is_not_taken_back_by_the_same_file(records: Records) -> None:
    take(records, person(ONE))
    changed = person(ONE, gender="female")
    with records.work() as work:
        work.put(changed)

    report = take(records, person(ONE))

    assert records.get("Patient", ONE) == changed
    assert report.same == 1
    assert any("changed here since" in note for note in report.notes)


def test_a_newer_file_never_replaces_unseen_what_the_nurse_changed_here(records: Records) -> None:
    take(records, bundle(entry(person(ONE)), entry(weight(THREE, f"Patient/{ONE}", 70))))
    hers = person(ONE, gender="female")
    with records.work() as work:
        work.put(hers)
    newer = person(ONE, gender="other", meta={"lastUpdated": "2026-03-03T00:00:00Z"})
    value = bundle(entry(newer), entry(weight(THREE, f"Patient/{ONE}", 71)))

    plan = plan_import(records, written(value), "newer.json")
    report = carry_out(records, plan, {}, NOW)

    assert records.get("Patient", ONE) == hers
    for told in (plan, report):
        assert [(one.kind, one.id) for one in told.differing] == [("Patient", ONE)]
        assert any("differs from what you changed here" in note for note in told.notes)
    assert newer in [one.resource for one in records.versions("Patient", ONE)]
    assert (report.changed, report.same) == (1, 1)  # what nobody touched here follows the file
    again = take(records, value)
    assert records.get("Patient", ONE) == hers
    assert any("changed here since" in note for note in again.notes)


def test_what_came_back_from_the_office_unchanged_may_be_changed_by_it_later(records: Records) -> None:
    with records.work() as work:
        work.put(person(ONE))
    take(records, person(ONE))

    report = take(records, person(ONE, gender="other"))

    assert (report.changed, report.differing) == (1, ())


def test_the_preview_names_the_people_of_the_file(records: Records) -> None:
    take(records, person(ONE))

    plan = plan_import(records, written(bundle(entry(person(ONE)), entry(person(TWO, "Sandoval")))), "a.json")

    assert [(one.name, bool(one.born), one.here) for one in plan.people] == [
        (plan.people[0].name, True, True),
        (plan.people[1].name, True, False),
    ]
    assert "Sandoval" in plan.people[1].name


def test_a_signed_record_is_never_overwritten(records: Records) -> None:
    signed = weight(THREE, f"Patient/{ONE}")
    with records.work() as work:
        work.put(signed, sign=True)

    report = take(records, bundle(entry(person(ONE)), entry(weight(THREE, f"Patient/{ONE}", 99))))

    assert records.get("Observation", THREE) == signed
    assert any("signed" in note for note in report.notes)
    assert records.get("Patient", ONE)


def test_an_older_state_does_not_replace_a_newer_one(records: Records) -> None:
    newer = person(ONE, "New", meta={"lastUpdated": "2026-02-02T00:00:00Z"})
    take(records, newer)

    report = take(records, person(ONE, "Old", meta={"lastUpdated": "2026-01-01T00:00:00Z"}))

    assert records.get("Patient", ONE) == newer
    assert any("older" in note for note in report.notes)


def test_all_versions_of_a_history_are_kept_in_order_and_once(records: Records) -> None:
    states = [person(ONE, f"Name{number}", meta={"versionId": str(number)}) for number in (3, 2, 1)]
    value = bundle(*(entry(one) for one in states), kind="history")

    take(records, value)
    again = take(records, value)

    kept = [one.resource["meta"]["versionId"] for one in records.versions("Patient", ONE)]
    assert kept == ["1", "2", "3"]
    assert again.same == 1


def test_a_refused_file_stores_nothing_at_all(records: Records) -> None:
    with pytest.raises(RefusedFileError):
        take(records, bundle(entry(person(ONE)), entry({"id": "no kind"})))

    assert records.get("Patient", ONE) is None
    assert records.files() == []


def test_a_fault_half_way_takes_everything_back(records: Records) -> None:
    plan = plan_import(records, written(bundle(entry(person(ONE)))), "one.json")

    with pytest.raises(ExpectedError, match="not in this record"):
        carry_out(records, plan, {ONE: THREE}, NOW)

    assert records.get("Patient", ONE) is None


def test_what_comes_ahead_of_its_person_is_kept_told_and_found_once_the_person_comes(
    records: Records,
) -> None:
    ahead = bundle(entry(weight("w", "Patient/1"), f"{NORTH}/Observation/w"))

    report = take(records, ahead)
    later = take(records, of_north(person("1")))

    assert any("neither in the file nor here" in note for note in report.notes)
    assert later.notes == ()
    assert len(records.of_patient(later.patients[0], "Observation")) == 1


def test_a_large_file_of_five_years_is_taken_whole(records: Records) -> None:
    readings = [weight(f"w{number}", "Patient/1", number) for number in range(1500)]

    report = take(records, of_north(person("1"), *readings))

    assert report.new == 1501
    assert len(records.of_patient(report.patients[0], "Observation")) == 1500


def test_what_the_nurse_is_still_writing_is_never_written_over(records: Records) -> None:
    form = {"resourceType": "QuestionnaireResponse", "id": ONE, "status": "in-progress"}
    with records.work() as work:
        work.put(form, draft=True)
    earlier = bundle(entry(form))
    typed = form | {"item": [{"linkId": "1", "answer": [{"valueString": "Sleeps on two pillows."}]}]}
    with records.work() as work:
        work.put(typed, draft=True)

    report = take(records, earlier)

    assert records.get("QuestionnaireResponse", ONE) == typed
    assert (report.changed, report.same) == (0, 1)
    assert "1 record is not finished here yet; it stays as you wrote it." in report.notes


def test_who_is_taken_over_stands_on_the_caseload(demo: Records) -> None:
    report = take(demo, of_north(person(ONE)))

    assert report.patients[0] in {row.patient for row in find_people(demo, "", NOW).rows}


def test_a_photo_too_large_to_show_is_kept_and_said(records: Records) -> None:
    made = BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    photo = {
        "resourceType": "Binary",
        "id": TWO,
        "contentType": "image/png",
        "data": b64encode(made.getvalue()).decode(),
    }

    report = take(records, of_north(person(ONE), photo))

    assert report.notes[0].startswith("1 picture is too large to be shown")
    assert as_received(only(records, "Binary"))["data"] == photo["data"]
