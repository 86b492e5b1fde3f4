"""Handing records over: everything about the person, nobody else, sealed unless plain was asked for."""

import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from carenurse.app.export_records import Form, export_all, export_patient, write_export
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.ports import Records
from carenurse.clinical import paper
from carenurse.clinical.fhir import Resource, read_json, reference_to
from carenurse.errors import ExpectedError
from carenurse.exchange.refusing import RefusedFileError
from carenurse.exchange.sealing import office_keys, unseal
from tests.carenurse.exchange.files import ONE, THREE, TWO, bundle, entry, person, weight, written
from tests.kept import keep

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
FOUR = "3f0a8c1e-5b72-4e55-9f0e-000000000004"
DOCTOR: Resource = {"resourceType": "Practitioner", "id": FOUR, "name": [{"family": "Brandt"}]}
NORTH = "https://north.example.org/fhir"


def opened(data: bytes) -> Resource:
    found: Resource = read_json(data)
    return found


def inside(data: bytes) -> dict[str, Resource]:
    return {reference_to(one["resource"]): one["resource"] for one in opened(data)["entry"]}


def take(records: Records, value: Any) -> str:
    report = carry_out(records, plan_import(records, written(value), "north.json"), {}, NOW)
    return report.patients[0]


def test_everything_about_one_person_goes_and_whom_it_names_and_nobody_else(records: Records) -> None:
    mine = weight(THREE, f"Patient/{ONE}", performer=[{"reference": f"Practitioner/{FOUR}"}])
    odd = {"resourceType": "Claim", "id": TWO, "patient": {"reference": f"Patient/{ONE}"}}
    group = {"resourceType": "Group", "id": ONE, "member": [{"entity": {"reference": f"Patient/{ONE}"}}]}
    keep(records, person(ONE), mine, odd, DOCTOR, group)
    keep(records, person(TWO, "Sandoval"), weight(ONE, f"Patient/{TWO}"))

    export = export_patient(records, ONE, NOW)

    assert inside(export.data) == {
        f"Patient/{ONE}": person(ONE),
        f"Observation/{THREE}": mine,
        f"Claim/{TWO}": odd,
        f"Practitioner/{FOUR}": DOCTOR,
    }
    assert export.counts == {"Claim": 1, "Observation": 1, "Patient": 1, "Practitioner": 1}


def test_the_whole_record_goes_when_all_is_asked_for(records: Records) -> None:
    keep(records, person(ONE), person(TWO, "Sandoval"))

    export = export_all(records, NOW)

    assert export.patients == (ONE, TWO)
    assert f"Practitioner/{records.me}" in inside(export.data)


def test_a_plain_export_says_that_it_is_not_sealed(records: Records) -> None:
    keep(records, person(ONE))

    export = export_patient(records, ONE, NOW)

    assert not export.sealed
    assert "not sealed" in export.warning
    assert opened(export.data)["type"] == "collection"


def test_a_sealed_parcel_holds_a_transaction_that_any_server_takes(records: Records) -> None:
    keys = office_keys()
    keep(records, person(ONE), weight(THREE, f"Patient/{ONE}"))

    export = export_patient(records, ONE, NOW, to=keys.public)

    assert export.sealed
    assert not export.warning
    assert b"Ferrante" not in export.data
    parcel = opened(unseal(export.data, keys.secret))
    assert parcel["type"] == "transaction"
    assert all(
        one["request"] == {"method": "PUT", "url": reference_to(one["resource"])} for one in parcel["entry"]
    )


def test_a_parcel_opens_on_the_other_side_with_everything_in_it(records: Records, tmp_path: Path) -> None:
    keys = office_keys()
    keep(records, person(ONE), weight(THREE, f"Patient/{ONE}"))
    target = tmp_path / "to-office.age"
    write_export(export_patient(records, ONE, NOW, to=keys.public), target)

    plan = plan_import(records, target.read_bytes(), target.name, key=f"# office\n{keys.secret}\n")

    assert plan.manifest is not None
    assert plan.manifest.counts == {"Observation": 1, "Patient": 1}
    assert plan.manifest.by == f"Practitioner/{records.me}"
    assert plan.manifest.made == NOW
    assert [(one.kind, one.same) for one in plan.counts] == [("Observation", 1), ("Patient", 1)]


def test_a_parcel_that_lost_something_is_refused(records: Records) -> None:
    keys = office_keys()
    keep(records, person(ONE), weight(THREE, f"Patient/{ONE}"))
    parcel = opened(unseal(export_patient(records, ONE, NOW, to=keys.public).data, keys.secret))
    del parcel["entry"][1]

    with pytest.raises(RefusedFileError, match="not as it was packed"):
        plan_import(records, written(parcel), "parcel.json")


def test_a_record_of_another_system_comes_out_as_it_went_in(records: Records) -> None:
    original = bundle(
        entry(person(ONE), f"urn:uuid:{ONE}"),
        entry(weight(THREE, f"urn:uuid:{ONE}", unheardOf={"a": [1]}), f"urn:uuid:{THREE}"),
        kind="transaction",
    )
    whose = take(records, original)

    out = inside(export_patient(records, whose, NOW).data)

    assert list(out.values()) == [one["resource"] for one in original["entry"]]


