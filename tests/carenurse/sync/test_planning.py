"""What goes next: a visit whole and in order, updates apart, and nobody waits for a stranger's trouble."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from carenurse.store.journal_facts import UNSURE, Change, Held
from carenurse.sync.planning import MOST_TRIES, Parcel, circles, plan
from carenurse.sync.profile import Profile

if TYPE_CHECKING:
    from carenurse.clinical.fhir import Resource

GOOD = Profile(atomic=True, if_match=True, if_none_match=True, batch=True, most_entries=100)
POOR = Profile(batch=True, if_match=True, most_entries=10)
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def change(sequence: int, kind: str, *refers: str, base: str = "", held: Held | None = None) -> Change:
    resource: Resource = {"resourceType": kind, "id": f"{sequence}"}
    resource["part"] = [{"reference": one} for one in refers]
    for one in refers:
        if one.startswith("Encounter/"):
            resource["encounter"] = {"reference": one}
    return Change(sequence, kind, f"{sequence}", 1, resource, signed=False, recorded=NOW, patient=None,
                  base_tag=base, held=held)  # fmt: skip


def planned(changes: list[Change], profile: Profile = GOOD, alone: tuple[int, ...] = ()) -> list[Parcel]:
    return plan(changes, profile, profile.most_entries, alone, {})


def numbers(parcels: list[Parcel]) -> list[list[int]]:
    return [[one.sequence for one in parcel.changes] for parcel in parcels]


def test_a_visit_goes_whole_with_what_it_refers_to_first() -> None:
    changes = [
        change(1, "Composition", "Encounter/3"),
        change(2, "Observation", "Encounter/3"),
        change(3, "Encounter"),
    ]

    (parcel,) = planned(changes)

    assert parcel.transaction
    assert parcel.changes[0].kind == "Encounter"
    assert len(parcel.changes) == 3


def test_updates_go_apart_from_the_visit() -> None:
    changes = [change(1, "Encounter"), change(2, "CarePlan", base="4"), change(3, "Patient", base="2")]

    assert numbers(planned(changes)) == [[1], [2, 3]]


def test_a_visit_of_a_new_patient_goes_after_the_patient() -> None:
    changes = [change(1, "Encounter", "Patient/2"), change(2, "Patient")]

    assert [[one.kind for one in parcel.changes] for parcel in planned(changes)] == [
        ["Patient"],
        ["Encounter"],
    ]


def test_papers_that_name_no_visit_go_together_and_after_the_person_they_are_about() -> None:
    changes = [
        change(1, "DocumentReference", "Patient/known"),
        replace(change(2, "DocumentReference", "Patient/known"), recorded=NOW + timedelta(minutes=1)),
        change(3, "Patient"),
        replace(change(4, "DocumentReference", "Patient/3"), recorded=NOW + timedelta(minutes=2)),
        change(5, "Encounter"),
    ]

    parcels = planned(changes)

    assert sorted(map(sorted, numbers(parcels))) == [[1, 2], [3], [4], [5]]
    assert numbers(parcels).index([3]) < numbers(parcels).index([4])


def test_a_bundle_of_papers_is_no_larger_than_the_office_takes_and_a_refused_one_goes_apart() -> None:
    changes = [
        replace(change(number, "DocumentReference"), recorded=NOW + timedelta(minutes=number))
        for number in range(1, 8)
    ]

    assert [len(one.changes) for one in plan(changes, GOOD, 5, (), {})] == [3, 3, 1]
    assert [3] in numbers(planned(changes, alone=(3,)))


def test_a_held_record_keeps_back_only_what_refers_to_it() -> None:
    changes = [
        change(1, "Encounter", held=Held.REFUSED),
        change(2, "Observation", "Encounter/1"),
        change(3, "Composition", "Observation/2"),
        change(4, "Encounter"),
        change(5, "Task", "Encounter/1", base="1"),
    ]

    assert numbers(planned(changes)) == [[4]]


def test_what_was_in_a_refused_bundle_goes_alone_and_in_order() -> None:
    changes = [
        change(1, "Encounter"),
        change(2, "Observation", "Encounter/1"),
        change(3, "Observation", "Encounter/1"),
    ]

    parcels = planned(changes, alone=(2,))

    assert numbers(parcels) == [[1], [2], [3]]
    assert parcels[1].needs == {"Encounter/1"}


def test_where_order_is_not_kept_within_a_bundle_it_goes_in_waves() -> None:
    changes = [
        change(1, "Encounter"),
        change(2, "Observation", "Encounter/1"),
        change(3, "Observation", "Encounter/1"),
    ]

    parcels = planned(changes, POOR)

    assert numbers(parcels) == [[1], [2, 3]]
    assert not any(parcel.transaction for parcel in parcels)


def test_bundles_are_as_small_as_the_office_wants() -> None:
    changes = [change(number, "Observation") for number in range(1, 8)]

    sizes = [len(one.changes) for one in plan(changes, GOOD, 5, (), {})]

    assert sizes == [3, 3, 1]


def test_what_nobody_knows_the_tag_of_and_what_was_tried_often_wait() -> None:
    changes = [change(1, "Patient", base=UNSURE), change(2, "Goal", base="1")]

    assert plan(changes, GOOD, 100, (), {"Goal/2": MOST_TRIES}) == []


def test_two_that_refer_to_each_other_stay_together() -> None:
    edges = {"a": {"b"}, "b": {"a"}, "c": {"a"}, "d": set[str]()}

    assert [sorted(together) for together in circles(edges)] == [["a", "b"], ["c"], ["d"]]
