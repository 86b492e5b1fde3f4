"""The office over HTTP, as any FHIR client sees it."""

import gzip

import pytest

from carenurse.clinical.fhir import write_json
from tests.carenurse.office.conftest import FHIR, Hub, Laptop, bundle, person, weight


def test_a_client_chosen_id_is_created_then_updated(boss: Laptop) -> None:
    made = boss.put(person())
    assert (made.status_code, made.headers["etag"]) == (201, 'W/"1"')
    assert made.headers["location"].endswith("/fhir/Patient/p1/_history/1")

    changed = boss.put(person(gender="female"), If_Match='W/"1"')

    assert (changed.status_code, changed.headers["etag"]) == (200, 'W/"2"')
    read = boss.get("Patient/p1")
    assert read.json()["gender"] == "female"
    assert read.json()["meta"]["versionId"] == "2"
    assert read.headers["content-type"].startswith("application/fhir+json")


def test_the_same_words_again_are_no_new_version(boss: Laptop) -> None:
    boss.put(person())
    echoed = boss.get("Patient/p1").json()

    again = boss.put(echoed)

    assert (again.status_code, again.headers["etag"]) == (200, 'W/"1"')


@pytest.mark.parametrize("condition", [{"If_Match": 'W/"1"'}, {"If_None_Match": "*"}, {"If_Match": 'W/"99"'}])
def test_a_stale_or_forbidden_condition_changes_nothing(boss: Laptop, condition: dict[str, str]) -> None:
    boss.put(person())
    boss.put(person(gender="female"))

    refused = boss.put(person(gender="male"), **condition)

    assert refused.status_code == 412
    assert refused.json()["resourceType"] == "OperationOutcome"
    assert boss.get("Patient/p1").json()["gender"] == "female"


def test_an_update_of_something_that_is_not_there_is_refused(boss: Laptop) -> None:
    assert boss.put(person(), If_Match='W/"1"').status_code == 412
    assert boss.get("Patient/p1").status_code == 404


def test_post_gives_an_id_and_creates_once_by_identifier(boss: Laptop) -> None:
    named = {**person(), "identifier": [{"system": "urn:x", "value": "7"}]}
    first = boss.ask("POST", "Patient", named, If_None_Exist="identifier=urn:x|7")
    again = boss.ask("POST", "Patient", named, If_None_Exist="identifier=urn:x|7")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"] != "p1"


def test_versions_and_histories(boss: Laptop) -> None:
    boss.put(person())
    boss.put(person(gender="female"))
    boss.put(person("p2"))

    assert "gender" not in boss.get("Patient/p1/_history/1").json()
    assert boss.get("Patient/p1/_history/9").status_code == 404
    assert boss.get(f"Patient/p1/_history/{'9' * 40}").status_code == 404
    assert boss.get(f"Patient/_history?_cursor={'9' * 40}").status_code == 200
    own = boss.get("Patient/p1/_history").json()["entry"]
    assert [entry["resource"]["meta"]["versionId"] for entry in own] == ["2", "1"]
    first = own[-1]["resource"]["meta"]["lastUpdated"]
    after = boss.get("Patient/_history").json()["entry"]
    assert [entry["fullUrl"].rsplit("/", 1)[1] for entry in after] == ["p2", "p1", "p1"]
    since = boss.get(f"Patient/_history?_since={own[0]['resource']['meta']['lastUpdated']}").json()["entry"]
    assert len(since) == 2
    assert first < own[0]["resource"]["meta"]["lastUpdated"]


def test_a_resource_that_is_not_r4_is_refused_in_words(boss: Laptop) -> None:
    wrong = weight("o1") | {"subjct": {"reference": "Patient/p1"}, "status": 7}
    del wrong["code"]

    refused = boss.put(wrong)

    said = [issue["diagnostics"] for issue in refused.json()["issue"]]
    assert refused.status_code == 422
    assert said == [
        "Observation.status: no code",
        "Observation.subjct: no such element",
        "Observation.code: required",
    ]


def test_nothing_is_deleted_or_patched(boss: Laptop) -> None:
    boss.put(person())

    assert boss.ask("DELETE", "Patient/p1").status_code == 405
    assert boss.ask("PATCH", "Patient/p1", {}).status_code == 405
    assert boss.get("Patient/p1").status_code == 200


