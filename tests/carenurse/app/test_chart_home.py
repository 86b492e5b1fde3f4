"""How to reach the person: all numbers in force, and what a record that was joined tells besides."""

from carenurse.app.chart import chart
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from tests.carenurse.app.imports import NOW, of_north, only, take
from tests.carenurse.exchange.files import bundle, entry, written

MRN = "http://south.example.org/mrn"
ELM: Resource = {"line": ["12 Elm St"], "city": "Nowhere", "state": "ZZ", "postalCode": "00000"}
MAIN: Resource = {"line": ["1452 North Main Ave"], "city": "Nowhere"}
SOURCE = "from the record of south.example.org, number SM-4471"


def phones(*told: tuple[str, str]) -> list[Resource]:
    return [{"system": "phone", "value": value} | ({"use": use} if use else {}) for value, use in told]


def person(identity: str = "1", **elements: object) -> Resource:
    name = [{"family": "Moss", "given": ["Vera"]}]
    return {"resourceType": "Patient", "id": identity, "name": name, "birthDate": "1961-10-19"} | elements


def elsewhere(**elements: object) -> Resource:
    return person("p77", identifier=[{"system": MRN, "value": "SM-4471"}], **elements)


def contacts(records: Records, mine: Resource, other: Resource | None = None) -> list[tuple[str, str, str]]:
    take(records, of_north(mine))
    kept = only(records, "Patient")["id"]
    if other is not None:
        plan = plan_import(records, written(bundle(entry(other))), "south.json")
        (coming,) = plan.people
        carry_out(records, plan, {coming.id: kept}, NOW)
    return [(one.name, one.role, one.phone) for one in chart(records, kept, NOW).people]


def test_the_only_number_stands_in_the_chart_though_another_record_told_it(records: Records) -> None:
    other = elsewhere(address=[ELM], telecom=phones(("217-555-0199", "")))

    assert contacts(records, person(address=[MAIN]), other) == [
        ("At home", "1452 North Main Ave, Nowhere", ""),
        ("Another address: ask", f"12 Elm St, Nowhere, ZZ 00000 · {SOURCE}", "217-555-0199"),
    ]


def test_every_number_in_force_is_shown_by_its_use_and_once(records: Records) -> None:
    told = phones(("555-0116", "home"), ("(555) 0116", ""), ("555-0117", "mobile"), ("555-0118", "old"))

    assert contacts(records, person(telecom=told)) == [
        ("At home", "", "555-0116"),
        ("Mobile phone", "", "555-0117"),
    ]


def test_of_the_joined_record_only_what_is_not_known_is_asked_about(records: Records) -> None:
    mine = person(address=[MAIN], telecom=phones(("217-555-0116", "home")))
    numbers = phones(("+1 217 555 0116", ""), ("217-555-0199", "mobile"), ("217-555-0177", "work"))

    assert contacts(records, mine, elsewhere(address=[MAIN], telecom=numbers))[1:] == [
        ("Mobile phone: ask", SOURCE, "217-555-0199"),
        ("Work phone: ask", SOURCE, "217-555-0177"),
    ]


def test_a_record_that_says_the_same_adds_nothing(records: Records) -> None:
    mine = person(address=[MAIN], telecom=phones(("217-555-0116", "home")))
    other = elsewhere(address=[MAIN], telecom=phones(("217-555-0116", "")))

    assert len(contacts(records, mine, other)) == 1


def test_a_number_that_no_longer_holds_stays_where_there_is_no_other(records: Records) -> None:
    assert contacts(records, person(telecom=phones(("555-0118", "old")))) == [("At home", "", "555-0118")]
