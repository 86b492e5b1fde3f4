"""What people meant, and what may stand there in the end: the eyes of the simulation by themselves."""

from tests.simulation.ghost import Ghost, Key

MARRIED = ("maritalStatus", "text")
ROSA: Key = ("Patient", "rosa")


def _said(*edits: tuple[str, str, str]) -> Ghost:
    """Let people write: what they saw, what they wrote, and who they are."""
    ghost = Ghost()
    for seen, value, by in edits:
        ghost.edit(ROSA, MARRIED, value, seen, by)
    return ghost


def test_what_the_office_says_again_after_her_word_is_not_what_it_took_back_before() -> None:
    ghost = _said(
        ("", "first", "office"),
        ("", "hers", "laptop0"),
        ("first", "", "office"),
        ("hers", "first", "office"),
    )

    assert ghost.lost(ROSA, MARRIED, "first") == set()


def test_what_somebody_took_back_who_had_seen_it_does_not_stand_again_by_itself() -> None:
    ghost = _said(("", "hers", "laptop0"), ("hers", "", "office"))

    assert ghost.lost(ROSA, MARRIED, "hers") == {""}


def test_what_a_restore_lost_is_what_nobody_says_whom_it_left() -> None:
    ghost = _said(("", "first", "office"), ("first", "second", "office"), ("second", "first", "office"))
    first, second, again = ghost.nodes[ROSA, MARRIED[0]][1:]
    second.void = again.void = True

    assert [ghost.was_lost(ROSA, MARRIED, word) for word in ("first", "second", "third")] == [
        False,
        True,
        False,
    ]
    first.void = True
    assert ghost.was_lost(ROSA, MARRIED, "first")