def test_digits_come_back_as_they_were_sent(boss: Laptop) -> None:
    body = write_json(weight("o1")).replace(b"72.5", b"72.50")
    boss.put(person())
    headers = {"Authorization": f"Bearer {boss.token}", **FHIR}
    boss.client.put("/fhir/Observation/o1", content=body, headers=headers)

    assert b'"value":72.50' in boss.get("Observation/o1").content


def test_search_by_what_laptops_and_common_clients_use(boss: Laptop) -> None:
    boss.put(person())
    boss.put(person("p2"))
    tagged = weight("o1") | {"meta": {"tag": [{"system": "urn:x", "code": "b1"}]}}
    boss.put(tagged)
    boss.put(weight("o2", status="preliminary", effectiveDateTime="2026-04-01"))
    boss.put(weight("o3", "p2"))

    assert boss.found("Observation?patient=p1") == ["o1", "o2"]
    assert boss.found("Observation?subject=Patient/p1,Patient/p2&_sort=-_lastUpdated") == ["o3", "o2", "o1"]
    assert boss.found("Observation?_tag=urn:x|b1") == ["o1"]
    assert boss.found("Observation?code=http://loinc.org|29463-7&status=final") == ["o1", "o3"]
    assert boss.found("Observation?date=ge2026-03-05") == ["o2"]
    assert boss.found("Observation?_id=o3,o1") == ["o1", "o3"]
    assert boss.found("Observation?_id=o3&_include=Observation:subject") == ["o3", "p2"]
    assert boss.get("Observation?_summary=count").json()["total"] == 3
    some = boss.get("Observation?_id=o1&_elements=status").json()["entry"][0]["resource"]
    assert set(some) == {"resourceType", "id", "meta", "status"}


def test_search_by_last_updated_keeps_to_its_bounds(boss: Laptop) -> None:
    for name in ("p1", "p2", "p3"):
        boss.put(person(name))
    moment = boss.get("Patient/p2").json()["meta"]["lastUpdated"]

    assert boss.found(f"Patient?_lastUpdated=ge{moment}") == ["p2", "p3"]
    assert boss.found(f"Patient?_lastUpdated=gt{moment}") == ["p3"]
    assert boss.found(f"Patient?_lastUpdated=le{moment}") == ["p1", "p2"]
    assert boss.found(f"Patient?_lastUpdated=lt{moment}") == ["p1"]


def test_a_parameter_that_is_not_understood_is_refused_not_ignored(boss: Laptop) -> None:
    assert boss.get("Patient?shoe-size=44").status_code == 400
    assert boss.get("Patient?_lastUpdated=yesterday").status_code == 400
    assert boss.get("Sandwich").status_code == 404


def test_pages_lose_no_row_while_rows_change(boss: Laptop) -> None:
    for number in range(7):
        boss.put(person(f"p{number}"))
    page = boss.get("Patient?_count=3").json()
    seen = [entry["resource"]["id"] for entry in page["entry"]]

    boss.put(person("p1", gender="female"))
    while following := [link["url"] for link in page["link"] if link["relation"] == "next"]:
        page = boss.get(following[0].partition("/fhir/")[2]).json()
        seen += [entry["resource"]["id"] for entry in page.get("entry", [])]

    assert seen == ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p1"]


def test_search_by_post_keeps_names_out_of_the_address(boss: Laptop) -> None:
    boss.put(person())
    headers = {"Authorization": f"Bearer {boss.token}"}

    found = boss.client.post("/fhir/Patient/_search", data={"_id": "p1"}, headers=headers)

    assert [entry["resource"]["id"] for entry in found.json()["entry"]] == ["p1"]


def test_a_transaction_is_whole_or_nothing(boss: Laptop) -> None:
    boss.put(person())
    stale = bundle(
        "transaction",
        ("PUT", "Observation/o1", weight("o1"), {}),
        ("PUT", "Patient/p1", person(gender="male"), {"ifMatch": 'W/"9"'}),
    )

    refused = boss.ask("POST", "", stale)

    assert refused.status_code == 412
    assert "Entry 1" in refused.json()["issue"][0]["diagnostics"]
    assert boss.get("Observation/o1").status_code == 404


