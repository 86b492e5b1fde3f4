"""Many resources kept at once are kept as they are one by one."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from carenurse.app import wiring
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from carenurse.store.driver import DatabaseError
from tests.carenurse.store.resources import patient, weight
from tests.kept import keep
from tests.made_vault import MadeVault

WHOSE = "8f2f6c0e-0002-4000-8000-000000000001"


def observation(identity: str, when: str = "", value: int = 70) -> Resource:
    return weight(identity, WHOSE, when, valueQuantity={"value": value})


FILE = [
    patient(WHOSE, identifier=[{"system": "urn:mrn", "value": "D1"}], birthDate="1947-03-14"),
    observation("o1", "2026-02-27T10:30:00-05:00"),
    observation("o2", "2026-02-28"),
    observation("o3"),
    {"resourceType": "Condition", "id": "c1", "subject": {"reference": f"Patient/{WHOSE}"}}
    | {"code": {"text": "Heart failure"}},
    {"resourceType": "Organization", "id": "agency", "name": "Agency"},
]
HISTORY = [observation("h", value=1), observation("h", value=2), observation("h", value=2)]

LOOKS: dict[str, Callable[[Records], object]] = {
    "one by id": lambda records: records.get("Observation", "o2"),
    "the chart's list": lambda records: records.of_patient(WHOSE, "Observation"),
    "by key": lambda records: records.where("Patient", "identifier", "urn:mrn|D1"),
    "by code": lambda records: records.latest_by_code(WHOSE, "29463-7", limit=9),
    "the timeline": lambda records: records.timeline(WHOSE),
    "without a date": lambda records: records.undated(WHOSE),
    "a problem's words": lambda records: records.find_patients("heart"),
    "a birth date": lambda records: records.find_patients("3/14/1947"),
    "kinds": lambda records: records.kinds(WHOSE),
    "what waits": lambda records: [(one.kind, one.identity) for one in records.unsent()],
    "versions": lambda records: [
        (one.number, one.resource, one.draft) for one in records.versions("Observation", "h")
    ],
}


def put_at_once(records: Records, resources: list[Resource]) -> None:
    with records.work(ahead=resources) as work:
        work.put_new(resources)


@pytest.fixture
def other(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[Records]:
    """Open a second record, as empty as the first."""
    shutil.copytree(vault_pattern.folder, tmp_path / "other")
    opened = wiring.unlock_with_recovery(tmp_path / "other", vault_pattern.recovery_code, reserve=0)
    yield opened.records
    opened.close()


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_tells_how_they_were_kept(records: Records, other: Records, look: str) -> None:
    at_once, one_by_one = records, other
    put_at_once(at_once, [*FILE, *HISTORY])
    keep(one_by_one, *FILE, *HISTORY)

    assert LOOKS[look](at_once) == LOOKS[look](one_by_one)


def test_a_sound_record_comes_of_it(open_vault: wiring.OpenVault) -> None:
    keep(open_vault.records, patient("before"))
    put_at_once(open_vault.records, [*FILE, *HISTORY])

    assert open_vault.faults() == ()


def test_what_comes_later_goes_on_from_there(records: Records) -> None:
    put_at_once(records, FILE)
    keep(records, observation("o1", "2026-03-01", 71), observation("o9", "2026-03-02", 72))

    newest = records.latest_by_code(WHOSE, "29463-7", limit=2)
    assert [one["id"] for one in newest] == ["o9", "o1"]
    assert len(records.versions("Observation", "o1")) == 2


def test_what_is_here_already_takes_all_of_it_back(records: Records) -> None:
    keep(records, observation("o2"))

    with pytest.raises(DatabaseError):
        put_at_once(records, FILE)

    assert records.get("Patient", WHOSE) is None
    assert records.get("Observation", "o2") == observation("o2")
    keep(records, FILE[0])
    assert records.find_patients("D1") == [WHOSE]


def test_resources_that_were_not_made_ready_are_kept_too(records: Records) -> None:
    with records.work(ahead=FILE[:2]) as work:
        work.put_new(FILE)

    assert records.here("Observation", ["o1", "o2", "o3", "o4"]) == {"o1", "o2", "o3"}


def test_ids_of_every_form_are_known_again(records: Records) -> None:
    put_at_once(records, FILE)

    asked: list[Any] = [WHOSE, WHOSE.upper(), "nobody", WHOSE.replace("-", "")]
    assert records.here("Patient", asked) == {WHOSE}
    assert records.here("Patient", []) == frozenset()
    assert records.here("Never", [WHOSE]) == frozenset()
