"""Finding people, and what is shown beside the list."""

from carenurse.app.caseload import find_people, snapshot
from carenurse.app.ports import Records
from tests.demo_day import NOW


def test_the_caseload_stands_with_the_nearest_visit_first(demo: Records) -> None:
    found = find_people(demo, "", NOW)

    assert len(found.rows) == found.mine == 24
    assert [row.name for row in found.rows[:2]] == ["Harold Pike", "Rosa Delgado"]
    assert all(row.mine and row.fictional for row in found.rows)


def test_every_way_of_asking_for_rosa_finds_rosa(demo: Records) -> None:
    for words in ("ros", "DELGADO", "delg ros", "14 Mar 1947", "cannery", "0116", "heart failure rosa"):
        assert "Rosa Delgado" in [row.name for row in find_people(demo, words, NOW).rows], words


def test_a_row_knows_the_last_and_the_next_visit(demo: Records) -> None:
    row = find_people(demo, "delgado", NOW).rows[0]

    assert row.last_visit is not None
    assert row.last_visit.strftime("%d %b") == "27 Feb"
    assert row.next_visit is not None
    assert row.next_visit.strftime("%d %b %H:%M") == "04 Mar 10:00"


def test_a_search_that_finds_many_says_that_it_was_cut_off(demo: Records) -> None:
    found = find_people(demo, "a", NOW, limit=3)

    assert len(found.rows) == 3
    assert found.cut_off


def test_nobody_is_found_without_complaint(demo: Records) -> None:
    assert find_people(demo, "xyzzy", NOW).rows == ()


def test_the_snapshot_says_what_must_not_be_missed(demo: Records) -> None:
    rosa = find_people(demo, "delgado", NOW).rows[0].patient
    told = snapshot(demo, rosa, NOW.date())

    assert any("Penicillin" in words for words in told.banner.allergies)
    assert told.banner.representative == "Elena Delgado, daughter"
    assert told.own_words
    assert told.family[0].may_know
