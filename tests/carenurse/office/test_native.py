"""Our own operations, and what a laptop of a nurse may see and change."""

from hashlib import sha256
from typing import Any

from carenurse.clinical.fhir import read_json, write_json
from tests.carenurse.office.conftest import NURSE, Hub, Laptop, bundle, person, weight
from tests.carenurse.store.resources import caseload

OTHER = "22222222-2222-4222-8222-222222222222"
BATCH = "33333333-3333-4333-8333-333333333333"


def two_caseloads(boss: Laptop) -> None:
    for name in ("p1", "p2"):
        assert boss.put(person(name)).status_code == 201
        assert boss.put(weight(f"o-{name}", name)).status_code == 201
    assert boss.put(caseload(NURSE, "p1")).status_code == 201
    assert boss.put(caseload(OTHER, "p2")).status_code == 201


def lines(laptop: Laptop, since: int = 0, **more: Any) -> list[dict[str, Any]]:
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    answer = laptop.get(f"$changes?since={since}{asked}")
    assert answer.status_code == 200, answer.text
    return [read_json(line) for line in answer.content.splitlines()]


def test_a_visit_sent_twice_is_done_once(boss: Laptop) -> None:
    boss.put(person())
    visit = bundle("transaction", ("POST", "Observation", weight("x"), {}))

    first = boss.ask("POST", "$sync-push", visit, Idempotency_Key=BATCH)
    again = boss.ask("POST", "$sync-push", visit, Idempotency_Key=BATCH)

    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again.headers["idempotent-replay"] == "true"
    assert boss.get("Observation?_summary=count").json()["total"] == 1


def test_a_key_is_not_used_for_something_else(boss: Laptop) -> None:
    boss.put(person())
    boss.ask(
        "POST",
        "$sync-push",
        bundle("transaction", ("POST", "Observation", weight("x"), {})),
        Idempotency_Key=BATCH,
    )
    other = bundle("transaction", ("POST", "Observation", weight("y", value=80), {}))
    assert boss.ask("POST", "$sync-push", other, Idempotency_Key=BATCH).status_code == 422


def test_a_refused_visit_may_be_sent_again_when_it_is_mended(boss: Laptop) -> None:
    boss.put(person())
    bad = bundle("transaction", ("PUT", "Observation/x", {**weight("x"), "status": 7}, {}))
    good = bundle("transaction", ("PUT", "Observation/x", weight("x"), {}))

    assert boss.ask("POST", "$sync-push", bad, Idempotency_Key=BATCH).status_code == 422
    assert boss.ask("POST", "$sync-push", good, Idempotency_Key=BATCH).status_code == 200


def test_a_nurse_sees_only_her_caseload_by_every_road(hub: Hub, boss: Laptop) -> None:
    two_caseloads(boss)
    hers = hub.laptop()

    assert hers.found("Patient") == ["p1"]
    assert hers.found("Observation") == ["o-p1"]
    assert hers.found("Patient?_id=p2") == []
    assert hers.found("Group") == [f"list-{NURSE}"]
    assert hers.found("Observation?_include=Observation:subject&_id=o-p2") == []
    for path in ("Patient/p2", "Patient/p2/_history", "Patient/p2/_history/1", "Patient/p2/$everything"):
        assert hers.get(path).status_code == 403
    assert [entry["resource"]["id"] for entry in hers.get("Patient/_history").json()["entry"]] == ["p1"]
    told = [line.get("resource", {}).get("id") or line["reference"] for line in lines(hers)]
    assert "p1" in told
    assert not any(word in str(told) for word in ("p2", OTHER))
    listed = hers.get("$digest").json()["parameter"]
    assert {one["name"] for one in listed} == {"all", "Patient/p1"}


def test_a_nurse_changes_only_her_caseload(hub: Hub, boss: Laptop) -> None:
    two_caseloads(boss)
    hers = hub.laptop()

    assert hers.put(weight("new")).status_code == 201
    assert hers.put(weight("intruding", "p2")).status_code == 403
    assert hers.put(weight("o-p2", "p1")).status_code == 403
    assert hers.put(person("p2", gender="male")).status_code == 403
    assert hers.put(caseload(NURSE, "p1", "p2")).status_code == 403
    assert hers.put(caseload(OTHER, "p1")).status_code == 403
    visit = bundle(
        "transaction",
        ("PUT", "Observation/a", weight("a"), {}),
        ("PUT", "Observation/b", weight("b", "p2"), {}),
    )
    assert hers.ask("POST", "", visit).status_code == 403
    assert boss.get("Observation/a").status_code == 404


def test_a_nurse_brings_a_new_patient_and_puts_them_on_her_list(hub: Hub, boss: Laptop) -> None:
    two_caseloads(boss)
    hers = hub.laptop()
    new = "44444444-4444-4444-8444-444444444444"

    assert hers.put(person(new)).status_code == 201
    assert hers.put(weight("w", new)).status_code == 201
    assert hers.put(caseload(NURSE, "p1", new)).status_code == 200
    assert hers.found("Patient") == ["p1", new]
    assert hub.laptop(OTHER).found("Patient") == ["p2"]


def test_what_was_done_before_a_patient_left_still_arrives(hub: Hub, boss: Laptop) -> None:
    two_caseloads(boss)
    hers = hub.laptop()
    since = int(hers.get("$changes").headers["next-sequence"])
    assert boss.put(caseload(NURSE)).status_code == 200

    assert {"op": "scope-out", "reference": "Patient/p1"}.items() <= lines(hers, since)[-1].items()
    assert hers.get("Patient/p1").status_code == 403
    assert hers.put(weight("late")).status_code == 201
    assert hers.put(weight("o-p1", value=80)).status_code == 403


