from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from carenurse.scheduling.day import Clash, DriveBetween, conflicts, conflicts_of, legs, tell_conflict
from carenurse.scheduling.lanes import Lane, lanes
from carenurse.scheduling.travel import Drive

NINE = datetime(2026, 3, 6, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Block:
    id: str
    start: datetime
    end: datetime


def block(identity: str, after: int, minutes: int = 45) -> Block:
    start = NINE + timedelta(minutes=after)
    return Block(identity, start, start + timedelta(minutes=minutes))


def drives(minutes: int) -> DriveBetween:
    def between(_earlier: str, _later: str) -> Drive:
        return Drive(minutes, 1.0)

    return between


def test_an_overlap_says_with_whom_and_by_how_much() -> None:
    found = conflicts([block("delgado", 30), block("pike", 0)], drives(22))

    assert [(one.kind, one.earlier, one.later, one.minutes) for one in found] == [
        (Clash.OVERLAP, "pike", "delgado", 15)
    ]
    assert (
        tell_conflict(found[0], "Harold Pike")
        == "Overlaps Harold Pike by 15 min, and the drive between them takes 22 min."
    )
    assert found[0].free_from == NINE + timedelta(minutes=45 + 22)


def test_an_overlap_in_one_house_speaks_of_no_drive() -> None:
    found = conflicts([block("a", 0), block("b", 30)], drives(0))

    assert tell_conflict(found[0], "Harold Pike") == "Overlaps Harold Pike by 15 min."


def test_a_gap_too_short_for_the_drive_is_a_conflict() -> None:
    found = conflicts([block("a", 0), block("b", 55)], drives(22))

    assert [(one.kind, one.gap, one.minutes) for one in found] == [(Clash.DRIVE, 10, 12)]
    assert tell_conflict(found[0], "Harold Pike") == (
        "Only 10 min between this and Harold Pike; the drive takes 22 min."
    )


def test_a_drive_that_is_only_assumed_raises_no_alarm() -> None:
    def assumed(_earlier: str, _later: str) -> Drive:
        return Drive(20)

    assert conflicts([block("a", 0), block("b", 50)], assumed) == ()
    (overlap,) = conflicts([block("a", 0), block("b", 30)], assumed)
    assert tell_conflict(overlap, "Harold Pike") == "Overlaps Harold Pike by 15 min."


def test_a_day_that_fits_has_no_conflict_and_says_what_is_free() -> None:
    day = [block("a", 0), block("b", 90)]

    assert conflicts(day, drives(22)) == ()
    assert [(leg.gap, leg.free) for leg in legs(day, drives(22))] == [(45, 23)]


def test_where_the_drive_takes_longer_nothing_is_free() -> None:
    (leg,) = legs([block("a", 0), block("b", 55)], drives(22))

    assert (leg.gap, leg.free) == (10, 0)


def test_conflicts_of_one_visit_are_those_it_takes_part_in() -> None:
    found = conflicts([block("a", 0), block("b", 30), block("c", 300), block("d", 310)], drives(0))

    assert len(found) == 2
    assert [one.later for one in conflicts_of("b", found)] == ["b"]


def test_overlapping_visits_share_the_column_and_others_keep_it_whole() -> None:
    shared = lanes([block("a", 0), block("b", 30), block("c", 120)])

    assert shared == {"a": Lane(0, 2), "b": Lane(1, 2), "c": Lane(0, 1)}


def test_a_visit_takes_the_lane_of_one_that_ends_when_it_begins() -> None:
    shared = lanes([block("a", 0), block("b", 30, 60), block("c", 45)])

    assert shared == {"a": Lane(0, 2), "b": Lane(1, 2), "c": Lane(0, 2)}


visits_of_a_day = st.lists(st.tuples(st.integers(0, 600), st.integers(5, 180)), max_size=12).map(
    lambda listed: [block(str(n), start, minutes) for n, (start, minutes) in enumerate(listed)]
)


@given(visits_of_a_day)
def test_no_two_visits_in_one_lane_ever_overlap(day: list[Block]) -> None:
    shared = lanes(day)

    assert set(shared) == {one.id for one in day}
    for one in day:
        assert shared[one.id].index < shared[one.id].count
        for other in day:
            if one.id < other.id and one.start < other.end and other.start < one.end:
                assert shared[one.id].index != shared[other.id].index
                assert shared[one.id].count == shared[other.id].count


@given(visits_of_a_day)
def test_every_overlap_is_found_once(day: list[Block]) -> None:
    found = conflicts(day, drives(0))
    expected = {
        frozenset((one.id, other.id))
        for one in day
        for other in day
        if one.id < other.id and one.start < other.end and other.start < one.end
    }

    assert {frozenset((one.earlier, one.later)) for one in found} == expected
    assert len(found) == len(expected)
