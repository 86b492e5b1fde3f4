"""A patient is found by whatever the nurse remembers."""

import time

import pytest

from carenurse.app.ports import Records
from tests.carenurse.store.resources import patient, problem
from tests.kept import keep


@pytest.fixture
def caseload(records: Records) -> Records:
    keep(
        records,
        problem("d1", "rosa", "Diabetes mellitus type 2"),
        patient(
            "rosa",
            name=[{"family": "Delgado Núñez", "given": ["Rosa", "María"]}],
            birthDate="1947-03-14",
            identifier=[{"system": "urn:example:mrn", "value": "MRN-004711"}],
            telecom=[{"system": "phone", "value": "(555) 555-0123"}],
            address=[{"line": ["12 Nowhere Lane"], "city": "Exampleton", "postalCode": "00000"}],
        ),
        patient("zoe", name=[{"family": "Øverland", "given": ["Zoë"]}], birthDate="1950-04-03"),
        patient("ann", name=[{"family": "Adams", "given": ["Anne-Marie"]}], birthDate="1947-12-01"),
        patient("rosalind", name=[{"family": "Rosado", "given": ["Lind"]}]),
        problem("d2", "zoe", "Wound of left heel"),
        problem("d3", "zoe", "Heart failure"),
    )
    return records


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("delgado", ["rosa"]),
        ("DELGADO rosa", ["rosa"]),
        ("maria", ["rosa"]),
        ("nunez", ["rosa"]),
        ("Nuñez", ["rosa"]),
        ("overland", ["zoe"]),
        ("zoe", ["zoe"]),
        ("gado", ["rosa"]),
        ("ma", ["rosa", "ann"]),
        ("marie", ["ann"]),
        ("rosa zoe", []),
        ("14/03/1947", ["rosa"]),
        ("03/14/1947", ["rosa"]),
        ("3/14/1947", ["rosa"]),
        ("1947-03-14", ["rosa"]),
        ("14.3.1947", ["rosa"]),
        ("14 Mar 1947", ["rosa"]),
        ("March 14, 1947", ["rosa"]),
        ("14 de marzo de 1947", ["rosa"]),
        ("delgado 14 march 1947", ["rosa"]),
        ("03/04/1950", ["zoe"]),
        ("04/03/1950", ["zoe"]),
        ("1947", ["rosa", "ann"]),
        ("31/31/1947", []),
        ("MRN-004711", ["rosa"]),
        ("4711", ["rosa"]),
        ("555-0123", ["rosa"]),
        ("5550123", ["rosa"]),
        ("(555) 555-0123", ["rosa"]),
        ("+555.0123", ["rosa"]),
        ("0123", ["rosa"]),
        ("nowhere", ["rosa"]),
        ("exampleton lane", ["rosa"]),
        ("diabetes", ["rosa"]),
        ("heel zoe", ["zoe"]),
        ("heart wound", ["zoe"]),
        ("100%", []),
        ("a_b", []),
        ("' OR 1=1 --", []),
        ("x" * 5000, []),
    ],
)
def test_words_find_the_right_people(caseload: Records, typed: str, found: list[str]) -> None:
    assert sorted(caseload.find_patients(typed)) == sorted(found)


@pytest.mark.parametrize("typed", ["", "   ", "-", "...", "%", "\N{SNOWMAN}"])
def test_no_words_find_everybody_by_family_name(caseload: Records, typed: str) -> None:
    assert caseload.find_patients(typed) == ["ann", "rosa", "zoe", "rosalind"]


def test_a_family_name_that_begins_so_comes_first(caseload: Records) -> None:
    assert caseload.find_patients("rosa") == ["rosalind", "rosa"]


def test_no_more_than_asked_for(caseload: Records) -> None:
    assert len(caseload.find_patients("", limit=2)) == 2
    assert len(caseload.find_patients("a", limit=1)) == 1


def test_a_corrected_name_is_found_and_the_old_one_is_not(caseload: Records) -> None:
    keep(caseload, patient("zoe", "Oberland"))

    assert caseload.find_patients("oberland") == ["zoe"]
    assert caseload.find_patients("overland") == []
    assert caseload.find_patients("heel") == ["zoe"]


def test_a_problem_moves_with_its_patient(caseload: Records) -> None:
    keep(caseload, problem("d2", "ann", "Wound of left heel"))

    assert caseload.find_patients("heel") == ["ann"]


def test_who_is_written_in_a_unit_of_work_is_found_inside_it(records: Records) -> None:
    with records.work() as work:
        work.put(problem("p1", "tom", "Gout"))
        work.put(patient("tom", name=[{"family": "Test", "given": ["Tom"]}]))

        assert work.find_patients("tom gout") == ["tom"]

    assert records.find_patients("tom gout") == ["tom"]


def test_a_person_with_a_thousand_problems_is_taken_in_seconds(records: Records) -> None:
    began = time.process_time()
    with records.work() as work:
        work.put(patient("tom", name=[{"family": "Test", "given": ["Tom"]}]))
        for number in range(1_000):
            work.put(problem(f"p{number}", "tom", f"Problem number {number} of a long life"))

    assert records.find_patients("number 999") == ["tom"]
    assert time.process_time() - began < 10