def test_a_transaction_resolves_its_own_references(boss: Laptop) -> None:
    urn = "urn:uuid:22222222-2222-4222-8222-222222222222"
    visit = bundle(
        "transaction", ("POST", "Observation", weight("x"), {}), ("POST", "Patient", person("y"), {})
    )
    visit["entry"][0]["resource"]["subject"]["reference"] = urn
    visit["entry"][1]["fullUrl"] = urn

    done = boss.ask("POST", "", visit)

    assert [entry["response"]["status"] for entry in done.json()["entry"]] == ["201", "201"]
    location = done.json()["entry"][0]["response"]["location"]
    kept = boss.get("/".join(location.split("/")[-4:-2])).json()
    assert kept["subject"]["reference"] == "Patient/22222222-2222-4222-8222-222222222222"


def test_a_resource_twice_in_one_transaction_is_refused(boss: Laptop) -> None:
    twice = bundle("transaction", ("PUT", "Patient/p1", person(), {}), ("PUT", "Patient/p1", person(), {}))
    assert boss.ask("POST", "", twice).status_code == 400


def test_a_batch_goes_on_after_what_was_refused(boss: Laptop) -> None:
    boss.put(person())
    several = bundle(
        "batch",
        ("PUT", "Patient/p1", person(gender="male"), {"ifMatch": 'W/"9"'}),
        ("PUT", "Observation/o1", weight("o1"), {"ifNoneMatch": "*"}),
        ("GET", "Patient/p1", None, {}),
        ("GET", "Patient/nobody", None, {}),
    )

    answers = boss.ask("POST", "", several).json()["entry"]

    assert [entry["response"]["status"] for entry in answers] == ["412", "201", "200", "404"]
    assert answers[0]["response"]["outcome"]["resourceType"] == "OperationOutcome"
    assert answers[2]["resource"]["id"] == "p1"
    assert answers[1]["response"]["etag"] == 'W/"1"'


def test_everything_about_a_patient_in_pages(boss: Laptop) -> None:
    boss.put(person())
    boss.put(person("p2"))
    for number in range(4):
        boss.put(weight(f"o{number}"))
    boss.put(weight("other", "p2"))

    page = boss.get("Patient/p1/$everything?_count=3").json()
    assert [entry["resource"]["id"] for entry in page["entry"]] == ["p1", "o0", "o1"]
    following = next(link["url"] for link in page["link"] if link["relation"] == "next")
    assert boss.found(following.partition("/fhir/")[2]) == ["o2", "o3"]
    since = boss.get("Observation/o2").json()["meta"]["lastUpdated"]
    assert boss.found(f"Patient/p1/$everything?_since={since}") == ["o2", "o3"]


def test_gzip_both_ways_and_prefer(boss: Laptop) -> None:
    packed = gzip.compress(write_json(person(name=[{"family": "D" * 900}])))
    headers = {"Authorization": f"Bearer {boss.token}", "Content-Encoding": "gzip", **FHIR}

    made = boss.client.put("/fhir/Patient/p1", content=packed, headers=headers)
    short = boss.put(weight("o1"), Prefer="return=minimal")

    assert made.status_code == 201
    assert boss.get("Patient/p1", Accept_Encoding="gzip").headers["content-encoding"] == "gzip"
    assert (short.status_code, short.content) == (201, b"")


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 400),
        (b"[1]", {}, 400),
        (b"<Patient/>", {"Content-Type": "application/fhir+xml"}, 415),
        (gzip.compress(b"{}")[:-9], {"Content-Encoding": "gzip"}, 400),
        (b"{}", {"Content-Encoding": "br"}, 415),
        (b"[" * 100_000, {}, 400),
        (gzip.compress(b" " * 120_000_000, 1), {"Content-Encoding": "gzip"}, 413),
    ],
    ids=["cut-off", "no-object", "xml", "cut-gzip", "brotli", "deep", "bomb"],
)
def test_bad_bodies_are_told_apart(boss: Laptop, body: bytes, headers: dict[str, str], status: int) -> None:
    told = {"Authorization": f"Bearer {boss.token}", **FHIR, **headers}
    assert boss.client.put("/fhir/Patient/p1", content=body, headers=told).status_code == status


def test_a_stranger_learns_only_what_the_office_can_do(hub: Hub) -> None:
    assert hub.client.get("/fhir/metadata").json()["software"]["name"] == "CareNurse office"
    for path in ("Patient", "Patient/p1", "$changes", "$manifest", "blob/" + "0" * 64):
        assert hub.client.get(f"/fhir/{path}").status_code == 401


def test_who_asks_without_end_has_to_wait(hub: Hub) -> None:
    answers = [hub.client.get("/fhir/Patient").status_code for _ in range(40)]
    assert answers[0] == 401
    assert answers[-1] == 429