def test_the_feed_tells_who_comes_and_goes_on_in_pages(hub: Hub, boss: Laptop) -> None:
    two_caseloads(boss)
    hers = hub.laptop(OTHER)
    start = int(hers.get("$changes").headers["next-sequence"])
    boss.put(caseload(OTHER, "p2", "p1"))
    assert [line["op"] for line in lines(hers, start)] == ["put", "scope-in"]

    seen: list[str] = []
    since = 0
    while True:
        answer = boss.get(f"$changes?since={since}&_count=2")
        seen += [line.decode() for line in answer.content.splitlines()]
        if int(answer.headers["next-sequence"]) == since:
            break
        since = int(answer.headers["next-sequence"])
    assert len(seen) == len(set(seen)) == len(lines(boss))


def test_a_restored_office_is_told_by_its_epoch(boss: Laptop) -> None:
    epoch = boss.get("$changes").headers["epoch"]
    newest = int(boss.get("$changes").headers["newest-sequence"])

    assert boss.get(f"$changes?since={newest}&epoch={epoch}").status_code == 200
    assert boss.get(f"$changes?since={newest + 1}").status_code == 410
    gone = boss.get("$changes?epoch=another")
    assert (gone.status_code, gone.headers["epoch"]) == (410, epoch)


def test_what_was_meant_for_another_start_of_the_office_is_refused_and_changes_nothing(boss: Laptop) -> None:
    boss.put(person())
    start = boss.get("Patient/p1").headers["serving"]

    assert boss.put({**person(), "gender": "female"}, Serving="another").status_code == 412
    transaction = bundle("transaction", ("PUT", "Observation/x", weight("x"), {}))
    assert boss.ask("POST", "", transaction, Serving="another").status_code == 412
    assert boss.get("Observation/x").status_code == 404
    assert "gender" not in boss.get("Patient/p1").json()
    assert boss.put({**person(), "gender": "female"}, Serving=start).status_code == 200


def test_the_feed_tells_how_many_runs_a_laptop_counted_where_it_is_asked(boss: Laptop) -> None:
    boss.put({"resourceType": "Basic", "id": "d1", "code": {"text": "runs"}, "identifier": [{"value": "7"}]})

    assert boss.get("$changes?since=0&device=d1").headers["runs"] == "7"
    assert boss.get("$changes?since=0&device=unknown").headers["runs"] == "0"
    assert "runs" not in boss.get("$changes?since=0").headers


def test_a_manifest_names_each_version_in_twenty_bytes(boss: Laptop) -> None:
    boss.put(person())
    boss.put(person(gender="female"))

    rows = boss.get("$manifest").content

    row = sha256(b"Patient/p1").digest()[:12] + (2).to_bytes(8)
    assert len(rows) % 20 == 0
    assert row in {rows[at : at + 20] for at in range(0, len(rows), 20)}


def test_a_revoked_laptop_gets_nothing(hub: Hub, boss: Laptop) -> None:
    two_caseloads(boss)
    hers = hub.laptop()
    assert hub.office.served.devices.revoke(hers.device)
    for method, path in (("GET", "Patient"), ("GET", "$changes"), ("POST", "$deposit"), ("GET", "$manifest")):
        assert hers.ask(method, path, {} if method == "POST" else None).status_code == 401


def test_a_code_works_once_and_a_wrong_one_never(hub: Hub) -> None:
    code = hub.office.served.devices.invite(NURSE)
    assert hub.client.post("/fhir/$enrol", json={"code": code, "name": "a"}).status_code == 201
    assert hub.client.post("/fhir/$enrol", json={"code": code, "name": "b"}).status_code == 403
    assert hub.client.post("/fhir/$enrol", content=b"{").status_code == 403


def test_a_deposit_is_taken_from_any_known_laptop(hub: Hub, boss: Laptop) -> None:
    two_caseloads(boss)
    hers = hub.laptop()
    body = weight("o-p2", "p2")

    kept = hers.ask("POST", "$deposit", body)

    assert kept.json() == {"sha256": sha256(write_json(body)).hexdigest()}
    assert [one[0] for one in hub.office.served.answers.deposits()] == [hers.device]


def test_a_photograph_arrives_in_pieces_and_only_her_own_patients_are_given(hub: Hub, boss: Laptop) -> None:
    two_caseloads(boss)
    hers, stranger = hub.laptop(), hub.laptop(OTHER)
    data = b"fictional picture" * 60
    digest = sha256(data).hexdigest()
    size = len(data)

    def send(start: int, end: int) -> int:
        headers = {
            "Authorization": f"Bearer {hers.token}",
            "Content-Type": "image/jpeg",
            "Content-Range": f"bytes {start}-{end - 1}/{size}",
        }
        piece = data[start:end]
        return hers.client.patch(f"/fhir/blob/{digest}", content=piece, headers=headers).status_code

    assert send(0, 500) == 200
    assert send(0, 500) == 409
    assert hers.ask("HEAD", f"blob/{digest}").headers["upload-offset"] == "500"
    assert send(500, size) == 200
    assert hers.ask("HEAD", f"blob/{digest}").headers["upload-complete"] == "?1"
    assert hers.get(f"blob/{digest}").content == data
    assert stranger.get(f"blob/{digest}").status_code == 404

    named = {
        "resourceType": "DocumentReference",
        "id": "d1",
        "status": "current",
        "subject": {"reference": "Patient/p1"},
        "content": [{"attachment": {"url": f"urn:sha256:{digest}"}}],
    }
    hers.put(named)
    assert hub.laptop().get(f"blob/{digest}?of=DocumentReference/d1").content == data
    assert stranger.get(f"blob/{digest}?of=DocumentReference/d1").status_code == 403
