"""Which of our ids is which of the office's, when that gives an id a second time."""

from carenurse.sync.known_ids import OUR_ID, KnownIds, Name

MINE, THEIRS = ("Basic", "mine"), ("Basic", "theirs")


def met(known: dict[Name, str]) -> tuple[KnownIds, dict[Name, str]]:
    """Let something of another laptop be met under the id 7, and give what is kept of it."""
    kept = dict(known)
    ids = KnownIds(known, kept.update)
    tag = {"system": OUR_ID, "code": "theirs"}
    ids.note_all({"resourceType": "Basic", "id": "7", "meta": {"tag": [tag]}})
    return ids, kept


def test_an_id_that_a_restored_office_gave_again_is_no_longer_that_of_what_stood_there() -> None:
    ids, kept = met({MINE: "7"})

    assert (ids.given(MINE), ids.given(THEIRS)) == ("", "7")
    assert kept == {MINE: "", THEIRS: "7"}


def test_a_place_under_it_is_left_also_by_a_laptop_that_met_the_other_before() -> None:
    for known in ({MINE: "=7"}, {MINE: "=7", THEIRS: "7"}):
        ids, kept = met(known)

        assert (ids.place(MINE), ids.given(THEIRS)) == ("", "7")
        assert kept == {MINE: "", THEIRS: "7"}


def test_what_stands_under_other_ids_stays() -> None:
    ids, _ = met({MINE: "8", ("Task", "other"): "7"})

    assert (ids.given(MINE), ids.given(("Task", "other"))) == ("8", "7")


def test_two_that_are_kept_under_one_id_are_both_looked_for_anew() -> None:
    """One was forgotten in a run that ended, and the office had given its id to the other."""
    kept = {MINE: "7", THEIRS: "7", ("Task", "other"): "7"}
    ids = KnownIds(dict(kept), kept.update)

    assert (ids.given(MINE), ids.given(THEIRS), ids.given(("Task", "other"))) == ("", "", "7")
    assert kept == {MINE: "", THEIRS: "", ("Task", "other"): "7"}