def test_a_foreign_id_goes_out_as_ours_with_its_origin_and_as_theirs_when_asked_for(records: Records) -> None:
    originals = [person("1"), weight("w", "Patient/1"), weight("v", f"{NORTH}/Patient/1")]
    urls = [f"{NORTH}/{one['resourceType']}/{one['id']}" for one in originals]
    whose = take(records, bundle(*(entry(one, url) for one, url in zip(originals, urls, strict=True))))

    ours = inside(export_patient(records, whose, NOW).data)
    theirs = opened(export_patient(records, whose, NOW, form=Form.AS_RECEIVED).data)["entry"]

    assert f"Patient/{whose}" in ours
    assert all(one.get("subject", {}).get("reference") in {None, f"Patient/{whose}"} for one in ours.values())
    assert sorted((one["resource"] for one in theirs), key=str) == sorted(originals, key=str)
    assert theirs[0]["fullUrl"] == urls[0]


def test_a_plain_export_of_joined_records_still_leads_to_the_one_person(records: Records) -> None:
    keep(records, person(ONE))
    theirs = bundle(
        entry(person(TWO), f"urn:uuid:{TWO}"), entry(weight(THREE, f"urn:uuid:{TWO}"), f"urn:uuid:{THREE}")
    )
    carry_out(records, plan_import(records, written(theirs), "n.json"), {TWO: ONE}, NOW)

    out = inside(export_patient(records, ONE, NOW).data)

    assert out[f"Observation/{THREE}"]["subject"]["reference"] == f"Patient/{ONE}"
    assert out[f"Patient/{TWO}"]["link"][0]["other"]["reference"] == f"Patient/{ONE}"


def test_papers_kept_in_the_vault_go_along_and_are_kept_on_the_other_side(records: Records) -> None:
    content = b"%PDF-1.7 invented page"
    made = paper.Paper(
        id=THREE, patient=ONE, title="Page", digest=sha256(content).hexdigest(), status="current"
    )
    with records.work() as work:
        work.put(person(ONE))
        work.put(paper.encode(made))
        work.keep_file(content, media_type="application/pdf", name="page.pdf")

    export = export_patient(records, ONE, NOW)
    (binary,) = [one for one in inside(export.data).values() if one["resourceType"] == "Binary"]
    report = carry_out(records, plan_import(records, export.data, "back.json"), {}, NOW)

    assert binary["contentType"] == "application/pdf"
    assert report.new == 1
    assert len([one for one in records.files() if one.digest == made.digest]) == 1


def test_the_export_is_audited(records: Records) -> None:
    keep(records, person(ONE))

    export_patient(records, ONE, NOW)
    export_patient(records, ONE, NOW, to=office_keys().public)

    facts = [(one.subject, one.detail) for one in records.audit_trail() if one.action == "export"]
    assert sorted(facts) == [(f"Patient/{ONE}", "plain"), (f"Patient/{ONE}", "sealed")]


def test_nobody_is_exported_who_is_not_there(records: Records) -> None:
    with pytest.raises(ExpectedError, match="no such person"):
        export_patient(records, TWO, NOW)


def test_a_wrong_office_key_is_told_and_nothing_is_audited(records: Records) -> None:
    keep(records, person(ONE))

    with pytest.raises(ExpectedError, match="not an office key"):
        export_patient(records, ONE, NOW, to="age1nothing")

    assert not [one for one in records.audit_trail() if one.action == "export"]


def test_a_joined_record_is_still_one_person_by_name(records: Records) -> None:
    keep(records, person(ONE))
    also = {**person(TWO), "link": [{"other": {"reference": f"Patient/{ONE}"}, "type": "replaced-by"}]}
    keep(records, also, person(THREE, "Sandoval"))

    assert export_patient(records, ONE, NOW).whose == "Olga Ferrante (2 joined records)"
    assert export_patient(records, THREE, NOW).whose == "Olga Sandoval"
    assert export_all(records, NOW).whose == "2 people"


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(records: Records, tmp_path: Path) -> None:
    keep(records, person(ONE))
    target = tmp_path / "record.json"
    target.write_bytes(b"an older export")

    export = export_patient(records, ONE, NOW)
    write_export(export, target)

    assert target.read_bytes() == export.data
    assert os.name == "nt" or target.stat().st_mode & 0o077 == 0, "nobody else may read it"
    assert list(tmp_path.glob("*.part")) == []


def test_a_folder_that_is_not_there_is_told(records: Records, tmp_path: Path) -> None:
    keep(records, person(ONE))

    with pytest.raises(ExpectedError, match="could not be written"):
        write_export(export_patient(records, ONE, NOW), tmp_path / "gone" / "record.json")


def test_a_folder_in_place_of_the_file_is_told_and_nothing_is_left(records: Records, tmp_path: Path) -> None:
    keep(records, person(ONE))
    (tmp_path / "taken").mkdir()

    with pytest.raises(ExpectedError, match="could not be written"):
        write_export(export_patient(records, ONE, NOW), tmp_path / "taken")

    assert list(tmp_path.glob("*.part")) == []
