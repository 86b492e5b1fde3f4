"""Patient/1 of two hospitals is two people, whatever they have in common; of one hospital it is one."""

import pytest

from carenurse.app.import_records import ImportPlan, carry_out, plan_import
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from carenurse.exchange.refusing import RefusedFileError
from tests.carenurse.app.imports import NORTH, NOW, of_north, only, take
from tests.carenurse.exchange.files import ONE, bundle, entry, person, weight, written

GENERATOR = "http://hospital.smarthealthit.org"
INNER = ("http://localhost:8080/fhir", "http://10.0.3.4/fhir", "http://hapi:8080/fhir", "http://ehr.local/r4")


def numbered(value: str, system: str = f"{NORTH}/mrn") -> Resource:
    return {"type": {"coding": [{"code": "MR"}]}, "system": system, "value": value}


def another(**more: object) -> Resource:
    """Make somebody who has nothing but the birth date in common with Olga Ferrante."""
    return person("1", "Sandoval", **{"name": [{"family": "Sandoval", "given": ["Ivo"]}], **more})


def at(server: str, *resources: Resource) -> Resource:
    return bundle(*(entry(one, f"{server}/{one['resourceType']}/{one['id']}") for one in resources))


def names(records: Records) -> list[str]:
    return sorted(str(one["name"][0]["family"]) for one in records.all_of("Patient"))


@pytest.mark.parametrize("server", INNER)
def test_an_address_that_many_systems_have_names_no_hospital(records: Records, server: str) -> None:
    first = at(server, person("1"), weight("w", "Patient/1", 70))
    take(records, first)

    report = take(records, at(server, another(), weight("w", "Patient/1", 90)))
    again = take(records, first)

    assert (report.new, report.changed) == (2, 0)
    assert names(records) == ["Ferrante", "Sandoval"]
    assert len({one["subject"]["reference"] for one in records.all_of("Observation")}) == 2
    assert (again.new, again.changed, again.same) == (0, 0, 2)


def test_a_newer_file_about_the_same_people_behind_such_an_address_finds_them(records: Records) -> None:
    take(records, at(INNER[0], person("1"), weight("w", "Patient/1", 70)))

    report = take(records, at(INNER[0], person("1", gender="female"), weight("w", "Patient/1", 71)))

    assert (report.new, report.changed) == (0, 2)


def test_pages_of_one_answer_behind_such_an_address_are_of_one_hospital(records: Records) -> None:
    pages = [at(INNER[0], person("1")), at(INNER[0], weight("w", "Patient/1"))]

    plan = plan_import(records, b"\n".join(map(written, pages)), "pages.ndjson")

    assert [one.id for one in plan.people] == [
        one.current["subject"]["reference"].removeprefix("Patient/")
        for one in plan.incoming.resources()
        if one.kind == "Observation"
    ]


def test_the_numbers_of_a_generator_name_no_hospital(records: Records) -> None:
    take(records, bundle(entry(person("1", identifier=[numbered("1", GENERATOR)]))))

    report = take(records, bundle(entry(another(identifier=[numbered("2", GENERATOR)]))))

    assert (report.new, report.changed) == (1, 0)
    assert names(records) == ["Ferrante", "Sandoval"]


@pytest.mark.parametrize(
    "other",
    [
        another(),
        another(birthDate=None),
        another(birthDate="1961-01-01"),
        another(identifier=[numbered("2")]),
        person("1", identifier=[numbered("2")]),
        person("1", birthDate="1961-01-01"),
        another(name=None),
    ],
    ids=["name", "no birth date", "both", "number", "only the number", "only the day", "no name"],
)
@pytest.mark.parametrize("source", ["", "North Hospital"])
def test_who_is_not_surely_the_same_never_takes_a_chart_over(
    records: Records, other: Resource, source: str
) -> None:
    other = {name: value for name, value in other.items() if value is not None}
    first = of_north(person("1", identifier=[numbered("1")]), weight("w", "Patient/1", 70))
    take(records, first, source=source)

    report = take(records, of_north(other, weight("w", "Patient/1", 90)), source=source)
    twice = [
        take(records, one, source=source) for one in (of_north(other, weight("w", "Patient/1", 90)), first)
    ]

    assert (report.new, report.changed) == (2, 0)
    assert any("they stay apart" in note for note in report.notes)
    assert len(records.find_patients("")) == 2
    assert [(one.new, one.changed, one.same) for one in twice] == [(0, 0, 2)] * 2


