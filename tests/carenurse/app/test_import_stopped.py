"""A large file that is stopped while it is taken over leaves nothing, and can be taken over again."""

import gc
from datetime import UTC, datetime

import pytest

from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.ports import Records
from carenurse.clinical.fhir import new_id, write_json

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
MANY = 700
"""More than come in one transaction."""


class HaltError(Exception):
    """Somebody pressed stop."""


def large_file() -> bytes:
    entries = [
        {"resource": {"resourceType": "Patient", "id": new_id(), "name": [{"family": f"Fictional{number}"}]}}
        for number in range(MANY)
    ]
    return write_json({"resourceType": "Bundle", "type": "collection", "entry": entries})


@pytest.mark.parametrize("at", [0.0, 0.3, 0.6, 0.9])
def test_whatever_had_come_in_is_taken_back_and_the_file_comes_whole_later(
    records: Records, at: float
) -> None:
    plan = plan_import(records, large_file(), "large.json")
    heard: list[float] = []

    def halt(share: float) -> None:
        heard.append(share)
        if share >= at:
            raise HaltError

    with pytest.raises(HaltError):
        carry_out(records, plan, {}, NOW, halt)

    assert records.all_of("Patient") == []
    assert records.find_patients("Fictional1") == []
    assert [one.kind for one in records.unsent()] == ["Practitioner"]
    report = carry_out(records, plan, {}, NOW, heard.append)
    assert report.new == MANY
    assert len(records.all_of("Patient")) == MANY
    assert heard[-1] == pytest.approx(1.0)


def test_looking_at_a_large_file_can_be_stopped_and_says_how_far_it_is(records: Records) -> None:
    heard: list[float] = []
    plan_import(records, large_file(), "large.json", progress=heard.append)
    assert heard == sorted(heard)

    def halt(_share: float) -> None:
        raise HaltError

    with pytest.raises(HaltError):
        plan_import(records, large_file(), "large.json", progress=halt)


def test_a_large_file_that_is_let_go_of_leaves_nothing_that_is_never_searched_for_garbage(
    records: Records,
) -> None:
    plan = plan_import(records, large_file() + b" " * 5_000_000, "large.json")
    assert gc.get_freeze_count()

    plan.let_go()

    assert not gc.get_freeze_count()