@pytest.mark.parametrize(
    "later",
    [
        person("1", "Rossi", identifier=[numbered("1")], birthDate="1950-05-06"),
        another(identifier=[numbered("1")]),
        person("1", "Ferrante-Rossi"),
        person("1", "FERRANTE", gender="female", birthDate="1950"),
        person("1", identifier=[numbered("1"), {"system": f"{NORTH}/visit", "value": "9"}]),
    ],
    ids=["number", "number and day", "name and day", "full name", "one more number"],
)
def test_a_newer_file_of_the_same_hospital_about_the_same_person_is_a_change(
    records: Records, later: Resource
) -> None:
    take(records, of_north(person("1", identifier=[numbered("1"), visit("7")])))

    report = take(records, of_north(later))

    assert (report.new, report.changed) == (0, 1)
    assert report.notes == ()
    assert len(records.find_patients("")) == 1


def visit(value: str) -> Resource:
    return {"type": {"coding": [{"code": "VN"}]}, "system": f"{NORTH}/visit", "value": value}


def test_a_new_number_of_a_stay_does_not_make_another_person(records: Records) -> None:
    take(records, of_north(person("1", identifier=[visit("7")])))

    assert take(records, of_north(person("1", identifier=[visit("8")]))).changed == 1


def test_what_the_nurse_put_right_does_not_make_a_stranger_of_the_senders_own_file(records: Records) -> None:
    value = of_north(person("1"), weight("w", "Patient/1"))
    take(records, value)
    kept = only(records, "Patient")
    with records.work() as work:
        work.put({**kept, "birthDate": "1951-05-05", "name": [{"family": "Ferranti", "given": ["Olga"]}]})

    report = take(records, value)

    assert (report.new, report.changed, report.same) == (0, 0, 2)
    assert len(records.find_patients("")) == 1


def test_who_may_be_one_person_after_all_is_shown_side_by_side(records: Records) -> None:
    take(records, of_north(person("1", identifier=[numbered("1")])))

    plan = plan_import(records, written(of_north(person("1", identifier=[numbered("2")]))), "north.json")

    (alike,) = plan.look_alikes
    assert alike.why == ("The same name and birth date.", "The same phone.")


def test_three_people_under_one_id_are_three(records: Records) -> None:
    files = [of_north(person("1", birthDate=f"19{year}-01-01")) for year in (50, 60, 70)]
    for value in [*files, *files]:
        take(records, value)

    assert len(records.find_patients("")) == 3


def test_people_of_two_servers_in_one_file_stay_apart_when_one_of_them_is_somebody_else(
    records: Records,
) -> None:
    take(records, of_north(person("1")))
    theirs = entry(person("1", "Okafor"), "https://south.example.org/fhir/Patient/1")

    take(records, bundle(entry(another(), f"{NORTH}/Patient/1"), theirs))

    assert names(records) == ["Ferrante", "Okafor", "Sandoval"]


@pytest.mark.parametrize(
    "lines",
    [
        (person("1"), weight("w", "Patient/1"), another(), weight("v", "Patient/1")),
        (at(INNER[0], person("1")), at(INNER[0], another())),
        (person(ONE), person(ONE, "Sandoval", birthDate="1961-01-01", telecom=[])),
    ],
    ids=["lines", "Bundles", "one UUID"],
)
def test_two_people_under_one_id_in_one_file_are_refused(
    records: Records, lines: tuple[Resource, ...]
) -> None:
    with pytest.raises(RefusedFileError, match="Two people in this file go by the same id"):
        plan_import(records, b"\n".join(map(written, lines)), "both.ndjson")


def test_a_history_may_tell_that_somebody_is_called_otherwise_now(records: Records) -> None:
    states = [another(meta={"versionId": "2"}), person("1", meta={"versionId": "1"})]
    value = bundle(*(entry(one, f"{NORTH}/Patient/1") for one in states), kind="history")

    first, again = take(records, value), take(records, value)

    assert (first.new, again.new, again.same) == (1, 0, 1)
    assert len(records.versions("Patient", first.patients[0])) == 2


def test_who_stands_twice_in_a_file_once_with_less_is_one_person(records: Records) -> None:
    short = {name: value for name, value in person("1").items() if name not in {"name", "birthDate"}}

    assert take(records, of_north(short, person("1"))).new == 1


def test_what_names_no_person_of_two_hospitals_of_one_name_is_refused(records: Records) -> None:
    def read(*resources: Resource) -> ImportPlan:
        return plan_import(records, written(bundle(*map(entry, resources))), "file.json", "St. Mary")

    for resources in ((person("1"),), (another(), weight("w", "Patient/1", 90))):
        carry_out(records, read(*resources), {}, NOW)
    assert names(records) == ["Ferrante", "Sandoval"]

    with pytest.raises(RefusedFileError, match="does not say whose its entries are"):
        read(weight("later", "Patient/1", 91))
    later = carry_out(records, read(another(), weight("later", "Patient/1", 91)), {}, NOW)

    assert later.new == 1


def test_what_names_no_person_of_one_hospital_finds_its_person(records: Records) -> None:
    take(records, of_north(person("1")))

    report = take(records, of_north(weight("later", "Patient/1", 91)))

    assert report.new == 1
